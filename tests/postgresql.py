"""A PostgreSQL server for tests: a real one from the system's packages, in a folder of its own."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

USER = "shpalta"


def programs() -> Path:
    """Find the folder of the newest installed server's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[4])
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    assert on_path is not None, "PostgreSQL is not installed: make test installs it"
    return Path(on_path).parent


class Server:
    """A running server; `url` is what DATABASE_URL wants, for its database `shpalta`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"postgresql://{USER}@127.0.0.1:{self.port}/{USER}"

    def run(self, *command: str) -> None:
        """Run one of PostgreSQL's programs, as a user that it accepts."""
        subprocess.run(self.as_server(command), check=True, capture_output=True, cwd="/")

    def as_server(self, command: Sequence[str]) -> list[str]:
        """Give a command line that runs as the server's user: it refuses to run as root."""
        program, *arguments = command
        line = [str(programs() / program), *arguments]
        return ["runuser", "-u", "postgres", "--", *line] if os.geteuid() == 0 else line

    def start(self) -> None:
        """Start and wait until it answers; also after `kill`."""
        settings = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        self.run(
            *("pg_ctl", "-D", str(self.folder / "data"), "-l", str(self.folder / "log")),
            *("-o", settings, "-w", "-t", "60", "start"),
        )

    def stop(self) -> None:
        """Stop without waiting for clients."""
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def kill(self) -> None:
        """Kill all its processes at once, as a power cut would."""
        pid = (self.folder / "data" / "postmaster.pid").read_text().split()[0]
        found = subprocess.run(["pgrep", "-P", pid], check=False, capture_output=True, text=True)
        family = [pid, *found.stdout.split()]
        subprocess.run(["kill", "-9", *family], check=False, capture_output=True)
        while any(Path(f"/proc/{one}").exists() for one in family):
            time.sleep(0.01)


@contextmanager
def running_postgresql() -> Iterator[Server]:
    """Make a server with an empty database, start it, and remove all of it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="shpalta-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    server = Server(folder)
    try:
        server.run(
            *("initdb", "-D", str(folder / "data"), "-U", USER, "-E", "UTF8", "--locale=C.UTF-8"),
            *("--auth=trust", "--no-instructions"),
        )
        server.start()
        connection = ("-h", "127.0.0.1", "-p", str(server.port), "-U", USER)
        server.run("createdb", *connection, USER)
        yield server
    finally:
        subprocess.run(
            server.as_server(
                ("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "-w", "stop")
            ),
            check=False,
            capture_output=True,
            cwd="/",
        )
        shutil.rmtree(folder, ignore_errors=True)
