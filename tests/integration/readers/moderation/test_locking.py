"""Moderators, writers and the workshop at once, on PostgreSQL: nobody waits in a circle."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.migrated import begin_migrated
from tests.postgresql import running_postgresql

PROGRAM = "tests.integration.readers.moderation.two_connections"
PAIRS = (
    "write_there+ban_in_the_titles",
    "write+begin_raid",
    "write+approve",
    "react+forget_networks",
    "approve+ban_in_the_house",
    "ban_in_the_house+approve",
    "undo+ban_in_the_house",
    "ban_in_the_titles+undo",
    "rename+approve",
    "erase+remove_there",
    "sort+approve",
    "approve+sort",
    "end_raid+write",
    "guard+write",
    "grow+open_banned",
)
"""What is done first, stopped behind each of its statements, and what comes in meanwhile."""


def test_whoever_comes_in_the_middle_of_another_act_waits_for_it_at_most(tmp_path: Path) -> None:
    with running_postgresql() as server:
        begin_migrated(tmp_path, database_url=server.url)
        own = {
            "DATA": str(tmp_path),
            "DATABASE_URL": server.url,
            "SHPALTA_ROOM": "newsroom",
            "SHPALTA_JUDGE": f"{PROGRAM}.judge_anew",
            "DJANGO_SETTINGS_MODULE": "shpalta.site.settings",
            "PGOPTIONS": "-c deadlock_timeout=20ms",
        }
        acted = subprocess.run(
            [sys.executable, "-m", PROGRAM, *PAIRS],
            env=os.environ | own,
            capture_output=True,
            check=False,
            timeout=600,
            text=True,
        )
    assert acted.returncode == 0, acted.stderr
    assert json.loads(acted.stdout) == dict.fromkeys(PAIRS, 0), "these waited for each other"
