"""What is made of pictures: asked for by each change, made in the background, kept and cleared."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from shpalta.core.crops import Shape
from shpalta.core.intervals import Interval
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.renditions import services, trades
from shpalta.newsroom.renditions.choices import State, Why
from shpalta.newsroom.renditions.developing import develop
from shpalta.newsroom.renditions.models import Crop, Preparation, Print
from shpalta.newsroom.renditions.plans import Format
from shpalta.newsroom.renditions.services import Framing, clear_retired, set_framing
from shpalta.newsroom.renditions.trades import MOST_TRIES, make_next
from tests.factories import make_picture
from tests.integration.newsroom.conftest import House

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def state_of(picture: Picture) -> Preparation:
    return Preparation.objects.get(picture=picture)


def current(picture: Picture) -> dict[str, str]:
    rows = Print.objects.filter(picture=picture, retired_at=None)
    return dict(rows.values_list("shape", "digest"))


def break_file(picture: Picture) -> None:
    Path(picture.file.path).write_bytes(b"no picture at all")


def work() -> None:
    while make_next():
        pass


def test_an_upload_is_due_and_the_workshop_makes_all_of_it() -> None:
    picture = make_picture(is_ready=False)
    assert state_of(picture).state == State.MAKING
    assert make_next()
    assert state_of(picture).state == State.READY
    rows = Print.objects.filter(picture=picture)
    assert {row.shape for row in rows} == set(Shape)
    assert all(default_storage.exists(name) for row in rows for name in row.names())
    assert not make_next()


def test_what_depends_on_nothing_that_changed_is_not_made_again() -> None:
    picture = make_picture(width=1600, height=1600)
    before = current(picture)
    for field, value in (("title", "other"), ("alts", {"uk": "x"}), ("caption", "x")):
        setattr(picture, field, value)
        picture.save()
        assert state_of(picture).state == State.READY, field
    set_framing(picture_id=picture.pk, framing=Framing(None, {Shape.CARD: (0.1, 0.1, 0.4)}))
    work()
    after = current(picture)
    assert {shape for shape in after if after[shape] != before[shape]} == {"card"}


def test_renditions_after_many_changes_are_those_of_a_fresh_picture() -> None:
    changed, fresh = make_picture("one", width=1300, height=900), None
    for focus, crops in (
        ((0.1, 0.9), {}),
        (None, {Shape.WIDE: (0.2, 0.1, 0.5)}),
        ((0.8, 0.2), {Shape.SQUARE: (0.0, 0.3, 0.3)}),
    ):
        set_framing(picture_id=changed.pk, framing=Framing(focus, crops))
        work()
    fresh = make_picture("two", width=1300, height=900, is_ready=False)
    set_framing(picture_id=fresh.pk, framing=Framing((0.8, 0.2), {Shape.SQUARE: (0.0, 0.3, 0.3)}))
    work()
    assert current(changed) == current(fresh)


def test_a_credit_is_written_into_files_that_are_made_anew() -> None:
    picture = make_picture()
    before = current(picture)
    picture.credit = "Photo: Iryna Hai"
    picture.save()
    work()
    assert not set(before.values()) & set(current(picture).values())
    for row in Print.objects.filter(picture=picture, retired_at=None):
        for name in row.names():
            assert b"Photo: Iryna Hai" in Path(default_storage.path(name)).read_bytes()


def test_a_new_file_drops_the_crops_and_what_was_made_of_the_old_one_is_kept_for_a_day() -> None:
    picture = make_picture()
    set_framing(picture_id=picture.pk, framing=Framing(None, {Shape.CARD: (0.1, 0.1, 0.4)}))
    work()
    old = list(Print.objects.filter(picture=picture, retired_at=None))
    names = [name for row in old for name in row.names()]
    other = make_picture("other", width=700, height=800, is_ready=False)
    picture.refresh_from_db()
    picture.file = other.file.name
    picture.width, picture.height = 700, 800
    picture.save()
    assert not Crop.objects.filter(picture=picture).exists()
    work()
    assert all(default_storage.exists(name) for name in names)
    assert clear_retired() == 0
    assert clear_retired(now=timezone.now() + timedelta(hours=25)) > 0


@pytest.mark.django_db(transaction=True)
def test_what_was_retired_a_day_ago_is_taken_away_and_what_is_printed_stays() -> None:
    picture = make_picture()
    set_framing(picture_id=picture.pk, framing=Framing((0.1, 0.1), {}))
    set_framing(picture_id=picture.pk, framing=Framing(None, {Shape.CARD: (0.3, 0.3, 0.4)}))
    work()
    retired = [row for row in Print.objects.filter(picture=picture) if row.retired_at]
    assert retired
    assert clear_retired(now=timezone.now() + timedelta(hours=25)) == len(retired)
    assert not any(default_storage.exists(name) for row in retired for name in row.names())
    for row in Print.objects.filter(picture=picture):
        assert all(default_storage.exists(name) for name in row.names())
    folder = Path(default_storage.path(f"pictures/{picture.pk}"))
    picture.delete()
    assert not folder.exists()


def test_one_broken_file_keeps_no_other_waiting(caplog: Any) -> None:
    first, broken, last = (make_picture(name, is_ready=False) for name in ("a", "b", "c"))
    break_file(broken)
    with caplog.at_level(logging.CRITICAL):
        work()
    assert [state_of(one).state for one in (first, broken, last)] == [
        State.READY,
        State.FAILED,
        State.READY,
    ]
    assert state_of(broken).why == Why.BROKEN
    assert not state_of(broken).is_due


def test_a_file_that_is_away_is_tried_again_and_found(caplog: Any) -> None:
    picture = make_picture(is_ready=False)
    file = Path(picture.file.path)
    away = file.rename(file.with_suffix(".away"))
    with caplog.at_level(logging.CRITICAL):
        work()
    found = state_of(picture)
    assert (found.why, found.is_due) == (Why.MISSING, True)
    away.rename(file)
    Preparation.objects.update(retry_at=timezone.now())
    work()
    assert state_of(picture).state == State.READY


def test_what_ends_the_process_each_time_is_given_up(caplog: Any) -> None:
    picture, other = make_picture("killer", is_ready=False), make_picture("other", is_ready=False)
    Preparation.objects.filter(picture=picture).update(tries=MOST_TRIES)
    with caplog.at_level(logging.CRITICAL):
        work()
    assert state_of(picture).why == Why.UNEXPECTED
    assert state_of(other).state == State.READY


def test_a_change_that_comes_while_files_are_made_is_not_lost(monkeypatch: Any) -> None:
    picture = make_picture(is_ready=False)

    def slow(*arguments: Any) -> Any:
        monkeypatch.setattr(services, "develop", develop)
        set_framing(picture_id=picture.pk, framing=Framing((0.9, 0.9), {}))
        return develop(*arguments)

    monkeypatch.setattr(services, "develop", slow)
    assert make_next()
    assert current(picture) == {}
    assert state_of(picture).is_due
    work()
    fresh = make_picture("fresh", is_ready=False)
    set_framing(picture_id=fresh.pk, framing=Framing((0.9, 0.9), {}))
    work()
    assert current(picture) == current(fresh)


def test_the_trade_that_clears_looks_once_a_minute(monkeypatch: Any) -> None:
    monkeypatch.setattr(trades, "_CLEARING", Interval(60))
    assert not trades.clear_if_time()
    assert not trades._CLEARING.is_due()


def crops(picture: Picture) -> str:
    return reverse("picture_crops", args=[picture.pk])


def fields_of(editor: Client, picture: Picture) -> dict[str, Any]:
    form = editor.get(crops(picture)).context["form"]
    return {
        name: "" if field.value() is None else field.value()
        for name, field in ((field.html_name, field) for field in form)
        if field.value() is not False
    }


def test_crops_are_typed_saved_and_shown_again(editor: Client, house: House) -> None:
    picture = make_picture()
    given = fields_of(editor, picture) | {
        "focus_x": "25",
        "focus_y": "75",
        "card-own": "on",
        "card-left": "10",
        "card-top": "20",
        "card-width": "50",
    }
    assert editor.post(crops(picture), given).status_code == 302
    picture.refresh_from_db()
    assert (picture.focal_point_x, picture.focal_point_y) == (225, 450)
    row = Crop.objects.get()
    assert (row.shape, row.left, row.top, row.width) == ("card", 0.1, 0.2, 0.5)
    assert state_of(picture).is_due
    again = fields_of(editor, picture)
    assert (again["card-own"], again["card-width"], again["focus_x"]) == (True, 50.0, 25.0)
    del again["card-own"]
    editor.post(crops(picture), again | {"focus_x": "", "focus_y": ""})
    picture.refresh_from_db()
    assert not Crop.objects.exists()
    assert not picture.has_focal_point()


def test_half_a_point_and_a_rectangle_without_numbers_are_refused(
    editor: Client, house: House
) -> None:
    picture = make_picture()
    given = fields_of(editor, picture)
    for wrong in ({"focus_x": "10"}, {"16x9-own": "on", "16x9-left": ""}, {"focus_x": "120"}):
        answer = editor.post(crops(picture), given | wrong)
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert not Crop.objects.exists()


def test_screens_are_for_who_may_change_the_picture(house: House, editor: Client) -> None:
    picture = make_picture()
    stranger = Client()
    for address in (crops(picture), reverse("picture_files", args=[picture.pk])):
        assert stranger.get(address).status_code == 302
    assert editor.get(crops(picture)).status_code == 200


def test_a_picture_s_own_screen_says_how_far_its_files_are(editor: Client, house: House) -> None:
    picture = make_picture(is_ready=False)
    screen = reverse("wagtailimages:edit", args=[picture.pk])
    assert "are being made" in editor.get(screen).content.decode()
    work()
    shown = editor.get(screen).content.decode()
    assert "are ready" in shown
    assert crops(picture) in shown


def test_the_lists_of_pictures_say_whose_files_are_not_ready(editor: Client, house: House) -> None:
    make_picture("Ринок")
    waiting = make_picture("Порт", is_ready=False)
    screens = [
        *(f"{reverse('wagtailimages:index_results')}?layout={way}" for way in ("grid", "list")),
        *(
            f"{reverse('wagtailimages_chooser:choose_results')}?layout={way}"
            for way in ("grid", "list")
        ),
    ]
    for screen in screens:
        assert editor.get(screen).content.decode().count("files are being made") == 1, screen
    Preparation.objects.filter(picture=waiting).update(is_due=False, why=Why.BROKEN)
    for screen in screens:
        text = editor.get(screen).content.decode()
        assert "no files for readers" in text, screen
        assert "The file is broken" in text, screen
        assert "files are being made" not in text, screen


def test_the_newsroom_sees_what_failed_and_has_it_made_again(
    editor: Client, house: House, caplog: Any
) -> None:
    picture = make_picture("torn", is_ready=False)
    whole = Path(picture.file.path).read_bytes()
    break_file(picture)
    with caplog.at_level(logging.CRITICAL):
        work()
    unready = editor.get(reverse("pictures_unready")).content.decode()
    assert "torn" in unready
    assert "The file is broken" in unready
    files = reverse("picture_files", args=[picture.pk])
    assert "Readers do not get this picture." in editor.get(files).content.decode()
    default_storage.delete(picture.file.name)
    default_storage.save(picture.file.name, ContentFile(whole))
    assert editor.post(files).status_code == 302
    work()
    assert "are ready" in editor.get(files).content.decode()
    assert "torn" not in editor.get(reverse("pictures_unready")).content.decode()


def test_sizes_in_the_files_are_those_in_the_rows() -> None:
    picture = make_picture(width=1700, height=1000)
    for row in Print.objects.filter(picture=picture):
        file_format = "webp" if row.has(row.width, Format.WEBP) else "jpg"
        with Image.open(default_storage.path(row.name_of(row.width, file_format))) as image:
            assert image.size == (row.width, row.height)
