"""Runs the rooms as separate processes under one roof: starts, watches, restarts and stops them."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from types import FrameType
from typing import Any

from shpalta.core.errors import ShpaltaError

START_SECONDS = 30.0
STOP_SECONDS = 8.0
LOOK_SECONDS = 0.2
"""How often it is looked whether a process has ended."""
HEALTH_SECONDS = 5.0
"""How often a process is asked whether it is well."""
PATIENCE = 6
"""How often in a row a process may fail to say that it is well before it is started anew."""
BACK_OFF = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds before a process that keeps ending is started again; the last one for ever."""
LOWEST_PORT = 10_000
TRIES = 200
NICENESS = 5
"""Of processes that step aside: they get a third of the time of one that wants it as well. With
less, a busy machine could not start them anew."""
AUTOGROUP_SECONDS = 0.1
"""How often somebody without rights may have a session step aside, as Linux has it."""
AUTOGROUP_TRIES = 5
WELL_SECONDS = 30.0
"""A process that ran this long has recovered: its next end is a first one again."""


class ServerError(ShpaltaError):
    """A process could not be started. The message says which and why."""


@dataclass(frozen=True, slots=True)
class Service:
    """One process to run.

    `command` is its command line, `environment` what it gets on top of ours. `health` is an
    address that answers 200 while the process is well ("": being alive is enough). `must_start`:
    nothing is ready, and everything ends, if it does not come up the first time. `steps_aside`:
    it may work hard, and what readers wait for goes first.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    health: str = ""
    must_start: bool = True
    steps_aside: bool = False


def check_port(name: str, port: int, *, host: str = "127.0.0.1", variable: str) -> None:
    """Raise ServerError if a port is taken, or is not ours to take.

    `variable` is what `make demo` calls it and `serve` names as an option, for the message.
    """
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = (
                f"The {name} cannot listen on port {port}: {error.strerror}. "
                f"Stop what listens there, or choose another port: make demo {variable}=…, "
                f"shpalta serve --{variable.lower().replace('_', '-')} …"
            )
            raise ServerError(message) from error


def free_port(host: str = "127.0.0.1") -> int:
    """Find a port on which nothing listens now.

    It is none of those that the system gives to outgoing connections: between this call and the
    start of a server such a port may be taken.
    """
    below = _first_port_of_connections()
    for _ in range(TRIES):
        port = LOWEST_PORT + secrets.randbelow(below - LOWEST_PORT) if below > LOWEST_PORT else 0
        with contextlib.closing(socket.socket()) as probe, contextlib.suppress(OSError):
            probe.bind((host, port))
            return int(probe.getsockname()[1])
    message = f"No free port was found on {host}."
    raise ServerError(message)


def _first_port_of_connections() -> int:
    try:
        return int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    except (OSError, ValueError):
        return 32_768


def is_well(url: str, *, timeout: float = 5.0) -> bool:
    """Ask an address whether what answers there is well."""
    try:
        with urllib.request.urlopen(url, timeout=timeout) as answer:  # noqa: S310  our own address
            return bool(answer.status == HTTPStatus.OK)
    except (OSError, ValueError):  # HTTPError and timeouts are OSErrors
        return False


def launch(service: Service, **options: Any) -> "subprocess.Popen[bytes]":
    """Start a service's process in a session of its own; `options` are those of Popen."""
    process = subprocess.Popen(list(service.command), start_new_session=True, **options)  # noqa: S603  our own command
    if service.steps_aside:
        step_aside(process.pid)
    return process


def step_aside(pid: int) -> None:
    """Put a process that leads a session, and all that it will start, behind others.

    Niceness counts among the processes of a session. Among sessions Linux shares the time out by
    what stands in this file of theirs (autogroups: sched(7)); other systems have none.
    """
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, max(NICENESS, os.getpriority(os.PRIO_PROCESS, pid)))
    for _try in range(AUTOGROUP_TRIES):
        try:
            Path(f"/proc/{pid}/autogroup").write_text(str(NICENESS))
        except BlockingIOError:
            time.sleep(AUTOGROUP_SECONDS)
        except OSError:
            return
        else:
            return


class _Child:
    """One service's process, over all its lives."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.ends = 0
        self.unwell = 0
        self.restart_at = 0.0
        self.look_at = 0.0
        self.start()

    def start(self) -> None:
        environment = os.environ | {"PYTHONUNBUFFERED": "1"} | dict(self.service.environment)
        # A session of its own: Ctrl-C reaches us alone, and we stop the processes in order.
        self.process = launch(self.service, env=environment)
        self.started_at = time.monotonic()
        self.look_at = self.started_at + HEALTH_SECONDS
        self.unwell = 0

    def wait_until_well(self) -> None:
        """Wait for the first sign of life. Raises ServerError."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self.process.poll() is not None:
                message = f"The {self.service.name} ended at its start: see its messages above."
                raise ServerError(message)
            if not self.service.health or is_well(self.service.health):
                return
            time.sleep(0.05)
        message = f"The {self.service.name} was not well within {START_SECONDS:.0f} s."
        raise ServerError(message)

    def watch(self, tell: Callable[[str], None]) -> None:
        """Start the process again if it has ended, or if it lives and does not answer."""
        now = time.monotonic()
        if self.process.poll() is not None:
            if not self.restart_at:
                self._plan_restart(now, tell)
            elif now >= self.restart_at:
                self.restart_at = 0.0
                self.start()
        elif self.service.health and now >= self.look_at:
            self.look_at = now + HEALTH_SECONDS
            self.unwell = 0 if is_well(self.service.health, timeout=2.0) else self.unwell + 1
            if self.unwell >= PATIENCE:
                tell(f"The {self.service.name} does not answer. It is stopped and started again.")
                self.kill()

    def _plan_restart(self, now: float, tell: Callable[[str], None]) -> None:
        if now - self.started_at > WELL_SECONDS:
            self.ends = 0
        wait = BACK_OFF[min(self.ends, len(BACK_OFF) - 1)]
        self.ends += 1
        self.restart_at = now + wait
        # What it had started shares its session: none of it may hold a port or a file.
        self.kill()
        status = self.process.returncode
        tell(f"The {self.service.name} ended (exit status {status}). It is started again.")

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def run_services(
    services: Sequence[Service],
    *,
    when_ready: Callable[[], None],
    tell: Callable[[str], None],
) -> None:
    """Run services until Ctrl-C or SIGTERM, then stop every process that was started.

    They start in the order given and stop in the reverse one. `when_ready` is called once all
    are well; from then on one that ends, or stops answering, is started again, and `tell` gets a
    line about it. Raises ServerError if one that must start does not; the others are stopped then.
    """
    # SIGINT as well: a shell starts its background jobs with Ctrl-C ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    children: list[_Child] = []
    try:
        for service in services:
            children.append(_Child(service))  # noqa: PERF401  what has started must be stopped
        for child in children:
            if child.service.must_start:
                child.wait_until_well()
        when_ready()
        while True:
            for child in children:
                child.watch(tell)
            time.sleep(LOOK_SECONDS)
    except KeyboardInterrupt:
        pass
    finally:
        _stop(list(reversed(children)))


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _stop(children: Sequence[_Child]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # A second Ctrl-C must not leave half of the processes behind.
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    until = time.monotonic() + STOP_SECONDS
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.1, until - time.monotonic()))
        # Its workers share its session: whatever is left of it goes now.
        child.kill()


def granian(application: str, *, interface: str, host: str, port: int, workers: int) -> list[str]:
    """Give the command line that serves an application."""
    return [
        *(sys.executable, "-m", "granian", "--interface", interface, "--no-ws", "--http", "1"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--log-level", "warning", "--respawn-failed-workers", "--workers-kill-timeout", "3"),
        *(["--blocking-threads", "2"] if interface == "wsgi" else ["--loop", "uvloop"]),
        application,
    ]
