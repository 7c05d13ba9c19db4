"""Reading a page of copy: a cleaned text in, a story and what was left out of it back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from shpalta.core.datelines import PrintedDate
from shpalta.core.moments import resolve_date
from shpalta.intake.text.body import Body, read_body
from shpalta.intake.text.cleaning import clean_text, refuse_unreadable
from shpalta.intake.text.dates import choose_date, find_agency_date, mark_dates
from shpalta.intake.text.document import (
    Copy,
    Furniture,
    Language,
    Picture,
    ReadOptions,
    Source,
    TickerLine,
)
from shpalta.intake.text.errors import CopyError
from shpalta.intake.text.head import Head, find_head
from shpalta.intake.text.language import detect_language, name_mixed_words
from shpalta.intake.text.lines import Line, Role, split_lines
from shpalta.intake.text.shapes import ends_with_stop
from shpalta.intake.text.sources import find_agency, find_attribution
from shpalta.intake.text.survey import drop_sections, drop_tail, is_list_page, survey
from shpalta.intake.text.ticker import take_ticker

_SEARCHED_BLOCKS = 2
_LONGEST_HEADLINE = 100
_ABOUT_THIS = ("Про це ", "Об этом ")


def read_copy(text: str, *, options: ReadOptions | None = None) -> Copy:
    """Read one news page or piece of agency copy.

    Takes text (as from `decode_copy`), gives the story with all that was left out and every
    doubt named. Raises `CopyError` for what is no single story in plain text.
    """
    options = options or ReadOptions()
    text = clean_text(text)
    refuse_unreadable(text)
    lines = split_lines(text)
    survey(lines)
    mark_dates(lines)
    ticker = take_ticker(lines)
    drop_sections(lines)
    date = choose_date(lines)
    head = find_head(lines)
    if head is None or is_list_page(lines, ticker, head.body):
        raise _no_story(lines, ticker)
    closed = drop_tail(lines, head.body)
    body = read_body([line for line in head.body if line.is_text], closed)
    language = (
        options.language if options.language != "auto" else detect_language(_prose(head, body))
    )
    copy = _copy(cast("Language", language), lines, head, body, ticker)
    return _with_moment(
        copy, date or find_agency_date(copy.lead) or find_agency_date(copy.headline), lines, options
    )


def find_year(text: str) -> int | None:
    """Return the year that the date line of a copy prints; None without date line or year.

    Reads only what it must, so that a folder can be asked for its years before it is read.
    """
    lines = split_lines(clean_text(text))
    mark_dates(lines)
    date = choose_date(lines)
    return date.year if date else None


def _no_story(lines: list[Line], ticker: Sequence[TickerLine]) -> CopyError:
    headlines = len(ticker) + sum(1 for line in lines if line.is_text)
    if headlines > 4:  # noqa: PLR2004 - a headline, a rubric and some leftovers are no list
        return CopyError(
            "the copy is a page with a list of headlines, not a story: open one of the stories "
            "and save that"
        )
    return CopyError(
        "the copy has a headline only: no text of a story follows it; save the whole page"
    )


def _prose(head: Head, body: Body) -> str:
    blocks = (block.text for block in body.blocks)
    return "\n".join((head.headline.text, head.lead or "", *blocks))


def _copy(
    language: Language, lines: list[Line], head: Head, body: Body, ticker: list[TickerLine]
) -> Copy:
    """Put together all but the moment of publication."""
    sources = body.sources or _sources_in_text(head, body)
    copy = Copy(
        language=language,
        headline=head.headline.text,
        authors=_unique(
            _values(lines, Role.DATE) + _values(lines, Role.AUTHORS) + head.authors + body.authors
        ),
        picture=head.picture if head.picture != Picture() else body.picture or Picture(),
        lead=head.lead,
        sources=sources,
        attribution=body.attribution,
        blocks=tuple(body.blocks),
        topics=_unique(_values(lines, Role.TOPICS)),
        ticker=tuple(ticker),
        furniture=tuple(
            Furniture(line.text, line.reason) for line in lines if line.role is Role.FURNITURE
        ),
    )
    return replace(copy, problems=tuple(_problems(copy, lines)))


def _sources_in_text(head: Head, body: Body) -> tuple[Source, ...]:
    """Find the attribution in the lead, or a whole chain in the next paragraphs.

    A paragraph further down that is "according to X" alone attributes itself, not the story.
    """
    lead = head.lead or ""
    found = find_attribution(lead) or find_agency(lead)
    if found:
        return found
    for block in body.blocks[:_SEARCHED_BLOCKS]:
        chain = find_attribution(block.text) if block.kind == "paragraph" else ()
        if len(chain) > 1 or (chain and block.text.startswith(_ABOUT_THIS)):
            return chain
    return ()


def _values(lines: list[Line], role: Role) -> tuple[str, ...]:
    return tuple(value for line in lines if line.role is role for value in line.values)


def _unique(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _problems(copy: Copy, lines: list[Line]) -> list[str]:
    texts = [copy.headline, copy.picture.caption or "", copy.picture.credit or "", copy.lead or ""]
    texts += [f"{block.label or ''} {block.text}" for block in copy.blocks]
    texts += [source.printed for source in copy.sources]
    texts += [line.headline for line in copy.ticker]
    problems = name_mixed_words(texts)
    for line in lines:
        if line.role is Role.FURNITURE and line.embargo:
            problems.append(f'the copy asks not to be published yet: "{line.text}"')
    if ends_with_stop(copy.headline) and len(copy.headline) > _LONGEST_HEADLINE:
        problems.append("the copy seems to have no headline: its first sentence is taken as one")
    if any("\ufffd" in text for text in texts):
        problems.append("letters of the copy are lost: it has replacement signs (U+FFFD)")
    return problems


def _with_moment(
    copy: Copy, date: PrintedDate | None, lines: list[Line], options: ReadOptions
) -> Copy:
    if date is None:
        relative = any(line.relative for line in lines)
        why = (
            'the date line has no date, only a time or "ago"' if relative else "no date line found"
        )
        return replace(copy, problems=(*copy.problems, f"{why}: published_at is not known"))
    read = resolve_date(
        date,
        time_zone=options.time_zone,
        year=options.year,
        neighbour_years=options.neighbour_years,
    )
    return replace(
        copy,
        published_at=read.moment,
        published_on=read.day,
        problems=(*copy.problems, *read.problems),
    )
