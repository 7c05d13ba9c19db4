"""Starts a house's processes, kills them, asks them, and stops them all at the end."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from shpalta.site.supervisor import Service, free_port, is_well, launch
from tests.migrated import begin_migrated

ROOT = Path(__file__).parent.parent.parent
WAIT_SECONDS = 60.0


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(port: int, path: str, *, host: str = "localhost", **headers: str) -> Answer:
    """Ask 127.0.0.1 at a port; `headers` with underscores for hyphens. Raises OSError."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_SECONDS)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers={"Host": f"{host}:{port}", **sent})
        answer = connection.getresponse()
        body = answer.read()
    except http.client.HTTPException as error:
        raise OSError(repr(error)) from error
    finally:
        connection.close()
    return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, body)


def wait_until(is_so: Callable[[], object], what: str, seconds: float = WAIT_SECONDS) -> None:
    """Wait for something to become true; fail with `what` if it does not."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if is_so():
            return
        time.sleep(0.01)
    raise AssertionError(f"in {seconds:.0f} s it did not come to pass that {what}")


class Worker:
    """A process that changes the house; see `tests.house.worker`."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.house.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=environment,
            text=True,
        )
        self._one_at_a_time = threading.Lock()

    def do(self, change: str, **arguments: Any) -> Any:
        """Have a function called (see `tests.house.worker`); give its result."""
        with self._one_at_a_time:
            self.send(change, **arguments)
            return self.receive()

    def send(self, change: str, **arguments: Any) -> None:
        """Ask for a change without waiting for it."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": change, "with": arguments}) + "\n")
        self.process.stdin.flush()

    def receive(self) -> Any:
        """Wait for the answer to the oldest change asked for."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            message = f"the worker ended (status {self.process.wait()})"
            raise ConnectionError(message)
        answer = json.loads(line)
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["result"]

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                assert pipe is not None
                pipe.close()


class House:
    """A house at work: `port` is the edge's (readers), `press_port` the origin's."""

    def __init__(
        self, data: Path, *, database_url: str = "", environment: Mapping[str, str] | None = None
    ) -> None:
        from shpalta.site.rooms import Plan

        self.data = data
        data.mkdir(parents=True, exist_ok=True)
        self.environment = os.environ | {"DATA": str(data), "PYTHONPATH": str(ROOT)}
        self.environment.pop("SHPALTA_ROOM", None)
        self.environment.update(environment or {})
        if database_url:
            self.environment["DATABASE_URL"] = database_url
        os.environ["DATA"], before = str(data), os.environ.get("DATA")
        self.plan = Plan(port=free_port(), newsroom_port=free_port(), press_port=free_port())
        self.services: dict[str, Service] = {one.name: one for one in self.plan.services()}
        if before is not None:
            os.environ["DATA"] = before
        self.port, self.press_port = self.plan.port, self.plan.press_port
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.log: IO[bytes] = (data / "log").open("ab")
        self.worker = Worker(self.environment)
        self.workers = [self.worker]

    def start(self, name: str) -> None:
        """Start a process (press, newsroom, readers, clock, edge) and wait until it is well."""
        service = self.services[name]
        self.processes[name] = launch(
            service,
            env=self.environment | dict(service.environment),
            stdout=self.log,
            stderr=self.log,
            cwd=ROOT,
        )
        # The clock's health is asked at the newsroom, which need not run here.
        if service.health and name != "clock":
            self._wait_until_well(name, service.health)

    def _wait_until_well(self, name: str, health: str) -> None:
        def is_so() -> bool:
            ended = self.processes[name].poll()
            assert ended is None, f"the {name} ended ({ended}):\n{self.log_text()[-3000:]}"
            return is_well(health)

        wait_until(is_so, f"the {name} is well")

    def change_command(self, name: str, option: str, value: str) -> None:
        """Give a process another value of an option at its next start."""
        service = self.services[name]
        command = list(service.command)
        command[command.index(option) + 1] = value
        self.services[name] = replace(service, command=command)

    def set_command(self, name: str, command: list[str]) -> None:
        """Give a process another command line at its next start."""
        self.services[name] = replace(self.services[name], command=command)

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """Send a signal to a process and all that it started; wait for its end if it kills."""
        process = self.processes[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        if number in {signal.SIGKILL, signal.SIGTERM}:
            process.wait(WAIT_SECONDS)

    def new_worker(self) -> Worker:
        """Start another process that changes the house beside the first one."""
        self.workers.append(Worker(self.environment))
        return self.workers[-1]

    def edge(self, path: str, *, host: str = "localhost", **headers: str) -> Answer:
        """Ask the edge, as a reader."""
        return ask(self.port, path, host=host, **headers)

    def press(self, path: str, *, host: str = "localhost", **headers: str) -> Answer:
        """Ask the press itself for a fresh rendering.

        It is told the readers' port in the host, as an edge tells it.
        """
        return ask(self.press_port, path, host=host, **headers)

    def edge_status(self) -> dict[str, Any]:
        """Read the edge's own account of itself."""
        status: dict[str, Any] = json.loads(self.edge("/-/status").body)
        return status

    def catch_up(self) -> None:
        """Wait until each process of the edge has taken the journal's newest entry."""
        head = self.worker.do("journal_head")
        command = list(self.services["edge"].command)
        workers = int(command[command.index("--workers") + 1])
        reached: set[int] = set()

        def all_have() -> bool:
            status = self.edge_status()
            if status["following"] and status["journal_position"] >= head:
                reached.add(status["worker"])
            return len(reached) >= workers

        wait_until(all_have, f"each worker of the edge is at {head}")

    def log_text(self) -> str:
        """Read what all processes wrote."""
        return (self.data / "log").read_text(errors="replace")

    def close(self) -> None:
        """Stop everything."""
        for worker in self.workers:
            worker.close()
        for name in list(self.processes):
            self.kill(name, signal.SIGCONT)
            self.kill(name)
        self.log.close()


@contextmanager
def running_house(
    data: Path,
    *,
    database_url: str = "",
    services: tuple[str, ...] = ("press", "edge"),
    environment: Mapping[str, str] | None = None,
) -> Iterator[House]:
    """Make a house in a folder and run some of its processes."""
    begin_migrated(data, database_url=database_url)
    house = House(data, database_url=database_url, environment=environment)
    try:
        house.worker.do("make_house")
        for name in services:
            house.start(name)
        yield house
    finally:
        house.close()
