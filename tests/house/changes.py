"""What can happen to a house: each function is one change, as a screen or a command makes it.

`pick` is any number: it chooses among what is there. A change that finds nothing to change
does nothing and says so by None.
"""

import io
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import models, transaction
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from shpalta.core import addresses
from shpalta.core.keys import story_key
from shpalta.core.visibility import State
from shpalta.journal.models import JournalEntry
from shpalta.journal.queries import head
from shpalta.newsroom.media.models import Picture, Rendition
from shpalta.newsroom.pages.models import EditionRoot, StandingPage
from shpalta.newsroom.staff.models import User
from shpalta.newsroom.staff.roles import ensure_roles
from shpalta.newsroom.stories.models import Attribution, Byline, Story, Work
from shpalta.newsroom.titles.models import Edition, Host, Rubric, Title
from shpalta.newsroom.vocabulary.models import Author, Entity, Source, Topic
from shpalta.press.pictures import ensure_renditions

LANGUAGES = {"uk": "", "ru": "/rus", "en": "/eng"}
PASSWORD = "a-word-for-tests"


def _names(word: str) -> dict[str, str]:
    return {language: f"{word} {language}" for language in LANGUAGES}


def make_house(host: str = "localhost", sister: str = "sister.localhost") -> dict[str, Any]:
    """Make two titles with three editions each, words, a page, an editor and some stories."""
    call_command("migrate", verbosity=0, interactive=False)
    ensure_roles()
    User.objects.create_superuser("editor", "editor@example.org", PASSWORD)
    root = Page.objects.get(depth=1)
    for place, (code, name) in enumerate([("daily", host), ("sister", sister)]):
        title = Title.objects.create(
            code=code, names=_names(code.title()), position=place, answers_unknown_hosts=not place
        )
        Host.objects.create(title=title, name=name, is_canonical=True)
        for position, slug in enumerate(("city", "power")):
            Rubric.objects.create(title=title, slug=slug, names=_names(slug), position=position)
        for position, (language, prefix) in enumerate(LANGUAGES.items()):
            edition = Edition.objects.create(
                title=title, language=language, prefix=prefix, position=position
            )
            branch = root.add_child(
                instance=EditionRoot(title=str(edition), slug=f"{code}-{language}", edition=edition)
            )
            branch.add_child(instance=StandingPage(title="About us", slug="about"))
    for word in ("bridge", "tram"):
        Topic.objects.create(slug=word, names=_names(word))
        Entity.objects.create(slug=word, names=_names(word), type="Place")
        Author.objects.create(slug=word, names=_names(word))
        Source.objects.create(slug=word, names=_names(word), url="https://example.org/")
    for number in range(2):
        make_picture(f"picture-{number}")
    for number in range(6):
        write(number, f"Opening {number}", publish=True, days_ago=number)
    return {"titles": Title.objects.count()}


def make_picture(name: str) -> int:
    """Add a picture with a file of its own."""
    file = io.BytesIO()
    Image.new("RGB", (900, 600), (12, 92, 143)).save(file, "JPEG")
    picture = Picture(
        title=name,
        alts=_names(name),
        caption=name,
        file=ImageFile(io.BytesIO(file.getvalue()), name=f"{name}.jpg"),
        width=900,
        height=600,
    )
    picture.save()
    picture.file.close()
    return int(picture.pk)


def _one(rows: "models.QuerySet[Any]", pick: int) -> Any:
    """Choose one of some rows, or None where there is none."""
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return rows.get(pk=ids[pick % len(ids)]) if ids else None


def _published() -> "models.QuerySet[Any]":
    return Story.objects.filter(state=State.PUBLISHED)


def write(
    pick: int, headline: str, *, publish: bool = False, days_ago: int = 0, importance: str = ""
) -> int:
    """Write a story with all its parts; publish it now, or as of some days ago."""
    edition = _one(Edition.objects.all(), pick)
    story = Story(
        edition=edition,
        rubric=_one(Rubric.objects.filter(title=edition.title), pick // 2),
        headline=headline,
        lead=f"Lead of {headline}.",
        body=[("paragraph", f"<p>Body of {headline}.</p>")],
        importance=importance or "normal",
        lead_picture=_one(Picture.objects.all(), pick) if pick % 2 else None,
        published_at=timezone.now() - timedelta(days=days_ago) if days_ago else None,
    )
    story.bylines = [Byline(author=_one(Author.objects.all(), pick))]  # type: ignore[misc]
    story.attributions = [Attribution(name="Agency", source=_one(Source.objects.all(), pick))]  # type: ignore[misc]
    story.topics = [_one(Topic.objects.all(), pick)]
    story.entities = [_one(Entity.objects.all(), pick)]
    with transaction.atomic():
        story.save()
        revision = story.save_revision()
        if publish:
            revision.publish()
    return int(story.pk)


def translate(pick: int, headline: str) -> int | None:
    """Publish a sibling of a story in another edition of its title."""
    story = _one(_published(), pick)
    if story is None:
        return None
    taken = Story.objects.filter(work_id=story.work_id).values("edition_id")
    editions = Edition.objects.filter(title_id=story.title_id).exclude(pk__in=taken)
    edition = _one(editions, pick)
    if edition is None:
        return None
    sibling = Story(edition=edition, work_id=story.work_id, headline=headline, kind=story.kind)
    with transaction.atomic():
        sibling.save()
        sibling.save_revision().publish()
    return int(sibling.pk)


def update(pick: int, headline: str, *, substantive: bool = False) -> int | None:
    """Publish a new version of a story."""
    story = _one(_published(), pick)
    if story is None:
        return None
    with transaction.atomic():
        story.headline = headline
        story.lead = f"Lead of {headline}."
        story.is_substantive = substantive
        story.save_revision().publish()
    return int(story.pk)


def move(pick: int) -> int | None:
    """Publish a story under another kind and rubric, and with other words."""
    story = _one(_published(), pick)
    if story is None:
        return None
    with transaction.atomic():
        story.kind = "article" if story.kind == "news" else "news"
        story.rubric = _one(Rubric.objects.filter(title_id=story.title_id), pick // 3)
        story.topics = [_one(Topic.objects.all(), pick // 2)]
        story.bylines = [Byline(author=_one(Author.objects.all(), pick // 2))]
        story.save_revision().publish()
    return int(story.pk)


def draft(pick: int, headline: str) -> int | None:
    """Save a version that nobody publishes."""
    story = _one(_published(), pick)
    if story is None:
        return None
    story.headline = headline
    story.save_revision()
    return int(story.pk)


def withdraw(pick: int) -> int | None:
    """Take a story back."""
    story = _one(_published(), pick)
    if story is not None:
        story.unpublish()
    return story and int(story.pk)


def save_plainly(pick: int, headline: str) -> int | None:
    """Save the row of a public story, past every action."""
    story = _one(_published(), pick)
    if story is not None:
        story.headline = headline
        story.save()
    return story and int(story.pk)


def update_many(headline: str) -> int:
    """Change public rows by one statement."""
    ids = list(_published().order_by("pk").values_list("pk", flat=True)[:2])
    return int(Story.objects.filter(pk__in=ids).update(lead=f"All at once: {headline}"))


def rename(vocabulary: str, pick: int, word: str) -> int | None:
    """Rename a rubric, a topic, an author…"""
    model: Any = {
        "rubric": Rubric,
        "topic": Topic,
        "entity": Entity,
        "author": Author,
        "source": Source,
    }[vocabulary]
    row = _one(model.objects.all(), pick)
    row.names = _names(word)
    row.save()
    return int(row.pk)


def reslug(vocabulary: str, pick: int, slug: str) -> int | None:
    """Give a word or a rubric another address."""
    model: Any = {"rubric": Rubric, "topic": Topic, "entity": Entity, "author": Author}[vocabulary]
    row = _one(model.objects.all(), pick)
    row.slug = slug
    row.save()
    return int(row.pk)


def crop(pick: int) -> int | None:
    """Set a picture's focal point anew, as the screen of pictures does."""
    picture = _one(Picture.objects.all(), pick)
    picture.focal_point_x, picture.focal_point_y = 100 + pick % 300, 100
    picture.focal_point_width = picture.focal_point_height = 50
    picture.save()
    return int(picture.pk)


def describe(pick: int, caption: str) -> int | None:
    """Write another caption and description of a picture."""
    picture = _one(Picture.objects.all(), pick)
    picture.caption, picture.alts = caption, _names(caption)
    picture.save()
    return int(picture.pk)


def rename_title(pick: int, word: str) -> int:
    """Give a title another name and colour."""
    title = _one(Title.objects.all(), pick)
    title.names = _names(word)
    title.colour = f"#{pick % 4096:03x}{pick % 4096:03x}"
    title.save()
    return int(title.pk)


def relabel(pick: int, word: str) -> int:
    """Give an edition its own wording of a mark."""
    edition = _one(Edition.objects.all(), pick)
    edition.labels = {"source": word}
    edition.save()
    return int(edition.pk)


def edit_page(pick: int, heading: str) -> int | None:
    """Publish a standing page anew under another heading."""
    page = _one(StandingPage.objects.all(), pick)
    page.title = heading
    page.save_revision().publish()
    return int(page.pk)


def toggle_page(pick: int) -> int | None:
    """Take a standing page off, or put it back."""
    page = _one(StandingPage.objects.all(), pick)
    if page.live:
        page.unpublish()
    else:
        page.save_revision().publish()
    return int(page.pk)


def journal_head() -> int:
    """Give the sequence number of the journal's newest entry, 0 if there is none."""
    return head().sequence


def numbers_of(pks: list[int]) -> list[int]:
    """Give the permanent numbers of stories, in the order asked for."""
    numbers = dict(Story.objects.values_list("pk", "work_id"))
    return [numbers[pk] for pk in pks]


def journal_gaps(confirmed: list[int]) -> list[str]:
    """Name what the journal lacks: a number, or an entry for a story that was confirmed."""
    entries = list(JournalEntry.objects.filter(sequence__isnull=False).order_by("sequence"))
    numbers = [int(entry.sequence or 0) for entry in entries]
    found = [f"after {before}" for before, after in pairwise(numbers) if after != before + 1]
    announced = {key for entry in entries for key in entry.keys}
    for story in Story.objects.filter(pk__in=confirmed).select_related("edition__title"):
        key = story_key(story.edition.title.code, story.edition.language, story.number)
        if key not in announced:
            found.append(key)
    lost = set(confirmed) - set(Story.objects.filter(pk__in=confirmed).values_list("pk", flat=True))
    return found + [f"story {pk} was confirmed and is not there" for pk in sorted(lost)]


def addresses_of_everything() -> dict[str, list[str]]:
    """List, per host, every path that a reader could ask for, also what is not or no more there."""
    found: dict[str, list[str]] = {}
    for title in Title.objects.all():
        host = title.hosts.get(is_canonical=True).name
        paths: set[str] = set()
        for edition in title.editions.all():
            paths |= _paths_of(edition)
        paths |= {quote(row.url) for row in Rendition.objects.all()}
        found[host] = sorted(paths)
    return found


def _paths_of(edition: Edition) -> set[str]:
    prefix = edition.prefix
    paths = {
        addresses.front_path(prefix),
        addresses.newsfeed_path(prefix),
        f"{prefix}/icon.svg",
        f"{prefix}/-/ticker/",
        f"{prefix}/-/today/",
        f"{prefix}/-/more/all/",
        f"{prefix}/-/missing/",
        f"{prefix}/nothing-here/at-all/",
        addresses.topic_path(prefix, "never-was"),
    }
    for row in edition.title.rubrics.all():
        paths |= {addresses.rubric_path(prefix, row.slug), f"{prefix}/-/more/rubric/{row.slug}/"}
    paths |= {addresses.topic_path(prefix, slug) for slug in _slugs(Topic)}
    paths |= {addresses.entity_path(prefix, slug) for slug in _slugs(Entity)}
    paths |= {addresses.author_path(prefix, slug) for slug in _slugs(Author)}
    paths |= {addresses.page_path(prefix, slug) for slug in _slugs(StandingPage)}
    today = datetime.now(UTC).astimezone(edition.title.zone).date()
    days = {today, today - timedelta(days=1)}
    for story in edition.stories.all():
        paths.add(story.path)
        if story.published_at:
            day = story.published_at.astimezone(edition.title.zone).date()
            days |= {day, day - timedelta(days=1)}
            micros = int(story.published_at.timestamp() * 1_000_000)
            if story.rubric:
                rubric = addresses.rubric_path(prefix, story.rubric.slug)
                paths.add(f"{rubric}?before={micros}-{story.pk}")
    return paths | {addresses.day_path(prefix, day) for day in days}


def _slugs(model: Any) -> list[str]:
    return list(model.objects.values_list("slug", flat=True).distinct())


def write_secrets(canary: str, first_number: int) -> dict[str, int]:
    """Write drafts that no reader may see; what becomes of each but the draft is the caller's.

    A public story points to all of them, and another has a version that is not out. The word
    `canary` stands in all of their texts and names; their numbers begin with `first_number`.
    Gives the row ids by what the story is to be.
    """
    edition = Edition.objects.get(title__code="daily", language="uk")
    picture = Picture.objects.get(pk=make_picture(f"{canary}-photo"))
    ensure_renditions(picture)  # as a preview in the newsroom does
    made = {}
    for place, name in enumerate(("draft", "scheduled", "embargoed", "withdrawn")):
        number = first_number + place
        made[name] = _write_secret(edition, Work.objects.create(pk=number), name, canary, picture)
    sibling = Edition.objects.get(title__code="daily", language="ru")
    work = _published().filter(edition=edition).order_by("pk")[0].work
    made["sibling"] = _write_secret(sibling, work, "sibling", canary, picture)
    later = _published().filter(edition=edition).order_by("pk")[0]
    later.headline = f"{canary} in a version that is not out"
    later.save_revision()
    links = "".join(f'<a linktype="story" id="{pk}">here</a> ' for pk in made.values())
    pointing = Story(
        edition=edition,
        headline="It points to secrets",
        body=[("paragraph", f"<p>Read {links}</p>")],
        published_at=timezone.now() - timedelta(minutes=1),
    )
    pointing.save()
    pointing.save_revision().publish()
    return made


def _write_secret(edition: Edition, work: Work, name: str, canary: str, picture: Picture) -> int:
    story = Story(
        edition=edition,
        work=work,
        rubric=edition.title.rubrics.all()[0],
        headline=f"{canary} {name}",
        front_headline=f"{canary} {name} on the front",
        lead=f"{canary} lead",
        body=[("paragraph", f"<p>{canary} body</p>")],
        lead_picture=picture,
        lead_caption=f"{canary} caption",
        lead_credit=f"{canary} credit",
    )
    story.attributions = [Attribution(name=f"{canary} agency")]  # type: ignore[misc]
    story.topics = [_one(Topic.objects.all(), 0)]
    story.entities = [_one(Entity.objects.all(), 0)]
    story.bylines = [Byline(author=_one(Author.objects.all(), 0))]  # type: ignore[misc]
    story.save()
    story.save_revision()
    return int(story.pk)


def words_for_routes() -> list[str]:
    """Give every word that a route of this house may hold: numbers, slugs, dates, files."""
    words = {str(number) for number in Work.objects.values_list("pk", flat=True)}
    words |= {str(pk) for pk in Story.objects.values_list("pk", flat=True)}
    words |= {str(pk) for pk in Picture.objects.values_list("pk", flat=True)}
    for model in (Topic, Entity, Author, Rubric, StandingPage):
        words |= set(_slugs(model))
    words |= set(Title.objects.values_list("code", flat=True)) | set(LANGUAGES)
    now = timezone.now()
    for day in (now, now - timedelta(days=1), now + timedelta(days=1)):
        words |= {f"{day:%Y}", f"{day:%m}", f"{day:%d}"}
        words |= {f"{segment}/{day:%Y/%m/%d}/" for segment in addresses.SEGMENTS.values()}
    words |= set(Rendition.objects.values_list("file", flat=True))
    words |= set(Picture.objects.values_list("file", flat=True))
    words |= {"all", "rubric/city", "shpalta/press/press.css"}
    return sorted(words)


def publish_row(pk: int) -> None:
    """Publish the newest version of a story."""
    Story.objects.get(pk=pk).get_latest_revision().publish()


def withdraw_row(pk: int) -> None:
    """Take back a story by its row's id."""
    Story.objects.get(pk=pk).unpublish()


def path_of(pk: int) -> str:
    """Give the path of a story's page."""
    return Story.objects.get(pk=pk).path
