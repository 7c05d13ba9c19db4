"""The date line of a page: which lines are date lines, and which one is the story's."""

import re

from shpalta.core.datelines import PrintedDate, read_dateline
from shpalta.intake.text.lines import Line, Role
from shpalta.intake.text.people import read_signature

_TIME_ALONE = re.compile(
    r"(?:о |в |at )?(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?[ap]\.?m\.?)?\s*[a-z]{0,4}", re.IGNORECASE
)
_PLACE = re.compile(r"[A-ZА-ЯЁІЇЄҐ][\w.'’«»\"-]*(?:[ ,]+[A-ZА-ЯЁІЇЄҐ«\"][\w.'’«»\"-]*){0,2}")
_COUNT = re.compile(r"\D{0,14}\d[\d ]*\D{0,14}")
_AGENCY_LEAD = re.compile(
    r"[A-ZА-ЯЁІЇЄҐ][\w'’./ -]{1,40}?[,.:]?\s+(?P<date>[^—–\n]{3,40}?)[,.]?\s*"
    r"(?:\([^()\n]{2,40}\)|/[^/\n]{2,40}/|[A-ZА-ЯЁІЇЄҐ][\w-]+\.?)?\s*(?:[—–]|-\s|\.\s|:\s)"
)
_ALSO = ("сьогодні", "сегодня", "today", "вчора", "вчера", "yesterday")


def mark_dates(lines: list[Line]) -> None:
    """Mark the lines that are date lines, joining a date with the time alone beside it."""
    for place, line in enumerate(lines):
        if not line.is_text:
            continue
        date = read_dateline(line.text)
        if date is None:
            line.relative = len(line.text) < 40 and line.text.lower().startswith(_ALSO)  # noqa: PLR2004
            continue
        names = read_signature(date.rest) or read_signature(date.rest.removesuffix("."))
        if not _may_stand_alone(date, names):
            continue
        line.role, line.date = Role.DATE, date
        if names:
            line.role, line.values = Role.DATE, names
        if date.hour is None:
            _join_time(lines, place)


def _may_stand_alone(date: PrintedDate, names: tuple[str, ...]) -> bool:
    """Tell a date line from a sentence that names a date."""
    if not date.rest or date.updated:
        return True
    certain = date.hour is not None or date.year is not None
    if names:
        return certain
    if not certain or len(date.rest) > 45:  # noqa: PLR2004 - a place and an agency's name
        return False
    return _PLACE.fullmatch(date.rest) is not None or (
        date.hour is not None and date.year is not None and _COUNT.fullmatch(date.rest) is not None
    )


def _join_time(lines: list[Line], place: int) -> None:
    """Join "10 квітня 2024" with "23:37" in the next line, or in the line before."""
    line = lines[place]
    if any(other.date is not None for other in lines[:place]):
        return
    below = place + 1
    while below < len(lines) and lines[below].role is Role.FURNITURE:
        below += 1
    for other in (below, place - 1):
        if not 0 <= other < len(lines) or not _TIME_ALONE.fullmatch(lines[other].text):
            continue
        if other + 2 < len(lines) and _TIME_ALONE.fullmatch(lines[other + 2].text):
            continue  # The first time of a ticker below the day's date.
        joined = read_dateline(f"{line.text}, {lines[other].text}")
        if joined is not None and joined.hour is not None:
            line.date = joined
            lines[other].role = Role.DATE
            return


def choose_date(lines: list[Line]) -> PrintedDate | None:
    """Choose the story's date among the page's: printed with a time, not of an update."""
    line = find_date_line(lines)
    return line.date if line is not None else None


def find_date_line(lines: list[Line]) -> Line | None:
    """Return the line that prints the story's date; None when no line does."""
    dated = [(line, line.date) for line in lines if line.role is Role.DATE and line.date]
    for wanted in (
        [line for line, date in dated if date.hour is not None and not date.updated],
        [line for line, date in dated if not date.updated],
        [line for line, _ in dated],
    ):
        if wanted:
            return wanted[0]
    return None


def find_agency_date(lead: str | None) -> PrintedDate | None:
    """Find the day in an agency's opening ("KYIV, April 10 (Agency) — …"); None without it."""
    found = _AGENCY_LEAD.match(lead[:140]) if lead else None
    date = read_dateline(found["date"]) if found else None
    return date if date is not None and not date.rest else None
