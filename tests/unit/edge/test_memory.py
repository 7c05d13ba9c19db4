"""Memory: bounded, and what is read stays."""

from hypothesis import given
from hypothesis import strategies as st

from shpalta.edge.memory import Memory
from shpalta.edge.rules.freshness import Times
from shpalta.edge.stored import Received, Stored


def make(name: int, size: int = 1000) -> Stored:
    received = Received(200, (), bytes(size), Times(0, 0))
    return Stored((b"host", b"/%d" % name, b""), received, plain=True)


def test_what_is_read_outlives_a_crawler_that_reads_everything_once() -> None:
    memory = Memory(limit=200_000, on_evicted=lambda stored: None)
    read = [make(number) for number in range(20)]
    for stored in read:
        memory.put(stored)
    for number in range(100, 3000):
        for stored in read:
            if memory.find(stored.key) is stored:
                stored.hits += 1
        memory.put(make(number))
    assert all(memory.find(stored.key) is stored for stored in read)


ACTIONS = st.lists(
    st.tuples(st.sampled_from(["put", "read", "drop", "grow"]), st.integers(0, 12)), max_size=80
)


@given(actions=ACTIONS, most=st.integers(1, 8))
def test_bounds_hold_and_the_sum_is_right(actions: list[tuple[str, int]], most: int) -> None:
    gone: list[Stored] = []
    memory = Memory(limit=20_000, most=most, on_evicted=gone.append)
    for action, name in actions:
        stored = memory.find((b"host", b"/%d" % name, b""))
        if action == "put":
            fresh = make(name)
            memory.put(fresh)
            assert memory.find(fresh.key) is fresh
        elif stored is not None and action == "read":
            stored.hits += 1
        elif stored is not None and action == "grow":
            memory.resize(stored, 700)
        elif action == "drop":
            memory.discard((b"host", b"/%d" % name, b""))
        assert memory.size == sum(one.size for one in memory)
        assert len(memory) <= most
        assert memory.size <= 20_000 or len(memory) == 1
        assert not any(memory.find(one.key) is one for one in gone)
