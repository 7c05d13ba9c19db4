"""The page of a story, from a row or from a revision that is not saved yet."""

from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.showings import VIDEO, Thing
from shpalta.newsroom.titles.models import Edition
from shpalta.press.builders.blocks import Found, Pointed, build_blocks, pointed_to, raw_blocks
from shpalta.press.builders.cards import card
from shpalta.press.builders.films import Films, film_origins, read_films
from shpalta.press.builders.running import Running, run_own, running_origins
from shpalta.press.builders.site import Site
from shpalta.press.builders.story_places import story_places, with_places
from shpalta.press.builders.story_printing import Made, print_story
from shpalta.press.links import links_of
from shpalta.press.pages.origins import (
    Origin,
    PictureOrigin,
    QuietOrigin,
    StandingOrigin,
    StoryOrigin,
    WorkOrigin,
)
from shpalta.press.pages.story import StoryPage
from shpalta.press.pictures import Wanted, read_album, wanted_ids
from shpalta.press.queries import Listed, listed_by_id, works_of
from shpalta.press.richtext import PAGE, STORY


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
    return print_story(site, story, running, Made(blocks, topics, places, found, made_from))
