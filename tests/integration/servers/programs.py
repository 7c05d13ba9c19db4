"""Runs other people's servers for a test or a benchmark: found, started, waited for, stopped."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

START_SECONDS = 60.0
STOP_SECONDS = 8.0


def find_program(name: str) -> str:
    """Give the path of a program of the system's packages, or say what to install."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    assert found is not None, f"{name} is not installed: sh tests/tools/debian.sh {name}"
    return found


def free_port() -> int:
    """Find a port of this host on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def on_core(core: int | None, command: Sequence[str]) -> list[str]:
    """Give the command line that keeps a command on one processor core, or leaves it free."""
    pinned = [] if core is None else [find_program("taskset"), "-c", str(core)]
    return [*pinned, *command]


@contextmanager
def running(
    name: str,
    command: Sequence[str],
    *,
    log: Path,
    ready: str = "",
    environment: Mapping[str, str] | None = None,
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a server in a session of its own until the block ends, then stop all of that session.

    `ready` is an address that any HTTP answer makes ready; what the server says goes to `log`.
    Raises AssertionError, with the end of the log, if it ends or does not answer.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(os.environ if environment is None else environment),
            start_new_session=True,
        )
    try:
        if ready:
            _wait_until_ready(name, process, ready, log)
        yield process
    finally:
        stop(process)


def _wait_until_ready(
    name: str, process: "subprocess.Popen[bytes]", address: str, log: Path
) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, f"{name} ended by itself:\n{_end_of(log)}"
        if answers(address):
            return
        time.sleep(0.05)
    raise AssertionError(f"{name} did not answer at {address}:\n{_end_of(log)}")


def answers(address: str) -> bool:
    """Say whether anything at all answers there over HTTP."""
    parts = urlsplit(address)
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=5)
    try:
        connection.request("GET", parts.path or "/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-4000:]


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Ask a server to stop, and kill what is left of its session."""
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
