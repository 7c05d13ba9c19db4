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

    name: str
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class EditionFigures:
    """An edition's figures."""

    edition: Edition
    this_hour: int
    last_day: int
    chart: Chart
    lines: tuple[Line, ...]
    rubrics: tuple[RubricLine, ...]
    at: datetime


def edition_figures(edition: Edition, language: str, now: datetime | None = None) -> EditionFigures:
    """Read an edition's figures, its rubrics named in a language."""
    now = now or timezone.now()
    hour = this_hour(now)
    since, until = hour - timedelta(hours=HOURS - 1), hour + timedelta(hours=1)
    counts = place_series(STORY, edition.pk, since, until)
    day_start = hour - timedelta(hours=23)
    of_day = most_counted(STORY, edition.pk, day_start, _READ)
    of_hour = dict(most_counted(STORY, edition.pk, hour, _READ))
    stories = _stories(edition, [number for number, _count in of_day])
    return EditionFigures(
        edition=edition,
        this_hour=dict(counts).get(hour, 0),
        last_day=sum(count for at, count in counts if at >= day_start),
        chart=hourly_chart(counts, since=since, until=until, zone=edition.title.zone),
        lines=_lines(of_day[:SHOWN], of_hour, stories),
        rubrics=_rubrics(edition, of_day, stories, language),
        at=now,
    )


def _stories(edition: Edition, numbers: list[int]) -> dict[int, tuple[int, str, int | None]]:
    """Read (id, headline, rubric) of works, of this edition or where else they were written."""
    rows = Story.objects.filter(work_id__in=numbers).values_list(
        "work_id", "pk", "headline", "rubric_id", "edition_id"
    )
    found: dict[int, tuple[int, str, int | None]] = {}
    for number, story_id, headline, rubric_id, edition_id in rows:
        if number not in found or edition_id == edition.pk:
            found[number] = (story_id, headline, rubric_id)
    return found


def _lines(
    of_day: list[tuple[int, int]],
    of_hour: dict[int, int],
    stories: dict[int, tuple[int, str, int | None]],
) -> tuple[Line, ...]:
    lines = []
    for number, count in of_day:
        story_id, headline, _rubric = stories.get(number, (None, f"№ {number}", None))
        lines.append(Line(number, story_id, headline, of_hour.get(number, 0), count))
    return tuple(lines)


def _rubrics(
    edition: Edition,
    of_day: list[tuple[int, int]],
    stories: dict[int, tuple[int, str, int | None]],
    language: str,
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
    lines = [RubricLine(names[pk], sums[pk], round(100 * sums[pk] / largest)) for pk in names]
    return tuple(sorted(lines, key=lambda line: -line.count))


@dataclass(frozen=True, slots=True)
class StoryFigures:
    """How often a story was read: in all, and hour by hour."""

    story: Story
    total: int
    chart: Chart


def story_figures(story: Story, now: datetime | None = None) -> StoryFigures:
    """Read a story's figures, its edition and title read along."""
    hour = this_hour(now or timezone.now())
    since, until = hour - timedelta(hours=HOURS - 1), hour + timedelta(hours=1)
    subject = str(Subject(STORY, story.edition_id, story.number))
    zone: ZoneInfo = story.edition.title.zone
    chart = hourly_chart(series(subject, since, until), since=since, until=until, zone=zone)
    return StoryFigures(story, total(subject), chart)
