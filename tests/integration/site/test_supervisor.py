"""The supervisor with real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shpalta.site.supervisor import Server, ServerError, check_port

SCRIPT = """
import sys
from shpalta.site import supervisor
class Quick(supervisor.Server):
    def command(self):
        return [sys.executable, "-c", PROGRAM, str(self.port)]
PROGRAM = '''
import http.server, subprocess, sys, threading
helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("pid", helper.pid, flush=True)
class Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
'''
supervisor.run_servers(
    [Quick("press", int(sys.argv[1]))], when_ready=lambda: print("ready", flush=True)
)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_running(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_every_process_that_was_started(number: signal.Signals) -> None:
    process = subprocess.Popen(
        # A shell's background job starts with SIGINT ignored; it must stop us all the same.
        [
            "sh",
            "-c",
            "trap '' INT; exec \"$@\"",
            "sh",
            sys.executable,
            "-u",
            "-c",
            SCRIPT,
            str(free_port()),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    with process:
        assert process.stdout is not None
        lines = [process.stdout.readline().split(), process.stdout.readline().split()]
        assert ["ready"] in lines
        helper = int(next(line[1] for line in lines if line[0] == "pid"))
        assert is_running(helper)
        process.send_signal(number)
        assert process.wait(15) == 0
    until = time.monotonic() + 5
    while is_running(helper) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(helper)


def test_a_taken_port_is_named_before_anything_starts() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=rf"port {port}.*PORT="):
            check_port(Server("press", port))
