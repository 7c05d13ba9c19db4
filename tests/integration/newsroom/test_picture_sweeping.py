"""Files of pictures that no row names are taken away; whatever a row names stays."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from shpalta.core.intervals import Interval
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.renditions import sweeping
from shpalta.newsroom.renditions.models import Preparation, Print
from shpalta.newsroom.renditions.sweeping import ASIDE, ORIGINALS, THUMBNAILS, sweep
from tests.factories import make_picture

pytestmark = pytest.mark.django_db

DAY = 86_400.0


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def put(name: str, *, days_old: float) -> Path:
    """Write a file of some age."""
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left over")
    age(path, days_old)
    return path


def age(path: Path, days: float) -> None:
    """Make a file or a folder, and what is in it, look some days old."""
    moment = time.time() - days * DAY
    for one in [*path.rglob("*"), path] if path.is_dir() else [path]:
        os.utime(one, (moment, moment))


def everything() -> set[str]:
    """List the files of the storage."""
    root = Path(default_storage.path(""))
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_whatever_a_row_names_stays_however_old_it_is() -> None:
    picture = make_picture("Порт")
    picture.get_rendition("max-165x165")
    retired = Print.objects.filter(picture=picture).first()
    assert retired is not None
    age(Path(default_storage.path("")), 400)
    before = everything()
    assert sum(sweep()) == 0
    assert everything() == before
    assert len(before) > 10


def test_what_no_row_names_is_taken_away_a_day_later() -> None:
    picture = make_picture("Порт")
    digest = Print.objects.filter(picture=picture).values_list("digest", flat=True)[0]
    kept = everything()
    names = [
        f"{THUMBNAILS}/gone.max-165x165.jpg",
        f"pictures/{picture.pk}/0123456789ab/320.avif",
        f"pictures/{picture.pk + 1000}/0123456789ab/320.avif",
        f"pictures/{picture.pk}/{digest}/.tmp4711",
    ]
    paths = [put(name, days_old=0.9) for name in names]
    assert sum(sweep()) == 0
    assert all(path.exists() for path in paths)
    for path in paths:
        age(path.parent if path.parent.name == "0123456789ab" else path, 1.1)
    age(Path(default_storage.path(f"pictures/{picture.pk + 1000}")), 1.1)
    assert sum(sweep()) == len(names)
    assert everything() == kept
    assert not Path(default_storage.path(f"pictures/{picture.pk + 1000}")).exists()


def test_an_original_is_put_aside_for_a_month() -> None:
    stray = put(f"{ORIGINALS}/gone.jpg", days_old=300)
    assert sum(sweep()) == 1
    aside = Path(default_storage.path(f"{ASIDE}/gone.jpg"))
    assert not stray.exists()
    assert aside.read_bytes() == b"left over"
    assert sum(sweep(now=time.time() + 29 * DAY)) == 0
    assert aside.exists()
    assert sum(sweep(now=time.time() + 31 * DAY)) == 1
    assert everything() == set()


def test_an_original_comes_back_once_a_row_names_it_again() -> None:
    put(f"{ORIGINALS}/back.jpg", days_old=300)
    assert sum(sweep()) == 1
    Picture.objects.create(title="a", file=f"{ORIGINALS}/back.jpg", width=1, height=1)
    assert sum(sweep(now=time.time() + 40 * DAY)) == 0
    assert everything() == {f"{ORIGINALS}/back.jpg"}


def test_what_a_process_left_that_was_killed_between_row_and_files_goes() -> None:
    picture = make_picture("Порт")
    picture.get_rendition("max-165x165")
    # As after a kill: the rows are gone, nothing that follows a commit was done.
    for rows in (Print.objects.all(), Preparation.objects.all(), picture.renditions.all()):
        rows._raw_delete(using="default")
    Picture.objects.filter(pk=picture.pk)._raw_delete(using="default")
    age(Path(default_storage.path("")), 2)
    sum(sweep())
    assert {Path(name).parts[0] for name in everything()} == {ASIDE}


def test_the_trade_does_a_little_at_a_time_and_rests_for_a_day(monkeypatch: Any) -> None:
    monkeypatch.setattr(sweeping, "_AT_ONCE", 2)
    monkeypatch.setattr(sweeping._Turn, "interval", Interval(DAY))
    monkeypatch.setattr(sweeping._Turn, "under_way", None)
    for number in range(5):
        put(f"{THUMBNAILS}/{number}.jpg", days_old=2)
    assert sweeping.sweep_if_time()
    assert len(everything()) == 3
    while sweeping.sweep_if_time():
        pass
    assert everything() == set()
    put(f"{THUMBNAILS}/late.jpg", days_old=2)
    assert not sweeping.sweep_if_time()
    monkeypatch.setattr(sweeping._Turn, "interval", Interval(DAY))
    assert sweeping.sweep_if_time()
