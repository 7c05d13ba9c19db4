"""`shpalta take` as it is called: processes, files, standard input, exit status."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.migrated import begin_migrated

SHPALTA = Path(sys.executable).parent / "shpalta"
PAGE = """Міст через Ясинку відкрили на {number} днів раніше

Середа, 11 лютого 2026, 14:05

Роботи на мосту завершили до строку, рух уже дозволили.

Деталі: Покриття поклали за одинадцять ночей, у мокру погоду зміни переносили.

Нагадаємо, ремонт почали у вересні.
"""
MAKE_TITLE = """
from shpalta.newsroom.titles.models import Edition, Host, Title
title = Title.objects.create(code="probe", names={"uk": "Проба"})
Host.objects.create(title=title, name="probe.example", is_canonical=True)
Edition.objects.create(title=title, language="uk")
"""


MANY = 200
"""So many files that taking them in can be cut off in the middle."""


def shpalta(
    data: Path, *arguments: str, given: bytes | None = None
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [str(SHPALTA), *arguments],
        env=os.environ | {"DATA": str(data)},
        input=given,
        capture_output=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    begin_migrated(data)
    for command in (["setup"], ["manage", "shell", "-c", MAKE_TITLE]):
        result = shpalta(data, *command)
        assert result.returncode == 0, result.stderr.decode()
    return data


def count(data: Path, table: str) -> int:
    with sqlite3.connect(data / "shpalta.sqlite3") as database:
        return int(database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])


def test_json_needs_no_newsroom_and_makes_none(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE.format(number=3))
    result = shpalta(tmp_path / "var", "take", "--json", str(tmp_path / "page.txt"))
    assert result.returncode == 0
    document = json.loads(result.stdout)
    assert document["published_at"] == "2026-02-11T14:05+02:00"
    assert "Nothing is saved" in result.stderr.decode()
    assert not (tmp_path / "var").exists()


def test_without_a_newsroom_it_says_what_to_do(tmp_path: Path) -> None:
    result = shpalta(tmp_path / "var", "take", "-", given=PAGE.encode())
    assert result.returncode == 1
    assert "make demo" in result.stderr.decode()


def test_bad_files_are_named_and_the_others_taken(newsroom: Path, tmp_path: Path) -> None:
    good = {
        "utf8.txt": PAGE.format(number=4).encode(),
        "cp1251.txt": PAGE.format(number=5).encode("cp1251"),
        "utf16.txt": PAGE.format(number=6).encode("utf-16"),
        "koi8.txt": PAGE.format(number=7).replace("\n", "\r\n").encode("koi8-u"),
    }
    bad = {
        "empty.txt": b"",
        "binary.txt": bytes(range(256)) * 40,
        "line.txt": "слово ".encode() * 60_000,
        "control.txt": b"\x01\x02\x03\x04" * 500,
        "headline.txt": "Тільки заголовок".encode(),
        "page.html": b"<!DOCTYPE html><html><body><p>News</p></body></html>",
    }
    for name, content in {**good, **bad}.items():
        (tmp_path / name).write_bytes(content)
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.truncate(50_000_000)
    before = count(newsroom, "stories_story")
    result = shpalta(newsroom, "take", str(tmp_path))
    assert result.returncode == 1
    assert count(newsroom, "stories_story") == before + len(good)
    said = result.stderr.decode().replace("\n", " ")
    for name in [*bad, "huge.txt"]:
        assert f"{name}:" in said
    told = result.stdout.decode()
    for encoding in ("utf-8", "windows-1251", "utf-16", "koi8-u"):
        assert f"({encoding}" in told


def test_publish_prints_the_address_and_the_second_time_the_same(newsroom: Path) -> None:
    page = PAGE.format(number=8).encode()
    first, second = (
        shpalta(newsroom, "take", "--publish", given=page).stdout.decode() for _ in range(2)
    )
    address = next(word for word in first.split() if word.startswith("http"))
    assert address.startswith("http://probe.example:8000/news/2026/02/11/")
    assert f"taken before: {address}" in second


def test_a_dry_run_saves_nothing(newsroom: Path) -> None:
    before = count(newsroom, "stories_story")
    result = shpalta(newsroom, "take", "--dry-run", given=PAGE.format(number=9).encode())
    assert result.returncode == 0
    assert count(newsroom, "stories_story") == before


def test_wrong_options_are_named(newsroom: Path) -> None:
    result = shpalta(newsroom, "take", "--title", "nosuch", given=PAGE.encode())
    assert result.returncode == 1
    assert "there is probe" in result.stderr.decode()
    result = shpalta(newsroom, "take", "--edition", "xx", given=PAGE.encode())
    assert result.returncode == 1
    assert "auto, uk, ru" in result.stderr.decode()


def test_killed_in_the_middle_it_leaves_whole_stories_and_takes_the_rest_later(
    newsroom: Path, tmp_path: Path
) -> None:
    for number in range(MANY):
        (tmp_path / f"{number:03}.txt").write_text(PAGE.format(number=1000 + number))
    before = count(newsroom, "stories_story")
    process = subprocess.Popen(
        [str(SHPALTA), "take", "--publish", str(tmp_path)],
        env=os.environ | {"DATA": str(newsroom)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with process:
        until = time.monotonic() + 60
        while count(newsroom, "stories_story") == before and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
    taken = count(newsroom, "stories_story") - before
    assert 0 < taken < MANY
    assert broken_stories(newsroom) == 0
    result = shpalta(newsroom, "take", "--publish", str(tmp_path))
    assert result.returncode == 0, result.stderr.decode()
    assert count(newsroom, "stories_story") == before + MANY
    assert broken_stories(newsroom) == 0


def broken_stories(data: Path) -> int:
    """Count stories that lack a part: their revision, their search row, or their list."""
    with sqlite3.connect(data / "shpalta.sqlite3") as database:
        row = database.execute(
            """
            SELECT COUNT(*) FROM stories_story AS story WHERE latest_revision_id IS NULL
            OR NOT EXISTS (SELECT 1 FROM stories_search WHERE rowid = story.id)
            OR NOT EXISTS (SELECT 1 FROM intake_takencopy WHERE story_id = story.id)
            OR (live AND NOT EXISTS (SELECT 1 FROM stories_listentry WHERE story_id = story.id))
            """
        ).fetchone()
    return int(row[0])
