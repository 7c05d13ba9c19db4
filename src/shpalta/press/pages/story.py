"""The page of a story."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from shpalta.press.pages.films import EmbedView, VideoView
from shpalta.press.pages.origins import Origin, WordOrigin
from shpalta.press.pages.parts import (
    Card,
    Frame,
    Head,
    Link,
    Moment,
    PictureView,
    PictureWords,
    Slot,
)
from shpalta.press.pages.places import Words


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the body; which fields are filled depends on `kind`, as in the editor."""

    kind: str
    label: str = ""
    hangs: bool = False
    """Whether the label may hang beside its text: not if the sentence runs on from it."""
    code: str = ""
    texts_html: tuple[SafeString, ...] = ()
    text: str = ""
    language: str = ""
    """Of quoted words, where it is another than the page's."""
    ordered: bool = False
    speaker: str = ""
    role: str = ""
    picture: PictureView | None = None
    video: VideoView | None = None
    embed: EmbedView | None = None
    table: "Table | None" = None
    cards: tuple[Card, ...] = ()
    gallery: "Gallery | None" = None
    places: tuple[Slot, ...] = ()
    """For campaigns, in a block of the kind `places` that no editor wrote."""


@dataclass(frozen=True, slots=True)
class Gallery:
    """Pictures to leaf through. `id` is unique on the page; `leads`: the body begins with it.

    `words_json` has what the script's buttons say, for a data attribute.
    """

    id: str
    heading: str
    pictures: tuple[PictureView, ...]
    words_json: SafeString
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; numbers stand at the right."""

    text: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table with named columns. `id` is unique on the page."""

    id: str
    caption: str
    columns: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class SourcePart:
    """One link of the source chain: what is printed before the name, then the name."""

    before: str
    name: str
    url: str
    language: str = ""
    source: WordOrigin | None = None


@dataclass(frozen=True, slots=True)
class BylineView:
    """An author over a story."""

    name: str
    url: str
    role: str
    author: WordOrigin
    language: str = ""
    role_language: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """Where a story of a sister title comes from: whole addresses of its page and of the front."""

    url: str
    name: str
    front: str


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A story as readers get it. `url` is the whole address of this very page."""

    frame: Frame
    head: Head
    url: str
    kind: str
    kind_word: str
    headline: str
    rubric: Link | None
    alarm: str
    published: Moment
    updated: Moment | None
    bylines: tuple[BylineView, ...]
    picture: PictureView | None
    words_alone: PictureWords | None
    """The words of a lead picture that did not come along, as in copy taken from plain text."""
    video: VideoView | None
    """The lead video: it stands where the lead picture would."""
    lead: str
    source_label: str
    sources: tuple[SourcePart, ...]
    blocks: tuple[Block, ...]
    subjects: tuple[Link, ...]
    translations: tuple[Link, ...]
    more: Slot
    talk: Slot | None
    """What readers say; None: the title has no comments, or the story is a sister's."""
    made_from: tuple[Origin, ...]
    """The story itself and its siblings, its pictures, and all that its text points to."""
    under: tuple[Slot, ...] = ()
    """Places for campaigns under the text."""
    partner: Words | None = None
    """Who paid for the story."""
    taken: Taken | None = None
    """The origin, where the story is a sister title's; that is then the canonical page."""
    gallery_script: str = ""
    """Where the script of galleries is, if the page has one."""

    @property
    def frames(self) -> tuple[str, ...]:
        """The origins of the players that readers may ask for, each once."""
        found = (block.embed.frame for block in self.blocks if block.embed is not None)
        return tuple(dict.fromkeys(frame for frame in found if frame))
