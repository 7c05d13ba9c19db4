"""How a story runs in an edition: as its own, or taken from a sister title."""

from dataclasses import dataclass
from datetime import datetime

from shpalta.core import dates
from shpalta.core.languages import own_name
from shpalta.newsroom.stories.models import Placement, Story
from shpalta.press.builders.frame import Elsewhere
from shpalta.press.builders.site import Site
from shpalta.press.links import Links, links_of
from shpalta.press.pages.origins import EditionOrigin, Origin, PlacedOrigin, WorkOrigin
from shpalta.press.pages.parts import Link, Moment
from shpalta.press.pages.story import Taken
from shpalta.press.queries import placed_siblings, public_siblings
from shpalta.readers.places import Place, own_place, taken_place


@dataclass(frozen=True, slots=True)
class Running:
    """What the edition itself says of a story that it runs.

    `number` is 0 for a story that is not saved yet; `taken` tells of the origin, if the story is
    a sister title's.
    """

    number: int
    kind: str
    headline: str
    front_headline: str
    rubric_id: int | None
    published_at: datetime
    updated_at: datetime | None
    taken: Taken | None = None
    origin_title_id: int | None = None
    talk: Place | None = None
    """Where what readers say under it belongs; None: there is nothing to be said."""


def run_own(site: Site, story: Story) -> Running:
    """Run a story of the edition itself, saved or not."""
    return Running(
        number=story.work_id or 0,
        kind=story.kind,
        headline=story.headline,
        front_headline=story.front_headline,
        rubric_id=story.rubric_id,
        published_at=story.published_at or site.now,
        updated_at=story.updated_at,
        talk=own_place(site.edition, story) if story.work_id else None,
    )


def run_placed(site: Site, placement: Placement) -> Running | None:
    """Run a story of a sister title; None if there is no such edition any more."""
    story = placement.story
    there = site.links_to(story.edition_id)
    if there is None:
        return None
    updated_at = story.updated_at
    return Running(
        number=story.number,
        kind=story.kind,
        headline=placement.printed_headline,
        front_headline=placement.printed_front_headline,
        rubric_id=placement.rubric_id,
        published_at=placement.placed_at,
        # Readers here have seen nothing older than what was there when it was taken.
        updated_at=updated_at if updated_at and updated_at > placement.placed_at else None,
        taken=Taken(
            url=origin_url(there, story),
            name=there.edition.name,
            front=there.whole(there.front()),
        ),
        origin_title_id=there.edition.title_id,
        talk=taken_place(
            placement,
            origin=there.edition,
            rules=site.house.talk_rules.get(site.edition.title_id),
        ),
    )


def origin_url(there: Links, story: Story) -> str:
    """Give the whole address of a public story's page in its own edition."""
    assert story.published_at is not None  # noqa: S101  a public story has one
    return there.whole(
        there.story(kind=story.kind, published_at=story.published_at, number=story.number)
    )


def elsewhere_of(site: Site, running: Running) -> Elsewhere:
    """Find the title's other pages of the story; the one being made counts, also in a preview."""
    found = {}
    editions = {edition.pk: edition for edition in site.house.siblings(site.edition)}
    if not running.number:
        siblings = []
    elif running.taken:
        siblings = placed_siblings(running.number, editions)
    else:
        siblings = public_siblings(running.number)
    siblings.append((site.edition.pk, running.kind, running.published_at))
    for edition_id, kind, published_at in siblings:
        if edition := editions.get(edition_id):
            links = links_of(site.house, edition, seen_from=site.edition, base=site.base)
            found[edition_id] = links.story(
                kind=kind, published_at=published_at, number=running.number
            )
    return found


def translations_of(site: Site, elsewhere: Elsewhere) -> tuple[Link, ...]:
    """Link to the page in the title's other languages."""
    return tuple(
        Link(elsewhere[edition.pk], own_name(edition.language), language=edition.language)
        for edition in site.house.siblings(site.edition)
        if edition.pk in elsewhere and edition.pk != site.edition.pk
    )


def running_origins(site: Site, running: Running) -> tuple[Origin, ...]:
    """Name the story as it runs here, and what tells of its siblings."""
    if not running.number:
        return ()
    if running.taken:
        siblings: Origin = PlacedOrigin(site.edition.title.code, running.number)
    else:
        siblings = WorkOrigin(running.number)
    return (site.story(running.number), siblings, *_talk_elsewhere(site, running))


def _talk_elsewhere(site: Site, running: Running) -> tuple[Origin, ...]:
    """Name the edition whose rules say whether there are comments, if it is another title's."""
    there = running.talk.edition if running.talk else site.edition
    if there.title_id == site.edition.title_id:
        return ()
    return (EditionOrigin(there.title.code, there.language),)


def moments_of(site: Site, running: Running) -> tuple[Moment, Moment | None]:
    """Print when the story came out here, and when it was updated."""

    def printed(at: datetime) -> Moment:
        return Moment(
            dates.iso_moment(at, site.zone),
            dates.date_line(
                at,
                zone=site.zone,
                language=site.language,
                pattern=site.edition.date_line_pattern,
            ),
        )

    updated = printed(running.updated_at) if running.updated_at else None
    return printed(running.published_at), updated
