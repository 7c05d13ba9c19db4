"""Bars by the hour or the day, drawn as SVG on the server: a chart needs no script and prints."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

WIDTH, HEIGHT = 720, 160
"""Units of the drawing; it scales with the screen."""
_STEPS = (1, 2, 5)
_MOST_MARKS = 12
_WIDEST = 40
"""Of a bar: few of them shall not look like walls."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in units of the drawing; `label` says when, `mark` stands under it if set."""

    x: float
    y: float
    width: float
    height: float
    value: int
    label: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: bars and lines of the grid as (y, value)."""

    bars: tuple[Bar, ...]
    grid: tuple[tuple[float, int], ...]
    total: int
    width: int = WIDTH
    height: int = HEIGHT


def _top(highest: int) -> int:
    """Give the round number up to which the scale goes."""
    scale = 1
    while True:
        for step in _STEPS:
            if step * scale >= highest:
                return step * scale
        scale *= 10


def hourly_chart(
    counts: Iterable[tuple[datetime, int]], *, since: datetime, until: datetime, zone: ZoneInfo
) -> Chart:
    """Draw sums by the hour from `since` to `until` (aware, whole hours), empty hours included.

    The labels are in the time of `zone`.
    """
    known = dict(counts)
    hours = []
    hour = since
    while hour < until:
        hours.append(hour)
        hour += timedelta(hours=1)
    marks = {0, 6, 12, 18}
    local = [(hour.astimezone(zone), known.get(hour, 0)) for hour in hours]
    return _drawn(
        [
            (f"{hour:%d.%m %H:00}", f"{hour:%H:00}" if hour.hour in marks else "", value)
            for hour, value in local
        ]
    )


def daily_chart(counts: Mapping[date, int], *, first: date, last: date) -> Chart:
    """Draw sums by the day from `first` to `last`, both included, empty days too."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    every = 1 + len(days) // _MOST_MARKS
    return _drawn(
        [
            (f"{day:%d.%m.%Y}", f"{day:%d.%m}" if place % every == 0 else "", counts.get(day, 0))
            for place, day in enumerate(days)
        ]
    )


def _drawn(points: Sequence[tuple[str, str, int]]) -> Chart:
    """Draw bars, given as (label, mark, value)."""
    if not points:
        return Chart((), (), 0)
    top = _top(max(1, *(value for _label, _mark, value in points)))
    pace = WIDTH / len(points)
    bars = tuple(
        Bar(
            x=round(place * pace, 2),
            y=round(HEIGHT - HEIGHT * value / top, 2),
            width=round(min(pace * 0.8, _WIDEST), 2),
            height=round(HEIGHT * value / top, 2),
            value=value,
            label=label,
            mark=mark,
        )
        for place, (label, mark, value) in enumerate(points)
    )
    # Of an odd number the middle line stands at what is printed beside it, a little under the half.
    middle = top // 2
    grid = ((0.0, top), (round(HEIGHT - HEIGHT * middle / top, 2), middle))
    return Chart(bars, grid if middle else grid[:1], sum(value for _label, _mark, value in points))
