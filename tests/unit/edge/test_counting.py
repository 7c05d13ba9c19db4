"""People are counted, programs are not, and a spool gives each batch until it is acknowledged."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.counting import Batch
from shpalta.edge.counting import Counts, is_person
from shpalta.edge.metrics import Metrics
from shpalta.edge.spool import Spool

NOW = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
PEOPLE = [
    FIREFOX,
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1) {WEBKIT} Version/18.1 Mobile Safari/604.1",
    f"Mozilla/5.0 (Linux; Android 14; SM-A556B) {WEBKIT} Chrome/139.0.0.0 Mobile Safari/537.36",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/139.0 Safari/537.36 OPR/124.0.0.0",
    f"Mozilla/5.0 (Linux; Android 12; CUBOT X50) {WEBKIT} Chrome/120.0 Mobile Safari/537.36",
]
PROGRAMS = [
    "",
    "curl/8.5.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    f"Mozilla/5.0 {WEBKIT[:-1]}; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "TelegramBot (like TwitterBot)",
    f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} HeadlessChrome/139.0 Safari/537.36",
    "python-requests/2.32",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "Mozilla/5.0 (Windows NT 10.0) Chrome-Lighthouse",
]


@pytest.mark.parametrize("agent", PEOPLE)
def test_somebody_s_browser_is_a_person(agent: str) -> None:
    assert is_person(agent.encode())


@pytest.mark.parametrize("agent", PROGRAMS)
def test_a_program_is_none(agent: str) -> None:
    assert not is_person(agent.encode())


def test_what_a_browser_fetches_ahead_is_not_counted_until_somebody_asks() -> None:
    counts = Counts(Metrics())
    head = f"GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: {FIREFOX}\r\n".encode()
    counts.note_raw("story/1/2", head + b"Sec-Purpose: prefetch;prerender\r\n\r\n")
    counts.note("story/1/2", [(b"user-agent", FIREFOX.encode()), (b"purpose", b"prefetch")])
    assert counts.take() == {}
    counts.note_raw("story/1/2", head + b"\r\n")
    counts.note("story/1/2", [(b"user-agent", FIREFOX.encode())])
    assert counts.take() == {"story/1/2": 2}
    assert counts.take() == {}


@pytest.mark.parametrize("asked_for", ["image", "empty", "iframe", "script"])
def test_what_a_page_fetches_by_itself_is_not_read_by_anybody(asked_for: str) -> None:
    counts = Counts(Metrics())
    head = f"GET / HTTP/1.1\r\nUser-Agent: {FIREFOX}\r\nSec-Fetch-Dest: "
    fields = [(b"user-agent", FIREFOX.encode())]
    counts.note_raw("click/7", f"{head}{asked_for}\r\n\r\n".encode())
    counts.note("click/7", [*fields, (b"sec-fetch-dest", asked_for.encode())])
    assert counts.take() == {}
    counts.note_raw("click/7", f"{head}document\r\n\r\n".encode())
    counts.note("click/7", [*fields, (b"sec-fetch-dest", b"document")])
    assert counts.take() == {"click/7": 2}


def test_what_could_not_be_kept_is_added_to_what_came_meanwhile() -> None:
    counts = Counts(Metrics())
    counts.add("seen/1", 2)
    taken = counts.take()
    counts.add("seen/1")
    counts.add("seen/2")
    counts.put_back(taken)
    assert counts.take() == {"seen/1": 3, "seen/2": 1}


STEPS = st.lists(
    st.one_of(
        st.dictionaries(
            st.sampled_from(["seen/1", "seen/2", "click/1"]), st.integers(1, 9), min_size=1
        ),
        st.sampled_from(["send", "acknowledge", "kill"]),
    ),
    max_size=40,
)


class Delivery:
    """An origin that takes each batch of a spool once, and a worker that is killed at times."""

    def __init__(self, folder: Path, large: int) -> None:
        self.folder, self.large = folder, large
        self.taken: dict[str, int] = {}
        self.got: Counter[str] = Counter()
        self.begin()

    def begin(self) -> None:
        self.spool = Spool.begin(self.folder)
        self.spool._compact_at = self.large

    def deliver(self, spool: Spool) -> list[Batch]:
        batches = spool.waiting()
        for batch in batches:
            if batch.number > self.taken.get(spool.name, 0):
                self.taken[spool.name] = batch.number
                self.got.update(batch.counts)
        return batches

    def do(self, step: str) -> None:
        if step == "kill":
            self.spool.close()
            for left in Spool.left_behind(self.folder):
                self.deliver(left)
                left.close()
            self.begin()
            return
        batches = self.deliver(self.spool)
        if step == "acknowledge" and batches:
            self.spool.acknowledge(batches[-1].number)

    def finish(self) -> None:
        self.spool.close()
        for left in Spool.left_behind(self.folder):
            while batches := self.deliver(left):
                left.acknowledge(batches[-1].number)
            left.remove()


@given(steps=STEPS, large=st.sampled_from([1, 200, 10**6]))
def test_every_count_is_taken_once_whatever_is_cut_off(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Any], large: int
) -> None:
    folder = tmp_path_factory.mktemp("spool")
    delivery, meant = Delivery(folder, large), Counter[str]()
    for step in steps:
        if isinstance(step, dict):
            delivery.spool.write(step, NOW)
            meant.update(step)
        else:
            delivery.do(step)
    delivery.finish()
    assert delivery.got == meant
    assert list(folder.iterdir()) == []


def test_a_file_that_somebody_holds_is_left_alone(tmp_path: Path) -> None:
    held = Spool.begin(tmp_path)
    held.write({"seen/1": 1}, NOW)
    assert list(Spool.left_behind(tmp_path)) == []
    held.close()
    (left,) = Spool.left_behind(tmp_path)
    assert [batch.counts for batch in left.waiting()] == [{"seen/1": 1}]
    left.close()


def test_a_line_that_a_crash_tore_is_left_out(tmp_path: Path) -> None:
    spool = Spool.begin(tmp_path)
    spool.write({"seen/1": 1}, NOW)
    (path,) = tmp_path.iterdir()
    with path.open("ab") as file:
        file.write(b'{"n":2,"hour":"2026-')
    spool.close()
    (left,) = Spool.left_behind(tmp_path)
    assert [batch.number for batch in left.waiting()] == [1]
    left.close()
