"""Puts load on a server by wrk, and sees that what it gives is right."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.peers.site import HOST, ROOT
from tests.integration.servers.browsing import Answer, ask
from tests.integration.servers.programs import find_program, on_core

CONNECTIONS = 64
GZIP = {"Accept-Encoding": "gzip"}
_ROTATE = Path(__file__).with_name("rotate.lua")
_RATE = re.compile(r"Requests/sec:\s+([0-9.]+)")
_WRONG = re.compile(r"(Non-2xx.*|Socket errors.*)")


def install(programs: Mapping[str, Sequence[str]]) -> None:
    """Install the Debian packages of the programs that are missing, or end with what to do."""
    search = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    missing = [
        package
        for program, packages in programs.items()
        if shutil.which(program, path=search) is None
        for package in packages
    ]
    if missing:
        script = ROOT / "tests" / "tools" / "debian.sh"
        if subprocess.run(["sh", str(script), *missing], check=False).returncode:
            sys.exit("the benchmark needs what could not be installed")


def measure(server: str, paths: Path, *, seconds: float, core: int | None = None) -> float:
    """Give the requests/s that a server answers: 64 connections, the paths in turn, gzip.

    Ends the benchmark if an answer was no success.
    """
    command = [
        *(find_program("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s"),
        *("-s", str(_ROTATE), server),
    ]
    environment = os.environ | {"BENCH_PATHS": str(paths), "BENCH_HOST": HOST}
    result = subprocess.run(
        on_core(core, command), env=environment, capture_output=True, text=True, check=False
    )
    rate, wrong = _RATE.search(result.stdout), _WRONG.search(result.stdout)
    if rate is None or wrong:
        sys.exit(f"{server} failed under load:\n{result.stdout}{result.stderr}")
    return float(rate[1])


def compressed(server: str, path: str) -> Answer:
    """Ask for a page as the load does; the body comes as it was sent, and must be gzip."""
    answer = ask(server, path, host=HOST, headers=GZIP, unpack=False)
    if answer.status != 200 or answer.headers.get("content-encoding") != "gzip":  # noqa: PLR2004
        sys.exit(f"{server}{path} answers {answer.status}, {dict(answer.headers)}")
    return answer


def check_same(servers: Mapping[str, str], pages: Mapping[str, bytes]) -> None:
    """End the benchmark unless every server gives the same pages, decompressed where need be."""
    for name, server in servers.items():
        for path, page in pages.items():
            if ask(server, path, host=HOST, headers=GZIP).body != page:
                sys.exit(f"{name} gives another page than the press at {path}")
