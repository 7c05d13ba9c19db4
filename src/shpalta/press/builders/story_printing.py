"""Putting the page of a story together from what was read for it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString

from shpalta.core.campaigns import Spot
from shpalta.newsroom.names import named_in
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.vocabulary.models import Topic
from shpalta.press import structured
from shpalta.press.builders.blocks import Found
from shpalta.press.builders.cards import named_link, partner_of, rubric_link
from shpalta.press.builders.fragments import MORE_CARDS, more_slot
from shpalta.press.builders.frame import Elsewhere, build_frame, build_head
from shpalta.press.builders.galleries import script_url
from shpalta.press.builders.places import Places
from shpalta.press.builders.running import Running, elsewhere_of, moments_of, translations_of
from shpalta.press.builders.site import Site
from shpalta.press.builders.sources import build_sources
from shpalta.press.builders.talk import talk_slot
from shpalta.press.pages.films import VideoView
from shpalta.press.pages.origins import Origin, WordOrigin
from shpalta.press.pages.parts import Frame, Head, Link, PictureView, PictureWords
from shpalta.press.pages.story import Block, BylineView, SourcePart, StoryPage
from shpalta.press.richtext import plain_text
from shpalta.press.words import alarm_word, kind_word, label_words


@dataclass(frozen=True, slots=True)
class Made:
    """What a page of a story is put together from."""

    blocks: tuple[Block, ...]
    topics: list[Topic]
    places: Places
    found: Found
    made_from: tuple[Origin, ...]


def print_story(site: Site, story: Story, running: Running, made: Made) -> StoryPage:
    """Put the page of a story together."""
    lead = _lead_of(site, story, made.found)
    elsewhere = elsewhere_of(site, running)
    subjects, about = _subjects(site, story, made.topics)
    published, updated = moments_of(site, running)
    rubric = site.house.find_rubric_by_id(site.edition.title_id, running.rubric_id)
    page = StoryPage(
        frame=_frame(site, running, elsewhere, made.places),
        head=_head(site, story, running, elsewhere, lead),
        url=site.links.whole(elsewhere[site.edition.pk]),
        kind=running.kind,
        kind_word=kind_word(running.kind),
        headline=running.headline,
        rubric=rubric_link(site, running.rubric_id),
        alarm=alarm_word(story.importance),
        published=published,
        updated=updated,
        bylines=_bylines(site, story),
        picture=None if lead.video else lead.picture,
        words_alone=lead.words_alone,
        video=lead.video,
        lead=story.lead,
        source_label=label_words(site.edition, "source", ""),
        sources=_sources(site, story, running),
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


@dataclass(frozen=True, slots=True)
class _Lead:
    """What is shown above the text: the video if there is one, else the picture, else words."""

    video: VideoView | None
    picture: PictureView | None
    words: PictureWords | None

    @property
    def words_alone(self) -> PictureWords | None:
        """The words of a picture that did not come along."""
        return None if self.video or self.picture else self.words

    @property
    def shared(self) -> PictureView | None:
        """What link cards show."""
        return self.picture or (self.video.poster if self.video else None)


def _lead_of(site: Site, story: Story, found: Found) -> _Lead:
    caption, credit = story.lead_caption, story.lead_credit
    return _Lead(
        video=found.films.video(story.lead_video_id, found.album, base=site.base),
        picture=found.album.find(story.lead_picture_id, caption=caption, credit=credit),
        words=PictureWords(caption, credit) if caption or credit else None,
    )


def _head(site: Site, story: Story, running: Running, elsewhere: Elsewhere, lead: _Lead) -> Head:
    shared = lead.shared
    return build_head(
        site,
        # The origin's page is the one for search engines; it has its own alternates.
        {} if running.taken else elsewhere,
        heading=running.headline,
        url=running.taken.url if running.taken else elsewhere[site.edition.pk],
        description=story.lead,
        pictures=shared.sharing if shared else (),
        picture_alt=shared.alt if shared else "",
    )


def _sources(site: Site, story: Story, running: Running) -> tuple[SourcePart, ...]:
    attributions = story.attributions.select_related("source").all()
    return build_sources(running, attributions, site.language)


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
