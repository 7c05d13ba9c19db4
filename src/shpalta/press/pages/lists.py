"""The pages that list stories: the front, a rubric, a topic, an author, a day, a missing page."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.safestring import SafeString

from shpalta.press.pages.origins import COVERED, Origin
from shpalta.press.pages.parts import Card, Frame, Head, Link, PictureView, Slot


@dataclass(frozen=True, slots=True)
class Section:
    """A rubric's part of the front: its newest story, then further headlines."""

    rubric: Link
    first: Card
    others: tuple[Card, ...]
    places: tuple[Slot, ...] = ()
    """Places for campaigns below it."""


@dataclass(frozen=True, slots=True)
class Sister:
    """What is new in another title of the house."""

    front: Link
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """An edition's home page."""

    frame: Frame
    head: Head
    lead: Card | None
    secondary: tuple[Card, ...]
    further: tuple[Card, ...]
    sections: tuple[Section, ...]
    sisters: tuple[Sister, ...]
    made_from: tuple[Origin, ...]
    """The lists that were read, and every story that could have stood at the top."""
    until: datetime
    """Midnight, or the moment at which one of the loud stories ceases to be."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """The stories of a rubric, a topic, an entity or an author, newest first."""

    frame: Frame
    head: Head
    heading: str
    heading_language: str
    """Of heading, kicker and note: each where it is another than the page's."""
    kicker: str
    kicker_language: str
    note: str
    note_language: str
    portrait: PictureView | None
    cards: tuple[Card, ...]
    is_of_rubric: bool
    newest_url: str
    older_url: str
    made_from: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class DayPage:
    """One day of the newsfeed, with the days before and after that have stories."""

    frame: Frame
    head: Head
    heading: str
    lines: tuple[Card, ...] = field(metadata=COVERED)
    """As many as the day has: every change of one of them names the day."""
    earlier: Link | None
    later: Link | None
    made_from: tuple[Origin, ...]
    until: datetime | None = None
    """For today: its end. Until then it may get its first story, and it is the newsfeed."""


@dataclass(frozen=True, slots=True)
class StandingPageView:
    """A page that stands for years: subheadings and paragraphs of safe HTML, as (kind, HTML)."""

    frame: Frame
    head: Head
    heading: str
    parts: tuple[tuple[str, SafeString], ...]
    made_from: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page that says that what was asked for is not here (any more)."""

    frame: Frame
    head: Head
    heading: str
    message: str
    cards: tuple[Card, ...]
    made_from: tuple[Origin, ...]
    until: datetime | None = None
