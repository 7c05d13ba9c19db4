"""What the figures' screens show: how much is read now, what, and where."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from shpalta.core.counting import Subject, this_hour
from shpalta.newsroom.figures.charts import Chart, hourly_chart
from shpalta.newsroom.figures.queries import most_counted, place_series, series, total
from shpalta.newsroom.figures.ranking import STORY
from shpalta.newsroom.names import name_in
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition, Rubric

HOURS = 48
SHOWN = 20
_READ = 2000
"""Stories of a day that are looked through for the rubrics' sums."""


@dataclass(frozen=True, slots=True)
class Line:
    """A story, how often it was read this hour and since a day and a night."""

    number: int
    story_id: int | None
    headline: str
    hour: int
    day: int


@dataclass(frozen=True, slots=True)
class RubricLine:
    """A rubric and how often its stories were read; `share` is in percent of the largest."""

    rubric_id: int
    name: str
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class EditionFigures:
    """What is read in an edition, or in one of its rubrics.

    `rubric` is the name of that one, "" for the whole edition, which alone has lines of `rubrics`.
    """

    edition: Edition
    rubric: str
    this_hour: int
    last_day: int
    chart: Chart
    lines: tuple[Line, ...]
    rubrics: tuple[RubricLine, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class StoryFigures:
    """How often a story was read: in all, this hour, and hour by hour."""

    story: Story
    total: int
    this_hour: int
    chart: Chart
    at: datetime


@dataclass(frozen=True, slots=True)
class _Span:
    """The hours that a screen shows: from `since`, up to `until` without it."""

    since: datetime
    hour: datetime
    until: datetime

    @staticmethod
    def up_to(now: datetime) -> "_Span":
        hour, one = this_hour(now), timedelta(hours=1)
        return _Span(hour - (HOURS - 1) * one, hour, hour + one)

    @property
    def day(self) -> datetime:
        """When the last 24 hours begin, the present one among them."""
        return self.hour - timedelta(hours=23)

    def drawn(self, counts: list[tuple[datetime, int]], zone: ZoneInfo) -> Chart:
        return hourly_chart(counts, since=self.since, until=self.until, zone=zone)


_Found = dict[int, tuple[int, str, int | None]]
"""By number: a story's row, headline and rubric."""


def edition_figures(edition: Edition, language: str, now: datetime | None = None) -> EditionFigures:
    """Read an edition's figures, its rubrics named in a language."""
    now = now or timezone.now()
    span = _Span.up_to(now)
    of_day = most_counted(STORY, edition.pk, span.day, _READ)
    stories = _stories(edition, of_day)
    return _figures(
        edition,
        now,
        counts=place_series(STORY, edition.pk, span.since, span.until),
        of_day=of_day,
        stories=stories,
        rubrics=_rubrics(edition, of_day, stories, language),
    )


def rubric_figures(
    edition: Edition, rubric: Rubric, language: str, now: datetime | None = None
) -> EditionFigures:
    """Read the figures of a rubric's stories in an edition."""
    now = now or timezone.now()
    span = _Span.up_to(now)
    counted = most_counted(STORY, edition.pk, span.since, _READ)
    stories = {
        number: found
        for number, found in _stories(edition, counted).items()
        if found[2] == rubric.pk
    }
    of_day = [
        (number, count)
        for number, count in most_counted(STORY, edition.pk, span.day, _READ)
        if number in stories
    ]
    return _figures(
        edition,
        now,
        counts=place_series(STORY, edition.pk, span.since, span.until, items=stories.keys()),
        of_day=of_day,
        stories=stories,
        rubric=name_in(rubric.names, language),
    )


def _figures(
    edition: Edition,
    now: datetime,
    *,
    counts: list[tuple[datetime, int]],
    of_day: list[tuple[int, int]],
    stories: _Found,
    rubric: str = "",
    rubrics: tuple[RubricLine, ...] = (),
) -> EditionFigures:
    span = _Span.up_to(now)
    of_hour = dict(most_counted(STORY, edition.pk, span.hour, _READ))
    return EditionFigures(
        edition=edition,
        rubric=rubric,
        this_hour=dict(counts).get(span.hour, 0),
        last_day=sum(count for at, count in counts if at >= span.day),
        chart=span.drawn(counts, edition.title.zone),
        lines=_lines(of_day[:SHOWN], of_hour, stories),
        rubrics=rubrics,
        at=now,
    )


def _stories(edition: Edition, counted: list[tuple[int, int]]) -> _Found:
    """Read the works that were counted, of this edition or where else they were written."""
    numbers = [number for number, _count in counted]
    rows = Story.objects.filter(work_id__in=numbers).values_list(
        "work_id", "pk", "headline", "rubric_id", "edition_id"
    )
    found: _Found = {}
    for number, story_id, headline, rubric_id, edition_id in rows:
        if number not in found or edition_id == edition.pk:
            found[number] = (story_id, headline, rubric_id)
    return found


def _lines(
    of_day: list[tuple[int, int]], of_hour: dict[int, int], stories: _Found
) -> tuple[Line, ...]:
    lines = []
    for number, count in of_day:
        story_id, headline, _rubric = stories.get(number, (None, f"№ {number}", None))
        lines.append(Line(number, story_id, headline, of_hour.get(number, 0), count))
    return tuple(lines)


def _rubrics(
    edition: Edition, of_day: list[tuple[int, int]], stories: _Found, language: str
) -> tuple[RubricLine, ...]:
    sums: dict[int, int] = {}
    for number, count in of_day:
        _story, _headline, rubric_id = stories.get(number, (None, "", None))
        if rubric_id is not None:
            sums[rubric_id] = sums.get(rubric_id, 0) + count
    names = {
        row.pk: name_in(row.names, language)
        for row in Rubric.objects.filter(pk__in=sums, title_id=edition.title_id)
    }
    largest = max((sums[pk] for pk in names), default=1)
    lines = [
        RubricLine(pk, name, sums[pk], round(100 * sums[pk] / largest))
        for pk, name in names.items()
    ]
    return tuple(sorted(lines, key=lambda line: -line.count))


def story_figures(story: Story, now: datetime | None = None) -> StoryFigures:
    """Read a story's figures, its edition and title read along."""
    now = now or timezone.now()
    span = _Span.up_to(now)
    subject = str(Subject(STORY, story.edition_id, story.number))
    counts = series(subject, span.since, span.until)
    zone: ZoneInfo = story.edition.title.zone
    return StoryFigures(
        story, total(subject), dict(counts).get(span.hour, 0), span.drawn(counts, zone), now
    )
