"""Nothing of a story that is not public leaves the house, by any door that there is.

The doors are not named here: they are read from the URL configuration, so that a new route is
walked without anybody thinking of it.
"""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import brotli
import pytest
import zstandard
from django.urls.resolvers import get_resolver

from tests.house.changes import LANGUAGES
from tests.house.load import Listener
from tests.house.routes import paths_of
from tests.house.running import Answer, House, ask, running_house, wait_until

CANARY = "kanareyka9f27"
FIRST_NUMBER = 907_070_701
NUMBERS = range(FIRST_NUMBER, FIRST_NUMBER + 4)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running_house(tmp_path_factory.mktemp("embargo"), services=("press", "edge")) as house:
        yield house


def every_path(house: House) -> list[str]:
    """Give every path that the press's routes allow with the words of this house."""
    words = house.worker.do("words_for_routes")
    resolver = get_resolver("shpalta.site.urls_press")
    paths = [f"/{path}" for path in paths_of(resolver.url_patterns, words)]
    everywhere = [f"{prefix}{path}" for prefix in LANGUAGES.values() for path in paths]
    return list(dict.fromkeys(everywhere))


def walk(house: House, paths: Iterable[str]) -> Iterator[tuple[str, Answer]]:
    """Ask the press for each path, whole and in parts, and the edge."""
    surrogate = {"Surrogate_Capability": 'walker="ESI/1.0 Surrogate/1.0"'}
    for path in paths:
        yield f"press {path}", ask(house.press_port, path)
        yield f"press in parts {path}", ask(house.press_port, path, **surrogate)
        yield f"edge {path}", house.edge(path)


def traces(answers: Iterable[tuple[str, Answer]]) -> list[str]:
    """Name the answers that betray a story by its words or its number."""
    found = []
    for name, answer in answers:
        # Keys pass between press and edge alone: a page must be found when what it links to comes
        # out. The edge takes them off, which its own answers show.
        headers = {k: v for k, v in answer.headers.items() if k != "surrogate-key"}
        whole = answer.body + repr(answer.headers if "edge" in name else headers).encode()
        path = name.split(" ")[-1]
        if CANARY.encode() in whole:
            found.append(f"{name}: {answer.status}, the word")
        # What the reader asked for may be repeated to him; no other number may.
        asked = {number for number in NUMBERS if str(number) in path}
        found += [
            f"{name}: {answer.status}, {number}"
            for number in set(NUMBERS) - asked
            if str(number).encode() in whole
        ]
    return found


def show_and_withdraw(house: House, pk: int) -> None:
    """Put a story out, have the edge keep its page and the pages around it, and take it back."""
    house.worker.do("publish_row", pk=pk)
    house.catch_up()
    for path in (house.worker.do("path_of", pk=pk), "/", "/-/ticker/", "/rubric/city/"):
        assert CANARY.encode() in house.edge(path).body
    house.worker.do("withdraw_row", pk=pk)
    house.catch_up()


# A reader who listens for minutes is cut off at the end, in the middle of a read.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_canary_is_found_nowhere(house: House) -> None:
    listener = Listener(house.port)
    listener.start()
    wait_until(lambda: listener.connections, "a reader listens")
    made = house.worker.do("write_secrets", canary=CANARY, first_number=FIRST_NUMBER)
    assert house.worker.do("write_secret_comments", canary=CANARY, pk=made["embargoed"]) > 10
    show_and_withdraw(house, made["withdrawn"])
    paths = every_path(house)
    assert len(paths) > 100
    assert sum(str(FIRST_NUMBER) in path for path in paths) > 3
    assert any(CANARY in path and "images/" in path for path in paths)

    assert traces(walk(house, paths)) == []
    refused = {
        path: answer.status
        for path in paths
        if f"/{FIRST_NUMBER}/" in path or CANARY in path
        # What was said under the withdrawn story is gone as it is, whatever else is asked for.
        if f"/talk/{NUMBERS[-1]}/" not in path
        for answer in [house.edge(path)]
        # 405: a door that is only posted to says so whatever is behind it.
        if answer.status not in {404, 405}
    }
    assert refused == {}, "what is not public does not exist"
    gone = house.edge(house.worker.do("path_of", pk=made["withdrawn"]))
    assert gone.status == 410

    wait_until(lambda: listener.of_type("withdrawn"), "readers heard of the withdrawal")
    listener.stop()
    # One was public for a moment, and readers were told so; nothing was said of the others.
    assert not any(str(number) in repr(listener.events) for number in NUMBERS[:3])
    assert CANARY not in house.log_text()
    kept = b"".join(stored_bytes(house.data / "edge"))
    assert b"Opening 0" in kept, "the store was not read as it is written"
    assert CANARY.encode() not in kept

    # The same walk finds the word once the story is out: the test can fail.
    house.worker.do("publish_row", pk=made["draft"])
    house.catch_up()
    out = [path for path in paths if str(FIRST_NUMBER) in path or path in {"/", "/-/ticker/"}]
    betrayed = traces(walk(house, [*out, "/"]))
    assert any(one.startswith("edge") for one in betrayed)
    assert any(one.startswith("press") for one in betrayed)


def stored_bytes(folder: Path) -> Iterator[bytes]:
    """Read everything in the edge's store: the files as they are, and each value unpacked."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes()
    for path in folder.rglob("*.sqlite3"):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as store:
            tables = [
                row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type='table'")
            ]
            for table in tables:
                for row in store.execute(f'SELECT * FROM "{table}"'):
                    yield from (unpacked(value) for value in row if isinstance(value, bytes))


def unpacked(value: bytes) -> bytes:
    """Unpack a value that is compressed in a way that the edge knows; else give it as it is."""
    for unpack in (
        lambda: zlib.decompress(value, 47),
        lambda: zstandard.ZstdDecompressor().decompress(value),
        lambda: brotli.decompress(value),
    ):
        try:
            result: bytes = unpack()
        except (zlib.error, zstandard.ZstdError, brotli.error):
            continue
        return result
    return value
