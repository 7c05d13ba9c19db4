"""The parts that pages of every kind are made of. All texts are plain unless a name says HTML.

What changes by time alone says in `until` (aware) when it ceases to be right.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.utils.safestring import SafeString

from shpalta.press.pages.origins import (
    EditionOrigin,
    PictureOrigin,
    ReadOrigin,
    ShelfOrigin,
    StoryOrigin,
    WordOrigin,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `language` is set where its text is in another language than the page."""

    url: str
    text: str
    language: str = ""
    is_current: bool = False
    word: WordOrigin | None = None
    """What it leads to, where that is a word of a vocabulary."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time: `iso` for machines (with offset), `text` for people."""

    iso: str
    text: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PictureSource:
    """The files of a picture in one format; `srcset` as HTML has it."""

    media_type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture ready to print; sizes in pixels. `sharing` are its shapes for link cards.

    `src` is for browsers that know none of the `sources`, the best of which comes first.
    """

    src: str
    width: int
    height: int
    alt: str
    sources: tuple[PictureSource, ...] = ()
    caption: str = ""
    credit: str = ""
    sharing: tuple["SharedPicture", ...] = ()
    machine: str = ""
    """`made` or `altered` by generative AI."""
    until: datetime | None = None
    """When the rights end: from then on the page is without it."""


@dataclass(frozen=True, slots=True)
class PictureWords:
    """What is printed under a picture."""

    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class SharedPicture:
    """A picture cut to one of the shapes that search engines and social networks ask for."""

    src: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Card:
    """A story as it stands in a list."""

    story: StoryOrigin
    url: str
    headline: str
    moment: Moment
    lead: str = ""
    rubric: Link | None = None
    mark: str = ""
    alarm: str = ""
    language: str = ""
    """Of headline and lead, where it is another than the page's."""
    importance: str = "normal"
    picture: PictureView | None = None
    picture_from: PictureOrigin | None = None
    origin: str = ""
    """The sister title whose page it leads to."""

    @property
    def number(self) -> int:
        """The permanent number in the story's address."""
        return self.story.number


@dataclass(frozen=True, slots=True)
class TickerDay:
    """The ticker's lines of one day; `heading` is "" for today."""

    heading: str
    iso: str
    lines: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A way to another edition. `leads_to_page`: to this very page there, else to its front."""

    url: str
    code: str
    name: str
    language: str
    is_current: bool
    leads_to_page: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in the head of a page, for browsers, search engines and networks."""

    heading: str
    canonical: str
    description: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    """Pairs of (language or x-default, whole address) of public siblings only."""
    og_type: str = "website"
    pictures: tuple[SharedPicture, ...] = ()
    picture_alt: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    """Further Open Graph properties as (name, content)."""
    robots: str = "max-image-preview:large"
    structured_html: SafeString = field(default_factory=SafeString)
    """schema.org data as JSON that is safe inside a script element."""


@dataclass(frozen=True, slots=True)
class TodayFragment:
    """The masthead's date."""

    edition: EditionOrigin
    today: Moment


@dataclass(frozen=True, slots=True)
class TickerFragment:
    """The newest headlines by day; right until the title's next midnight."""

    edition: EditionOrigin
    shelf: ShelfOrigin
    days: tuple[TickerDay, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class MoreFragment:
    """What else a reader may read: the newest of a list, one more than a story's page shows."""

    edition: EditionOrigin
    shelf: ShelfOrigin
    heading: str
    heading_language: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ReadFragment:
    """The most read stories of a day and a night; `stories` are all that could be among them."""

    edition: EditionOrigin
    read: ReadOrigin
    stories: tuple[StoryOrigin, ...]
    cards: tuple[Card, ...]


class Fragment(Protocol):
    """A part that has an address of its own and stands in pages of its edition."""

    @property
    def edition(self) -> EditionOrigin:
        """The edition in whose language it is."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a page for a part that many pages share and that has an address of its own.

    Without the `fragment` an include is printed, and whoever asked puts the part in its place.
    """

    src: str
    fragment: Fragment | None = None


@dataclass(frozen=True, slots=True)
class PagePlaces:
    """The places for campaigns around what a page is about, from top to bottom."""

    script: str = ""
    """Of the places of the page; "" for a page that has none."""
    banner: tuple[Slot, ...] = ()
    top: tuple[Slot, ...] = ()
    rail: tuple[Slot, ...] = ()
    foot: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class LiveWords:
    """Where the script of the live rail listens, and what it prints."""

    stream_url: str
    ticker_url: str
    script: str
    words_json: SafeString
    """Marks and alarm, counts by plural category, names of buttons: for a data attribute."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """Where a title is found and who answers for it; `url` and `logo` are whole addresses."""

    name: str
    url: str
    logo: str = ""
    address: tuple[str, ...] = ()
    address_language: str = ""
    editor: str = ""
    editor_language: str = ""
    email: str = ""
    phone: str = ""
    networks: tuple[Link, ...] = ()

    @property
    def phone_link(self) -> str:
        """The number as a link needs it (RFC 3966)."""
        return "tel:" + "".join(one for one in self.phone if one.isdigit() or one == "+")

    @property
    def has_contacts(self) -> bool:
        """Whether there is anything to print."""
        return bool(self.address or self.editor or self.email or self.phone or self.networks)


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page of an edition: masthead, navigation, ticker, footer."""

    edition: EditionOrigin
    language: str
    direction: str
    """`ltr` or `rtl`."""
    og_locale: str
    name: str
    name_language: str
    """Of the name, where it is another than the page's; likewise of the tagline."""
    tagline: str
    tagline_language: str
    today: Slot
    front_url: str
    newsfeed_url: str
    icon_url: str
    stylesheet: str
    inline_css: SafeString
    plate: SharedPicture | None
    """The name as a picture; None: it is set in type."""
    dark_plate: SharedPicture | None
    imprint: Imprint
    rubrics: tuple[Link, ...]
    languages: tuple[LanguageLink, ...]
    sisters: tuple[Link, ...]
    standing: tuple[Link, ...]
    ticker: Slot
    most_read: Slot
    day_video: Slot
    live: LiveWords
    places: PagePlaces
    year: int
    until: datetime
    """The end of that year."""
    is_front: bool = False
