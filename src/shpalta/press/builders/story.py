"""The page of a story, from a row or from a revision that is not saved yet."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString

from shpalta.core.campaigns import Spot
from shpalta.newsroom.names import named_in
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.showings import VIDEO, Thing
from shpalta.newsroom.titles.models import Edition
from shpalta.newsroom.vocabulary.models import Topic
from shpalta.press import structured
from shpalta.press.builders.blocks import Found, Pointed, build_blocks, pointed_to, raw_blocks
from shpalta.press.builders.cards import card, named_link, partner_of, rubric_link
from shpalta.press.builders.films import Films, film_origins, read_films
from shpalta.press.builders.fragments import MORE_CARDS, more_slot
from shpalta.press.builders.frame import Elsewhere, build_frame, build_head
from shpalta.press.builders.galleries import script_url
from shpalta.press.builders.places import Places
from shpalta.press.builders.running import (
    Running,
    elsewhere_of,
    moments_of,
    run_own,
    running_origins,
    translations_of,
)
from shpalta.press.builders.site import Site
from shpalta.press.builders.sources import build_sources
from shpalta.press.builders.story_places import story_places, with_places
from shpalta.press.builders.talk import talk_slot
from shpalta.press.links import links_of
from shpalta.press.pages.origins import (
    Origin,
    PictureOrigin,
    QuietOrigin,
    StandingOrigin,
    StoryOrigin,
    WordOrigin,
    WorkOrigin,
)
from shpalta.press.pages.parts import Frame, Link, PictureWords
from shpalta.press.pages.story import Block, BylineView, StoryPage
from shpalta.press.pictures import Wanted, read_album, wanted_ids
from shpalta.press.queries import Listed, listed_by_id, works_of
from shpalta.press.richtext import PAGE, STORY, plain_text
from shpalta.press.words import alarm_word, kind_word, label_words


def _bylines(site: Site, story: Story) -> tuple[BylineView, ...]:
    views = []
    for byline in story.bylines.select_related("author").all():
        name, language = named_in(byline.author.names, site.language)
        role, role_language = named_in(byline.author.roles, site.language)
        views.append(
            BylineView(
                name=name,
                url=site.links.author(byline.author.slug),
                role=role,
                author=WordOrigin("author", byline.author_id),
                language=language,
                role_language=role_language,
            )
        )
    return tuple(views)


def _targets(
    site: Site, running: Running, pointed: Pointed, stories: dict[int, Listed]
) -> dict[tuple[str, int], str]:
    targets: dict[tuple[str, int], str] = {}
    for kind, row_id in pointed.links:
        if kind == STORY and (listed := stories.get(row_id)):
            if one := card(site, listed):
                targets[kind, row_id] = one.url
        elif kind == PAGE:
            for edition in _editions_in_reach(site, running):
                for page in site.house.standing.get(edition.pk, ()):
                    if page.id == row_id:
                        links = links_of(
                            site.house, edition, seen_from=site.edition, base=site.base
                        )
                        targets[kind, row_id] = links.page(page.slug)
    return targets


def _editions_in_reach(site: Site, running: Running) -> tuple[Edition, ...]:
    """List the editions whose standing pages the text may lead to: those of the origin as well."""
    editions = site.house.siblings(site.edition)
    if running.origin_title_id is None:
        return editions
    return (*editions, *site.house.editions.get(running.origin_title_id, ()))


def own_entry_css(number: int) -> SafeString:
    """Hide a story from what is offered under it, and its place with it.

    All stories of a rubric share that part, so it is the page that leaves its own line out: from
    the screen and from what screen readers say. Where its own is not there, the last one goes.
    """
    own = f".more .n{number}"
    return SafeString(
        f"{own},.more:not(:has(.n{number})) .card:nth-child({MORE_CARDS + 1}),"
        f".more:not(:has(.card:not(.n{number}))){{display:none}}"
        f"{own}:first-child+.card{{border-top:0}}{own}:first-child+.card::before{{display:none}}"
    )


def _frame(site: Site, running: Running, elsewhere: Elsewhere, places: Places) -> Frame:
    rubric = site.house.find_rubric_by_id(site.edition.title_id, running.rubric_id)
    slug = rubric.slug if rubric else ""
    frame = build_frame(site, elsewhere, places=places, rubric=slug)
    if not running.number:
        return frame
    css = SafeString(frame.inline_css + own_entry_css(running.number))
    return replace(frame, inline_css=css)


def _films_of(story: Story, pointed: Pointed) -> frozenset[Thing]:
    lead = {(VIDEO, story.lead_video_id)} if story.lead_video_id else set()
    return pointed.films | lead


def _made_from(
    site: Site,
    running: Running,
    story: Story,
    pointed: Pointed,
    stories: dict[int, Listed],
    films: Films,
) -> tuple[Origin, ...]:
    """Name the story, and all that its text points to, public or not."""
    linked = {row_id for kind, row_id in pointed.links if kind == STORY}
    origins: list[Origin] = list(running_origins(site, running))
    origins += [QuietOrigin(running.number)] if running.number else []
    # A draft may still go to another edition, but its number stays.
    origins += map(WorkOrigin, works_of((pointed.stories | linked) - set(stories)))
    for listed in stories.values():
        edition = site.house.find_edition_by_id(listed.edition_id)
        if edition is not None:
            origins.append(StoryOrigin(edition.title.code, edition.language, listed.number))
    pictures = pointed.pictures | wanted_ids([story.lead_picture_id]) | films.stills
    origins += film_origins(_films_of(story, pointed))
    origins += [PictureOrigin(picture_id) for picture_id in sorted(pictures)]
    origins += [StandingOrigin(page) for kind, page in sorted(pointed.links) if kind == PAGE]
    return tuple(origins)


def _subjects(
    site: Site, story: Story, topics: Iterable[Topic]
) -> tuple[tuple[Link, ...], list[dict[str, Any]]]:
    """Give the topics and entities as links, and the entities as schema.org sees them."""
    links = [
        named_link(
            site,
            site.links.topic(topic.slug),
            topic.names,
            word=WordOrigin("topic", topic.pk),
        )
        for topic in topics
    ]
    about = []
    entities = []
    for entity in story.entities.all():
        link = named_link(
            site,
            site.links.entity(entity.slug),
            entity.names,
            word=WordOrigin("entity", entity.pk),
        )
        entities.append(link)
        about.append({"@type": entity.type, "name": link.text, "url": site.links.whole(link.url)})
    return (*links, *entities), about


def _og_properties(page: StoryPage, subjects: Iterable[Link]) -> tuple[tuple[str, str], ...]:
    properties = [("article:published_time", page.published.iso)]
    if page.updated:
        properties.append(("article:modified_time", page.updated.iso))
    if page.rubric:
        properties.append(("article:section", page.rubric.text))
    properties += [("article:author", byline.name) for byline in page.bylines]
    properties += [("article:tag", subject.text) for subject in subjects]
    return tuple(properties)


def _words_alone(story: Story) -> PictureWords | None:
    if story.lead_caption or story.lead_credit:
        return PictureWords(story.lead_caption, story.lead_credit)
    return None


def build_story(site: Site, story: Story, running: Running | None = None) -> StoryPage:
    """Make the page of a story. `story` may be unsaved; without a time it is printed as of now.

    `running` says how the edition runs it; default: as its own.
    """
    running = running or run_own(site, story)
    raw = raw_blocks(story.body)
    pointed = pointed_to(raw)
    linked = {row_id for kind, row_id in pointed.links if kind == STORY}
    stories = listed_by_id(pointed.stories | linked)
    in_cards = [stories[story_id] for story_id in pointed.stories if story_id in stories]
    films = read_films(_films_of(story, pointed))
    lead_video = films.videos.get(story.lead_video_id or 0)
    album = read_album(
        Wanted(
            plain=pointed.pictures
            | films.stills
            | wanted_ids(listed.picture_id for listed in in_cards),
            shared=wanted_ids(
                [story.lead_picture_id or (lead_video.poster_id if lead_video else None)]
            ),
        ),
        site.language,
    )
    related = {
        listed.story_id: one
        for listed in in_cards
        if (one := card(site, listed, album, clock_only=True))
    }
    targets = _targets(site, running, pointed, stories)
    found = Found(album=album, cards=related, targets=targets, films=films, base=site.base)
    made_from = _made_from(site, running, story, pointed, stories, films)
    topics = list(story.topics.all())
    places = story_places(site, running, story, topics)
    blocks = with_places(build_blocks(site.edition, raw, found), places)
    return _printed(site, story, running, Made(blocks, topics, places, found, made_from))


@dataclass(frozen=True, slots=True)
class Made:
    """What a page of a story is put together from."""

    blocks: tuple[Block, ...]
    topics: list[Topic]
    places: Places
    found: Found
    made_from: tuple[Origin, ...]


def _printed(site: Site, story: Story, running: Running, made: Made) -> StoryPage:
    found = made.found
    video = found.films.video(story.lead_video_id, found.album, base=site.base)
    picture = found.album.find(
        story.lead_picture_id, caption=story.lead_caption, credit=story.lead_credit
    )
    sharing = picture or (video.poster if video else None)
    elsewhere = elsewhere_of(site, running)
    subjects, about = _subjects(site, story, made.topics)
    published, updated = moments_of(site, running)
    rubric = site.house.find_rubric_by_id(site.edition.title_id, running.rubric_id)
    page = StoryPage(
        frame=_frame(site, running, elsewhere, made.places),
        head=build_head(
            site,
            # The origin's page is the one for search engines; it has its own alternates.
            {} if running.taken else elsewhere,
            heading=running.headline,
            url=running.taken.url if running.taken else elsewhere[site.edition.pk],
            description=story.lead,
            pictures=sharing.sharing if sharing else (),
            picture_alt=sharing.alt if sharing else "",
        ),
        url=site.links.whole(elsewhere[site.edition.pk]),
        kind=running.kind,
        kind_word=kind_word(running.kind),
        headline=running.headline,
        rubric=rubric_link(site, running.rubric_id),
        alarm=alarm_word(story.importance),
        published=published,
        updated=updated,
        bylines=_bylines(site, story),
        picture=None if video else picture,
        words_alone=None if picture or video else _words_alone(story),
        video=video,
        lead=story.lead,
        source_label=label_words(site.edition, "source", ""),
        sources=build_sources(
            running, story.attributions.select_related("source").all(), site.language
        ),
        blocks=made.blocks,
        subjects=subjects,
        translations=translations_of(site, elsewhere),
        more=more_slot(site, rubric),
        talk=talk_slot(site, running.talk),
        made_from=made.made_from,
        under=made.places.at(Spot.UNDER),
        partner=partner_of(site, running.number),
        taken=running.taken,
        gallery_script=script_url() if any(block.gallery for block in made.blocks) else "",
    )
    return _described(site, running, page, about)


def _described(
    site: Site, running: Running, page: StoryPage, about: list[dict[str, Any]]
) -> StoryPage:
    """Add what machines read: schema.org data and Open Graph properties."""
    front = site.links.whole(site.links.front())
    trail = [Link(front, page.frame.name)]
    if page.rubric:
        trail.append(Link(site.links.whole(page.rubric.url), page.rubric.text))
    trail.append(Link(page.url, page.headline))
    article = structured.news_article(
        page,
        alternative_headline=running.front_headline,
        origin=site.links.origin,
        about=about,
        plain={
            index: "\n\n".join(plain_text(text) for text in block.texts_html)
            for index, block in enumerate(page.blocks)
            if block.kind == "labelled"
        },
    )
    head = replace(
        page.head,
        og_type="article",
        properties=_og_properties(page, page.subjects),
        structured_html=structured.graph(article, structured.breadcrumbs(trail)),
    )
    return replace(page, head=head)
