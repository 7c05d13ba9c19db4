"""What the edge's store of objects costs in SQLite, and what it would cost in LMDB.

    python benchmarks/store.py [--objects 500] [--bytes 30000] [--rounds 5] [--data FOLDER]

Both get the same objects (a page's template, its fields, 30 keys), in as large transactions, on
the same disk, checksummed by the same function, in turns. Each start is a process of its own: the
time runs from opening the store to the last object read and checked. After removals every byte of
every file is searched for the words of what was removed. A process that writes is killed many
times, and nothing that it had committed may be missing or half there. Then the files are torn.
"""

import argparse
import random
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.peers.site import ROOT
from benchmarks.peers.stores import EPOCH, HOST, STORES, Store, disk_use, files_of, lies_in
from shpalta.core.errors import ShpaltaError
from shpalta.edge.rules.freshness import Times
from shpalta.edge.store_objects import Written
from shpalta.edge.stored import Received, Stored

BATCH = 100
REMOVED = 20
KILLS = 20
ROUND_OF_KILLED = 20
TARGET_START = 1.0


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--objects", type=int, default=500)
    parser.add_argument("--bytes", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--data", type=Path, default=Path(".cache/bench-store"))
    arguments = parser.parse_args()
    folder, count = arguments.data.resolve(), arguments.objects
    shutil.rmtree(folder, ignore_errors=True)
    objects = make_objects(count, arguments.bytes)
    print(f"{count} objects of {arguments.bytes:,} bytes with 30 keys, {BATCH} a transaction")
    times = _times(folder, objects, arguments.rounds)
    for what, unit, by_store in times:
        sqlite, other = (statistics.median(by_store[store.name]) for store in STORES)
        factor = {"us": 1e6, "ms": 1e3}[unit]
        print(
            f"  {what:<28} SQLite {sqlite * factor:8.1f} {unit}   LMDB {other * factor:8.1f} {unit}"
            f"   ratio {other / sqlite:.2f}"
        )
    wrong = _check_bytes(folder, objects)
    wrong += _check_kills(folder)
    _show_torn(folder, objects)
    start = statistics.median(times[1][2][STORES[0].name])
    if start > TARGET_START:
        wrong.append(f"a start takes {start:.1f} s, at most {TARGET_START:g} s")
    shutil.rmtree(folder)
    if wrong:
        sys.exit(f"our store does not do its work: {'; '.join(wrong)}")


def make_objects(count: int, size: int) -> list[Written]:
    """Make objects as they lie on disk; each has a key and a word of its own."""
    chance = random.Random(1)
    objects = []
    for number in range(count):
        keys = [f"story:up:uk:{chance.randrange(10**6, 10**7)}" for _ in range(29)]
        body = _word(number) + chance.randbytes(size)[len(_word(number)) :]
        objects.append(_make_object(number, body, [_key(number), *keys]))
    return objects


def _make_object(number: int, body: bytes, keys: Sequence[str]) -> Written:
    fields = (
        (b"content-type", b"text/html; charset=utf-8"),
        (b"surrogate-key", " ".join(keys).encode()),
    )
    received = Received(200, fields, body, Times(1.0, 2.0), 0, EPOCH)
    return Written.of(Stored((HOST, _target(number), b""), received, plain=False))


def _target(number: int) -> bytes:
    return b"/news/2024/04/10/%d/" % number


def _key(number: int) -> str:
    return f"story:up:uk:{number}"


def _word(number: int) -> bytes:
    return b"withdrawn word %d of a story." % number


# Times

_Times = list[tuple[str, str, dict[str, list[float]]]]


def _times(folder: Path, objects: Sequence[Written], rounds: int) -> _Times:
    """Give by what is done the unit to print, and by store the seconds of each round."""
    rows: _Times = [
        ("write, each", "us", {}),
        ("start, and read everything", "ms", {}),
        ("write again, each", "us", {}),
        ("remove by key, for good", "ms", {}),
    ]
    for _ in range(rounds):
        for store in STORES:
            shutil.rmtree(folder / store.name, ignore_errors=True)
            fresh = store(folder / store.name)
            measured = [_timed(_write_all, fresh, objects) / len(objects)]
            fresh.close()
            measured.append(_start(store, folder / store.name, len(objects)))
            again = store(folder / store.name)
            measured.append(_timed(_write_all, again, objects) / len(objects))
            measured.append(_timed(_remove_some, again) / REMOVED)
            again.close()
            for row, seconds in zip(rows, measured, strict=True):
                row[2].setdefault(store.name, []).append(seconds)
    return rows


def _timed(work: Callable[..., object], *arguments: object) -> float:
    began_at = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began_at


def _write_all(store: Store, objects: Sequence[Written]) -> None:
    for at in range(0, len(objects), BATCH):
        store.write(objects[at : at + BATCH])


def _remove_some(store: Store, *, thoroughly: bool = True) -> None:
    for number in range(REMOVED):
        store.remove(_key(number), thoroughly=thoroughly)


def _start(store: type[Store], folder: Path, count: int) -> float:
    return float(_alone(f"start(Path({str(folder)!r}), {store.name!r}, {count})"))


def start(folder: Path, name: str, count: int) -> None:
    """Open a store and read every object; print the seconds that took."""
    began_at = time.perf_counter()
    store = _named(name)(folder)
    missing = sum(store.read(_target(number)) is None for number in range(count))
    print(time.perf_counter() - began_at)
    if missing:
        sys.exit(f"{name} has lost {missing} of {count} objects")


def _named(name: str) -> type[Store]:
    return next(store for store in STORES if store.name == name)


def _alone(call: str) -> str:
    """Call one of these in a process of its own; give what it prints."""
    done = subprocess.run(_command(call), cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{call} failed:\n{done.stderr}")
    return done.stdout


def _command(call: str) -> list[str]:
    return [sys.executable, "-c", f"from benchmarks.store import *; {call}"]


# What is left, lost, and torn


def _check_bytes(folder: Path, objects: Sequence[Written]) -> list[str]:
    """Print the files' sizes, and how much of what was removed lies in them."""
    sqlite, other = STORES
    wrong = []
    for store, thoroughly in ((sqlite, True), (other, False), (other, True)):
        place = folder / store.name
        shutil.rmtree(place, ignore_errors=True)
        one = store(place)
        _write_all(one, objects)
        _remove_some(one, thoroughly=thoroughly)
        left = sum(lies_in(place, _word(number)) for number in range(REMOVED))
        print(
            f"  {store.name}, {REMOVED} objects removed {'for good' if thoroughly else 'plainly'}: "
            f"the words of {left} are left on disk; {disk_use(place) / 1e6:.1f} MB"
        )
        one.close()
        if left and store is sqlite:
            wrong.append(f"{left} removed objects can still be read in its files")
    return wrong


def _check_kills(folder: Path) -> list[str]:
    """Kill writers, and print how much of what they had committed was missing or mixed."""
    wrong = []
    chance = random.Random(2)
    for store in STORES:
        lost = 0
        shutil.rmtree(folder / store.name, ignore_errors=True)
        for _ in range(KILLS):
            command = _command(f"write_rounds(Path({str(folder / store.name)!r}), {store.name!r})")
            writer = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
            assert writer.stdout is not None  # noqa: S101  asked for above
            last = int(writer.stdout.readline())
            time.sleep(chance.uniform(0.0, 0.2))
            writer.kill()
            last = max([last, *map(int, writer.stdout.read().splitlines())])
            writer.wait()
            one = store(folder / store.name)
            rounds = {_round_of(one.read(_target(place))) for place in range(ROUND_OF_KILLED)}
            one.close()
            lost += len(rounds) != 1 or min(rounds) < last
        print(f"  {store.name}, kill -9 while it writes, {KILLS} times: {lost} times not whole")
        if lost and store is STORES[0]:
            wrong.append("it has lost or mixed what was committed")
    return wrong


def write_rounds(folder: Path, name: str) -> None:
    """Write the same objects again and again, each time all in one transaction; print the round."""
    store = _named(name)(folder)
    first = _round_of(store.read(_target(0))) + 1
    for number in range(first, first + 1_000_000):
        body = b"%d " % number + b"x" * 30_000
        store.write([_make_object(place, body, [_key(place)]) for place in range(ROUND_OF_KILLED)])
        # One write, so that a line is there as a whole or not at all.
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def _round_of(body: bytes | None) -> int:
    return int(body.partition(b" ")[0]) if body else 0


def _show_torn(folder: Path, objects: Sequence[Written]) -> None:
    """Tear the files, and print how reading them ends in a process of its own."""
    for store in STORES:
        for how, harm in (("every fourth page overwritten", _overwrite), ("cut in half", _cut)):
            place = folder / store.name
            shutil.rmtree(place, ignore_errors=True)
            one = store(place)
            _write_all(one, objects)
            one.close()
            harm(max(files_of(place), key=lambda file: file.stat().st_size))
            call = f"read_torn(Path({str(place)!r}), {store.name!r}, {len(objects)})"
            ended = subprocess.run(
                _command(call), cwd=ROOT, capture_output=True, text=True, check=False
            )
            said = ended.stdout.strip() or ended.stderr.strip().rpartition("\n")[2]
            if ended.returncode < 0:
                said = f"the process dies of {signal.Signals(-ended.returncode).name}"
            print(f"  {store.name}, {how}: {said}")


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        for at in range(8192, path.stat().st_size, 16_384):
            file.seek(at)
            file.write(b"\xff" * 4096)


def _cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def read_torn(folder: Path, name: str, count: int) -> None:
    """Read every object of a torn store; print how many came whole."""
    whole = noticed = 0
    try:
        store = _named(name)(folder)
        for number in range(count):
            try:
                whole += store.read(_target(number)) is not None
            except ShpaltaError:
                noticed += 1
    except ShpaltaError:
        print("found broken when it is opened")
        return
    print(f"{whole} of {count} objects read whole, {noticed} found torn")


if __name__ == "__main__":
    main()
