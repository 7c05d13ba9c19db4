"""Which objects a purge hits: compared with the plainest possible book-keeping."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.edge.keys import KeyIndex, PurgeLog

OBJECTS = st.sampled_from(["/", "/rus/", "/a", "/b", "/c"])
KEYS = st.sampled_from(["house", "title:up", "story:1", "story:2", "list:all", "day:1"])
KEY_SETS = st.sets(KEYS, max_size=4)
CHANGES = st.lists(st.tuples(OBJECTS, KEY_SETS | st.none()), max_size=60)


@given(CHANGES, KEY_SETS)
def test_the_index_finds_what_a_plain_dictionary_finds(
    changes: list[tuple[str, set[str] | None]], asked: set[str]
) -> None:
    index: KeyIndex[str] = KeyIndex()
    plain: dict[str, set[str]] = {}
    for object_id, keys in changes:
        if keys is None:
            index.discard(object_id)
            plain.pop(object_id, None)
        else:
            index.add(object_id, keys)
            plain[object_id] = keys
        expected = {name for name, held in plain.items() if held & asked}
        assert index.find(asked) == expected
    assert len(index) == len(plain)


def test_an_index_that_has_seen_many_objects_come_and_go_stays_small() -> None:
    index: KeyIndex[int] = KeyIndex()
    for turn in range(3_000):
        index.add(turn % 10, ["house", f"story:{turn}"])
    assert index.find(["house"]) == set(range(10))
    assert index.find([f"story:{turn}" for turn in range(2_990)]) == set()
    assert len(index._postings) < 50
    assert sum(len(posting) for posting in index._postings) < 100


def test_a_cleared_index_finds_nothing() -> None:
    index: KeyIndex[str] = KeyIndex()
    index.add("/", ["house"])
    index.clear()
    assert not index.find(["house"])
    assert len(index) == 0


PURGES = st.lists(st.tuples(KEY_SETS, st.booleans()), max_size=40)


@given(PURGES, st.integers(1, 12))
def test_the_purge_log_never_forgets(purges: list[tuple[set[str], bool]], capacity: int) -> None:
    log = PurgeLog(7, capacity=capacity)
    sequence = 7
    history: list[set[str] | None] = []
    marks = [log.mark()]
    for keys, is_reset in purges:
        if is_reset:
            sequence //= 2
            log.reset(sequence)
            history.append(None)
        else:
            sequence += 1
            log.record(sequence, keys)
            history.append(keys)
        marks.append(log.mark())
    for place, mark in enumerate(marks):
        since = history[place:]
        for key in ("house", "story:1"):
            if any(keys is None or key in keys for keys in since):
                assert log.touched_since(mark, [key])


def test_what_was_not_purged_was_not_touched() -> None:
    log = PurgeLog(41)
    log.record(42, ["story:1"])
    mark = log.mark()
    assert not log.touched_since(mark, ["story:1", "house"])
    log.record(43, ["house"])
    assert log.touched_since(mark, ["house"])
    assert not log.touched_since(mark, ["story:1"])
    assert not log.touched_since(log.mark_at(43), ["house"])


def test_a_mark_from_before_the_log_began_says_that_all_was_touched() -> None:
    assert PurgeLog(41).touched_since(40, ["story:1"])


def test_a_mark_older_than_what_is_remembered_says_that_all_was_touched() -> None:
    log = PurgeLog(capacity=2)
    mark = log.mark()
    for sequence in range(1, 4):
        log.record(sequence, [f"story:{sequence}"])
    assert log.touched_since(mark, ["house"])
    assert not log.touched_since(log.mark_at(1), ["house"])
    assert log.touched_since(log.mark_at(1), ["story:3"])


def test_a_position_of_a_journal_that_was_left_is_no_mark_in_the_next() -> None:
    log = PurgeLog(100)
    log.reset(50)
    for sequence in range(51, 120):
        log.record(sequence, ["house"])
    assert log.touched_since(log.mark_at(49), ["other"])
    assert not log.touched_since(log.mark_at(60), ["other"])


def test_an_entry_that_does_not_go_forward_is_refused() -> None:
    log = PurgeLog(5)
    with pytest.raises(ValueError, match="Entry 5 was recorded after 5"):
        log.record(5, ["house"])
