"""The page of a story, from a row or from a revision that is not saved yet."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.safestring import SafeString

from shpalta.core import dates
from shpalta.core.languages import own_name
from shpalta.newsroom.names import named_in
from shpalta.newsroom.stories.models import Story
from shpalta.press import structured
from shpalta.press.builders.blocks import Found, Pointed, build_blocks, pointed_to, raw_blocks
from shpalta.press.builders.cards import card, named_link, rubric_link
from shpalta.press.builders.fragments import MORE_CARDS, more_slot
from shpalta.press.builders.frame import Elsewhere, build_frame, build_head
from shpalta.press.builders.site import Site
from shpalta.press.builders.sources import build_sources
from shpalta.press.links import links_of
from shpalta.press.pages.origins import (
    Origin,
    PictureOrigin,
    StandingOrigin,
    StoryOrigin,
    WordOrigin,
    WorkOrigin,
)
from shpalta.press.pages.parts import Frame, Link, Moment, PictureWords
from shpalta.press.pages.story import BylineView, StoryPage
from shpalta.press.pictures import Wanted, read_album, wanted_ids
from shpalta.press.queries import Listed, listed_by_id, public_siblings, works_of
from shpalta.press.richtext import PAGE, STORY, plain_text
from shpalta.press.words import alarm_word, kind_word, label_words


def _elsewhere(site: Site, story: Story) -> Elsewhere:
    """Find the public siblings; the story itself counts as one even in a preview."""
    found = {}
    editions = {edition.pk: edition for edition in site.house.siblings(site.edition)}
    siblings = public_siblings(story.work_id) if story.work_id else []
    siblings.append((site.edition.pk, story.kind, story.published_at or site.now))
    for edition_id, kind, published_at in siblings:
        if edition := editions.get(edition_id):
            links = links_of(site.house, edition, seen_from=site.edition, base=site.base)
            found[edition_id] = links.story(
                kind=kind, published_at=published_at, number=story.work_id or 0
            )
    return found


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
    site: Site, pointed: Pointed, stories: dict[int, Listed]
) -> dict[tuple[str, int], str]:
    targets: dict[tuple[str, int], str] = {}
    for kind, row_id in pointed.links:
        if kind == STORY and (listed := stories.get(row_id)):
            if one := card(site, listed):
                targets[kind, row_id] = one.url
        elif kind == PAGE:
            for edition in site.house.siblings(site.edition):
                for page in site.house.standing.get(edition.pk, ()):
                    if page.id == row_id:
                        links = links_of(
                            site.house, edition, seen_from=site.edition, base=site.base
                        )
                        targets[kind, row_id] = links.page(page.slug)
    return targets


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


def _frame(site: Site, story: Story, elsewhere: Elsewhere) -> Frame:
    rubric = site.house.find_rubric_by_id(site.edition.title_id, story.rubric_id)
    frame = build_frame(site, elsewhere, rubric=rubric.slug if rubric else "")
    if not story.work_id:
        return frame
    css = SafeString(frame.inline_css + own_entry_css(story.work_id))
    return replace(frame, inline_css=css)


def _made_from(
    site: Site, story: Story, pointed: Pointed, stories: dict[int, Listed]
) -> tuple[Origin, ...]:
    """Name the story, and all that its text points to, public or not."""
    linked = {row_id for kind, row_id in pointed.links if kind == STORY}
    origins: list[Origin] = []
    if story.work_id:
        origins += [site.story(story.work_id), WorkOrigin(story.work_id)]
    # A draft may still go to another edition, but its number stays.
    origins += map(WorkOrigin, works_of((pointed.stories | linked) - set(stories)))
    for listed in stories.values():
        edition = site.house.find_edition_by_id(listed.edition_id)
        if edition is not None:
            origins.append(StoryOrigin(edition.title.code, edition.language, listed.number))
    pictures = pointed.pictures | wanted_ids([story.lead_picture_id])
    origins += [PictureOrigin(picture_id) for picture_id in sorted(pictures)]
    origins += [StandingOrigin(page) for kind, page in sorted(pointed.links) if kind == PAGE]
    return tuple(origins)


def _subjects(site: Site, story: Story) -> tuple[tuple[Link, ...], list[dict[str, Any]]]:
    """Give the topics and entities as links, and the entities as schema.org sees them."""
    topics = [
        named_link(
            site,
            site.links.topic(topic.slug),
            topic.names,
            word=WordOrigin("topic", topic.pk),
        )
        for topic in story.topics.all()
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
    return (*topics, *entities), about


def _moments(site: Site, story: Story) -> tuple[Moment, Moment | None]:
    def printed(at: Any) -> Moment:
        return Moment(
            dates.iso_moment(at, site.zone),
            dates.date_line(
                at,
                zone=site.zone,
                language=site.language,
                pattern=site.edition.date_line_pattern,
            ),
        )

    updated = printed(story.updated_at) if story.updated_at else None
    return printed(story.published_at or site.now), updated


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


def build_story(site: Site, story: Story) -> StoryPage:
    """Make the page of a story. `story` may be unsaved; without a time it is printed as of now."""
    raw = raw_blocks(story.body)
    pointed = pointed_to(raw)
    linked = {row_id for kind, row_id in pointed.links if kind == STORY}
    stories = listed_by_id(pointed.stories | linked)
    in_cards = [stories[story_id] for story_id in pointed.stories if story_id in stories]
    album = read_album(
        Wanted(
            plain=pointed.pictures | wanted_ids(listed.picture_id for listed in in_cards),
            shared=wanted_ids([story.lead_picture_id]),
        ),
        site.language,
    )
    related = {
        listed.story_id: one
        for listed in in_cards
        if (one := card(site, listed, album, clock_only=True))
    }
    found = Found(album=album, cards=related, targets=_targets(site, pointed, stories))
    picture = album.find(
        story.lead_picture_id, caption=story.lead_caption, credit=story.lead_credit
    )
    elsewhere = _elsewhere(site, story)
    subjects, about = _subjects(site, story)
    published, updated = _moments(site, story)
    rubric = rubric_link(site, story.rubric_id)
    page = StoryPage(
        frame=_frame(site, story, elsewhere),
        head=build_head(
            site,
            elsewhere,
            heading=story.headline,
            url=elsewhere[site.edition.pk],
            description=story.lead,
            pictures=picture.sharing if picture else (),
            picture_alt=picture.alt if picture else "",
        ),
        kind=story.kind,
        kind_word=kind_word(story.kind),
        headline=story.headline,
        rubric=rubric,
        alarm=alarm_word(story.importance),
        published=published,
        updated=updated,
        bylines=_bylines(site, story),
        picture=picture,
        words_alone=None if picture else _words_alone(story),
        lead=story.lead,
        source_label=label_words(site.edition, "source", ""),
        sources=build_sources(story.attributions.select_related("source").all(), site.language),
        blocks=build_blocks(site.edition, raw, found),
        subjects=subjects,
        translations=_translations(site, elsewhere),
        more=more_slot(site, site.house.find_rubric_by_id(site.edition.title_id, story.rubric_id)),
        made_from=_made_from(site, story, pointed, stories),
    )
    return _described(site, story, page, about)


def _translations(site: Site, elsewhere: Elsewhere) -> tuple[Link, ...]:
    return tuple(
        Link(elsewhere[edition.pk], own_name(edition.language), language=edition.language)
        for edition in site.house.siblings(site.edition)
        if edition.pk in elsewhere and edition.pk != site.edition.pk
    )


def _described(site: Site, story: Story, page: StoryPage, about: list[dict[str, Any]]) -> StoryPage:
    """Add what machines read: schema.org data and Open Graph properties."""
    front = site.links.whole(site.links.front())
    trail = [Link(front, page.frame.name)]
    if page.rubric:
        trail.append(Link(site.links.whole(page.rubric.url), page.rubric.text))
    trail.append(Link(page.head.canonical, page.headline))
    article = structured.news_article(
        page,
        alternative_headline=story.front_headline,
        origin=site.links.origin,
        site_url=front,
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
