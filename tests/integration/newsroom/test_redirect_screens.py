"""The screens of old addresses: one by one, a file of many, and what readers get."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from shpalta.newsroom.redirects.models import Redirect
from shpalta.newsroom.titles.models import Desk
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.desk import opened

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_redirects_redirect:list"
ADD = "wagtailsnippets_redirects_redirect:add"
EDIT = "wagtailsnippets_redirects_redirect:edit"


def add(editor: Client, house: House, **fields: Any) -> Any:
    url = reverse(ADD)
    given = {"title": house.edition.title_id, "status": 301} | fields
    return editor.post(url, opened(editor, url) | given)


def test_an_old_address_is_added_found_changed_and_deleted(editor: Client, house: House) -> None:
    story = house.published()
    answer = add(editor, house, written_path="/новини/міст", written_target=f"story:{story.number}")
    assert answer.status_code == 302
    row = Redirect.objects.get()
    assert (row.edition, row.status) == (house.edition, 301)

    page = editor.get(reverse(LIST), {"q": "міст"}).content.decode()
    assert f"story:uk/{story.number}" in page
    assert "/новини/міст" in page
    assert f"story:uk/{story.number}" not in editor.get(reverse(LIST), {"q": "x"}).content.decode()

    url = reverse(EDIT, args=[row.pk])
    data = opened(editor, url)
    assert f"story:uk/{story.number}" in data["written_target"]
    editor.post(url, data | {"status": 410, "written_target": ""})
    row.refresh_from_db()
    assert (row.status, row.target) == (410, "")
    editor.post(reverse("wagtailsnippets_redirects_redirect:delete", args=[row.pk]))
    assert not Redirect.objects.exists()


@pytest.mark.parametrize(
    ("path", "target", "field"),
    [
        ("/", "rubric:city", "written_path"),
        ("/old/", "story:999", "written_target"),
        ("/old/", "https://example.org/", "written_target"),
        ("/old/", "/old/", "written_target"),
        ("/old/", "", "written_target"),
        ("/-/ticker/", "rubric:city", "written_path"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    editor: Client, house: House, path: str, target: str, field: str
) -> None:
    answer = add(editor, house, written_path=path, written_target=target)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert not Redirect.objects.exists()


def test_readers_answer_is_shown(editor: Client, house: House) -> None:
    story = house.published()
    add(editor, house, written_path="/old/", written_target=f"story:{story.number}")

    def asked(address: str) -> str:
        given: dict[str, Any] = {"title": house.edition.title_id, "address": address}
        return editor.get(reverse("redirects_inquiry"), given).content.decode()

    assert story.path in asked("https://visnyk.example/old/")
    assert "There is no such page." in asked("never")
    assert "A page stands here." in asked(story.path)


def sent(editor: Client, house: House, text: bytes, **fields: Any) -> Any:
    given = {"title": house.edition.title_id, "file": SimpleUploadedFile("a.csv", text)}
    return editor.post(reverse("redirects_import"), given | fields)


def test_a_file_is_tried_then_taken_in_and_given_out_again(editor: Client, house: House) -> None:
    text = "\ufefffrom,to,status\n/a,rubric:city,301\n/b,,410\n".encode()
    tried = sent(editor, house, text, is_trial="on")
    assert "Nothing is wrong with it" in tried.content.decode()
    assert not Redirect.objects.exists()

    assert sent(editor, house, text).status_code == 200
    assert Redirect.objects.count() == 2
    out: Any = editor.get(reverse("redirects_export", args=[house.edition.title_id]))
    assert b"".join(out.streaming_content).splitlines() == [
        b"from,to,status",
        b"/a,rubric:uk/city,301",
        b"/b,gone,410",
    ]


def test_bad_lines_are_named_and_nothing_is_written(editor: Client, house: House) -> None:
    answer = sent(editor, house, b"from,to\n/a,rubric:city\n/b,story:999\nx y,\n/a,rubric:none\n")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<td>3</td>" in page
    assert "<td>5</td>" in page
    assert not Redirect.objects.exists()
    assert sent(editor, house, "Київ".encode("cp1251")).status_code == 422
    assert sent(editor, house, b"").status_code == 422


def test_walls_and_roles(editor: Client, journalist: Client, house: House) -> None:
    for name in ("redirects_inquiry", "redirects_import"):
        assert journalist.get(reverse(name)).status_code == 302
    Desk.objects.create(title=house.foreign_edition.title, names={"uk": "Стіл"})
    Redirect.objects.create(title=house.foreign_edition.title, path="/canary", status=410)
    assert "canary" not in editor.get(reverse(LIST)).content.decode()
    foreign = house.foreign_edition.title_id
    assert editor.get(reverse("redirects_export", args=[foreign])).status_code == 404
    given: dict[str, Any] = {"title": foreign, "address": "/canary"}
    assert "410" not in editor.get(reverse("redirects_inquiry"), given).content.decode()
