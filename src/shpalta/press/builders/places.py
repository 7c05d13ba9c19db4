"""The places for campaigns of a page: includes for a surrogate, or what stands in them.

What stands in a place depends on the place and on the page's surroundings, not on the page: so
pages share it, and a campaign that begins, ends or is edited makes these parts stale and no page.
Which surroundings a page has is decided with the page, from what the title's campaigns ask for.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.safestring import SafeString

from shpalta.campaigns.grounds import NO_GROUND, Ground
from shpalta.campaigns.queries import coming_rows, facts_of
from shpalta.core.avoiding import find_avoided
from shpalta.core.campaigns import (
    Context,
    Device,
    PageType,
    PlacementFacts,
    Spot,
    eligible,
    next_change,
)
from shpalta.core.rotation import Offer, is_crowded, offer
from shpalta.core.surroundings import Surroundings
from shpalta.press.builders.creatives import Booked, book, build_creative
from shpalta.press.builders.site import Site
from shpalta.press.pages.origins import CampaignsOrigin
from shpalta.press.pages.parts import Slot
from shpalta.press.pages.places import PlaceFragment
from shpalta.press.words import say

_HOUR = timedelta(hours=1)


def ground_of(site: Site) -> Ground:
    """Give what of campaigns stands on the pages of a title."""
    return site.house.grounds.get(site.edition.title_id, NO_GROUND)


def campaigns_origin(site: Site) -> CampaignsOrigin:
    """Name the campaigns of a title as something a part is made from."""
    return CampaignsOrigin(site.edition.title.code)


def read_booked(site: Site) -> Booked:
    """Read the title's campaigns that run or will run."""
    return book(site, coming_rows(site.edition.title_id, site.now))


def surroundings_of(
    site: Site,
    *,
    rubric: int | None = None,
    topics: Collection[int] = (),
    words: Sequence[str] = (),
    is_quiet: bool = False,
) -> Surroundings:
    """Say what tells a page apart for the title's campaigns.

    That is, of its topics those that one asks for, and which do not want to stand beside its
    (folded) words.
    """
    ground = ground_of(site)
    return Surroundings(
        rubric=rubric,
        topics=ground.topics.intersection(topics),
        avoided_by=frozenset(
            campaign for campaign, phrases in ground.avoided.items() if find_avoided(phrases, words)
        ),
        is_quiet=is_quiet,
    )


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one page. `booked` is None where a surrogate puts the parts in itself."""

    site: Site
    placements: tuple[PlacementFacts, ...]
    page: PageType
    surroundings: Surroundings
    booked: Booked | None = None

    def at(self, spot: Spot, paragraph: int = 0) -> tuple[Slot, ...]:
        """Give what stands at a spot, after its nth paragraph or band where it counts these."""
        return tuple(
            self._slot(placement)
            for placement in self.placements
            if placement.spot is spot and placement.paragraph == paragraph
        )

    @property
    def paragraphs(self) -> tuple[int, ...]:
        """After which paragraphs of a text something stands, in order."""
        found = {one.paragraph for one in self.placements if one.spot is Spot.TEXT}
        return tuple(sorted(found))

    def _slot(self, placement: PlacementFacts) -> Slot:
        surroundings = self.surroundings
        if self.page is PageType.STANDING and PageType.STANDING not in placement.pages:
            # On rules and contacts nothing is advertised, unless a placement is meant for them.
            surroundings = Surroundings(is_quiet=True)
        src = f"{self.site.edition.prefix}/-/place/{placement.id}/{surroundings.code}/"
        if self.booked is None:
            return Slot(src)
        return Slot(src, build_place(self.site, placement, surroundings, self.booked))


def places_of(site: Site, page: PageType, surroundings: Surroundings | None = None) -> Places:
    """Give the places of a page; none in a preview, and none where they cannot be addressed."""
    surroundings = surroundings or Surroundings()
    placements = tuple(one for one in ground_of(site).placements if one.is_on(page))
    if site.base or not surroundings.is_sayable:
        placements = ()
    is_in_place = bool(placements) and not site.leaves_includes
    booked = read_booked(site) if is_in_place else None
    return Places(site, placements, page, surroundings, booked)


def boxes_css(placements: Iterable[PlacementFacts]) -> SafeString:
    """Give the heights that places keep free, on phones and on wide screens."""
    return SafeString(
        "".join(
            f".p{one.id}{{--phone:{one.height[0]:d}px;--wide:{one.height[1]:d}px}}"
            for one in placements
        )
    )


def build_place(
    site: Site, placement: PlacementFacts, surroundings: Surroundings, booked: Booked
) -> PlaceFragment:
    """Make what stands in a place."""
    facts = [facts_of(row) for row in booked.campaigns.values()]
    context = Context(
        title=site.edition.title_id,
        language=site.language,
        # Pages on which the place is not do not ask for it.
        page=next(iter(placement.pages), PageType.FRONT),
        placement=placement,
        rubric=surroundings.rubric,
        topics=surroundings.topics,
        is_quiet=surroundings.is_quiet,
    )
    wanted = [one for one in facts if one.id not in surroundings.avoided_by]
    candidates = eligible(wanted, context, site.now)
    until = next_change(facts, site.now)
    seed = f"{placement.id} {site.edition.pk} {surroundings.code}"
    if is_crowded(candidates):
        hour = site.now.replace(minute=0, second=0, microsecond=0)
        seed = f"{seed} {hour.timestamp():.0f}"
        until = min(until or hour + _HOUR, hour + _HOUR)
    return _fragment(site, placement, booked, offer(candidates, placement, seed), until)


def _fragment(
    site: Site,
    placement: PlacementFacts,
    booked: Booked,
    offered: Offer,
    until: datetime | None,
) -> PlaceFragment:
    views = [
        (option, view)
        for option in offered.options
        if (view := build_creative(site, booked, option, placement.id)) is not None
    ]
    printed = Offer(tuple(option for option, _view in views))
    shown = []
    waiting = []
    for option, view in views:
        devices = frozenset(one for one in Device if printed.default(one) is option)
        if devices:
            shown.append(replace(view, stands_on=_only(devices)))
        else:
            waiting.append(view)
    return PlaceFragment(
        edition=site.origin,
        campaigns=campaigns_origin(site),
        id=placement.id,
        spot=placement.spot,
        name=f"{say('Advertising')} {_position(site, placement)}",
        shown=tuple(shown),
        waiting=tuple(waiting),
        device=_only(printed.devices),
        keeps_height=bool(waiting),
        made_from=booked.stories.made_from,
        until=until,
    )


def _only(devices: frozenset[Device]) -> Device | None:
    """Give the device if there is but one."""
    return next(iter(devices)) if len(devices) == 1 else None


def _position(site: Site, placement: PlacementFacts) -> int:
    """Give a placement's place among its title's, from 1: so landmarks have names of their own."""
    numbers = [one.id for one in ground_of(site).placements]
    return numbers.index(placement.id) + 1
