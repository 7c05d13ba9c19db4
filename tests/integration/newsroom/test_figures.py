"""Counts are taken once, what is most read is public, and the screens show both."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from shpalta.core.counting import Batch, this_hour
from shpalta.newsroom.figures.charts import daily_chart, hourly_chart
from shpalta.newsroom.figures.errors import FiguresError
from shpalta.newsroom.figures.models import MostRead, Tally
from shpalta.newsroom.figures.queries import late_totals, most_counted, series, total, totals
from shpalta.newsroom.figures.ranking import rank
from shpalta.newsroom.figures.services import add_counts, take_batches, take_report, tidy
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Desk, Edition
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.world import listening

HOUR = datetime(2026, 11, 24, 10, tzinfo=UTC)


def read(house: House, story: Story, times: int, *, hours_ago: int = 0) -> None:
    """Have a story read."""
    hour = this_hour(timezone.now()) - timedelta(hours=hours_ago)
    add_counts({(f"story/{story.edition_id}/{story.number}", hour): times})


class TestTaking(TestCase):
    """Reports may come twice, late and torn apart."""

    @given(
        batches=st.lists(
            st.dictionaries(st.sampled_from(["page/1", "story/1/2"]), st.integers(1, 99)),
            max_size=8,
        ),
        sendings=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=8),
    )
    def test_each_batch_counts_once(
        self, batches: list[dict[str, int]], sendings: list[tuple[int, int]]
    ) -> None:
        Tally.objects.all().delete()
        numbered = [Batch(n, HOUR, counts) for n, counts in enumerate(batches, start=1)]
        name = f"spool-{id(batches)}-{timezone.now().timestamp()}"
        reached = 0
        # A sender goes on from what was acknowledged, or repeats what it has sent before.
        for start, length in sendings:
            part = numbered[min(start, reached) :][:length]
            reached = max(reached, take_batches(spool=name, batches=part)) if part else reached
        take_batches(spool=name, batches=numbered[reached:] or numbered)
        for subject in ("page/1", "story/1/2"):
            assert total(subject) == sum(counts.get(subject, 0) for counts in batches)


@pytest.mark.django_db
def test_reports_that_are_none_are_refused_whole() -> None:
    good = {"n": 1, "hour": "2026-11-24T10", "counts": {"page/1": 1}}
    none: tuple[object, ...] = (None, [], {"spool": "a"}, {"spool": "", "batches": []})
    for report in (*none, {"batches": [good]}):
        with pytest.raises(FiguresError):
            take_report(report)
    with pytest.raises(FiguresError):
        take_report({"spool": "a", "batches": [good, {"n": 2}]})
    assert not Tally.objects.exists()
    assert take_report({"spool": "a", "batches": [good]}) == 1


@pytest.mark.django_db
def test_sums_are_read_by_subject_and_hour() -> None:
    add_counts({("page/1", HOUR): 2, ("page/2", HOUR): 1, ("nonsense", HOUR): 9})
    add_counts({("page/1", HOUR + timedelta(hours=1)): 5})
    assert total("page/1") == 7
    with CaptureQueriesContext(connection) as queries:
        assert totals(["page/1", "page/2", "page/3"]) == {"page/1": 7, "page/2": 1, "page/3": 0}
    assert len(queries) == 1
    assert totals(["page/1"], since=HOUR + timedelta(minutes=90)) == {"page/1": 5}
    assert series("page/1", HOUR, HOUR + timedelta(hours=1)) == [(HOUR, 2)]
    assert most_counted("page", 0, HOUR, 1) == [(1, 7)]


@pytest.mark.django_db
def test_old_hours_are_added_up_to_days_and_nothing_is_lost() -> None:
    now = HOUR + timedelta(days=60)
    for hours in (0, 1, 13, 14, 30, 24 * 50):
        add_counts({("page/1", HOUR + timedelta(hours=hours)): 1})
    tidy(now)
    tidy(now)
    assert total("page/1") == 6
    old = Tally.objects.filter(hour__lt=now - timedelta(days=36))
    assert {row.hour.hour for row in old} == {0}
    assert sorted(row.count for row in old) == [2, 3]


def test_what_is_most_read_is_public_and_announced_when_it_changes(house: House) -> None:
    first, second, third = (house.published(name) for name in ("Перша", "Друга", "Третя"))
    draft = house.story("Чернетка")
    read(house, first, 5)
    read(house, second, 9)
    read(house, third, 30, hours_ago=25)
    read(house, draft, 50)
    edition = Edition.objects.select_related("title").get(pk=house.edition.pk)
    with listening() as heard:
        assert rank(edition)
    assert heard.keys == {"read:visnyk:uk"}
    ranked = list(MostRead.objects.values_list("number", flat=True))
    assert ranked == [second.number, first.number]
    with listening() as heard:
        assert not rank(edition)
    assert heard.keys == set()
    second.unpublish()
    assert rank(edition)
    assert list(MostRead.objects.values_list("number", flat=True)) == [first.number]


def test_the_screens_show_what_is_read(house: House, journalist: Client) -> None:
    story = house.published("Найчитаніша")
    read(house, story, 1234)
    text = journalist.get(reverse("figures")).content.decode()
    assert "Найчитаніша" in text
    assert "1,234" in text
    part = journalist.get(reverse("figures_edition", args=[house.edition.pk]), {"part": "1"})
    assert "<html" not in part.content.decode()
    assert "Найчитаніша" in part.content.decode()
    page = journalist.get(reverse("figures_story", args=[story.pk])).content.decode()
    assert "1,234" in page


@pytest.mark.django_db
def test_what_came_late_is_known_and_counts_all_the_same() -> None:
    hour = HOUR.strftime("%Y-%m-%dT%H")
    batches = [
        {"n": 1, "hour": hour, "at": 1000.0, "counts": {"page/1": 3, "page/2": 1}},
        {"n": 2, "hour": hour, "at": 1090.0, "counts": {"page/1": 4}},
        {"n": 3, "hour": hour, "counts": {"page/1": 5}},
    ]
    for _twice in range(2):
        take_report({"spool": "a", "sent_at": 1090.5, "batches": batches})
    assert total("page/1") == 12
    assert late_totals(["page/1", "page/2", "page/3"]) == {"page/1": 3, "page/2": 1, "page/3": 0}
    take_report({"spool": "b", "sent_at": 1200.0, "batches": batches[:2]})
    assert late_totals(["page/1"]) == {"page/1": 10}
    take_report({"spool": "c", "sent_at": "noon", "batches": batches})
    assert late_totals(["page/1"]) == {"page/1": 10}, "nobody knows by which clock"


def test_an_edition_that_nobody_reads_yet_says_so(house: House, journalist: Client) -> None:
    assert "Nothing was read yet." in journalist.get(reverse("figures")).content.decode()


def test_the_figures_of_a_closed_title_are_closed(house: House, journalist: Client) -> None:
    Desk.objects.create(title=house.edition.title, names={"uk": "Стіл"})
    story = house.published("Чужа")
    for url in (
        reverse("figures_edition", args=[house.edition.pk]),
        reverse("figures_rubric", args=[house.edition.pk, story.rubric_id]),
        reverse("figures_story", args=[story.pk]),
    ):
        assert journalist.get(url).status_code == 404
    assert "Чужа" not in journalist.get(reverse("figures")).content.decode()


def test_a_chart_has_each_hour_also_when_clocks_change() -> None:
    since = datetime(2026, 10, 24, 20, tzinfo=UTC)
    chart = hourly_chart(
        [(since, 10)], since=since, until=since + timedelta(hours=24), zone=ZoneInfo("Europe/Kyiv")
    )
    assert len(chart.bars) == 24
    assert chart.bars[0].height == chart.height
    assert [bar.label for bar in chart.bars].count("25.10 03:00") == 2


@pytest.mark.parametrize("highest", [1, 2, 4, 17, 500])
def test_the_lines_of_a_chart_stand_at_what_is_printed_beside_them(highest: int) -> None:
    days = {date(2026, 11, 28): highest}
    chart = daily_chart(days, first=min(days), last=max(days))
    [top, *_lower] = [value for _y, value in chart.grid]
    for y, value in chart.grid:
        assert y == pytest.approx(chart.height * (1 - value / top), abs=0.01)


def test_a_rubric_has_figures_of_its_own(house: House, journalist: Client) -> None:
    inside, outside = house.published("Усередині"), house.published("Осторонь")
    Story.objects.filter(pk=outside.pk).update(rubric=None)
    read(house, inside, 21)
    read(house, inside, 4, hours_ago=30)
    read(house, outside, 400)
    url = reverse("figures_rubric", args=[house.edition.pk, inside.rubric_id])
    assert url in journalist.get(reverse("figures")).content.decode()
    figures = journalist.get(url).context["figures"]
    assert (figures.this_hour, figures.last_day, figures.chart.total) == (21, 21, 25)
    assert [line.headline for line in figures.lines] == ["Усередині"]


def test_every_screen_renews_its_figures_by_itself(house: House, journalist: Client) -> None:
    story = house.published("Жива")
    read(house, story, 3)
    for url in (
        reverse("figures_edition", args=[house.edition.pk]),
        reverse("figures_rubric", args=[house.edition.pk, story.rubric_id]),
        reverse("figures_story", args=[story.pk]),
    ):
        assert f'data-figures="{url}?part=1"' in journalist.get(url).content.decode()
        part = journalist.get(url, {"part": "1"}).content.decode()
        assert "<html" not in part
        assert "3" in part
