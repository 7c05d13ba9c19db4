"""The body of a story: its lines turned into typed blocks."""

import re
from dataclasses import dataclass, field

from shpalta.core.labels import LabelMatch, match_label, match_lone_label
from shpalta.intake.text.document import Block, Picture, Source
from shpalta.intake.text.lines import Line, Role
from shpalta.intake.text.people import read_signature
from shpalta.intake.text.picture import split_picture
from shpalta.intake.text.shapes import ends_sentence, ends_with_stop, is_headline_like, is_paragraph
from shpalta.intake.text.sources import read_attribution
from shpalta.intake.text.speech import closing_place, is_quoted

_POINT = re.compile(r"[-•*·▪●◦‣]\s+(?=\S)")
_DASH = re.compile(r"[–—]\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_SUBHEADING = 100
_LONG_TAIL = 100


@dataclass(slots=True)
class Body:
    """What the body says: blocks, the source chain, and what else stood among them."""

    blocks: list[Block] = field(default_factory=list)
    sources: tuple[Source, ...] = ()
    attribution: str = ""
    authors: tuple[str, ...] = ()
    picture: Picture | None = None


def read_body(lines: list[Line], closed: frozenset[int]) -> Body:
    """Turn the text lines of the body into blocks.

    `closed` holds the ids of the lines that stand after a mark which ends the story: a short
    line there is furniture unless prose follows it.
    """
    body = Body()
    last = _last_prose(lines)
    place = 0
    pending: LabelMatch | None = None
    while place < len(lines):
        line = lines[place]
        if place > last:
            _leave_tail(line, body, closed=id(line) in closed)
        elif (items := _list_length(lines, place, last)) > 0:
            body.blocks.append(_list_block(lines[place : place + items], pending))
            pending = None
            place += items
            continue
        else:
            pending = _read_line(line, body, pending)
        place += 1
    _mark_continued_speech(body.blocks)
    return body


def _read_line(line: Line, body: Body, pending: LabelMatch | None) -> LabelMatch | None:
    """Read one line into the body; return the label that it gives to the next line."""
    text = line.text
    if pending is not None:
        _add_labelled(body, LabelMatch(pending.code, pending.printed, text))
        return None
    lone = match_lone_label(text)
    if lone is not None:
        return lone
    label = match_label(text)
    if label is not None:
        _add_labelled(body, label)
        return None
    picture = split_picture(text, strict=True) if not ends_with_stop(text) else None
    if picture is not None:
        _take_picture(line, picture, body)
    else:
        body.blocks.append(_plain_block(text))
    return None


def _add_labelled(body: Body, label: LabelMatch) -> None:
    if label.code == "source" and not body.sources:
        body.attribution = label.rest
        body.sources = read_attribution(label.rest)
        return
    body.blocks.append(Block("labelled", label.rest, label=label.printed, code=label.code))


def _plain_block(text: str) -> Block:
    heading = _HEADING.match(text)
    if heading:
        return Block("subheading", text[heading.end() :])
    if is_quoted(text):
        return Block("quote", text)
    if (
        text[0] not in "—–-"
        and len(text) < _SUBHEADING
        and is_headline_like(text)
        and not text.endswith("!")
    ):
        return Block("subheading", text)
    return Block("paragraph", text)


def _take_picture(line: Line, picture: Picture, body: Body) -> None:
    if body.picture is None:
        line.role, body.picture = Role.PICTURE, picture
    else:
        line.leave("caption of another picture")


def _last_prose(lines: list[Line]) -> int:
    """Return the place of the last line that is surely the story's: prose, a label, a list."""
    for place in reversed(range(len(lines))):
        text = lines[place].text
        if is_paragraph(text) or match_label(text) or is_quoted(text):
            return place
        if ends_with_stop(text) or (ends_sentence(text) and len(text) >= _SUBHEADING):
            return place
        if place and _list_length(lines, place - 1, place) > 1:
            return place
    return -1


def _leave_tail(line: Line, body: Body, *, closed: bool) -> None:
    """Say what a line after the story's last prose is: a signature, or the page's."""
    names = read_signature(line.text)
    picture = split_picture(line.text, strict=True)
    if names and not body.authors and (not closed or "," in line.text):
        line.role, body.authors = Role.AUTHORS, names
    elif picture is not None and not closed:
        _take_picture(line, picture, body)
    elif len(line.text) >= _LONG_TAIL and not closed:
        body.blocks.append(Block("paragraph", line.text))
    else:
        line.leave("short line after the end of the story")


def _list_length(lines: list[Line], place: int, last: int) -> int:
    """Return how many lines from `place` on are the items of one list."""
    for pattern in (_POINT, _NUMBER, _DASH):
        if not pattern.match(lines[place].text):
            continue
        end = place
        while end <= last and end < len(lines) and pattern.match(lines[end].text):
            end += 1
        items = lines[place:end]
        led = place > 0 and lines[place - 1].text.endswith(":")
        if pattern is _DASH and not led and any(ends_sentence(item.text) for item in items[:-1]):
            return 0
        if pattern is _POINT and is_quoted(lines[place].text):
            return 0
        return len(items) if len(items) > 1 or led else 0
    return 0


def _list_block(items: list[Line], pending: LabelMatch | None) -> Block:
    ordered = _NUMBER.match(items[0].text) is not None
    texts = []
    for item in items:
        point = _POINT.match(item.text) or _NUMBER.match(item.text) or _DASH.match(item.text)
        texts.append(item.text[point.end() :] if point else item.text)
    label = (pending.printed, pending.code) if pending else (None, None)
    return Block("list", "\n".join(texts), label=label[0], code=label[1], ordered=ordered)


def _mark_continued_speech(blocks: list[Block]) -> None:
    """Make paragraphs quotes that go on with speech opened in a labelled block above them."""
    open_speech = False
    for place, block in enumerate(blocks):
        if block.kind == "labelled":
            open_speech = block.code in {"quote", "verbatim"} and _stays_open(block.text)
        elif open_speech and block.kind == "paragraph":
            closes = block.text.rstrip(" .!?…").endswith(("»", "”", '"', "“"))
            if closes or block.text[:1] in '«“„"':
                blocks[place] = Block("quote", block.text)
            open_speech = not closes
        else:
            open_speech = False


def _stays_open(text: str) -> bool:
    return text[:1] in '«“„"' and closing_place(text) < 0
