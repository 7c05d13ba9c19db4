"""Videos and embeds as pages print them. All addresses are ours unless a name says otherwise."""

from dataclasses import dataclass
from datetime import datetime

from shpalta.press.pages.origins import (
    DayVideoOrigin,
    EditionOrigin,
    EmbedOrigin,
    Origin,
    VideoOrigin,
)
from shpalta.press.pages.parts import PictureView


@dataclass(frozen=True, slots=True)
class Track:
    """Captions in one language."""

    src: str
    language: str
    name: str


@dataclass(frozen=True, slots=True)
class VideoView:
    """An own video, ready to be played. `iso_length` is a duration of ISO 8601."""

    video: VideoOrigin
    title: str
    movie: str
    playlist: str
    width: int
    height: int
    length: str
    iso_length: str
    added: str
    poster: PictureView | None
    caption: str = ""
    credit: str = ""
    tracks: tuple[Track, ...] = ()
    transcript: str = ""

    @property
    def is_upright(self) -> bool:
        """Whether it is higher than wide."""
        return self.height > self.width


@dataclass(frozen=True, slots=True)
class EmbedView:
    """A card of what lives elsewhere: `url` is its page there, `player` the provider's frame.

    `player` is "" where there is none, or it is gone there; `frame` is its origin.
    """

    url: str
    provider: str
    title: str
    author: str = ""
    text: str = ""
    language: str = ""
    still: PictureView | None = None
    player: str = ""
    frame: str = ""
    shape: str = "wide"
    """`wide`, `tall` or `post`: how high the frame is for its width."""
    is_gone: bool = False
    embed: EmbedOrigin | None = None


@dataclass(frozen=True, slots=True)
class DayVideoCard:
    """The video of the day: it leads to `url`, or plays where it stands where there is none.

    `elsewhere` is what a provider has: a click puts the document at `frame`, which is ours, in the
    still's place. Where `frame` is "" there is nothing to play: the card leads to the provider.
    """

    headline: str
    url: str
    still: PictureView | None
    length: str
    player: VideoView | None = None
    elsewhere: EmbedView | None = None
    frame: str = ""


@dataclass(frozen=True, slots=True)
class PlayerDocument:
    """A document of our own that holds a provider's player and nothing else.

    Pages frame it in place of the provider, whom they cannot name in their policies beforehand.
    """

    edition: EditionOrigin
    day: DayVideoOrigin
    embed: EmbedOrigin
    title: str
    language: str
    player: str
    """The provider's frame."""
    frame: str
    """Its origin."""


@dataclass(frozen=True, slots=True)
class DayVideoFragment:
    """The video of the day, if an edition has one; right until the next one begins."""

    edition: EditionOrigin
    day: DayVideoOrigin
    made_from: tuple[Origin, ...] = ()
    card: DayVideoCard | None = None
    until: datetime | None = None
