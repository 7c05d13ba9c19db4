"""Own videos: hostile files are refused, good ones made streamable, whatever happens meanwhile."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from shpalta.newsroom.staff.models import User
from shpalta.newsroom.titles.models import Desk
from shpalta.newsroom.video import work
from shpalta.newsroom.video.choices import State
from shpalta.newsroom.video.configuring import Configuration
from shpalta.newsroom.video.errors import VideoError
from shpalta.newsroom.video.models import Captions, Video
from shpalta.newsroom.video.services import keep_captions, take_video, try_again
from shpalta.newsroom.video.sweeping import sweep
from shpalta.newsroom.video_of_day.models import DayVideo
from tests.factories import make_embed, make_entity, make_video
from tests.footage import make_footage
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.desk import opened
from tests.migrated import begin_migrated
from tests.scripts import Scripts, waiting_for_scripts

pytestmark = pytest.mark.django_db
ADD = reverse("wagtailsnippets_video_video:add")
SHPALTA = Path(sys.executable).parent / "shpalta"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    work._Hands.bench = None
    return tmp_path / "media"


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 64)).save(file, "PNG")
    return file.getvalue()


def footage(tmp_path: Path, name: str = "a.mp4", **options: Any) -> bytes:
    return make_footage(tmp_path / name, **options).read_bytes()


def take(content: bytes, name: str = "film.mp4") -> Video:
    return take_video(
        file=File(io.BytesIO(content), name=name), name=name, title="Фільм", credit="Редакція"
    )


def work_until_done(seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not work.make_streamable() and work._Hands.bench is None:
            return
        time.sleep(0.05)
    raise AssertionError("the workshop did not end in time")


def hostile(tmp_path: Path) -> dict[str, tuple[bytes, str]]:
    whole = footage(tmp_path)
    playlist = b"#EXTM3U\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
    concat = b"ffconcat version 1.0\nfile /etc/passwd\n"
    return {
        "text": (b"hello " * 500, "Це не відеофайл"),
        "nothing": (b"", "Це не відеофайл"),
        "picture": (png(), "не відео"),
        "html": (b"<html><script>alert(1)</script></html>", "Це не відеофайл"),
        "playlist": (playlist, "Це не відеофайл"),
        "list of files": (concat, "Це не відеофайл"),
        "cut off": (whole[: len(whole) // 2], "обрізано"),
        "sound alone": (footage(tmp_path, "s.m4a", codec=""), "немає зображення"),
        "noise after a header": (whole[:40] + os.urandom(5000), "обрізано"),
    }


def test_hostile_files_are_refused_with_a_reason_and_leave_nothing(
    tmp_path: Path, media: Path, house: House
) -> None:
    with translation.override("uk"):
        for name, (content, reason) in hostile(tmp_path).items():
            with pytest.raises(VideoError, match=reason):
                take(content)
            assert not Video.objects.exists(), name
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_what_is_too_large_or_too_long_is_refused(
    tmp_path: Path, settings: Any, house: House
) -> None:
    content = footage(tmp_path)
    for bounds in (Configuration(largest=1000), Configuration(longest=1.0)):
        settings.SHPALTA_VIDEO = bounds
        with pytest.raises(VideoError):
            take(content)


def test_the_screen_says_at_the_field_why_not_and_takes_what_is_good(
    editor: Client, house: House, tmp_path: Path
) -> None:
    assert "data-video-upload" in editor.get(ADD).content.decode()
    words = opened(editor, ADD) | {"title": "Міст", "credit": "Фото: Редакція"}
    bad = editor.post(ADD, words | {"file": SimpleUploadedFile("a.mp4", b"text" * 100)})
    assert bad.status_code == 422
    assert "error-message" in bad.content.decode()
    good = editor.post(ADD, words | {"file": SimpleUploadedFile("a.mp4", footage(tmp_path))})
    assert good.status_code == 302
    video = Video.objects.get()
    assert (video.title, video.state) == ("Міст", State.WAITING)
    page = editor.get(good["Location"])
    assert page.status_code == 200
    assert "data-video-state" in page.content.decode()
    again = editor.post(ADD, words | {"file": SimpleUploadedFile("b.mp4", footage(tmp_path))})
    assert "Міст" in again.content.decode()
    assert Video.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.mp4", {}),
        ("b.webm", {"codec": "libvpx", "sound": "libopus"}),
        ("c.webm", {"codec": "libvpx-vp9", "sound": "", "size": (322, 182)}),
        ("d.mkv", {"size": (180, 320)}),
    ],
)
def test_a_video_is_made_streamable(
    tmp_path: Path, house: House, name: str, options: dict[str, Any]
) -> None:
    video = take(footage(tmp_path, name, **options), name)
    work_until_done()
    video.refresh_from_db()
    assert video.state == State.READY, video.failure
    assert (video.width, video.height) == options.get("size", (320, 180))
    assert video.duration == pytest.approx(2.0, abs=0.15)
    assert video.poster is not None
    assert video.poster.credit == "Редакція"
    folder = Path(default_storage.path(f"videos/{video.folder}"))
    movie = (folder / "video.mp4").read_bytes()
    assert movie.index(b"moov") < movie.index(b"mdat"), "it starts before it is all there"
    assert (folder / "hls/index.m3u8").read_text().startswith("#EXTM3U")
    assert "avc1." in (folder / "hls/index.m3u8").read_text()
    assert not list(Path(default_storage.path("videos_in_making")).iterdir())


def test_a_long_video_has_two_heights(tmp_path: Path, house: House) -> None:
    video = take(footage(tmp_path, "long.mp4", seconds=61, rate=3, size=(960, 540)))
    work_until_done(120)
    video.refresh_from_db()
    master = Path(default_storage.path(f"videos/{video.folder}/hls/index.m3u8")).read_text()
    assert "RESOLUTION=960x540" in master
    assert "RESOLUTION=640x360" in master


def test_a_broken_file_fails_with_a_reason_and_holds_up_nobody(
    tmp_path: Path, house: House, editor: Client
) -> None:
    broken = take(footage(tmp_path))
    Path(default_storage.path(str(broken.original))).write_bytes(b"no video any more")
    lost = take(footage(tmp_path, "l.mp4", seconds=1))
    Path(default_storage.path(str(lost.original))).unlink()
    good = take(footage(tmp_path, "g.mp4", seconds=3))
    work_until_done()
    for video in (broken, lost, good):
        video.refresh_from_db()
    assert (broken.state, broken.failure) == (State.FAILED, "no_video_file")
    assert (lost.state, lost.failure) == (State.FAILED, "lost")
    assert good.state == State.READY
    page = editor.get(reverse("wagtailsnippets_video_video:edit", args=[broken.pk]))
    assert reverse("video_again", args=[broken.pk]) in page.content.decode()
    try_again(video=broken)
    broken.refresh_from_db()
    assert broken.state == State.WAITING


def test_a_file_that_takes_its_maker_down_each_time_is_given_up(
    tmp_path: Path, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = take(footage(tmp_path))
    begin = work._begin

    def begin_and_kill() -> Any:
        bench = begin()
        if bench is not None:
            bench.maker._process.kill()
        return bench

    monkeypatch.setattr(work, "_begin", begin_and_kill)
    work_until_done()
    video.refresh_from_db()
    assert (video.state, video.failure) == (State.FAILED, "crashed")


def test_what_nobody_names_any_more_is_swept_away(tmp_path: Path, house: House) -> None:
    kept, dropped = make_video("Лишається"), make_video("Зникає")
    keep_captions(video=dropped, language="uk", content=b"00:01.000 --> 00:02.000\nTak\n")
    dropped.delete()
    assert sweep(time.time() - 3600) == 0
    assert sweep(time.time() + 60) == 2
    assert Path(default_storage.path(f"videos/{kept.folder}")).is_dir()
    assert not Captions.objects.exists()


def test_videos_are_found_by_their_words_and_by_who_is_seen(editor: Client, house: House) -> None:
    person = make_entity("bondar", names={"uk": "Олена Бондар"})
    video = make_video("Відкриття мосту", caption="Набережна")
    video.people.add(person)
    make_video("Інше")
    listing = reverse("wagtailsnippets_video_video:list")

    def found(query: str) -> str:
        return str(editor.get(listing, {"q": query}).content.decode())

    for query in ("МОСТУ", "набережна", "бондар", "мосту бондар"):
        assert "Відкриття мосту" in found(query), query
        assert "Інше" not in found(query)
    assert "Відкриття мосту" not in found("мосту шевченко")
    choose = reverse("wagtailsnippetchoosers_video_video:choose")
    assert "Відкриття мосту" in editor.get(choose, {"q": "мосту"}).json()["html"]


def test_captions_are_uploaded_on_the_video_s_screen(editor: Client, house: House) -> None:
    video = make_video()
    url = reverse("wagtailsnippets_video_video:edit", args=[video.pk])
    srt = "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>Вітаю</i> <script>\r\n".encode()
    form = opened(editor, url)
    bad = form | {"captions_language": "uk", "captions_file": SimpleUploadedFile("a.srt", b"no")}
    assert editor.post(url, bad).status_code == 200
    assert not Captions.objects.exists()
    good = form | {"captions_language": "uk", "captions_file": SimpleUploadedFile("a.srt", srt)}
    assert editor.post(url, good).status_code == 302
    track = Captions.objects.get()
    text = Path(default_storage.path(track.file_name)).read_text()
    assert text == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<i>Вітаю</i> &lt;script&gt;\n"


def test_the_schedule_is_behind_the_walls(
    editor: Client, house: House, django_user_model: type[User]
) -> None:
    desk = Desk.objects.create(title=house.foreign_edition.title, names={"uk": "Стіл"})
    desk.members.set([User.objects.create_user("other", password="x" * 12)])
    video = make_video("Своє")
    own = DayVideo.objects.create(edition=house.edition, begins_at=timezone.now(), video=video)
    secret = DayVideo.objects.create(
        edition=house.foreign_edition,
        begins_at=timezone.now() + timedelta(hours=1),
        headline="Потайна",
        video=video,
    )
    listing = editor.get(reverse("wagtailsnippets_video_of_day_dayvideo:list")).content.decode()
    assert "Своє" in listing
    assert "Потайна" not in listing
    edit = "wagtailsnippets_video_of_day_dayvideo:edit"
    assert editor.get(reverse(edit, args=[own.pk])).status_code == 200
    assert editor.get(reverse(edit, args=[secret.pk])).status_code == 404
    used = editor.get(reverse("wagtailsnippets_video_video:edit", args=[video.pk]))
    assert "Потайна" not in used.content.decode()
    add = reverse("wagtailsnippets_video_of_day_dayvideo:add")
    assert str(house.foreign_edition) not in editor.get(add).content.decode()


def test_a_video_that_is_used_cannot_be_deleted(editor: Client, house: House) -> None:
    video = make_video("Потрібне")
    house.published("Новина", body=[("video", {"video": video, "caption": ""})])
    editor.post(reverse("wagtailsnippets_video_video:delete", args=[video.pk]))
    assert Video.objects.filter(pk=video.pk).exists()


def _wait(told: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.3)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What processes of an installation find around them."""
    begin_migrated(tmp_path / "data")
    return os.environ | {"DATA": str(tmp_path / "data")}


@pytest.fixture
def scripts(environment: dict[str, str]) -> Iterator[Scripts]:
    with waiting_for_scripts(environment) as scripts:
        yield scripts


def test_a_workshop_that_is_killed_in_the_middle_loses_nothing(
    tmp_path: Path, environment: dict[str, str], scripts: Scripts
) -> None:
    source = make_footage(tmp_path / "long.mkv", seconds=20, size=(1280, 720), codec="libvpx")
    scripts.run(
        "from django.core.files import File\n"
        "from shpalta.newsroom.video.services import take_video\n"
        f"take_video(file=File(open({str(source)!r}, 'rb')), name='a.mkv', title='T', credit='C')",
    )
    row = (
        "from shpalta.newsroom.video.models import Video\n"
        "v = Video.objects.get(); print(v.state, v.attempts, v.failure, v.folder)"
    )
    making = tmp_path / "data/media/videos_in_making"
    command = [str(SHPALTA), "workshop"]
    first = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait(lambda: any(making.glob("*/video.mp4")), 300)
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert scripts.run(row).startswith("working 1")
    second = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait(lambda: any((tmp_path / "data/media/videos").glob("*/video.mp4")), 300)
        _wait(lambda: scripts.run(row).startswith("ready 2"), 120)
    finally:
        second.terminate()
        second.wait()
    assert not list(making.iterdir()), "what was half made is gone"


def test_each_list_leads_to_the_screens_of_what_it_lists(house: House, editor: Client) -> None:
    card = make_embed()
    entry = DayVideo.objects.create(edition=house.edition, begins_at=timezone.now(), embed=card)
    video = make_video("До екрана")
    rows = {"video_video": video, "video_embed": card, "video_of_day_dayvideo": entry}
    for name, row in rows.items():
        page = editor.get(reverse(f"wagtailsnippets_{name}:list")).content.decode()
        edit = reverse(f"wagtailsnippets_{name}:edit", args=[row.pk])
        assert f'href="{edit}"' in page, name
