"""Reading a printed date line ("Середа, 10 квітня 2024, 23:37") in Ukrainian, Russian, English."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_MONTHS = (
    "січень січня січ январь января янв january jan",
    "лютий лютого лют февраль февраля фев февр february feb",
    "березень березня бер март марта мар march mar",
    "квітень квітня квіт кві апрель апреля апр april apr",
    "травень травня трав тра май мая may",
    "червень червня черв чер июнь июня июн june jun",
    "липень липня лип июль июля июл july jul",
    "серпень серпня серп сер август августа авг august aug",
    "вересень вересня вер сентябрь сентября сен сент september sep sept",
    "жовтень жовтня жовт жов октябрь октября окт october oct",
    "листопад листопада лист лис ноябрь ноября ноя нояб november nov",
    "грудень грудня груд гру декабрь декабря дек december dec",
)
_WEEKDAYS = (
    "понеділок пн понедельник monday mon",
    "вівторок вт вторник tuesday tue tues",
    "середа ср среда середу среду wednesday wed",
    "четвер чт четверг thursday thu thur thurs",
    "п'ятниця п'ятницю пт пятница пятницу friday fri",
    "субота суботу сб суббота субботу saturday sat",
    "неділя неділю нд воскресенье вс sunday sun",
)
_MONTH = {word: n for n, words in enumerate(_MONTHS, 1) for word in words.split()}
_WEEKDAY = {word: n for n, words in enumerate(_WEEKDAYS) for word in words.split()}


def _either(words: Collection[str]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


_M = rf"(?P<month>{_either(_MONTH)})\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)(?:\s*(?:року|рік|р\.|рр\.|года|год|г\.|р\b|г\b))?"
_DAY = r"(?<![\d:.,])(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|-го|-е|-те)?"
_CLOCK = r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?!\d)(?:[:.][0-5]\d(?:[.,]\d+)?)?"
_HALF = r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)"
_HALF12 = _HALF.replace("half", "half12")
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?P<year>(?:19|20)\d\d)[-./](?P<month_number>\d\d?)[-./](?P<day>\d\d?)(?!\d)t?",
        (
            r"(?<![\d.:])(?P<day>\d\d?)(?P<cut>[./-])(?P<month_number>\d\d?)(?P=cut)"
            r"(?P<year>(?:19|20)\d\d|\d\d)(?![\d:])(?:\s*(?:року|года|р\.|г\.))?"
        ),
        rf"{_DAY}\s+(?:of\s+)?{_M}(?:,?\s+{_YEAR})?",
        rf"(?<!\w){_M}\s+{_DAY}(?![\d:])(?:,?\s+{_YEAR})?",
        r"(?<![\d.:])(?P<day>0[1-9]|[12]\d|3[01])\.(?P<month_number>0[1-9]|1[0-2])(?![\d:])\.?",
    )
)
_BARE = 4  # The last pattern, "10.04", is a date only beside a time or a weekday.
_TIME = re.compile(rf"(?<![\d.:+-]){_CLOCK}{_HALF}?|(?<![\d.:])(?P<hour12>1[0-2]|0?[1-9]){_HALF12}")
_DAYNAME = re.compile(rf"(?<!\w)(?P<weekday>{_either(_WEEKDAY)})(?![\w'])\.?")
_ABBREVIATIONS = {
    "z": 0, "utc": 0, "gmt": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
    "мск": 3, "est": -5, "edt": -4, "pst": -8, "pdt": -7,
}  # fmt: skip
_ZONE = re.compile(
    r"(?P<kyiv>kyiv time|kiev time|kyiv local time|за київським часом|за київським|за києвом"
    r"|по києву|по киеву|по киевскому времени|київський час|київського часу|киевское время"
    r"|киевского времени|час київський|время киевское)(?!\w)"
    r"|(?<!\w)(?:(?:utc|gmt)\s?)?(?P<sign>[+−–-])(?P<hours>\d\d?)(?::?(?P<minutes>[0-5]\d))?(?!\d)"
    rf"|(?<![^\W\d])(?P<name>{_either(_ABBREVIATIONS)})(?!\w)"
    r"|(?P<local>local time|за місцевим часом|по местному времени)(?!\w)"
)
_UPDATED = re.compile(
    r"(?<!\w)(?:оновлено|обновлено|last updated|updated|last modified|modified|змінено|изменено"
    r"|доповнено|дополнено|upd)(?!\w)"
)
_PUBLISHED = re.compile(
    r"(?<!\w)(?:опубліковано|опубликовано|published on|published at|published|posted on|posted"
    r"|дата публікації|дата публикации|date published|publication date|дата|date|issued|released"
    r"|додано|добавлено|розміщено|створено|first)(?!\w)\s*:?"
)
_FILLER = re.compile(r"(?<!\w)(?:at|on|о|об|в|у|від|от|time|час|время|год|t)(?!\w)")
_EDGES = " \t,.;:|/•·—–−-()[]»›"
_LONGEST = 170
_NOON, _MONTHS_IN_YEAR, _LAST_DAY, _CENTURY = 12, 12, 31, 100


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """What a date line says, unread: parts that it does not print are None.

    `weekday` counts from Monday 0. `zone` is a fixed offset, the zone of Kyiv when the line
    says so, or None. `rest` is what else stands in the line, as printed (an author, a place).
    `updated` says that it is the time of an update; `ambiguous` that day and month may be
    the other way round ("04/05/2024").
    """

    day: int
    month: int
    year: int | None = None
    hour: int | None = None
    minute: int | None = None
    weekday: int | None = None
    zone: tzinfo | None = None
    rest: str = ""
    updated: bool = False
    ambiguous: bool = False


def fold(text: str) -> str:
    """Return `text` in lower case, of the same length, with one sort of apostrophe."""
    return text.lower().replace("’", "'").replace("ʼ", "'")


def read_dateline(line: str) -> PrintedDate | None:
    """Read a line that prints a date; None when it prints none.

    The line may be any text: whether `rest` may stand in a date line is for the caller to say.
    """
    text = fold(line)
    if len(line) > _LONGEST or len(text) != len(line) or not _has_digit(text):
        return None
    updated = _UPDATED.search(text)
    if updated and updated.start() > 0:
        first = _read_part(line[: updated.start()], text[: updated.start()])
        if first is not None:
            return first
    return _read_part(line, text, updated=updated is not None)


def _has_digit(text: str) -> bool:
    return any(sign in text for sign in "0123456789")


def _read_part(line: str, text: str, *, updated: bool = False) -> PrintedDate | None:
    """Read one date with its time, weekday and zone, and leave the rest of the line."""
    found = _find_date(text)
    if found is None:
        return None
    match, bare = found
    taken = [match.span()]
    masked = _mask(text, match.span())
    time = _TIME.search(masked)
    zone = None
    if time:
        taken.append(time.span())
        masked = _mask(masked, time.span())
        zone = _ZONE.search(masked)
        if zone:
            taken.append(zone.span())
            masked = _mask(masked, zone.span())
    weekday = _DAYNAME.search(masked)
    if weekday:
        taken.append(weekday.span())
    if bare and time is None and weekday is None:
        return None
    rest = _rest(line, taken)
    return _printed(match, time, weekday, _zone(zone), rest, updated=updated)


def _find_date(text: str) -> tuple[re.Match[str], bool] | None:
    for index, pattern in enumerate(_DATES):
        match = pattern.search(text)
        if match:
            return match, index == _BARE
    return None


def _mask(text: str, span: tuple[int, int]) -> str:
    start, end = span
    return text[:start] + "\n" * (end - start) + text[end:]


def _rest(line: str, taken: list[tuple[int, int]]) -> str:
    """Return what stands in the line besides the parts that were read."""
    for span in taken:
        line = _mask(line, span)
    pieces = []
    for piece in re.split(r"\n+|\s[|•·]\s", line):
        bare = fold(piece)
        for words in (_PUBLISHED, _UPDATED, _FILLER):
            bare = words.sub(lambda found: "\n" * len(found[0]), bare)
        kept = "".join(a for a, b in zip(piece, bare, strict=False) if b != "\n")
        pieces.append(kept.strip(_EDGES))
    return " ".join(piece for piece in pieces if piece)


def _zone(found: re.Match[str] | None) -> tzinfo | None:
    if found is None or found["local"]:
        return None
    if found["kyiv"]:
        return ZoneInfo("Europe/Kyiv")
    if found["name"]:
        return _offset(timedelta(hours=_ABBREVIATIONS[found["name"]]))
    span = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return _offset(span if found["sign"] == "+" else -span)


def _offset(span: timedelta) -> tzinfo | None:
    return timezone(span) if abs(span) <= timedelta(hours=14) else None


def _printed(
    match: re.Match[str],
    time: re.Match[str] | None,
    weekday: re.Match[str] | None,
    zone: tzinfo | None,
    rest: str,
    *,
    updated: bool,
) -> PrintedDate | None:
    parts = match.groupdict()
    day, month = int(parts["day"]), _month(parts)
    slash = parts.get("cut") == "/"
    if month > _MONTHS_IN_YEAR >= day and slash:
        day, month = month, day
    if not 1 <= month <= _MONTHS_IN_YEAR or not 1 <= day <= _LAST_DAY:
        return None
    year = int(parts["year"]) if parts.get("year") else None
    if year is not None and year < _CENTURY:
        year += 2000
    hour, minute = _clock(time)
    return PrintedDate(
        day=day,
        month=month,
        year=year,
        hour=hour,
        minute=minute,
        weekday=_WEEKDAY[weekday["weekday"]] if weekday else None,
        zone=zone,
        rest=rest,
        updated=updated,
        ambiguous=slash and day != month and max(day, month) <= _MONTHS_IN_YEAR,
    )


def _month(parts: dict[str, str | None]) -> int:
    number = parts.get("month_number")
    return int(number) if number else _MONTH[parts["month"] or ""]


def _clock(time: re.Match[str] | None) -> tuple[int | None, int | None]:
    if time is None:
        return None, None
    hour, minute = int(time["hour"] or time["hour12"]), int(time["minute"] or 0)
    half = time["half"] or time["half12"]
    if half and hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return hour, minute
