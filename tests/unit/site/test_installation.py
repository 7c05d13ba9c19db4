"""An installation's own facts."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from shpalta.site.installation import (
    InstallationError,
    Readers,
    read_readers,
    save_readers,
    secret_key,
)


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    key = secret_key(tmp_path / "var")
    assert len(key) > 50
    assert secret_key(tmp_path / "var") == key
    mode = (tmp_path / "var" / "secret-key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_processes_that_start_at_the_same_moment_read_one_secret(tmp_path: Path) -> None:
    for turn in range(10):
        folder = tmp_path / str(turn)
        code = (
            "import sys, time; from pathlib import Path\n"
            "from shpalta.site.installation import secret_key\n"
            "print('ready', flush=True); sys.stdin.readline(); print(secret_key(Path(sys.argv[1])))"
        )
        started = [
            subprocess.Popen(
                [sys.executable, "-c", code, str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _process in range(4)
        ]
        for process in started:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in started:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        secrets = {process.communicate()[0].strip() for process in started}
        assert len(secrets) == 1
        assert len(secrets.pop()) > 50
        assert [one.name for one in folder.iterdir()] == ["secret-key"]


def test_a_data_folder_that_cannot_be_made_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InstallationError, match=r"file/var .* DATA="):
        secret_key(tmp_path / "file" / "var")


def test_where_readers_come_is_kept(tmp_path: Path) -> None:
    assert read_readers(tmp_path) == Readers()
    save_readers(tmp_path, Readers(port=8080, newsroom_port=8081))
    assert read_readers(tmp_path) == Readers(port=8080, newsroom_port=8081)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"colour": "red"}'])
def test_a_spoilt_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "installation.json").write_text(text)
    with pytest.raises(InstallationError, match=r"installation\.json"):
        read_readers(tmp_path)


@pytest.mark.parametrize(
    ("readers", "origin"),
    [
        (Readers(), "http://news.example:8000"),
        (Readers(port=80), "http://news.example"),
        (Readers(scheme="https", port=443), "https://news.example"),
        (Readers(scheme="https", port=80), "https://news.example:80"),
    ],
)
def test_an_origin_leaves_out_the_usual_port(readers: Readers, origin: str) -> None:
    assert readers.origin("news.example") == origin
