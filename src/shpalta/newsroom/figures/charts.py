"""Bars by the hour, drawn as SVG on the server: a chart needs no script and prints."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

WIDTH, HEIGHT = 720, 160
"""Units of the drawing; it scales with the screen."""
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    """One hour's bar, in units of the drawing; `label` says when, `mark` stands under it if set."""

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
    return _drawn([(hour.astimezone(zone), known.get(hour, 0)) for hour in hours])


def _drawn(points: Sequence[tuple[datetime, int]]) -> Chart:
    if not points:
        return Chart((), (), 0)
    top = _top(max(1, *(value for _hour, value in points)))
    pace = WIDTH / len(points)
    marks = {0, 6, 12, 18}
    bars = tuple(
        Bar(
            x=round(place * pace, 2),
            y=round(HEIGHT - HEIGHT * value / top, 2),
            width=round(pace * 0.8, 2),
            height=round(HEIGHT * value / top, 2),
            value=value,
            label=f"{hour:%d.%m %H:00}",
            mark=f"{hour:%H:00}" if hour.hour in marks else "",
        )
        for place, (hour, value) in enumerate(points)
    )
    grid = ((0.0, top), (HEIGHT / 2, top // 2)) if top > 1 else ((0.0, top),)
    return Chart(bars, grid, sum(value for _hour, value in points))
