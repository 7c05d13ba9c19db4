"""What a moderator decides while the workshop looks stays decided."""

from collections.abc import Callable, Iterable

import pytest

from shpalta.readers.models import Comment, CommentState, Moderating, Report, Talk, TrustLevel
from shpalta.readers.moderation import hindsight, sorting
from shpalta.readers.moderation.models import Finding, JudgeRules
from shpalta.readers.moderation.services import approve_comments
from shpalta.readers.states import lock_talks_of
from tests.integration.readers.moderation.conftest import (
    Paper,
    make_moderator,
    make_reader,
    sort,
    write,
)

Lock = Callable[[Iterable[int]], dict[int, Talk]]


@pytest.fixture
def approved_first() -> Lock:
    """Wait for a moderator who finds all to be well, and lets go of the talks."""
    moderator = make_moderator()

    def approve_then_lock(comment_ids: Iterable[int]) -> dict[int, Talk]:
        ids = list(comment_ids)
        approve_comments(ids=ids, actor=moderator, expected=("held", "public"))
        return lock_talks_of(ids)

    return approve_then_lock


def test_what_is_published_while_it_is_sorted_waits_no_more(
    paper: Paper, approved_first: Lock, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.rules.moderating = Moderating.BEFORE
    paper.rules.save()
    row = write(paper.story, "Чекаю на рішення", make_reader())
    monkeypatch.setattr(sorting, "lock_talks_of", approved_first)
    sort()
    row.refresh_from_db()
    assert row.state == CommentState.PUBLIC
    assert not Finding.objects.filter(is_open=True).exists()


def test_what_is_found_to_be_well_is_not_held_for_reports_of_before(
    paper: Paper, approved_first: Lock, monkeypatch: pytest.MonkeyPatch
) -> None:
    JudgeRules.objects.create(title=paper.title, reports=1)
    row = write(paper.story, "Суперечлива думка", make_reader(level=TrustLevel.NEW, days=0))
    Report.objects.create(comment=row, reporter="n:x", reason="spam")
    monkeypatch.setattr(hindsight, "lock_talks_of", approved_first)
    sort()
    assert Comment.objects.get().state == CommentState.PUBLIC
