"""The demo newspaper as a visitor meets it: real processes, a real database, a real browser."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.migrated import begin_migrated
from tests.scripts import Scripts, waiting_for_scripts

SHPALTA = Path(sys.executable).parent / "shpalta"
PATIENCE_SECONDS = 600
_DUE = """
from shpalta.newsroom.renditions.models import Preparation
from shpalta.newsroom.video.models import Video
pictures = Preparation.objects.filter(is_due=True)
print(pictures.count() + Video.objects.exclude(state="ready").count())
"""


@dataclass(frozen=True)
class Site:
    """A running installation: where it answers, where its data lies, how to log in."""

    readers: str
    newsroom: str
    data: Path
    user: str
    password: str
    scripts: Scripts

    def run(self, script: str) -> str:
        """Run a script on the same data while the servers run; give what it prints."""
        return self.scripts.run(script)

    def shpalta(self, *arguments: str, given: bytes = b"") -> str:
        """Run a command on the same data while the servers run; give what it prints."""
        result = subprocess.run(
            [str(SHPALTA), *arguments],
            env=os.environ | {"DATA": str(self.data)},
            input=given,
            capture_output=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr.decode()
        return result.stdout.decode()

    def wait_for_pictures(self) -> None:
        """Wait until the workshop has made the files of all pictures and videos."""
        until = time.monotonic() + PATIENCE_SECONDS
        while self.run(_DUE).strip() != "0":
            assert time.monotonic() < until, f"not done after {PATIENCE_SECONDS} s"
            time.sleep(5)


def free_port() -> int:
    """Find a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_demo(data: Path) -> Iterator[Site]:
    """Start `shpalta demo` on free ports, wait until it greets, stop it at the end."""
    begin_migrated(data)
    port, newsroom_port = free_port(), free_port()
    command = [str(SHPALTA), "demo", "--port", str(port), "--newsroom-port", str(newsroom_port)]
    environment = os.environ | {"DATA": str(data)}
    with (
        waiting_for_scripts(environment) as scripts,
        subprocess.Popen(
            command, env=environment | {"COLUMNS": "200"}, stderr=subprocess.PIPE, text=True
        ) as process,
    ):
        try:
            user, password = _read_greeting(process)
            yield Site(
                f"http://localhost:{port}",
                f"http://localhost:{newsroom_port}/newsroom",
                data,
                user,
                password,
                scripts,
            )
        finally:
            process.terminate()
            process.wait(20)


def _read_greeting(process: "subprocess.Popen[str]") -> tuple[str, str]:
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if "Ctrl-C" in line:
            break
    text = "".join(said)
    login = re.search(r"Login:\s+(\S+)(?:\s+Password:\s+(\S+))?", text)
    assert login is not None, f"the demo did not greet:\n{text}"
    return login[1], login[2] or ""
