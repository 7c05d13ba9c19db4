"""Runs the rooms' servers as separate processes under one roof, and stops them together."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from types import FrameType

from shpalta.core.errors import ShpaltaError

START_SECONDS = 30.0
STOP_SECONDS = 8.0


class ServerError(ShpaltaError):
    """A server could not be started or ended by itself. The message says which and why."""


@dataclass(frozen=True, slots=True)
class Server:
    """One room to serve: `room` is what SHPALTA_ROOM gets, `workers` a number of processes."""

    room: str
    port: int
    host: str = "127.0.0.1"
    workers: int = 1
    path: str = "/"

    def command(self) -> list[str]:
        """Give the command line of its process."""
        return [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
            *("--host", self.host, "--port", str(self.port), "--workers", str(self.workers)),
            *("--blocking-threads", "2", "--log-level", "warning", "--respawn-failed-workers"),
            "shpalta.site.wsgi:application",
        ]


def check_port(server: Server) -> None:
    """Raise ServerError if the server's port is taken, or is not ours to take."""
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((server.host, server.port))
        except OSError as error:
            variable = "PORT" if server.room == "press" else "NEWSROOM_PORT"
            message = (
                f"The {server.room} cannot listen on port {server.port}: {error.strerror}. "
                f"Stop what listens there, or choose another port: make demo {variable}=…"
            )
            raise ServerError(message) from error


def run_servers(servers: Sequence[Server], *, when_ready: Callable[[], None]) -> None:
    """Run the servers until Ctrl-C or SIGTERM, then stop every process that was started.

    `when_ready` is called once all of them answer. Raises ServerError if one does not start
    or ends by itself; the others are stopped then as well.
    """
    for server in servers:
        check_port(server)
    # SIGINT as well: a shell starts its background jobs with Ctrl-C ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for server in servers:
            environment = os.environ | {"SHPALTA_ROOM": server.room, "PYTHONUNBUFFERED": "1"}
            # A session of its own: Ctrl-C reaches us alone, and we stop the servers in order.
            processes[server.room] = subprocess.Popen(  # noqa: S603  our own command
                server.command(), env=environment, start_new_session=True
            )
        for server in servers:
            _wait_until_ready(server, processes[server.room])
        when_ready()
        while True:
            _check_running(processes)
            time.sleep(0.5)
    except KeyboardInterrupt:
        pass
    finally:
        _stop(list(processes.values()))


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _check_running(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    for room, process in processes.items():
        if process.poll() is not None:
            message = f"The {room}'s server ended by itself (exit status {process.returncode})."
            raise ServerError(message)


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    url = f"http://127.0.0.1:{server.port}{server.path}"
    while time.monotonic() < until:
        _check_running({server.room: process})
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError as error:
            if error.code < HTTPStatus.INTERNAL_SERVER_ERROR:
                return
            message = f"The {server.room} answers {error.code}: see its messages above."
            raise ServerError(message) from error
        except OSError:
            time.sleep(0.1)
    message = f"The {server.room} did not answer within {START_SECONDS:.0f} s."
    raise ServerError(message)


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + STOP_SECONDS
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, until - time.monotonic()))
        # Its workers share its session: whatever is left of it goes now.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
