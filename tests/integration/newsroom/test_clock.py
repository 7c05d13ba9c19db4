"""Orders carried out: once, at their moment, one failing without the others."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from shpalta.newsroom.clock.beats import clock_status
from shpalta.newsroom.clock.models import ClockBeat, PublishOrder
from shpalta.newsroom.clock.releasing import carry_out, prepare
from shpalta.newsroom.clock.running import Clock
from shpalta.newsroom.stories.actions import StoryPublish
from shpalta.newsroom.stories.models import ListEntry, Story
from tests.integration.newsroom.clockwork import again, make_due, order, wind
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.desk import fresh

pytestmark = pytest.mark.django_db


def test_at_its_moment_the_story_goes_out_with_that_moment_as_its_time(house: House) -> None:
    story = house.story("Out at noon")
    placed = order(story, due_in=-2)

    wind()

    assert (fresh(story).state, fresh(story).published_at) == ("published", placed.due_at)
    assert ListEntry.objects.filter(story=story, shelf="all").exists()
    done = again(placed)
    assert (done.state, done.was_late) == ("done", False)
    assert done.late_by is not None
    assert done.late_by >= timedelta(seconds=1)


def test_before_its_moment_nothing_of_it_is_public(house: House) -> None:
    story = house.story("Not before noon")
    placed = order(story, due_in=5)

    wind()

    assert fresh(story).state == "draft"
    assert again(placed).state == "waiting"


def test_the_version_of_the_order_goes_out_and_not_the_later_one(house: House) -> None:
    story = house.story("As ordered")
    placed = order(story)
    story.headline = "Half written"
    story.save_revision()
    make_due(placed)

    wind()

    assert fresh(story).headline == "As ordered"
    assert fresh(story).has_unpublished_changes


def test_what_was_prepared_is_used_only_if_nothing_changed_since(house: House) -> None:
    story = house.story("First")
    placed = order(story)
    prepared = prepare(placed)
    story.headline = "Second"
    story.save_revision()
    PublishOrder.objects.filter(pk=placed.pk).update(revision=story.latest_revision)
    make_due(placed)

    assert carry_out(PublishOrder.objects.get(pk=placed.pk), prepared)

    assert fresh(story).headline == "Second"
    assert fresh(story).latest_revision_id == story.latest_revision_id
    assert not fresh(story).has_unpublished_changes


def test_an_overdue_order_is_carried_out_and_tells_readers_the_true_moment(house: House) -> None:
    story = house.story("Late")
    placed = order(story, due_in=-3600)
    before = timezone.now()

    wind()

    published_at = fresh(story).published_at
    assert published_at is not None
    assert published_at >= before
    assert again(placed).was_late


def test_after_a_blackout_orders_run_in_the_order_of_their_moments(house: House) -> None:
    stories = [house.story(f"Number {number}") for number in range(4)]
    for story, ago in zip(stories, (400, 300, 200, 100), strict=True):
        order(story, due_in=-ago)
    order(stories[3], due_in=-50, action="withdraw", revision=None)

    wind()

    published = Story.objects.filter(state="published").order_by("published_at")
    assert list(published) == stories[:3]
    assert fresh(stories[3]).state == "withdrawn"


def test_a_story_that_is_out_keeps_its_time_when_a_change_goes_out_by_order(house: House) -> None:
    story = house.published("First", published_at=timezone.now() - timedelta(days=1))
    was = story.published_at
    story.headline = "Second"
    story.save_revision()
    order(story, due_in=-1)

    wind()

    assert (fresh(story).headline, fresh(story).published_at) == ("Second", was)


class _FlakyError(RuntimeError):
    """A fault that passes by itself."""


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> dict[str, Exception]:
    """Make the publishing of stories with a certain headline fail in its middle."""
    faults: dict[str, Exception] = {}
    publish = StoryPublish._after_publish

    def failing(self: Any) -> None:
        publish(self)
        if self.object.headline in faults:
            raise faults[self.object.headline]

    monkeypatch.setattr(StoryPublish, "_after_publish", failing)
    return faults


def test_a_failing_order_is_tried_again_later_and_delays_no_other(
    house: House, fault: dict[str, Exception]
) -> None:
    bad, good = house.story("Bad"), house.story("Good")
    placed, other = order(bad, due_in=-3), order(good, due_in=-2)
    fault["Bad"] = _FlakyError("out of breath")
    clock = Clock()

    wind(clock)

    assert fresh(good).state == "published"
    assert again(other).state == "done"
    assert fresh(bad).state == "draft"
    assert not ListEntry.objects.filter(story=bad).exists()
    waiting = again(placed)
    assert (waiting.state, waiting.attempts) == ("waiting", 1)
    assert waiting.last_error == "out of breath"
    assert waiting.next_try_at > timezone.now()

    fault.clear()
    make_due(placed)
    wind(clock)
    assert fresh(bad).state == "published"
    assert again(placed).state == "done"


def test_pauses_between_tries_grow(house: House, fault: dict[str, Exception]) -> None:
    placed = order(house.story("Bad"), due_in=-1)
    fault["Bad"] = _FlakyError()
    pauses = []
    for _try in range(6):
        PublishOrder.objects.filter(pk=placed.pk).update(next_try_at=timezone.now())
        before = timezone.now()
        wind()
        pauses.append(round((again(placed).next_try_at - before).total_seconds()))

    assert pauses == [1, 2, 5, 15, 60, 60]


def test_what_cannot_succeed_is_given_up_at_once_and_told(
    house: House, fault: dict[str, Exception], caplog: pytest.LogCaptureFixture
) -> None:
    story = house.story("Secret headline")
    placed = order(story, due_in=-1)
    fault["Secret headline"] = ValidationError("The rubric is gone.")

    with caplog.at_level(logging.ERROR):
        wind()

    failed = again(placed)
    assert (failed.state, failed.last_error) == ("failed", "The rubric is gone.")
    assert clock_status().failed == 1
    assert f"order {placed.pk} of story {story.pk}: given up" in caplog.text
    assert "Secret" not in caplog.text


def test_lateness_is_logged_once_with_ids_alone(
    house: House, fault: dict[str, Exception], caplog: pytest.LogCaptureFixture
) -> None:
    story = house.story("Secret headline")
    placed = order(story, due_in=-120)
    fault["Secret headline"] = _FlakyError("Secret headline")
    clock = Clock()

    for _try in range(3):
        PublishOrder.objects.filter(pk=placed.pk).update(next_try_at=timezone.now())
        wind(clock)

    late = [record.getMessage() for record in caplog.records if "late" in record.getMessage()]
    assert len(late) == 1
    assert late[0].startswith(f"order {placed.pk} of story {story.pk}: 12")
    assert "Secret" not in caplog.text


def test_two_clocks_carry_an_order_out_once(house: House) -> None:
    story = house.story("Once")
    placed = order(story, due_in=-1)
    first, second = again(placed), again(placed)

    assert carry_out(first, prepare(first))
    assert not carry_out(second, prepare(second))

    assert fresh(story).state == "published"
    assert again(placed).attempts == 0


def test_an_order_that_was_moved_or_cancelled_in_between_is_not_carried_out(house: House) -> None:
    moved, cancelled = house.story("Moved"), house.story("Cancelled")
    orders = [order(moved, due_in=-1), order(cancelled, due_in=-1)]
    PublishOrder.objects.filter(story=moved).update(due_at=timezone.now() + timedelta(hours=1))
    PublishOrder.objects.filter(story=cancelled).update(state="cancelled")

    assert [carry_out(each) for each in orders] == [False, False]

    assert {fresh(moved).state, fresh(cancelled).state} == {"draft"}


def test_publishing_by_hand_settles_the_order_and_so_does_withdrawing(house: House) -> None:
    story = house.story("By hand")
    placed = order(story)

    story.latest_revision.publish()
    assert again(placed).state == "cancelled"

    later = order(story, action="withdraw", revision=None)
    update = order(story)
    fresh(story).unpublish()
    assert {again(later).state, again(update).state} == {"cancelled"}


def test_deleting_a_scheduled_draft_takes_its_order_with_it(house: House) -> None:
    story = house.story("Never mind")
    order(story)

    story.delete()

    assert not PublishOrder.objects.exists()


def test_the_clock_says_that_it_lives_and_what_waits(house: House) -> None:
    assert clock_status().last_beat_at is None
    assert not clock_status().is_running
    order(house.story("Soon"))

    wind()

    status = clock_status()
    assert status.is_running
    assert (status.waiting, status.overdue, status.failed) == (1, 0, 0)
    assert ClockBeat.objects.get().pending == 1


def test_a_withdrawal_by_order_takes_the_story_back(house: House) -> None:
    story = house.published("For an hour")
    placed = order(story, due_in=-1, action="withdraw", revision=None)

    wind()

    assert fresh(story).state == "withdrawn"
    assert again(placed).state == "done"
    assert not ListEntry.objects.filter(story=story).exists()


def test_orders_are_prepared_before_their_moment(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = house.story("Ready")
    placed = order(story, due_in=5)
    clock = Clock()
    wind(clock)
    checks: list[int] = []
    full_clean = Story.full_clean

    def counted(self: Story, **kwargs: Any) -> None:
        checks.append(1)
        full_clean(self, **kwargs)

    monkeypatch.setattr(Story, "full_clean", counted)
    monkeypatch.setattr(timezone, "now", lambda: placed.due_at + timedelta(milliseconds=3))

    wind(clock)

    assert fresh(story).state == "published"
    assert checks == []
