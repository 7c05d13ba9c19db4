"""The picture desk: pictures taken in through the screens' own door, and looked at there."""

import hashlib
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageFilter

from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk.views import FromAddressView
from tests.factories import make_author
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


def upload(client: Client, data: bytes, name: str = "DSC_1.jpg") -> dict[str, Any]:
    """Send a file as the page of uploads does."""
    file = SimpleUploadedFile(name, data, "image/jpeg")
    answer = client.post(
        reverse("wagtailimages:add_multiple"),
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
