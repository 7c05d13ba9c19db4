"""Subjects and batches survive being written and read, and adding up loses nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.counting import Batch, CountingError, Subject, find_subject, merged

KINDS = st.sampled_from(["story", "seen", "click", "front"])
IDS = st.integers(1, 10**17)
SUBJECTS = st.builds(Subject, KINDS, st.one_of(st.just(0), IDS), IDS)
START = datetime(2026, 3, 28, 20, tzinfo=UTC)
SPOOLS = st.lists(
    st.tuples(st.integers(0, 2), st.dictionaries(SUBJECTS.map(str), st.integers(1, 10**6))),
    max_size=20,
)


def spool_of(steps: list[tuple[int, dict[str, int]]]) -> list[Batch]:
    hour, batches = START, []
    for number, (later, counts) in enumerate(steps, start=1):
        hour += timedelta(hours=later)
        batches.append(Batch(number, hour, counts, hour.timestamp() if counts else None))
    return batches


def sums(batches: list[Batch]) -> dict[tuple[str, datetime], int]:
    found: dict[tuple[str, datetime], int] = {}
    for batch in batches:
        for subject, count in batch.counts.items():
            found[subject, batch.hour] = found.get((subject, batch.hour), 0) + count
    return found


@given(SUBJECTS)
def test_a_subject_is_read_as_it_was_written(subject: Subject) -> None:
    assert find_subject(str(subject)) == subject


@pytest.mark.parametrize(
    "text",
    [
        *("", "story", "story/", "story/x", "Story/1", "story/1/2/3", "story/1\n", "story/-1"),
        *("a/1", "story/" + "1" * 19, "story/١", "../1", "story/1/"),
    ],
)
def test_what_is_no_subject_is_refused(text: str) -> None:
    assert find_subject(text) is None


@given(SPOOLS)
def test_a_batch_is_read_as_it_was_written(steps: list[tuple[int, dict[str, int]]]) -> None:
    for batch in spool_of(steps):
        assert Batch.parse(batch.line()) == batch


@given(SPOOLS)
def test_adding_up_loses_nothing_and_keeps_the_order(
    steps: list[tuple[int, dict[str, int]]],
) -> None:
    batches = spool_of(steps)
    added = merged(batches)
    assert sums(added) == sums(batches)
    numbers = [batch.number for batch in added]
    assert numbers == sorted(set(numbers))
    assert max(numbers, default=0) == len(batches)


def test_a_batch_is_late_by_the_clock_that_wrote_it_alone() -> None:
    batch = Batch(1, START, {"seen/1": 2}, 1000.0)
    assert not batch.is_late(1005.0)
    assert batch.is_late(1005.1)
    assert not batch.is_late(None)
    assert not Batch(1, START, {"seen/1": 2}).is_late(1e9)
    unknown, newer = Batch(2, START, {"seen/1": 1}), Batch(3, START, {"seen/1": 1}, 1004.0)
    [added] = merged([unknown, batch, newer])
    assert added == Batch(3, START, {"seen/1": 4}, 1000.0), "a sum is as old as its oldest part"


@pytest.mark.parametrize(
    "line",
    [
        *("", "{", "[]", "null", '{"n":1}', '{"n":1,"hour":"now","counts":{}}'),
        '{"n":1,"hour":"2026-01-01T00","counts":[]}',
        '{"n":1,"hour":"2026-01-01T00","at":"noon","counts":{}}',
    ],
)
def test_what_is_no_batch_is_refused(line: str) -> None:
    with pytest.raises(CountingError):
        Batch.parse(line)


def test_what_is_no_subject_is_left_out_of_a_batch() -> None:
    line = '{"n":1,"hour":"2026-01-01T00","counts":{"seen/1":2,"DROP TABLE":3,"seen/2":-4}}'
    assert Batch.parse(line).counts == {"seen/1": 2}
