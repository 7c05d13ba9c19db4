"""The picture desk: pictures taken in through the screens' own door, and looked at there."""

import hashlib
import io
from datetime import datetime, timedelta
from html import unescape
from itertools import product
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageFilter

from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk.models import Demand, PictureRule
from shpalta.newsroom.picturedesk.rules import fit_for, lacks_of
from shpalta.newsroom.picturedesk.views import FromAddressView
from shpalta.newsroom.titles.models import Desk
from tests.factories import make_author, make_picture
from tests.integration.newsroom.conftest import House
from tests.unit.newsroom.test_hostile_pictures import HOSTILE, picture
from tests.unit.newsroom.test_picture_reading import XMP

pytestmark = pytest.mark.django_db


def photograph(seed: int = 1, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Draw a picture that is unlike others with another seed."""
    noise = Image.effect_noise((9, 7), 90 + seed).resize(size, Image.Resampling.BICUBIC)
    return noise.filter(ImageFilter.GaussianBlur(2)).convert("RGB")


def jpeg(image: Image.Image, **options: Any) -> bytes:
    """Write a JPEG."""
    file = io.BytesIO()
    image.save(file, "JPEG", **options)
    return file.getvalue()


def upload(
    client: Client, data: bytes, name: str = "DSC_1.jpg", *, chooser: str = ""
) -> dict[str, Any]:
    """Send a file as the page of uploads does."""
    file = SimpleUploadedFile(name, data, "image/jpeg")
    answer = client.post(
        reverse("wagtailimages:add_multiple") + (f"?chooser={chooser}" if chooser else ""),
        {"title": name.rpartition(".")[0], "files[]": file},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def test_what_the_file_says_fills_the_fields(journalist: Client) -> None:
    data = jpeg(photograph(), xmp=XMP.encode())
    told = upload(journalist, data, "Повінь на річці.jpg")
    taken = Picture.objects.get(pk=told["image_id"])
    assert taken.caption == "Рятувальники на набережній"
    assert (taken.credit, taken.licence, taken.commons_licence) == ("Шум / Агенція", "cc", "by-sa")
    assert (taken.machine, taken.persons, taken.city) == ("made", "Марко Гай", "Вигаданськ")
    assert sorted(tag.name for tag in taken.tags.all()) == ["повінь", "річка"]
    assert taken.sha256 == hashlib.sha256(data).hexdigest()
    assert taken.original_name == "Повінь на річці.jpg"
    assert taken.uploaded_by_user is not None
    with taken.file.open() as file:
        assert file.read() == data
    assert "Шум / Агенція" in told["form"]


@pytest.mark.parametrize("case", ["a ZIP behind a JPEG", "an SVG with a script", "half a JPEG"])
def test_a_hostile_file_is_refused_by_name_and_leaves_nothing(
    journalist: Client, case: str
) -> None:
    name, make, _code = HOSTILE[case]
    told = upload(journalist, make(), name)
    assert told["success"] is False
    assert name in told["error_message"]
    assert not Picture.objects.exists()


def test_the_name_of_a_refused_file_is_no_markup(journalist: Client) -> None:
    told = upload(journalist, b"MZ", "<img src=x onerror=alert(1)>.jpg")
    assert "<img" not in told["error_message"]


def test_one_bad_file_does_not_hinder_the_others(journalist: Client) -> None:
    answers = [
        upload(journalist, data, f"{number}.jpg")
        for number, data in enumerate([jpeg(photograph()), b"<svg/>", jpeg(photograph(2))])
    ]
    assert [told["success"] for told in answers] == [True, False, True]
    assert Picture.objects.count() == 2


def test_what_looks_alike_is_shown_at_once(journalist: Client) -> None:
    image = photograph()
    first = upload(journalist, jpeg(image), "first.jpg")
    other = upload(journalist, jpeg(photograph(40)), "other.jpg")
    smaller = upload(journalist, jpeg(image.resize((320, 240)), quality=60), "smaller.jpg")
    assert "Looks like these" not in other["form"]
    assert "Looks like these" in smaller["form"]
    assert f"/images/{first['image_id']}/" in smaller["form"]
    assert f"/images/{other['image_id']}/" not in smaller["form"].partition("<details")[0].replace(
        f"/multiple/{other['image_id']}/", ""
    )


def test_a_licence_of_creative_commons_must_be_named(journalist: Client) -> None:
    told = upload(journalist, jpeg(photograph()))
    picture_id = told["image_id"]
    address = reverse("wagtailimages:edit_multiple", args=[picture_id])
    fields = {f"image-{picture_id}-title": "Назва", f"image-{picture_id}-licence": "cc"}
    answer = journalist.post(address, fields).json()
    assert answer["success"] is False
    assert "picture-fields" in answer["form"]
    fields[f"image-{picture_id}-commons_licence"] = "by"
    assert journalist.post(address, fields).json()["success"] is True
    assert Picture.objects.get(pk=picture_id).commons_licence == "by"


def test_a_picture_s_screen_says_where_it_is_used(house: House, editor: Client) -> None:
    told = upload(editor, jpeg(photograph()))
    taken = Picture.objects.get(pk=told["image_id"])
    house.published("На сторінці", lead_picture=taken)
    draft = house.story("У чернетці")
    draft.body = [{"type": "picture", "value": {"picture": taken.pk}}]
    draft.save_revision()
    make_author("olena", portrait=taken)
    page = editor.get(reverse("wagtailimages:edit", args=[taken.pk])).content.decode()
    for words in ("На сторінці", "У чернетці", "readers see it", "not public", taken.sha256):
        assert words in page
    draft.body = []
    draft.save_revision()
    page = editor.get(reverse("wagtailimages:edit", args=[taken.pk])).content.decode()
    assert "У чернетці" not in page


def test_looking_at_a_picture_makes_no_public_copy_of_the_original(
    house: House, editor: Client
) -> None:
    told = upload(editor, jpeg(photograph()))
    editor.get(reverse("wagtailimages:edit", args=[told["image_id"]]))
    taken = Picture.objects.get(pk=told["image_id"])
    assert not taken.renditions.filter(filter_spec="original").exists()


def test_a_picture_comes_from_an_address(
    journalist: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.integration.newsroom.test_picture_fetching import PICTURE, running_site

    address = reverse("picture_from_address")
    with running_site() as site:
        refused = journalist.post(address, {"url": f"{site}/a.jpg"})
        assert refused.status_code == 422
        assert "127.0.0.1" in refused.json()["error"]
        monkeypatch.setattr(FromAddressView, "may_connect", staticmethod(lambda *_: True))
        fetched = journalist.post(address, {"url": f"{site}/a.jpg"})
    assert fetched.content == PICTURE
    assert fetched["Content-Type"] == "image/jpeg"
    assert fetched["Content-Disposition"].startswith("attachment")
    assert "sandbox" in fetched["Content-Security-Policy"]


def test_nobody_fetches_without_leave(client: Client, house: House) -> None:
    assert client.post(reverse("picture_from_address"), {"url": "http://a"}).status_code == 302


def test_the_chooser_says_what_must_be_known(journalist: Client) -> None:
    told = upload(journalist, jpeg(photograph()))
    Picture.objects.filter(pk=told["image_id"]).update(is_not_for_web=True)
    window = journalist.get(reverse("wagtailimages_chooser:choose")).json()["html"]
    assert "not for the web" in window
    found = journalist.get(reverse("wagtailimages_chooser:choose_results"), {"q": "dsc"})
    assert "DSC_1" in found.content.decode()
    none = journalist.get(reverse("wagtailimages_chooser:choose_results"), {"q": "nothing"})
    assert "DSC_1" not in none.content.decode()


def chooser(client: Client, **query: Any) -> str:
    """Ask the window's list."""
    answer = client.get(reverse("wagtailimages_chooser:choose_results"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_chooser_has_the_desk_s_filters(house: House, journalist: Client) -> None:
    fine = make_picture("Ринок")
    fine.credit, fine.licence, fine.persons = "Шум", "own", "Марко Гай"
    fine.taken_at = datetime(2026, 11, 20, 23, 30, tzinfo=ZoneInfo("Europe/Kyiv"))
    fine.save()
    make_picture("Порт")
    for query, is_found in (
        ({"q": "ринками"}, True),
        ({"who": "Гаєм"}, True),
        ({"who": "ринок"}, False),
        ({"rights": "usable"}, True),
        ({"rights": "ended"}, False),
        ({"since": "2026-11-20", "until": "2026-11-20"}, True),
        ({"since": "2026-11-21", "until": "2026-11-21"}, False),
        ({"until": "9999-12-31"}, True),
        ({"who": "Гай", "rights": "fit", "q": "ринок"}, True),
    ):
        assert ("Ринок" in chooser(journalist, **query)) is is_found, query
    assert "Порт" in chooser(journalist, since="2026-11-21")
    assert "No picture is like that" in chooser(journalist, who="нікого")
    for nonsense in ({"since": "x"}, {"rights": "x"}, {"edition": "x"}, {"edition": "9" * 40}):
        assert "Ринок" in chooser(journalist, **nonsense), nonsense


def test_the_ends_of_the_calendar_are_no_error(journalist: Client) -> None:
    make_picture("Ринок")
    for day in ("0001-01-01", "0001-01-02", "1825-12-31", "9999-12-30", "9999-12-31"):
        for field in ("since", "until"):
            chooser(journalist, **{field: day})
    assert "Ринок" in chooser(journalist, since="1826-01-01")
    assert "Ринок" not in chooser(journalist, until="1826-01-01")


def test_the_chooser_says_what_cannot_be_published_where_the_story_goes(
    house: House, journalist: Client
) -> None:
    make_picture("Порт")
    demand = PictureRule.objects.create(title=house.edition.title, missing_credit=Demand.BLOCK)
    here = {"edition": house.edition.pk}
    assert f"“{house.edition.title}” does not publish it" in unescape(chooser(journalist, **here))
    assert "Порт" not in chooser(journalist, rights="fit", **here)
    assert "Порт" in chooser(journalist, rights="fit")
    window = journalist.get(reverse("wagtailimages_chooser:choose"), here).json()["html"]
    # Whatever is asked next is asked for the same edition.
    assert f"results/?edition={house.edition.pk}" in window
    assert f"can be published in “{house.edition.title}”" in unescape(window)
    demand.missing_credit = Demand.WARN
    demand.save()
    assert "does not publish it" not in chooser(journalist, **here)
    Picture.objects.update(is_not_for_web=True)
    assert "Cannot be published" in chooser(journalist)
    assert "Порт" not in chooser(journalist, rights="fit")


def test_what_a_closed_title_demands_is_not_told(house: House, journalist: Client) -> None:
    make_picture("Порт")
    title = house.edition.title
    PictureRule.objects.create(title=title, missing_credit=Demand.BLOCK)
    Desk.objects.create(title=title)
    assert "does not publish it" not in chooser(journalist, edition=house.edition.pk)


@pytest.mark.parametrize("missing_credit", Demand)
@pytest.mark.parametrize("missing_licence", Demand)
def test_what_the_filter_leaves_is_what_nothing_hinders(
    missing_credit: Demand, missing_licence: Demand
) -> None:
    now = timezone.now()
    rule = PictureRule(missing_credit=missing_credit, missing_licence=missing_licence)
    for credit, licence, end, is_paper in product(
        ("", "Шум"), ("", "unknown", "own"), (None, now, now + timedelta(days=1)), (False, True)
    ):
        Picture.objects.create(
            title="a", file="x.jpg", width=1, height=1, credit=credit, licence=licence,
            rights_end_at=end, is_not_for_web=is_paper,
        )  # fmt: skip
    fit = {one.pk for one in Picture.objects.filter(fit_for(rule, at=now))}
    assert fit == {one.pk for one in Picture.objects.all() if not lacks_of(one, rule, at=now)}


def test_many_are_chosen_in_the_order_of_the_choice(journalist: Client) -> None:
    made = [make_picture(f"p{number}") for number in range(3)]
    asked: list[int | str] = [made[2].pk, made[0].pk, "x", 10**30, made[1].pk, made[2].pk]
    address = reverse("wagtailimages_chooser:chosen_multiple")
    query = urlencode({"id": asked, "multiple": 1}, doseq=True)
    answer = journalist.get(f"{address}?{query}").json()
    assert [one["title"] for one in answer["result"]] == ["p2", "p0", "p1"]


def test_a_picture_uploaded_in_the_window_is_saved_and_used_there(journalist: Client) -> None:
    data = jpeg(photograph())
    told = upload(journalist, data, chooser="one")
    assert "Save and use" in told["form"]
    assert "?chooser=one" in told["form"]
    again = upload(journalist, data, chooser="one")
    assert again["duplicate"]
    assert f'data-use-instead="{told["image_id"]}"' in again["confirm_duplicate_upload"]
    assert "Save and use" not in upload(journalist, jpeg(photograph(2)), chooser="many")["form"]


def test_a_picture_is_uploaded_in_the_chooser_with_all_that_it_says(journalist: Client) -> None:
    file = SimpleUploadedFile("a.jpg", jpeg(photograph(), xmp=XMP.encode()), "image/jpeg")
    answer = journalist.post(
        reverse("wagtailimages_chooser:create"),
        {"image-chooser-upload-title": "Повінь", "image-chooser-upload-file": file},
    )
    assert answer.json()["step"] == "chosen"
    taken = Picture.objects.get()
    assert (taken.credit, taken.machine, len(taken.sha256)) == ("Шум / Агенція", "made", 64)


def test_a_hostile_file_is_refused_in_the_chooser_as_well(journalist: Client) -> None:
    file = SimpleUploadedFile("a.jpg", picture() + b"<script>x</script>", "image/jpeg")
    answer = journalist.post(
        reverse("wagtailimages_chooser:create"),
        {"image-chooser-upload-title": "Повінь", "image-chooser-upload-file": file},
    )
    assert "a.jpg" in answer.json()["htmlFragment"]
    assert not Picture.objects.exists()
