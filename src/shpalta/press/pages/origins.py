"""What pages are made from: the things of which a change makes a page another one.

Parts carry them beside what is printed; `shpalta.press.keys` says which surrogate keys each has.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

COVERED: Mapping[str, bool] = MappingProxyType({"covered": True})
"""Metadata of a field whose parts are named, all of them and whatever becomes of them, by what
else the page is made from; none of them may end with time. It keeps long lists out of headers."""


@dataclass(frozen=True, slots=True)
class EditionOrigin:
    """What every page of an edition depends on: the house, the title, the edition itself."""

    title: str
    language: str


@dataclass(frozen=True, slots=True)
class SiblingOrigin:
    """Another edition, whose standing pages a page points to."""

    title: str
    language: str


@dataclass(frozen=True, slots=True)
class StoryOrigin:
    """A story that is shown or pointed to, or would be if it were public."""

    title: str
    language: str
    number: int


@dataclass(frozen=True, slots=True)
class WorkOrigin:
    """A story's public siblings in other editions."""

    number: int


@dataclass(frozen=True, slots=True)
class PlacedOrigin:
    """A title's public pages of a story that it took from a sister title."""

    title: str
    number: int


@dataclass(frozen=True, slots=True)
class ShelfOrigin:
    """A list: its `newest` stories, those of the `past`, or both."""

    title: str
    language: str
    shelf: str
    newest: bool = True
    past: bool = False


@dataclass(frozen=True, slots=True)
class DayOrigin:
    """The stories of one day of the title's zone."""

    title: str
    language: str
    day: date


@dataclass(frozen=True, slots=True)
class DaysOrigin:
    """On which days an edition has anything."""

    title: str
    language: str


@dataclass(frozen=True, slots=True)
class WordOrigin:
    """A word of a vocabulary (`topic`, `entity`, `author`, `source`)."""

    vocabulary: str
    word_id: int


@dataclass(frozen=True, slots=True)
class VocabularyOrigin:
    """A vocabulary's slugs: asked for one that is not there."""

    vocabulary: str


@dataclass(frozen=True, slots=True)
class PictureOrigin:
    """A picture, also one that could not be shown."""

    picture_id: int


@dataclass(frozen=True, slots=True)
class StandingOrigin:
    """A standing page that is shown or linked, or would be if it were public."""

    page_id: int


@dataclass(frozen=True, slots=True)
class ReadOrigin:
    """The list of what is most read in an edition."""

    title: str
    language: str


@dataclass(frozen=True, slots=True)
class CampaignsOrigin:
    """The campaigns of a title, running or not."""

    title: str


@dataclass(frozen=True, slots=True)
class QuietOrigin:
    """Whether a work is to have no advertisements."""

    number: int


@dataclass(frozen=True, slots=True)
class TalkOrigin:
    """What readers say under a story."""

    title: str
    language: str
    number: int


@dataclass(frozen=True, slots=True)
class VideoOrigin:
    """An own video, also one that cannot be played yet."""

    video_id: int


@dataclass(frozen=True, slots=True)
class EmbedOrigin:
    """A card of what lives elsewhere."""

    embed_id: int


@dataclass(frozen=True, slots=True)
class DayVideoOrigin:
    """Which video an edition shows on every page."""

    title: str
    language: str


@dataclass(frozen=True, slots=True)
class RedirectsOrigin:
    """A title's old addresses: asked for one that leads nowhere, or on."""

    title: str


Origin = (
    EditionOrigin
    | SiblingOrigin
    | StoryOrigin
    | WorkOrigin
    | PlacedOrigin
    | ShelfOrigin
    | DayOrigin
    | DaysOrigin
    | WordOrigin
    | VocabularyOrigin
    | PictureOrigin
    | StandingOrigin
    | ReadOrigin
    | VideoOrigin
    | EmbedOrigin
    | DayVideoOrigin
    | CampaignsOrigin
    | QuietOrigin
    | RedirectsOrigin
    | TalkOrigin
)
