"""Which campaigns may run in a place of a page: a rule over plain data, asked by every door.

The newsroom reads its rows into the dataclasses below (`shpalta.campaigns.queries`), the press
says where it stands (`Context`), and `eligible` answers with what may run there, best first.
Nothing here knows who reads: how often one reader may see a campaign (`frequency`) is a number
that his own browser keeps to.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shpalta.core.avoiding import Phrase, find_avoided
from shpalta.core.outside_hosts import not_named


class CampaignKind(StrEnum):
    """What a campaign is for."""

    FUNDRAISER = "fundraiser"
    HOUSE = "house"
    ADVERTISING = "advertising"


class CreativeForm(StrEnum):
    """What of a campaign is shown. `appeal`: text with the fundraiser's sums, drawn by us."""

    IMAGE = "image"
    HTML = "html"
    TEXT = "text"
    STORY = "story"
    APPEAL = "appeal"


class Spot(StrEnum):
    """Where on a page a placement stands."""

    BANNER = "banner"
    """Over the content, on every page."""
    TOP = "top"
    """Above the front or a list."""
    RAIL = "rail"
    TEXT = "text"
    """In a story's text, after its paragraph n."""
    UNDER = "under"
    """Under a story's text."""
    BAND = "band"
    """On the front, after its band n."""
    FOOT = "foot"
    """Before the page's foot."""


COUNTED_SPOTS = frozenset({Spot.TEXT, Spot.BAND})
"""Places that stand after the nth of something."""


class PageType(StrEnum):
    """Which pages there are."""

    FRONT = "front"
    STORY = "story"
    RUBRIC = "rubric"
    TOPIC = "topic"
    AUTHOR = "author"
    ENTITY = "entity"
    NEWSFEED = "newsfeed"
    DAY = "day"
    STANDING = "standing"


class Device(StrEnum):
    """What a page is read on. The pages are the same bytes; the width of the screen decides."""

    PHONE = "phone"
    WIDE = "wide"


Size = tuple[int, int]
"""Width and height in CSS pixels."""

QUIET_KINDS = frozenset({CampaignKind.FUNDRAISER})
"""What still runs on a story that is to have no advertisements."""


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """A place for campaigns. `height` is reserved on each device, in CSS pixels, so nothing shifts.

    `sizes` are what images and HTML may measure there, by device; text fits every size.
    `pages` empty: all. `paragraph` counts paragraphs or bands from 1; see `COUNTED_SPOTS`.
    """

    id: int
    code: str
    spot: Spot
    pages: frozenset[PageType] = frozenset()
    paragraph: int = 0
    height: tuple[int, int] = (0, 0)
    """(phone, wide)"""
    phone_sizes: frozenset[Size] = frozenset()
    wide_sizes: frozenset[Size] = frozenset()
    kinds: frozenset[CampaignKind] = frozenset(CampaignKind)
    forms: frozenset[CreativeForm] = frozenset(CreativeForm)
    hosts: tuple[str, ...] = ()
    """Of others, from which HTML here may load; see `shpalta.core.outside_hosts`."""
    own_hosts: frozenset[str] = frozenset()
    """Of the house: HTML loads nothing from them, and is shown all the same if it wants to."""

    def sizes(self, device: Device) -> frozenset[Size]:
        """Give the sizes of a device."""
        return self.phone_sizes if device is Device.PHONE else self.wide_sizes

    def is_on(self, page: PageType) -> bool:
        """Tell whether pages of a type have this place."""
        return not self.pages or page in self.pages


@dataclass(frozen=True, slots=True)
class CreativeFacts:
    """One creative. `size` is None where it takes the width there is; `languages` empty: all.

    `is_third_party`: it loads something from outside the house, at first from `hosts`.
    """

    id: int
    form: CreativeForm
    weight: int = 1
    size: Size | None = None
    languages: frozenset[str] = frozenset()
    is_third_party: bool = False
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """A campaign. An empty set targets everything; moments are aware, `ends_at` is the first after.

    `is_held`: paused by a person, or stopped at a cap. `frequency`: how often a reader may see it
    on a day, 0 for no limit. The greater `priority` goes first; `weight` divides equal ones.
    """

    id: int
    kind: CampaignKind
    titles: frozenset[int]
    placements: frozenset[int]
    creatives: tuple[CreativeFacts, ...]
    starts_at: datetime
    ends_at: datetime | None = None
    is_held: bool = False
    priority: int = 5
    weight: int = 1
    is_exclusive: bool = False
    frequency: int = 0
    languages: frozenset[str] = frozenset()
    rubrics: frozenset[int] = frozenset()
    topics: frozenset[int] = frozenset()
    devices: frozenset[Device] = frozenset()
    avoided: tuple[Phrase, ...] = ()

    def runs_at(self, now: datetime) -> bool:
        """Tell whether a moment (aware) lies in its flight and nothing holds it."""
        return (
            not self.is_held
            and self.starts_at <= now
            and (self.ends_at is None or now < self.ends_at)
        )


@dataclass(frozen=True, slots=True)
class Context:
    """Where something is to run. `words` are a story's folded words (`core.folding.words_of`).

    `device` None: the page is the same for all, and each candidate says for which it is.
    `is_quiet`: no advertisements on this story.
    """

    title: int
    language: str
    page: PageType
    placement: PlacementFacts
    rubric: int | None = None
    topics: frozenset[int] = frozenset()
    words: Sequence[str] = ()
    is_quiet: bool = False
    device: Device | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A campaign that may run, the creatives of it that fit, and on which devices."""

    campaign: CampaignFacts
    creatives: tuple[CreativeFacts, ...]
    devices: frozenset[Device]


def eligible(
    campaigns: Iterable[CampaignFacts], context: Context, now: datetime
) -> tuple[Candidate, ...]:
    """Give what may run in a context at a moment (aware), best first.

    The order: priority, then weight, the older campaign first where both are equal. An exclusive
    campaign leaves no other beside it but exclusive ones. House promotions fill what is unsold:
    they stand after everything else, whatever their priority.
    """
    found = []
    for campaign in campaigns:
        if _suits(campaign, context, now) and not find_avoided(campaign.avoided, context.words):
            candidate = _candidate(campaign, context)
            if candidate is not None:
                found.append(candidate)
    found.sort(key=_rank)
    sold = [one for one in found if one.campaign.kind is not CampaignKind.HOUSE]
    exclusive = [one for one in sold if one.campaign.is_exclusive]
    house = [one for one in found if one.campaign.kind is CampaignKind.HOUSE]
    return (*(exclusive or sold), *house)


def _rank(candidate: Candidate) -> tuple[int, int, int]:
    campaign = candidate.campaign
    return (-campaign.priority, -campaign.weight, campaign.id)


def _suits(campaign: CampaignFacts, context: Context, now: datetime) -> bool:
    placement = context.placement
    return (
        campaign.runs_at(now)
        and campaign.kind in placement.kinds
        and placement.id in campaign.placements
        and placement.is_on(context.page)
        and context.title in campaign.titles
        and not (context.is_quiet and campaign.kind not in QUIET_KINDS)
        and _is_in(context.language, campaign.languages)
        and _is_in(context.rubric, campaign.rubrics)
        and (not campaign.topics or not campaign.topics.isdisjoint(context.topics))
    )


def _is_in(value: object, wanted: Collection[object]) -> bool:
    return not wanted or value in wanted


def _candidate(campaign: CampaignFacts, context: Context) -> Candidate | None:
    """Give a campaign with its creatives that fit; None if there are none."""
    asked = frozenset(Device) if context.device is None else frozenset({context.device})
    devices = asked & (campaign.devices or frozenset(Device))
    fitting = [
        (creative, on)
        for creative in campaign.creatives
        if (on := fitting_devices(creative, context.placement) & devices)
        and _is_in(context.language, creative.languages)
    ]
    if not fitting:
        return None
    shown: frozenset[Device] = frozenset().union(*(on for _creative, on in fitting))
    return Candidate(campaign, tuple(creative for creative, _on in fitting), shown)


def fitting_devices(creative: CreativeFacts, placement: PlacementFacts) -> frozenset[Device]:
    """Tell on which devices a creative fits into a placement; none if it may not stand there."""
    if creative.form not in placement.forms:
        return frozenset()
    if creative.is_third_party and not lets_in(placement, creative):
        return frozenset()
    if creative.size is None:
        return frozenset(Device)
    return frozenset(device for device in Device if creative.size in placement.sizes(device))


def lets_in(placement: PlacementFacts, creative: CreativeFacts) -> bool:
    """Tell whether a placement names every host outside that a creative is known to load from."""
    return not not_named(creative.hosts, {*placement.hosts, *placement.own_hosts})


def next_change(campaigns: Iterable[CampaignFacts], now: datetime) -> datetime | None:
    """Give the next moment after `now` at which a flight begins or ends; None if there is none.

    A fragment that was made from these campaigns is right until then, if nothing is edited.
    """
    moments = [
        moment
        for campaign in campaigns
        if not campaign.is_held
        for moment in (campaign.starts_at, campaign.ends_at)
        if moment is not None and moment > now
    ]
    return min(moments, default=None)
