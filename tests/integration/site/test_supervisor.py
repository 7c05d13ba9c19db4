"""The supervisor with real processes."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer

from shpalta.site.cli import app
from shpalta.site.rooms import Plan
from shpalta.site.supervisor import NICENESS, ServerError, Service, check_port, free_port, launch

ROOT = Path(__file__).parent.parent.parent.parent
SUPERVISOR = """
import sys
from shpalta.site import supervisor
supervisor.HEALTH_SECONDS, supervisor.PATIENCE = 0.2, 3
port = int(sys.argv[1])
service = supervisor.Service(
    "press", [sys.executable, "-c", PROGRAM, sys.argv[1]], health=f"http://127.0.0.1:{port}/"
)
def say(line):
    print(line, flush=True)
try:
    supervisor.run_services([service], when_ready=lambda: say("ready"), tell=say)
except supervisor.ServerError as error:
    say(f"refused: {error}")
"""
PAGE = """
import http.server, os, signal, subprocess, sys
helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
class Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
        self.wfile.write(f"{os.getpid()} {helper.pid}".encode())
    def log_message(self, *arguments):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


class Running:
    """A supervisor at work: what it says, and the processes that it runs."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self.process = process
        self.port = port

    def hear(self, words: str) -> str:
        """Read its lines up to one that has these words."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if words in line:
                return line
        pytest.fail(f"it never said {words!r}")

    def pids(self) -> list[int]:
        """Ask the page for its process and its helper's."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5) as answer:
            return [int(word) for word in answer.read().split()]


@contextmanager
def supervised(program: str = PAGE) -> Iterator[Running]:
    port = free_port()
    # A shell's background job starts with SIGINT ignored; it must stop us all the same.
    shell = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh"]
    script = f"PROGRAM = {program!r}\n{SUPERVISOR}"
    process = subprocess.Popen(
        [*shell, sys.executable, "-u", "-c", script, str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    # What it never says must not be waited for without end.
    limit = threading.Timer(60, process.kill)
    limit.start()
    with process:
        try:
            yield Running(process, port)
        finally:
            limit.cancel()
            process.terminate()


def is_running(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def eventually(is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + 15
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.05)
    return False


def answers(running: Running) -> bool:
    try:
        running.pids()
    except OSError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_every_process_that_was_started(number: signal.Signals) -> None:
    with supervised() as running:
        running.hear("ready")
        pids = running.pids()
        assert all(map(is_running, pids))
        running.process.send_signal(number)
        assert running.process.wait(15) == 0
    assert eventually(lambda: not any(map(is_running, pids)))


def test_a_killed_process_is_started_again_and_leaves_nothing_behind() -> None:
    with supervised() as running:
        running.hear("ready")
        killed, helper = running.pids()
        os.kill(killed, signal.SIGKILL)
        assert "started again" in running.hear("The press ended")
        assert eventually(lambda: answers(running))
        assert killed not in running.pids()
        assert not is_running(helper)


def test_a_process_that_lives_and_does_not_answer_is_started_again() -> None:
    with supervised() as running:
        running.hear("ready")
        stopped, _helper = running.pids()
        os.kill(stopped, signal.SIGSTOP)
        running.hear("does not answer")
        assert eventually(lambda: answers(running))
        assert stopped not in running.pids()


TELL_NICENESS = """
import os, pathlib
input()
os.fork()
group = pathlib.Path("/proc/self/autogroup")
told = group.read_text().split()[-1] if group.exists() else None
os.write(1, f"{os.getpriority(os.PRIO_PROCESS, 0)} {told};".encode())
"""


@pytest.mark.parametrize("steps_aside", [True, False])
def test_what_steps_aside_does_so_among_sessions_too(*, steps_aside: bool) -> None:
    service = Service("workshop", [sys.executable, "-c", TELL_NICENESS], steps_aside=steps_aside)
    with launch(service, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        told, _nothing = process.communicate(b"\n", timeout=20)
    own = os.getpriority(os.PRIO_PROCESS, 0)
    of_process, of_session = (max(own, NICENESS), NICENESS) if steps_aside else (own, 0)
    has_sessions = Path("/proc/self/autogroup").exists()
    one = f"{of_process} {of_session if has_sessions else None};"
    assert told.decode() == one + one, "it and its child"


def test_a_process_that_does_not_start_is_named_and_ends_everything() -> None:
    with supervised("raise SystemExit(3)") as running:
        assert "press" in running.hear("refused")
        assert running.process.wait(15) == 0


def test_a_taken_port_is_named_before_anything_starts() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=rf"port {port}.*PORT="):
            check_port("press", port, variable="PORT")


def test_a_free_port_is_none_that_an_outgoing_connection_may_be_given() -> None:
    ranges = Path("/proc/sys/net/ipv4/ip_local_port_range")
    first = int(ranges.read_text().split()[0]) if ranges.exists() else 32_768
    for _ in range(50):
        port = free_port()
        assert 10_000 <= port < max(first, 10_001)
        check_port("press", port, variable="PRESS_PORT")


@pytest.mark.parametrize("variable", ["PORT", "NEWSROOM_PORT", "PRESS_PORT", "READERS_PORT"])
def test_a_taken_port_is_told_by_the_name_that_changes_it(variable: str) -> None:
    ports = {name: free_port() for name in ("PORT", "NEWSROOM_PORT", "PRESS_PORT", "READERS_PORT")}
    option = f"--{variable.lower().replace('_', '-')}"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ports[variable] = taken.getsockname()[1]
        plan = Plan(
            port=ports["PORT"],
            newsroom_port=ports["NEWSROOM_PORT"],
            press_port=ports["PRESS_PORT"],
            readers_port=ports["READERS_PORT"],
        )
        with pytest.raises(ServerError, match=f"make demo {variable}=…, shpalta serve {option} "):
            plan.check_ports()
    makefile = (ROOT / "Makefile").read_text()
    assert f"\n{variable} ?= " in makefile
    assert f"{option} $({variable})" in makefile
    for command in ("demo", "serve"):
        options = typer.main.get_command(app).commands[command].params  # type: ignore[attr-defined]  # a group
        assert any(option in one.opts for one in options)
