"""Makes the demo's house: titles, editions, rubrics, vocabularies, pictures, standing pages."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone
from wagtail.models import Page

from shpalta.demo.pictures import add_demo_demands, make_picture
from shpalta.demo.reading import Content, Entry
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.pages.models import EditionRoot, StandingPage
from shpalta.newsroom.titles.models import Edition, Host, Rubric, Title
from shpalta.newsroom.vocabulary.models import Author, Entity, EntityType, Source, Topic

PREFIXES = {"uk": "", "ru": "/rus", "en": "/eng"}
PATTERNS = {
    "uk": ("EEEE, d MMMM y, HH:mm", "d MMMM y"),
    "ru": ("EEEE, d MMMM y, HH:mm", "d MMMM y"),
    "en": ("EEEE, d MMMM y, HH:mm", "d MMMM y"),
}
ENTITY_TYPES = {
    "person": EntityType.PERSON,
    "organisation": EntityType.ORGANISATION,
    "place": EntityType.PLACE,
}


@dataclass(slots=True)
class House:
    """What the stories refer to, by the ids that the content uses."""

    editions: dict[tuple[str, str], Edition] = field(default_factory=dict)
    rubrics: dict[tuple[str, str], Rubric] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    authors: dict[str, Author] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)


def make_house(content: Content, *, on_progress: Callable[[float], None]) -> House:
    """Make everything that stories need; `on_progress` hears which part is done (0 to 1)."""
    house = House()
    _make_titles(content.vocabulary, house)
    _make_vocabularies(content.vocabulary, house)
    _make_pages(content.pages, house)
    add_demo_demands(next(iter(house.editions.values())).title)
    now = timezone.now()
    for number, entry in enumerate(_newest_last(content), start=1):
        house.pictures[entry["id"]] = make_picture(entry, now=now)
        on_progress(number / len(content.pictures))
    return house


def _make_titles(vocabulary: Entry, house: House) -> None:
    for position, entry in enumerate(vocabulary["title"]):
        title = Title.objects.create(
            code=entry["code"],
            names=entry["name"],
            taglines=entry["tagline"],
            time_zone=entry["time_zone"],
            colour=entry["accent_light"],
            dark_colour=entry["accent_dark"],
            answers_unknown_hosts=position == 0,
            position=position,
        )
        # The first title answers at plain localhost, its sisters at names below it.
        name = "localhost" if position == 0 else entry["host"]
        Host.objects.create(title=title, name=name, is_canonical=True)
        if position == 0:
            Host.objects.create(title=title, name=entry["host"])
        for place, language in enumerate(entry["languages"]):
            date_line, day = PATTERNS[language]
            house.editions[title.code, language] = Edition.objects.create(
                title=title,
                language=language,
                prefix=PREFIXES[language],
                position=place,
                date_line_pattern=date_line,
                day_pattern=day,
            )
        for rubric in vocabulary["rubric"]:
            if rubric["title"] == title.code:
                house.rubrics[title.code, rubric["slug"]] = Rubric.objects.create(
                    title=title,
                    slug=rubric["slug"],
                    names=rubric["name"],
                    position=rubric["order"],
                )


def _make_vocabularies(vocabulary: Entry, house: House) -> None:
    for entry in vocabulary["topic"]:
        topic = Topic.objects.create(slug=entry["slug"], names=entry["name"])
        house.topics[topic.slug] = topic
    for entry in vocabulary["entity"]:
        entity = Entity.objects.create(
            slug=entry["slug"],
            names=entry["name"],
            type=ENTITY_TYPES[entry["type"]],
            descriptions=entry["description"],
        )
        house.entities[entity.slug] = entity
    for entry in vocabulary["author"]:
        author = Author.objects.create(
            slug=entry["slug"], names=entry["name"], roles=entry["role"], bios=entry["bio"]
        )
        house.authors[author.slug] = author
    for entry in vocabulary["source"]:
        source = Source.objects.create(
            slug=entry["slug"], names=entry["name"], url=entry.get("url", "")
        )
        house.sources[source.slug] = source


def _newest_last(content: Content) -> list[Entry]:
    """Order the pictures so that what the front prints has the workshop's attention first."""
    newest: dict[str, int] = {}
    for story in content.stories:
        name, day = story.entry.get("picture", ""), story.entry["day"]
        newest[name] = min(day, newest.get(name, day))
    oldest = max(newest.values(), default=0)
    return sorted(content.pictures, key=lambda entry: -newest.get(entry["id"], oldest + 1))


def _make_pages(pages: list[Entry], house: House) -> None:
    tree = Page.get_first_root_node()
    for welcome in tree.get_children():
        welcome.delete()
    tree.refresh_from_db()
    for (code, language), edition in house.editions.items():
        root = EditionRoot(
            title=f"{edition.name} · {language}", slug=f"{code}-{language}", edition=edition
        )
        tree.add_child(instance=root)
        mine = [page for page in pages if (page["title"], page["language"]) == (code, language)]
        for position, entry in enumerate(mine):
            page = StandingPage(
                title=entry["name"],
                slug=entry["slug"],
                position=position,
                body=json.dumps([_page_block(block) for block in entry["body"]]),
            )
            root.add_child(instance=page)
            page.save_revision().publish()


def _page_block(block: Entry) -> Entry:
    if block["kind"] == "subheading":
        return {"type": "subheading", "value": block["text"]}
    return {"type": "paragraph", "value": f"<p>{block['text']}</p>"}
