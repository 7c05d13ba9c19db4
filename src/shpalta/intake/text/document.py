"""What is read from a piece of copy: plain frozen data, and its JSON document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Language = Literal["uk", "ru", "en"]
BlockKind = Literal["paragraph", "labelled", "quote", "subheading", "list"]
SourceRole = Literal["reporting", "cited"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the caller knows about the copy.

    `time_zone` (IANA) holds for date lines without a zone. `language` is "auto", uk, ru or en.
    `year` is the year of a date line that prints none; failing it, `neighbour_years` (see
    `find_year`) are the years of the other files of the folder.
    """

    time_zone: str = "Europe/Kyiv"
    language: str = "auto"
    year: int | None = None
    neighbour_years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """The lead picture's caption and credit, each as printed, None where the copy has none."""

    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One link of the source chain.

    `name` is the bare name, `cites` the name of the source that it cites. `wording` is the text
    printed before the name ("со ссылкой на"; "" for the first), `printed` the name as printed
    with its quotation marks: `attribution_sentence` puts the sentence together again.
    """

    name: str
    cites: str | None = None
    wording: str = ""
    printed: str = ""
    role: SourceRole = "reporting"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the body.

    A labelled block has the label as printed, without punctuation, and its `code` (see
    `shpalta.core.labels`); a list has one item per line of `text`, `ordered` when numbered.
    """

    kind: BlockKind
    text: str
    label: str | None = None
    code: str | None = None
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class TickerLine:
    """One line of the page's ticker: time and mark as printed, the headline without them."""

    time: str
    mark: str | None
    headline: str


@dataclass(frozen=True, slots=True)
class Furniture:
    """One printed line that is the page's and not the story's, and why it was left out."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A story as its copy tells it; what the copy does not say is None or empty.

    `published_at` is aware; `published_on` is the day alone, also where no time is printed.
    `attribution` is the attribution sentence as printed after "Источник:" ("" without one).
    """

    language: Language
    headline: str
    published_at: datetime | None = None
    published_on: date | None = None
    authors: tuple[str, ...] = ()
    picture: Picture = Picture()
    lead: str | None = None
    sources: tuple[Source, ...] = ()
    attribution: str = ""
    blocks: tuple[Block, ...] = ()
    topics: tuple[str, ...] = ()
    ticker: tuple[TickerLine, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    problems: tuple[str, ...] = ()


def to_json(copy: Copy) -> Mapping[str, object]:
    """Return the JSON document of a copy: the agreed keys in the agreed order."""
    moment = copy.published_at
    return {
        "language": copy.language,
        "headline": copy.headline,
        "published_at": moment.isoformat(timespec="minutes") if moment else None,
        "authors": list(copy.authors),
        "picture": {"caption": copy.picture.caption, "credit": copy.picture.credit},
        "lead": copy.lead,
        "sources": [{"name": source.name, "cites": source.cites} for source in copy.sources],
        "blocks": [
            {"kind": block.kind, "label": block.label, "text": block.text} for block in copy.blocks
        ],
        "topics": list(copy.topics),
        "ticker": [
            {"time": line.time, "mark": line.mark, "headline": line.headline}
            for line in copy.ticker
        ],
        "furniture": [line.text for line in copy.furniture],
        "problems": list(copy.problems),
    }
