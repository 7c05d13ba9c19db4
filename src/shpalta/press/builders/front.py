"""The front: what leads, what stands beside it, and the newest of each rubric."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shpalta.core.campaigns import PageType, Spot
from shpalta.core.crops import Shape
from shpalta.newsroom.names import name_in
from shpalta.newsroom.stories.choices import Importance
from shpalta.newsroom.stories.lists import ALL, rubric_shelf
from shpalta.newsroom.titles.models import Edition
from shpalta.press import structured
from shpalta.press.builders.cards import card, cards, rubric_link
from shpalta.press.builders.frame import build_frame, build_head
from shpalta.press.builders.places import Places, places_of
from shpalta.press.builders.site import Site
from shpalta.press.links import links_of
from shpalta.press.pages.lists import FrontPage, Section, Sister
from shpalta.press.pages.origins import Origin, ShelfOrigin
from shpalta.press.pages.parts import Link
from shpalta.press.pictures import Album, Wanted, read_album, wanted_ids
from shpalta.press.queries import Listed, Wish, newest, newest_of_many

CANDIDATES = 40
SECONDARY = 3
FURTHER = 4
IN_SECTION = 5
FROM_SISTER = 4
LOUD_FOR = {
    Importance.BREAKING: timedelta(hours=8),
    Importance.IMPORTANT: timedelta(hours=20),
}
"""How long a story of this importance may lead; then it is news like any other."""
_STEPS: dict[str, tuple[Importance, ...]] = {
    Importance.BREAKING: (Importance.BREAKING, Importance.IMPORTANT),
    Importance.IMPORTANT: (Importance.IMPORTANT,),
}
"""As which of them it ceases to lead, one after the other."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Which story stands where at the top of the front."""

    lead: Listed | None
    secondary: list[Listed]
    further: list[Listed]

    @property
    def story_ids(self) -> set[int]:
        """The stories that stand here, so that no rubric repeats them."""
        many = [*self.secondary, *self.further, *([self.lead] if self.lead else [])]
        return {listed.story_id for listed in many}


def _loudness(listed: Listed, now: datetime) -> int:
    age = now - listed.published_at
    if listed.importance == Importance.BREAKING and age <= LOUD_FOR[Importance.BREAKING]:
        return 2
    loud_for = LOUD_FOR[Importance.IMPORTANT]
    return int(listed.importance != Importance.NORMAL and age <= loud_for)


def next_quiet_moment(candidates: list[Listed], *, now: datetime) -> datetime | None:
    """Find when the next of the candidates ceases to be as loud as it is now, if any will."""
    ends = (
        listed.published_at + LOUD_FOR[importance]
        for listed in candidates
        for importance in _STEPS.get(listed.importance, ())
    )
    return min((moment for moment in ends if moment > now), default=None)


def arrange(newest_first: list[Listed], *, now: datetime) -> Arrangement:
    """Choose the top of the front from the newest stories.

    The loudest leads; among equals one with a picture, then the newer. Beside it stand the next
    loudest, under it the newest of the rest, those with pictures first.
    """

    def rank(listed: Listed) -> tuple[int, bool, datetime]:
        return (_loudness(listed, now), listed.picture_id is not None, listed.published_at)

    ranked = sorted(newest_first, key=rank, reverse=True)
    beside = sorted(
        ranked[1:], key=lambda one: (_loudness(one, now), one.published_at), reverse=True
    )
    rest = sorted(
        beside[SECONDARY : SECONDARY + 2 * FURTHER],
        key=lambda one: (one.picture_id is not None, one.published_at),
        reverse=True,
    )
    return Arrangement(
        lead=ranked[0] if ranked else None, secondary=beside[:SECONDARY], further=rest[:FURTHER]
    )


def _bands(site: Site) -> tuple[tuple[int, int], ...]:
    """List the rubrics that have a band, with how many stories: as the title planned its front."""
    title_id = site.edition.title_id
    planned = site.house.look(title_id).bands
    return planned or tuple(
        (rubric.pk, IN_SECTION) for rubric in site.house.rubrics.get(title_id, ())
    )


@dataclass(frozen=True, slots=True)
class _Below:
    """What stands below the top: bands of rubrics, and what is new in the sister editions."""

    of_rubrics: list[tuple[int, list[Listed]]]
    of_sisters: list[tuple[Edition, list[Listed]]]


def _below(site: Site, seen: set[int]) -> _Below:
    """Read the newest of each band and sister at once, without what stands at the top already.

    What has no stories is not shown.
    """
    bands, sisters = _bands(site), _sister_editions(site)
    wanted = [
        *(Wish(site.edition.pk, rubric_shelf(rubric), n + len(seen)) for rubric, n in bands),
        *(Wish(edition.pk, ALL, FROM_SISTER, own_only=True) for edition in sisters),
    ]
    found = newest_of_many(wanted)
    of_rubrics = []
    for (rubric_id, number), several in zip(bands, found, strict=False):
        fresh = [listed for listed in several if listed.story_id not in seen][:number]
        if fresh:
            of_rubrics.append((rubric_id, _opened_by_picture(fresh)))
    of_sisters = zip(sisters, found[len(bands) :], strict=True)
    return _Below(of_rubrics, [(edition, several) for edition, several in of_sisters if several])


def _opened_by_picture(fresh: list[Listed]) -> list[Listed]:
    """Let the newest with a picture open the section: a band without one looks like a gap."""
    first = next((listed for listed in fresh if listed.picture_id), fresh[0])
    return [first, *(listed for listed in fresh if listed is not first)]


def _with_places(sections: Iterable[Section | None], places: Places) -> tuple[Section, ...]:
    """Put the places for campaigns between the bands that there are."""
    made = [section for section in sections if section is not None]
    return tuple(
        replace(section, places=places.at(Spot.BAND, number))
        for number, section in enumerate(made, start=1)
    )


def _section(site: Site, rubric_id: int, fresh: list[Listed], album: Album) -> Section | None:
    link = rubric_link(site, rubric_id)
    first = card(site, fresh[0], album, is_short=True)
    if link is None or first is None:
        return None
    return Section(rubric=link, first=first, others=cards(site, fresh[1:], is_short=True))


def _sister_editions(site: Site) -> list[Edition]:
    """List the editions in the same language of the house's other titles."""
    return [
        edition
        for title in site.house.titles
        if title.pk != site.edition.title_id
        for edition in site.house.editions.get(title.pk, ())
        if edition.language == site.language
    ]


def _made_from(site: Site, candidates: list[Listed]) -> tuple[Origin, ...]:
    """Name the lists that the front is read from, and the stories from which its top is chosen."""
    return (
        site.shelf(ALL),
        *(site.shelf(rubric_shelf(rubric_id)) for rubric_id, _number in _bands(site)),
        *(
            ShelfOrigin(edition.title.code, edition.language, ALL)
            for edition in _sister_editions(site)
        ),
        *(site.story(listed.number) for listed in candidates),
    )


def _sister(site: Site, edition: Edition, several: list[Listed], album: Album) -> Sister:
    links = links_of(site.house, edition, seen_from=site.edition, base=site.base)
    first = _opened_by_picture(several)[:1]
    others = [listed for listed in several if listed not in first]
    return Sister(
        front=Link(links.front(), edition.name),
        cards=cards(site, first, album, is_short=True) + cards(site, others, is_short=True),
    )


def _album(site: Site, top: Arrangement, below: _Below) -> Album:
    """Read the pictures: of the whole top, and of what opens each section."""
    shown = [
        *([top.lead] if top.lead else []),
        *top.secondary,
        *top.further,
        *(fresh[0] for _rubric_id, fresh in below.of_rubrics),
        *(_opened_by_picture(several)[0] for _edition, several in below.of_sisters),
    ]
    wanted = Wanted(plain=wanted_ids(listed.picture_id for listed in shown))
    return read_album(wanted, site.language)


def build_front(site: Site) -> FrontPage:
    """Make the front page of an edition."""
    candidates = newest(site.edition.pk, ALL, CANDIDATES, full=True)
    top = arrange(candidates, now=site.now)
    below = _below(site, top.story_ids)
    album = _album(site, top, below)
    elsewhere = {
        edition.pk: links_of(site.house, edition, seen_from=site.edition, base=site.base).front()
        for edition in site.house.siblings(site.edition)
    }
    tagline = name_in(site.edition.title.taglines, site.language)
    places = places_of(site, PageType.FRONT)
    frame = build_frame(site, elsewhere, places=places, is_front=True)
    made = (_section(site, rubric_id, fresh, album) for rubric_id, fresh in below.of_rubrics)
    return FrontPage(
        frame=frame,
        head=build_head(
            site,
            elsewhere,
            heading="",
            url=site.links.front(),
            description=tagline,
            structured_html=structured.graph(
                structured.website(frame.imprint, site.language, tagline)
            ),
        ),
        lead=card(site, top.lead, album, is_short=True, shape=Shape.WIDE) if top.lead else None,
        secondary=cards(site, top.secondary, album, is_short=True),
        further=cards(site, top.further, album, is_short=True),
        sections=_with_places(made, places),
        sisters=tuple(
            _sister(site, edition, several, album) for edition, several in below.of_sisters
        ),
        made_from=_made_from(site, candidates),
        until=min(site.midnight, next_quiet_moment(candidates, now=site.now) or site.midnight),
    )
