"""Files of pictures that no row names are taken away; whatever a row names stays."""

import hashlib
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from shpalta.core.intervals import Interval
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.renditions import sweeping
from shpalta.newsroom.renditions.aside import ASIDE, ORIGINALS
from shpalta.newsroom.renditions.models import Preparation, Print
from shpalta.newsroom.renditions.services import prepare
from shpalta.newsroom.renditions.sweeping import THUMBNAILS, sweep
from tests.factories import make_picture

pytestmark = pytest.mark.django_db

DAY = 86_400.0


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def put(name: str, *, days_old: float, content: bytes = b"left over") -> Path:
    """Write a file of some age."""
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    age(path, days_old)
    return path


def age(path: Path, days: float) -> None:
    """Make a file or a folder, and what is in it, look some days old."""
    moment = time.time() - days * DAY
    for one in [*path.rglob("*"), path] if path.is_dir() else [path]:
        os.utime(one, (moment, moment))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def aside_name(name: str, content: bytes = b"left over") -> str:
    """Give the name under which an original lies aside."""
    return f"{ASIDE}/{sha256(content)}-{name}"


def row_of(name: str, content: bytes) -> Picture:
    """Make a picture's row as a backup brings it, without its file."""
    row = Picture(title=name, width=1, height=1, sha256=sha256(content))
    row.file.name = f"{ORIGINALS}/{name}"
    row.save()
    return row


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
    aside = Path(default_storage.path(aside_name("gone.jpg")))
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


def test_originals_of_one_name_lie_aside_side_by_side() -> None:
    for content in (b"first", b"second", b"first"):
        put(f"{ORIGINALS}/photo.jpg", days_old=2, content=content)
        assert sum(sweep()) == 1
    names = {aside_name("photo.jpg", content) for content in (b"first", b"second")}
    assert everything() == names


def test_an_original_comes_back_though_an_upload_took_its_name() -> None:
    old, new = b"of the newer backup", b"uploaded while the older one was there"
    put(f"{ORIGINALS}/photo.jpg", days_old=300, content=old)
    assert sum(sweep()) == 1
    taken = put(f"{ORIGINALS}/photo.jpg", days_old=2, content=new)
    row = row_of("photo.jpg", new)
    sum(sweep())
    assert taken.read_bytes() == new
    # The newer backup is back: it knows of the old file and of no upload.
    Picture.objects.filter(pk=row.pk).update(sha256=sha256(old))
    Preparation.objects.filter(pk=row.pk).update(is_due=False)
    assert sum(sweep()) == 0
    assert taken.read_bytes() == old
    assert everything() == {f"{ORIGINALS}/photo.jpg", aside_name("photo.jpg", new)}
    assert Preparation.objects.get(pk=row.pk).is_due
    assert sum(sweep(now=time.time() + 31 * DAY)) == 1
    assert everything() == {f"{ORIGINALS}/photo.jpg"}


def test_what_lies_aside_under_a_plain_name_is_named_by_its_content() -> None:
    put(f"{ASIDE}/photo.jpg", days_old=300)
    assert sum(sweep()) == 0
    assert everything() == {aside_name("photo.jpg")}


def test_other_bytes_do_not_come_back_under_a_name() -> None:
    put(f"{ORIGINALS}/photo.jpg", days_old=300, content=b"another photograph")
    assert sum(sweep()) == 1
    row_of("photo.jpg", b"what was lost")
    sum(sweep())
    assert everything() == {aside_name("photo.jpg", b"another photograph")}


@pytest.mark.parametrize("days_old", [0.5, 300])
def test_an_original_that_another_row_needs_or_is_under_way_keeps_its_name(days_old: float) -> None:
    put(f"{ORIGINALS}/photo.jpg", days_old=300, content=b"old")
    assert sum(sweep()) == 1
    row_of("photo.jpg", b"old")
    put(f"{ORIGINALS}/photo.jpg", days_old=days_old, content=b"new")
    if days_old > 1:
        row_of("photo.jpg", b"new")
    before = everything()
    for _day in range(2):
        assert sum(sweep()) == 0
        assert everything() == before
    assert Path(default_storage.path(f"{ORIGINALS}/photo.jpg")).read_bytes() == b"new"
    # As long as a row misses it, it is not deleted.
    sum(sweep(now=time.time() + 400 * DAY))
    assert Path(default_storage.path(f"{ORIGINALS}/photo.jpg")).exists()
    assert len(everything()) == 2


def test_what_is_made_of_an_original_that_came_back_is_made_anew() -> None:
    picture = make_picture("photo")
    original = Path(picture.file.path)
    right = original.read_bytes()
    Picture.objects.filter(pk=picture.pk).update(sha256=sha256(right))
    put(aside_name(original.name, right), days_old=1, content=right)
    Image.new("RGB", (900, 600), "red").save(original)
    age(original, 2)
    picture.get_rendition("max-165x165")
    prepare(picture.pk)
    wrong = set(Print.objects.filter(retired_at=None).values_list("digest", flat=True))
    sum(sweep())
    assert original.read_bytes() == right
    assert not picture.renditions.exists()
    prepare(picture.pk)
    assert not wrong & set(Print.objects.filter(retired_at=None).values_list("digest", flat=True))


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
