"""The public lists, kept up step by step, always equal the ones made anew."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shpalta.core.visibility import State, is_public
from shpalta.newsroom.stories.lists import rebuild_lists
from shpalta.newsroom.stories.models import ListEntry, Story
from tests.factories import make_author, make_edition, make_rubric, make_story, make_topic

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STEPS = ("new", "draft", "edit", "publish", "withdraw", "move")


def shelves() -> set[tuple[Any, ...]]:
    return set(ListEntry.objects.values_list("edition", "shelf", "published_at", "story"))


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 5)), max_size=14))
def test_after_any_steps_the_lists_equal_fresh_ones(steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        edition = make_edition()
        rubrics = [make_rubric(edition.title, slug) for slug in ("city", "sport")]
        topics = [make_topic() for _ in range(3)]
        author = make_author()
        stories: list[int] = []
        for step, choice in steps:
            if step in {"new", "draft"}:
                story = make_story(
                    edition,
                    published=step == "new",
                    published_at=NOW - timedelta(hours=choice),
                    rubric=rubrics[choice % 2],
                    topics=topics[: choice % 4],
                    authors=[author],
                )
                stories.append(story.pk)
            elif stories:
                change(Story.objects.get(pk=stories[choice % len(stories)]), step, rubrics, topics)
            kept = shelves()
            rebuild_lists()
            assert shelves() == kept
            assert {entry[3] for entry in kept} == public_ids()
        transaction.set_rollback(True)


def change(story: Story, step: str, rubrics: list[Any], topics: list[Any]) -> None:
    draft = story.get_latest_revision_as_object()
    if step == "edit":
        draft.headline += "!"
        draft.save_revision()
    elif step == "publish":
        draft.save_revision().publish()
    elif step == "withdraw":
        story.unpublish()
    else:
        draft.rubric = rubrics[0] if draft.rubric != rubrics[0] else rubrics[1]
        draft.topics = topics[1:]
        draft.save_revision().publish()


def public_ids() -> set[int]:
    """The public stories by the rule over plain data, and by the filter in SQL: the same."""
    now = datetime.now(UTC)
    by_rule = {story.pk for story in Story.objects.all() if is_public(story.standing, now=now)}
    assert set(Story.objects.public(now).values_list("pk", flat=True)) == by_rule
    return by_rule


def test_a_fault_in_the_lists_undoes_the_whole_publishing(monkeypatch: pytest.MonkeyPatch) -> None:
    story = make_story(make_edition(), published=False)

    def fail(_faces: object) -> None:
        message = "the disk is full"
        raise OSError(message)

    monkeypatch.setattr("shpalta.newsroom.stories.announcements._relist", fail)
    with pytest.raises(OSError, match="disk"):
        story.latest_revision.publish()
    fresh = Story.objects.get(pk=story.pk)
    assert (fresh.state, fresh.live, fresh.published_at) == (State.DRAFT, False, None)
    assert fresh.live_revision_id is None


def test_a_fault_in_the_lists_undoes_the_whole_withdrawal(monkeypatch: pytest.MonkeyPatch) -> None:
    story = make_story(make_edition())

    def fail(_faces: object) -> None:
        message = "the disk is full"
        raise OSError(message)

    monkeypatch.setattr("shpalta.newsroom.stories.announcements._relist", fail)
    with pytest.raises(OSError, match="disk"):
        story.unpublish()
    fresh = Story.objects.get(pk=story.pk)
    assert (fresh.state, fresh.withdrawn_at) == (State.PUBLISHED, None)
    assert ListEntry.objects.filter(story=story).exists()
