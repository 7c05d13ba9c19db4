"""How soon readers of the live stream hear of a headline, and what a reader costs.

    python benchmarks/live.py [--readers 5000] [--events 20] [--every 1.0] [--data FOLDER]

A real press with the journal, a real edge with one worker that follows it, and as many real
connections as asked for, in processes of their own. An event is an entry of the journal,
committed to the database; the time runs from the end of the commit to the arrival of the whole
event at a reader's socket, over all events and readers. Memory is what the edge's processes
grow by from a tenth of the readers to all of them, per reader.

The peer is a loop that is told the same bytes directly and does nothing but send them, in the
same run: what lies between the two is the journal, resuming, and all that HTTP asks for.
"""

import argparse
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.peers.readers import HOME, Readers
from benchmarks.peers.site import COMMAND, running_press
from tests.integration.servers.programs import free_port, running

TARGET_P99, AIM_P99, TARGET_KB = 1.0, 0.3, 16.0
CHANNEL = "/-/live/bench/uk"
_SENDER = Path(__file__).with_name("peers") / "sender.py"


@dataclass(frozen=True)
class _Server:
    port: int
    process_id: int


@dataclass(frozen=True)
class _Figures:
    """Seconds until half and until nearly all of the events had arrived; KB for each reader."""

    p50: float
    p99: float
    kilobytes: float


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=5_000)
    parser.add_argument("--events", type=int, default=20)
    parser.add_argument("--every", type=float, default=1.0, help="seconds between events")
    parser.add_argument("--data", type=Path, default=Path(".cache/bench-live"))
    arguments = parser.parse_args()
    readers, events, every = arguments.readers, arguments.events, arguments.every
    # Ended from outside, it still ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    _raise_descriptor_limit(readers + 500)
    data = arguments.data.resolve()
    _set_up(data)
    with _edge(data, readers) as edge:
        ours = _measure(edge, readers, events, lambda number: _commit(number, every))
    with _sender(data) as sender:
        peer = _measure(sender, readers, events, lambda number: _send(sender, number, every))
    print(f"{readers:,} readers of one worker, {events} events, each heard once by each reader")
    print(
        f"  commit → reader   p50 {ours.p50 * 1000:6.0f} ms   p99 {ours.p99 * 1000:6.0f} ms"
        f"   (at most {TARGET_P99 * 1000:.0f}, aim {AIM_P99 * 1000:.0f})"
        f"   bare loop p50 {peer.p50 * 1000:.0f} ms  p99 {peer.p99 * 1000:.0f} ms"
        f"   ratio of p99 {ours.p99 / peer.p99:.2f}"
    )
    print(
        f"  memory            {ours.kilobytes:6.1f} KB a reader   (at most {TARGET_KB:.0f})"
        f"   bare loop {peer.kilobytes:.1f} KB   ratio {ours.kilobytes / peer.kilobytes:.2f}"
    )
    if ours.p99 > TARGET_P99 or ours.kilobytes > TARGET_KB:
        sys.exit("the live stream costs more than its target")


def _measure(
    server: _Server, readers: int, events: int, publish: Callable[[int], float]
) -> _Figures:
    """Connect readers, publish events, see that each came to each."""
    with Readers(server.port, CHANNEL) as crowd:
        first = crowd.connect(readers // 10)
        before = _memory(server.process_id)
        rest = crowd.connect(readers - first)
        grown = (_memory(server.process_id) - before) / rest / 1024
        delays = sorted(crowd.delays({number: publish(number) for number in range(1, events + 1)}))
    if len(delays) != readers * events:
        sys.exit(f"{readers * events - len(delays)} of {readers * events} events did not arrive")
    return _Figures(delays[len(delays) // 2], delays[int(len(delays) * 0.99)], grown)


def _raise_descriptor_limit(wanted: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        sys.exit(f"this machine allows {hard} open files; {wanted} are needed (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def _set_up(data: Path) -> None:
    data.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "shpalta.site.settings",
        "SHPALTA_ROOM": "command",
    }
    from shpalta.site.preparation import prepare

    prepare()


@contextmanager
def _edge(data: Path, readers: int) -> Iterator[_Server]:
    """Run a press and an edge with one worker before it."""
    port = free_port()
    with running_press(data, ()) as site:
        command = [*COMMAND, "edge", "--origin", site.address, "--listen", f"{HOME}:{port}"]
        command += ["--live-readers", str(readers), "--token-file", str(site.token_file)]
        ready = f"http://{HOME}:{port}/-/health"
        with running("edge", command, log=data / "edge.log", ready=ready) as process:
            yield _Server(port, process.pid)


@contextmanager
def _sender(data: Path) -> Iterator[_Server]:
    """Run the bare loop."""
    port = free_port()
    command = [sys.executable, str(_SENDER), str(port)]
    ready = f"http://{HOME}:{port}/"
    with running("sender", command, log=data / "sender.log", ready=ready) as process:
        yield _Server(port, process.pid)


def _memory(process_id: int) -> int:
    """Give the bytes of a process and all its children that nobody else has."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            if int(folder.name) != process_id and int(fields[1]) != process_id:
                continue
            lines = (folder / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue  # It has ended meanwhile.
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
    return total * 1024


# Publishing; each gives the moment at which it was done, and waits before the next


def _commit(number: int, pause: float) -> float:
    """Commit an entry with an event to the journal."""
    from django.db import transaction

    from shpalta.journal.services import append

    with transaction.atomic():
        keys = ["list:bench:uk:all", f"story:bench:uk:{number}"]
        append(keys=keys, event=_event(number))
    committed_at = time.monotonic()
    time.sleep(pause)
    return committed_at


def _send(sender: _Server, number: int, pause: float) -> float:
    """Give the bare loop the bytes that the edge would send."""
    from shpalta.core.entries import Position
    from shpalta.edge.channels import as_event

    text = as_event("published", Position(number, "0123456789abcdef"), _event(number))
    with socket.create_connection((HOME, sender.port)) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\n\r\n" + text)
        sent_at = time.monotonic()
        time.sleep(pause)
    return sent_at


def _event(number: int) -> dict[str, Any]:
    from django.utils import timezone

    at = timezone.now()
    return {
        "type": "published",
        "title": "bench",
        "edition": "uk",
        "number": number,
        "url": f"/news/{at:%Y/%m/%d}/{number}/",
        "headline": "Умєров і Кащюнас обговорили підготовку українських військових",
        "at": at.isoformat(),
        "time": f"{at:%H:%M}",
        "mark": "",
        "importance": "normal",
    }


if __name__ == "__main__":
    main()
