"""How a title looks: written on one screen, refused at the field, seen on its own pages alone."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from shpalta.core.contrast import TEXT, contrast
from shpalta.journal.models import JournalEntry
from shpalta.newsroom.design.models import Design, FrontSection, Nameplate
from shpalta.newsroom.titles.colours import DARK, LIGHT
from shpalta.newsroom.titles.models import Desk, Rubric
from shpalta.press.builders.frame import STYLESHEET
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.desk import opened

pytestmark = pytest.mark.django_db
ADD = reverse("wagtailsnippets_design_design:add")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 60"><path d="M0 0h300v60z"/></svg>'


def send(editor: Client, house: House, **fields: Any) -> Any:
    url = ADD
    if design := Design.objects.first():
        url = reverse("wagtailsnippets_design_design:edit", args=[design.pk])
    return editor.post(url, opened(editor, url) | {"title": house.edition.title_id} | fields)


def upload(data: bytes, name: str = "name.svg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_design_is_saved_with_nameplates_and_bands(editor: Client, house: House) -> None:
    Rubric.objects.create(title=house.edition.title, slug="sport", names={"uk": "Спорт"})
    last = JournalEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    answer = send(
        editor,
        house,
        display_face="slab",
        tint="#eef3ee",
        breaking="#8a1111",
        networks="https://example.org/visnyk\nhttps://example.org/visnyk",
        phone="+380 44 123 45 67",
        sections="sport 3\ncity 20",
        light_plate=upload(SVG),
        dark_plate=upload(SVG.replace(b"<path", b'<path fill="#ffffff"')),
    )
    assert answer.status_code == 302
    design = Design.objects.get()
    assert (design.tint, design.networks) == ("#eef3ee", ["https://example.org/visnyk"])
    bands = design.sections.values_list("rubric__slug", "stories")
    assert list(bands) == [("sport", 3), ("city", 20)]
    plates = Nameplate.objects.order_by("theme")
    assert [(one.theme, one.width, one.content_type) for one in plates] == [
        ("dark", 300, "image/svg+xml"),
        ("light", 300, "image/svg+xml"),
    ]
    entries = JournalEntry.objects.filter(pk__gt=last)
    named = {key for entry in entries for key in entry.keys}
    assert named == {"title:visnyk"}

    assert send(editor, house, remove_plates="on", sections="").status_code == 302
    assert not Nameplate.objects.exists()
    assert not FrontSection.objects.exists()


def test_a_picture_is_written_anew(editor: Client, house: House) -> None:
    file = io.BytesIO()
    Image.new("RGB", (3200, 400), "#123456").save(file, "JPEG", comment=b"secret")
    assert send(editor, house, light_plate=upload(file.getvalue(), "a.jpg")).status_code == 302
    plate = Nameplate.objects.get()
    assert (plate.width, plate.height, plate.content_type) == (1600, 200, "image/png")
    assert b"secret" not in bytes(plate.data)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("tint", "#777777", "The contrast is"),
        ("dark_tint", "#ffffff", "The contrast is"),
        ("breaking", "#ffdd00", "The nearest colour that reaches it: #"),
        ("tint", "red", "A colour such as"),
        ("phone", "123", "country"),
        ("networks", "example", "no whole address"),
        ("sections", "nowhere 5", "no rubric"),
        ("sections", "city 5\ncity 4", "twice"),
        ("sections", "city 21", "from 1 to 20"),
        ("sections", "stars 5", "no rubric"),
        ("light_plate", upload(b"GIF89a"), "no SVG"),
        ("light_plate", upload(SVG.replace(b"<path", b"<script/><path")), "&lt;script&gt;"),
        ("dark_plate", upload(SVG), "light grounds as well"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_saved(
    editor: Client, house: House, field: str, value: Any, words: str
) -> None:
    answer = send(editor, house, **{field: value})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page
    if field != "dark_plate":
        assert field in answer.context["form"].errors
    assert not Design.objects.exists()
    assert not Nameplate.objects.exists()


def test_the_colour_that_is_offered_is_taken(editor: Client, house: House) -> None:
    page = send(editor, house, breaking="#ffdd00").content.decode()
    offered = re.search(r"reaches it: (#[0-9a-f]{6})", page)
    assert offered
    assert send(editor, house, breaking=offered[1]).status_code == 302


def test_an_accent_that_cannot_be_read_is_refused_on_the_titles_screen(
    editor: Client, house: House
) -> None:
    url = reverse("wagtailsnippets_titles_title:edit", args=[house.edition.title_id])
    answer = editor.post(url, opened(editor, url) | {"colour": "#ffdd00"})
    assert "colour" in answer.context["form"].errors
    assert "The contrast is" in answer.content.decode()


def test_somebody_elses_title_is_neither_offered_nor_taken(editor: Client, house: House) -> None:
    Desk.objects.create(title=house.foreign_edition.title, names={"uk": "Стіл"})
    assert "nauka" not in editor.get(ADD).content.decode().lower()
    assert send(editor, house, title=house.foreign_edition.title_id).status_code == 200
    assert not Design.objects.exists()


def test_the_grounds_are_those_of_the_stylesheet() -> None:
    css = Path(str(finders.find(STYLESHEET))).read_text()
    for ground, part in ((LIGHT, css[: css.index("@media")]), (DARK, css[css.index("@media") :])):
        for name in ("paper", "tint", "ink", "soft"):
            found = re.search(rf"--{name}: (#[0-9a-f]{{6}});", part)
            assert found
            assert found[1] == getattr(ground, name), name
        assert contrast(ground.ink, ground.tint) >= TEXT
        assert contrast(ground.soft, ground.tint) >= TEXT
