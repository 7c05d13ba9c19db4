"""Flights begin and end at their second, caps hold, and each change is told once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from shpalta.campaigns import stages
from shpalta.campaigns.models import Campaign, Creative
from shpalta.campaigns.queries import coming_rows, facts_of
from shpalta.campaigns.speeds import Speeds
from shpalta.campaigns.stages import keep_stages, read_sums
from shpalta.core.campaigns import next_change
from shpalta.core.counting import Batch, this_hour
from shpalta.core.flights import Stage, stage_of
from shpalta.newsroom.figures.models import Tally
from shpalta.newsroom.figures.services import add_counts, take_batches
from tests.factories import make_title
from tests.integration.campaigns.conftest import Market
from tests.integration.newsroom.world import listening

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def unknown_speeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test's campaigns, whose ids are those of the last one's, begin without a speed."""
    monkeypatch.setattr(stages, "SPEEDS", Speeds())


def count(campaign: Campaign, number: int, *, kind: str = "seen", at: datetime) -> None:
    """Have a campaign's first creative seen or clicked."""
    creative = campaign.creatives.get()
    add_counts({(f"{kind}/{creative.pk}", this_hour(at)): number})


def stage(campaign: Campaign) -> str:
    return str(Campaign.objects.get(pk=campaign.pk).stage)


def test_a_flight_begins_and_ends_at_its_second_and_says_so_once(market: Market) -> None:
    start = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    campaign = market.campaign(starts_at=start, ends_at=start + timedelta(hours=1))
    assert stage(campaign) == "planned"

    for moment, expected in (
        (start - SECOND, "planned"),
        (start, "running"),
        (start + timedelta(minutes=59), "running"),
        (campaign.ends_at, "ended"),
    ):
        before = stage(campaign)
        with listening() as heard:
            keep_stages(moment)
            keep_stages(moment)
        assert stage(campaign) == expected
        assert [one.keys for one in heard.entries] == (
            [["campaigns:visnyk"]] if before != expected else []
        )


def test_what_the_pages_read_knows_the_next_change(market: Market) -> None:
    start = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    market.campaign(starts_at=start)
    [row] = coming_rows(market.house.edition.title_id)
    facts = facts_of(row)
    assert next_change([facts], timezone.now()) == start
    assert not facts.runs_at(start - SECOND)
    assert facts.runs_at(start)


def test_a_campaign_that_is_seen_fast_stops_for_what_is_under_way(market: Market) -> None:
    zone = market.house.edition.title.zone
    noon = datetime(2026, 11, 28, 12, tzinfo=zone)
    campaign = market.campaign(starts_at=noon - timedelta(days=2), daily_cap=1000)
    for turn in range(9):
        assert stage(campaign) == "running"
        count(campaign, 100, at=noon)
        keep_stages(noon + turn * SECOND)
    assert stage(campaign) == "capped_today", "900 are counted, and more than 100 are under way"
    count(campaign, 60, at=noon)
    for turn in range(9, 20):
        keep_stages(noon + turn * SECOND)
    assert stage(campaign) == "capped_today", "it does not run on as soon as nobody sees it"
    keep_stages(noon + timedelta(days=1))
    assert stage(campaign) == "running"


@pytest.mark.parametrize("cap", ["daily_cap", "total_cap"])
def test_a_cap_that_is_set_on_a_running_campaign_does_not_stop_it(market: Market, cap: str) -> None:
    zone = market.house.edition.title.zone
    noon = datetime(2026, 11, 28, 12, tzinfo=zone)
    campaign = market.campaign(starts_at=noon - timedelta(days=2))
    count(campaign, 500_000, at=noon)
    count(campaign, 400_000, kind="click", at=noon)
    for turn in range(20):
        if turn == 5:
            Campaign.objects.filter(pk=campaign.pk).update(**{cap: 1_000_000})
        if turn == 10:
            Campaign.objects.filter(pk=campaign.pk).update(cap_unit="click")
        if turn == 15:
            Campaign.objects.filter(pk=campaign.pk).update(cap_unit="seen")
        count(campaign, 3, at=noon)
        keep_stages(noon + turn * SECOND)
        assert stage(campaign) == "running", turn


@pytest.mark.parametrize("cap", ["daily_cap", "total_cap"])
def test_what_an_edge_sends_late_is_no_speed(market: Market, cap: str) -> None:
    zone = market.house.edition.title.zone
    noon = datetime(2026, 11, 28, 12, tzinfo=zone)
    caps: dict[str, Any] = {cap: 8_000}
    campaign = market.campaign(starts_at=noon - timedelta(days=2), **caps)
    for turn in range(9):
        count(campaign, 5_000 if turn == 6 else 20, at=noon)
        keep_stages(noon + turn * SECOND)
        assert stage(campaign) == "running", turn


@pytest.mark.parametrize("cap", ["daily_cap", "total_cap"])
def test_minutes_that_an_edge_catches_up_with_over_several_turns_are_no_speed(
    market: Market, cap: str
) -> None:
    zone = market.house.edition.title.zone
    noon = datetime(2026, 11, 28, 12, tzinfo=zone)
    caps: dict[str, Any] = {cap: 9_000}
    campaign = market.campaign(starts_at=noon - timedelta(days=2), **caps)
    subject, hour = f"seen/{campaign.creatives.get().pk}", this_hour(noon)
    sent_at = noon.timestamp()
    for turn in range(12):
        fresh = Batch(turn + 1, hour, {subject: 20}, sent_at + turn - 0.4)
        take_batches(spool="near", batches=[fresh], sent_at=sent_at + turn)
        if turn in (6, 7, 8):
            kept = Batch(turn, hour, {subject: 2_500}, sent_at - 240 + turn)
            take_batches(spool="far", batches=[kept], sent_at=sent_at + turn)
        keep_stages(noon + turn * SECOND)
        assert stage(campaign) == "running", turn
    late = Batch(20, hour, {subject: 1_300}, sent_at - 60)
    take_batches(spool="far", batches=[late], sent_at=sent_at + 12)
    keep_stages(noon + 12 * SECOND)
    assert stage(campaign) in {"capped", "capped_today"}, "for the cap it counts"


@pytest.mark.parametrize("cap", ["daily_cap", "total_cap"])
def test_what_was_stopped_short_of_its_cap_for_nothing_runs_on(market: Market, cap: str) -> None:
    zone = market.house.edition.title.zone
    noon = datetime(2026, 11, 28, 12, tzinfo=zone)
    caps: dict[str, Any] = {cap: 10_000}
    campaign = market.campaign(starts_at=noon - timedelta(days=2), **caps)
    for turn in range(4):
        count(campaign, 2_000, at=noon)
        keep_stages(noon + turn * SECOND)
    held = stage(campaign)
    assert held in {"capped", "capped_today"}, "2000 a second, it seems, and 8000 are counted"
    count(campaign, 30, at=noon)
    for turn in range(4, 14):
        keep_stages(noon + turn * SECOND)
        assert stage(campaign) == held, turn
    keep_stages(noon + 14 * SECOND)
    assert stage(campaign) == "running"
    count(campaign, 1_970, at=noon)
    keep_stages(noon + 15 * SECOND)
    assert stage(campaign) == held


def test_what_its_cap_stopped_stays_over_once_all_has_come_in(market: Market) -> None:
    zone = market.house.edition.title.zone
    noon = datetime(2026, 11, 28, 12, tzinfo=zone)
    campaign = market.campaign(starts_at=noon - timedelta(days=2), total_cap=1000)
    for turn in range(9):
        count(campaign, 100, at=noon)
        keep_stages(noon + turn * SECOND)
    count(campaign, 90, at=noon)
    for turn in range(9, 30):
        keep_stages(noon + turn * SECOND)
    keep_stages(noon + timedelta(days=1))
    keep_stages(noon + timedelta(days=40))
    assert stage(campaign) == "capped", "ten views are not worth another beginning"


def test_a_cap_of_the_day_pauses_until_midnight_of_the_title(market: Market) -> None:
    zone = market.house.edition.title.zone
    evening = datetime(2026, 11, 28, 23, 30, tzinfo=zone)
    campaign = market.campaign(starts_at=evening - timedelta(days=2), daily_cap=10)
    count(campaign, 9, at=evening)
    keep_stages(evening)
    assert stage(campaign) == "running"

    count(campaign, 1, at=evening)
    keep_stages(evening)
    assert stage(campaign) == "capped_today"
    [held] = coming_rows(campaign.title_id)
    assert facts_of(held).is_held

    keep_stages(datetime(2026, 11, 29, 0, 0, 1, tzinfo=zone))
    assert stage(campaign) == "running"


def test_a_cap_in_all_ends_it_and_a_higher_cap_lets_it_go_on(market: Market) -> None:
    campaign = market.campaign(total_cap=5, cap_unit="click")
    now = timezone.now()
    count(campaign, 99, at=now)
    keep_stages(now)
    assert stage(campaign) == "running"
    count(campaign, 5, kind="click", at=now)
    keep_stages(now)
    assert stage(campaign) == "capped"

    Campaign.objects.filter(pk=campaign.pk).update(total_cap=6)
    stages.keep_stage(campaign.pk)
    assert stage(campaign) == "running"


def test_a_kill_before_the_end_leaves_neither_stage_nor_entry(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = market.campaign(total_cap=1)
    count(campaign, 1, at=timezone.now())

    def killed(*_args: Any, **_kwargs: Any) -> None:
        raise DatabaseError("killed")

    with monkeypatch.context() as patch, listening() as heard:
        patch.setattr("shpalta.newsroom.announcing.scope.append_many", killed)
        with pytest.raises(DatabaseError):
            keep_stages()
    assert (stage(campaign), heard.entries) == ("running", [])

    with listening() as heard:
        keep_stages()
    assert (stage(campaign), heard.keys) == ("capped", {"campaigns:visnyk"})


def test_a_turn_costs_the_same_whatever_number_runs(
    market: Market, django_assert_num_queries: Any
) -> None:
    for number in range(6):
        market.campaign(f"№ {number}", total_cap=9)
    with django_assert_num_queries(5):
        keep_stages()


class TestIncremental(TestCase):
    """Stages kept turn by turn are those that a fresh look would give."""

    @settings(max_examples=25)
    @given(
        caps=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), min_size=1, max_size=3),
        steps=st.lists(
            st.tuples(st.integers(0, 2), st.integers(0, 4), st.integers(0, 40)), max_size=6
        ),
    )
    def test_kept_stages_equal_fresh_ones(
        self, caps: list[tuple[int, int]], steps: list[tuple[int, int, int]]
    ) -> None:
        Tally.objects.all().delete()
        title = make_title()
        now = datetime(2026, 11, 28, 10, tzinfo=UTC)
        rows = []
        for daily, total in caps:
            row = Campaign.objects.create(
                title=title,
                kind="house",
                name="x",
                starts_at=now,
                daily_cap=daily,
                total_cap=total,
                ends_at=now + timedelta(days=3),
            )
            Creative.objects.create(campaign=row)
            rows.append(row)
        keep_stages(now)
        for which, seen, hours in steps:
            row = rows[which % len(rows)]
            if seen:
                add_counts({(f"seen/{row.creatives.get().pk}", now): seen})
            now += timedelta(hours=hours)
            keep_stages(now)
        for row in Campaign.objects.select_related("title").filter(title=title):
            fresh = stage_of(row.flight, read_sums([row], now)[row.pk], now)
            # What is over stays over; nothing brings it back but a person.
            over = {Stage.ENDED, Stage.CAPPED}
            assert row.stage == fresh or {row.stage, fresh} <= over
