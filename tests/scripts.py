"""Runs scripts on an installation's data, each in a process of its own.

Setting Django up takes seconds, most scripts a moment. So one process sets it up and waits; what
runs a script is forked off it, and connects to the database by itself.
"""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

_WAIT = """
import json, os, sys, tempfile, traceback
import django
django.setup()

def run(script):
    from django.db import connections
    try:
        exec(script, {"__name__": "__main__"})
        connections.close_all()
        return 0
    except BaseException:
        traceback.print_exc(file=sys.stdout)
        return 1
    finally:
        sys.stdout.flush()

for line in sys.stdin:
    with tempfile.TemporaryFile() as file:
        child = os.fork()
        if not child:
            os.dup2(file.fileno(), 1)
            os._exit(run(json.loads(line)))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        file.seek(0)
        print(json.dumps({"status": status, "said": file.read().decode()}), flush=True)
"""


class Scripts:
    """A process that has Django set up."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        room = {"SHPALTA_ROOM": "command", "DJANGO_SETTINGS_MODULE": "shpalta.site.settings"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _WAIT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=room | dict(environment),
            text=True,
        )

    def run(self, script: str) -> str:
        """Wait for a script's success; give what it printed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(script) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or '{"said": "it ended"}')
        assert answer.get("status") == 0, answer["said"]
        return str(answer["said"])

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        with contextlib.suppress(OSError):
            self._process.communicate()


@contextmanager
def waiting_for_scripts(environment: Mapping[str, str]) -> Iterator[Scripts]:
    """Have a process wait for scripts, and end it."""
    scripts = Scripts(environment)
    try:
        yield scripts
    finally:
        scripts.close()
