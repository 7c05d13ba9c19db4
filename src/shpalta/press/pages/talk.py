"""What readers say under a story: as a part of its page, and as pages of its own."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from shpalta.press.pages.origins import EditionOrigin, Origin, StoryOrigin
from shpalta.press.pages.parts import Frame, Head, Link, Moment


@dataclass(frozen=True, slots=True)
class Felt:
    """A reaction: its code, its word, how many had it."""

    code: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class EntryView:
    """A comment. `removed` is what is said in its place, "" while it stands."""

    id: int
    name: str
    moment: Moment
    said_html: SafeString
    is_edited: bool
    is_guest: bool
    removed: str
    felt: tuple[Felt, ...]
    url: str
    """Its own address."""
    reply_url: str
    act_url: str
    """Where it can be reacted to and reported without a script."""
    below: tuple["EntryView", ...] = ()
    more_below: Link | None = None


@dataclass(frozen=True, slots=True)
class TalkList:
    """A page of comments, and the way to the next one."""

    entries: tuple[EntryView, ...]
    older: Link | None


@dataclass(frozen=True, slots=True)
class TalkFragment:
    """The first comments under a story, right until time closes them (`until`)."""

    edition: EditionOrigin
    story: StoryOrigin
    said: tuple[Origin, ...]
    """What was said, and whose rules hold: another title's where its comments are shared."""
    number: int
    count: int
    invitation: str
    invitation_language: str
    rules_url: str
    is_open: bool
    write_url: str
    sorts: tuple[Link, ...]
    listed: TalkList
    script: str
    me_url: str
    mine_url: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class TalkPage:
    """A page of comments alone: a further one, another order, or one comment with its replies."""

    frame: Frame
    head: Head
    heading: str
    story: Link
    fragment: TalkFragment
    made_from: tuple[Origin, ...]
