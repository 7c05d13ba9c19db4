"""What stands in a place for campaigns: creatives, the one that is shown and those in waiting."""

from dataclasses import dataclass
from datetime import datetime

from shpalta.core.campaigns import CreativeForm, Device, Spot
from shpalta.press.pages.origins import CampaignsOrigin, EditionOrigin, Origin


@dataclass(frozen=True, slots=True)
class Words:
    """A text, and its language where that is another than the page's."""

    text: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Sized:
    """An image or a frame in CSS pixels."""

    src: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Appeal:
    """How far a fundraiser is; sums and days are printed as its readers read them."""

    percent: int
    """May be more than 100."""
    percent_text: str
    raised: str
    goal: str
    deadline: str = ""
    deadline_iso: str = ""

    @property
    def filled(self) -> int:
        """How much of the bar is full, of 100."""
        return min(self.percent, 100)


@dataclass(frozen=True, slots=True)
class CreativeView:
    """One creative ready to print. `url` is counted and leads on; "" where there is no link.

    `share` is the campaign's weight among those of its `rank`, `weight` the creative's own;
    `most` is how often a reader may see the campaign on a day, 0 for no limit.
    """

    id: int
    campaign: int
    form: CreativeForm
    rank: int
    share: int
    weight: int
    most: int
    device: Device | None
    """The only one that it is for; None: for all."""
    label: str
    advertiser: Words
    url: str
    is_paid: bool
    """Whether the link is sponsored; one of the house's own is not."""
    heading: Words
    text: Words
    button: Words
    image: Sized | None = None
    alt: Words = Words()
    frame: Sized | None = None
    appeal: Appeal | None = None
    made_from: tuple[Origin, ...] = ()
    stands_on: Device | None = None
    """The only device on which it is shown by itself; another has something better."""
    sandbox: str = ""
    """What its document may do."""

    @property
    def title(self) -> Words:
        """What is said first, and leads on."""
        return self.heading or self.text


@dataclass(frozen=True, slots=True)
class PlaceFragment:
    """A place. Nothing is printed of one without creatives: then there is no box either.

    `shown` are visible without a script, each on its device; `waiting` are there for the script.
    """

    edition: EditionOrigin
    campaigns: CampaignsOrigin
    id: int
    spot: Spot
    name: str
    """Of the landmark; no other on the page has it."""
    shown: tuple[CreativeView, ...]
    waiting: tuple[CreativeView, ...]
    device: Device | None
    """The only one on which the place has anything; None: on all."""
    keeps_height: bool
    """Whether the place's height is kept free, because what is shown may change."""
    made_from: tuple[Origin, ...] = ()
    """The partner stories that stand in it or would, if they were public."""
    until: datetime | None = None

    @property
    def is_inside(self) -> bool:
        """Whether the place stands inside a landmark of its own kind."""
        return self.spot is Spot.RAIL
