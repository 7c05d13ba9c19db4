"""The parts that pages of every kind are made of. All texts are plain unless a name says HTML."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `language` is set where its text is in another language than the page."""

    url: str
    text: str
    language: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time: `iso` for machines (with offset), `text` for people."""

    iso: str
    text: str


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture ready to print; sizes in pixels. `sharing` is a whole picture for link cards."""

    src: str
    srcset: str
    width: int
    height: int
    alt: str
    caption: str = ""
    credit: str = ""
    sharing: tuple["SharedPicture", ...] = ()


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

    number: int
    url: str
    headline: str
    moment: Moment
    lead: str = ""
    rubric: Link | None = None
    mark: str = ""
    alarm: str = ""
    importance: str = "normal"
    picture: PictureView | None = None


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
class Frame:
    """What surrounds every page of an edition: masthead, navigation, ticker, footer."""

    language: str
    og_locale: str
    name: str
    tagline: str
    today: Moment
    front_url: str
    newsfeed_url: str
    icon_url: str
    stylesheet: str
    colours_css: SafeString
    rubrics: tuple[Link, ...]
    languages: tuple[LanguageLink, ...]
    sisters: tuple[Link, ...]
    standing: tuple[Link, ...]
    ticker: tuple[TickerDay, ...]
    year: int
    is_front: bool = False
