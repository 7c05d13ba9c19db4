"""The ticker of a page: times with headlines of other stories, and their marks."""
# ruff: noqa: E501 - patterns are data: broken in the middle they are harder to read.

import re
from dataclasses import dataclass

from shpalta.intake.text.document import TickerLine
from shpalta.intake.text.lines import Line, Role
from shpalta.intake.text.shapes import ends_with_stop, is_headline_like

_DAY = r"(?:\d{1,2}\.\d{1,2}(?:\.\d{2,4})?|сьогодні|сегодня|вчора|вчера|today|yesterday)"
_TIME = re.compile(
    rf"(?:{_DAY},?\s+)?(?P<time>(?:[01]?\d|2[0-3]):[0-5]\d(?:\s?[ap]\.?m\.?)?)(?![\d:])"
    r"(?:\s*[—–−‒―|·•:-]\s*|\s*)",
    re.IGNORECASE,
)
_MARK_WORD = (
    r"фото|відео|видео|інтерв[’'ʼ]ю|интервью|оновлено|обновлено|доповнено|дополнено|онлайн|наживо"
    r"|ексклюзив|эксклюзив|аудіо|аудио|подкаст|інфографіка|инфографика|репортаж|терміново|срочно"
    r"|трансляція|трансляция|опитування|галерея|мапа|карта|photos?|videos?|updated|update|interview"
    r"|exclusive|live|podcast|gallery|audio|breaking|analysis"
)
_MARKS = rf"(?:{_MARK_WORD})(?:(?:\s*[,/+&]\s*|\s+(?=[А-ЯA-Z]{{4}}))(?:{_MARK_WORD}))*"
_LONE_MARK = re.compile(rf"[\[(]?({_MARKS})[\])]?\s*[:.]?", re.IGNORECASE)
_START = re.compile(
    rf"[\[(]({_MARKS})[\])]\s*[:.—–-]?\s*(?=\S)"
    rf"|({_MARKS})\s*[:|•·/]\s+(?=\S)"
    rf"|({_MARKS})(?P<stuck>\s*)(?=[A-ZА-ЯЁІЇЄҐ«“„\"0-9])",
    re.IGNORECASE,
)
_END = re.compile(rf"\s*[\[(+]\s*({_MARKS})\s*[\])]?$", re.IGNORECASE)
_END_CAPS = re.compile(r"\s*[—–|,.-]?\s+((?:ФОТО|ВІДЕО|ВИДЕО|PHOTOS?|VIDEO|ОНОВЛЕНО|ОБНОВЛЕНО|UPDATED)"
                       r"(?:[,/+ ]+(?:ФОТО|ВІДЕО|ВИДЕО|PHOTOS?|VIDEO))*)$")  # fmt: skip
_LONGEST = 250
_FEW = 2


@dataclass(slots=True)
class _Entry:
    """A time of the ticker: the lines it takes, and its headline."""

    place: int
    lines: list[Line]
    time: str
    headline: str


def take_ticker(lines: list[Line]) -> list[TickerLine]:
    """Claim the ticker's lines among `lines` and return what they say, in their order."""
    ticker: list[TickerLine] = []
    for run in _runs(lines, _entries(lines)):
        if not _is_ticker(run, lines):
            continue
        for entry in run:
            for line in entry.lines:
                line.role = Role.TICKER
            mark, headline = split_mark(entry.headline)
            ticker.append(TickerLine(entry.time, mark, headline))
    return ticker


def split_mark(headline: str) -> tuple[str | None, str]:
    """Take the mark ("видео", "фото, відео") off a ticker headline: (mark or None, the rest).

    A mark may be stuck to the headline. A capitalised word that is followed by a space, as
    in "Video shows the bridge", is the headline's own unless brackets or a colon set it apart.
    """
    found = _START.match(headline)
    if found:
        mark = found[1] or found[2] or found[3]
        apart = found[3] is None or found["stuck"] == "" or mark.isupper() or mark[0].islower()
        if apart and _begins(headline[found.end() :]):
            return mark, headline[found.end() :]
    for pattern in (_END, _END_CAPS):
        found = pattern.search(headline, max(0, len(headline) - 60))
        if found and found.start() > 0:
            return found[1].strip(), headline[: found.start()].rstrip()
    return None, headline


def _begins(rest: str) -> bool:
    """Tell whether `rest` begins as a headline: the letter case is not looked at by the pattern."""
    return not rest[:1].islower() or rest[1:2].isupper()


def _entries(lines: list[Line]) -> list[_Entry]:
    entries: list[_Entry] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        found = _TIME.match(line.text) if line.is_text and line.text[0].isalnum() else None
        if found and len(line.text) <= _LONGEST:
            rest = line.text[found.end() :]
            entry = _Entry(place, [line], found["time"], rest)
            if not rest or _LONE_MARK.fullmatch(rest):
                place = _take_headline(lines, place, entry)
            if entry.headline and any(map(str.isalpha, entry.headline)):
                entries.append(entry)
        place += 1
    return entries


def _take_headline(lines: list[Line], place: int, entry: _Entry) -> int:
    """Add the lines after a lone time to its entry: a lone mark, then the headline."""
    marked = entry.headline
    entry.headline = ""
    while place + 1 < len(lines):
        after = lines[place + 1]
        if not after.is_text or _TIME.match(after.text) or len(after.text) > _LONGEST:
            break
        place += 1
        entry.lines.append(after)
        if not marked and _LONE_MARK.fullmatch(after.text):
            marked = after.text
            continue
        entry.headline = f"[{marked.strip('[]():. ')}] {after.text}" if marked else after.text
        break
    return place


def _runs(lines: list[Line], entries: list[_Entry]) -> list[list[_Entry]]:
    """Group entries between which stands nothing but furniture and date lines."""
    runs: list[list[_Entry]] = []
    for entry in entries:
        if runs:
            last = runs[-1][-1]
            between = lines[last.place + len(last.lines) : entry.place]
            if not any(line.is_text for line in between):
                runs[-1].append(entry)
                continue
        runs.append([entry])
    return runs


def _is_ticker(run: list[_Entry], lines: list[Line]) -> bool:
    """Tell a ticker from a chronicle, whose timed lines are sentences."""
    stopped = sum(1 for entry in run if ends_with_stop(entry.headline))
    if stopped * 2 > len(run):
        return False
    if len(run) >= _FEW:
        return True
    only = run[0]
    if len(only.lines) == 1:
        return is_headline_like(only.headline) and " " in only.headline
    before = lines[only.place - 1] if only.place else None
    after = lines[only.place + len(only.lines) :]
    apart = before is not None and before.role is Role.FURNITURE
    at_end = not any(line.is_text for line in after) and only.place > len(lines) // 2
    return is_headline_like(only.headline) and (apart or at_end)
