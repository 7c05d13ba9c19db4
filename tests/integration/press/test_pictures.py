"""Pictures on pages: printed once they are made, never made by asking; galleries; crops."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from shpalta.core.crops import Shape
from shpalta.journal.models import JournalEntry
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.renditions import developing, services
from shpalta.newsroom.renditions.services import Framing, prepare, set_framing
from shpalta.newsroom.siblings.copying import body_of, copy_of, passages_of
from shpalta.newsroom.stories.models import Exhibit, Story
from shpalta.newsroom.stories.search import text_of
from tests.factories import make_author, make_picture, make_story
from tests.integration.press.conftest import Newspaper, Reader
from tests.integration.press.surrogate import ask, keys_of

STATIC = Path(__file__).parents[3] / "src" / "shpalta" / "press" / "static" / "shpalta" / "press"
LARGEST_SCRIPT = 4096


def gallery(*pictures: Picture, heading: str = "", **words: str) -> dict[str, Any]:
    items = [
        {"type": "item", "id": f"i{place}", "value": {"picture": one.pk, **words}}
        for place, one in enumerate(pictures)
    ]
    return {"type": "gallery", "value": {"heading": heading, "pictures": items}, "id": "g"}


def named(page: str, picture: Picture) -> set[str]:
    return set(re.findall(rf"/media/pictures/{picture.pk}/[\w./]+", page))


def shapes_of(page: str, picture: Picture) -> set[str]:
    digests = {name.split("/")[4] for name in named(page, picture)}
    return set(picture.prints.filter(digest__in=digests).values_list("shape", flat=True))


def test_no_request_makes_a_picture(
    paper: Newspaper, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = [make_picture(name, is_ready=False) for name in ("lead", "inner", "face", "told")]
    lead, inner, face, told = pictures
    story = make_story(
        paper.uk,
        rubric=paper.rubric,
        lead_picture=lead,
        lead_caption="Під мостом",
        authors=[make_author("olena", portrait=face)],
        body=[{"type": "picture", "value": {"picture": inner.pk}}, gallery(told)],
    )

    def refuse(*_arguments: Any, **_options: Any) -> None:
        pytest.fail("a request made a picture")

    for module, name in (
        (developing, "develop"),
        (services, "develop"),
        (services, "prepare"),
        (Image, "open"),
    ):
        monkeypatch.setattr(module, name, refuse)
    for path in (story.path, "/", "/rubric/city/", "/author/olena/", "/nowhere/"):
        page = reader.get(path).content.decode()
        assert "/media/pictures/" not in page, path
    assert "Під мостом" in reader.text(story.path)
    name = f"/media/pictures/{lead.pk}/0123456789ab/800.webp"
    assert reader.get(name).status_code == 404


def test_a_page_is_fresh_when_its_picture_is_made(paper: Newspaper, reader: Reader) -> None:
    picture = make_picture(is_ready=False)
    story = make_story(paper.uk, lead_picture=picture)
    key = f"picture:{picture.pk}"
    for path in (story.path, "/"):
        assert key in keys_of(ask(reader, path))
    before = JournalEntry.objects.count()
    prepare(picture.pk)
    assert [key] in [entry.keys for entry in JournalEntry.objects.order_by("pk")[before:]]
    for path in (story.path, "/"):
        assert named(reader.text(path), picture), path


def test_each_place_has_its_shape(paper: Newspaper, reader: Reader) -> None:
    picture, face = make_picture("lead", width=1800, height=1800), make_picture("face")
    story = make_story(
        paper.uk,
        rubric=paper.rubric,
        lead_picture=picture,
        authors=[make_author("olena", portrait=face)],
    )
    page = reader.text(story.path)
    main = page[page.index("<main") : page.index('class="more"')]
    head = page[: page.index("</head>")]
    assert shapes_of(main, picture) == {Shape.WHOLE}
    assert shapes_of(head, picture) == {Shape.WIDE, Shape.CLASSIC, Shape.SQUARE}
    assert re.findall(r'og:image:width" content="(\d+)', head) == ["1200"] * 3
    assert re.findall(r'og:image:height" content="(\d+)', head) == ["675", "900", "1200"]
    assert shapes_of(reader.text("/"), picture) == {Shape.WIDE}
    assert shapes_of(reader.text("/rubric/city/"), picture) == {Shape.CARD}
    assert shapes_of(reader.text("/author/olena/"), face) == {Shape.SQUARE}


def test_a_crop_is_what_readers_get_and_the_old_files_last(
    paper: Newspaper, reader: Reader
) -> None:
    picture = make_picture(width=1600, height=1000)
    make_story(paper.uk, rubric=paper.rubric, lead_picture=picture)
    old = named(reader.text("/rubric/city/"), picture)
    set_framing(picture_id=picture.pk, framing=Framing(None, {Shape.CARD: (0.5, 0.5, 0.3)}))
    assert named(reader.text("/rubric/city/"), picture) == old
    prepare(picture.pk)
    new = named(reader.text("/rubric/city/"), picture)
    assert not new & old
    for name in new | old:
        response = reader.get(name)
        response.close()
        assert response.status_code == 200, name


def test_a_replaced_picture_is_not_printed_while_the_new_one_is_made(
    paper: Newspaper, reader: Reader
) -> None:
    picture, other = make_picture("wrong"), make_picture("right", is_ready=False)
    story = make_story(paper.uk, lead_picture=picture)
    picture.file = other.file.name
    picture.save()
    assert not named(reader.text(story.path), picture)
    prepare(picture.pk)
    assert named(reader.text(story.path), picture)


def test_the_lead_picture_comes_first_and_all_others_wait(paper: Newspaper, reader: Reader) -> None:
    pictures = [make_picture(f"p{place}") for place in range(4)]
    story = make_story(
        paper.uk, lead_picture=pictures[0], body=[gallery(*pictures[1:]), gallery(pictures[1])]
    )
    tags = re.findall(r"<img [^>]+>", reader.text(story.path))
    eager = [tag for tag in tags if "fetchpriority" in tag]
    assert len(eager) == 1
    assert f"/{pictures[0].pk}/" in eager[0]
    assert all('loading="lazy" decoding="async"' in tag for tag in tags if tag not in eager)
    assert all(re.search(r' width="\d+" height="\d+"', tag) for tag in tags)
    alone = make_story(paper.uk, kind="photo", body=[gallery(*pictures[1:])])
    tags = re.findall(r"<img [^>]+>", reader.text(alone.path))
    assert ["fetchpriority" in tag for tag in tags[:3]] == [True, False, False]


def test_a_gallery_is_a_list_of_figures_with_their_own_or_the_story_s_words(
    paper: Newspaper, reader: Reader
) -> None:
    first, second = make_picture("first"), make_picture("second")
    Picture.objects.filter(pk=first.pk).update(caption="Власний підпис", credit="Фото: Гай")
    block = gallery(first, second, heading="Вокзал")
    block["value"]["pictures"][1]["value"] |= {"caption": "Підпис <тут>", "alt": "Дах"}
    story = make_story(paper.uk, body=[block])
    page = reader.text(story.path)
    part = page[page.index('<section class="gallery"') : page.index("</section>")]
    assert ">Вокзал</h2>" in part
    assert re.findall(r'<b class="nth">([^<]+)</b>', part) == ["1 з 2", "2 з 2"]
    assert "Власний підпис" in part
    assert "Фото: Гай" in part
    assert "Підпис &lt;тут&gt;" in part
    assert 'alt="Дах"' in part
    assert len(re.findall(r'<script type="module" src="[^"]*gallery', page)) == 1
    assert "gallery" not in reader.text(make_story(paper.uk).path).split("</head>")[0]
    data = json.loads(re.findall(r'ld\+json">(.*?)</script>', page)[0])
    media = data["@graph"][0]["associatedMedia"]
    assert [one.get("caption") for one in media] == ["Власний підпис", "Підпис <тут>"]
    assert all(one["url"].startswith("http://daily.test:8000/media/pictures/") for one in media)


def test_machines_are_told_whole_addresses_wherever_the_files_are_served(
    paper: Newspaper, reader: Reader, settings: Any
) -> None:
    settings.MEDIA_URL = "https://files.test/media/"
    story = make_story(paper.uk, lead_picture=make_picture("a"), body=[gallery(make_picture("b"))])
    data = json.loads(re.findall(r'ld\+json">(.*?)</script>', reader.text(story.path))[0])
    told = [one["url"] for part in ("image", "associatedMedia") for one in data["@graph"][0][part]]
    assert len(told) > 1
    assert all(url.startswith("https://files.test/media/pictures/") for url in told)


def test_a_gallery_s_pictures_are_exhibited_found_and_taken_to_other_editions(
    paper: Newspaper, reader: Reader
) -> None:
    picture, late = make_picture("here"), make_picture("late", is_ready=False)
    story = make_story(paper.uk, body=[gallery(picture, late, caption="Підпис галереї")])
    assert set(Exhibit.objects.values_list("picture_id", flat=True)) == {picture.pk, late.pk}
    assert {f"picture:{picture.pk}", f"picture:{late.pk}"} <= set(keys_of(ask(reader, story.path)))
    before = JournalEntry.objects.count()
    prepare(late.pk)
    assert JournalEntry.objects.count() == before + 1
    name = next(picture.prints.all()[0].names())
    assert default_storage.exists(name)
    response = reader.get(f"/media/{name}")
    response.close()
    assert response.status_code == 200
    assert "підпис галереї" in text_of(story)
    sibling = copy_of(story, paper.ru)
    texts = [passage.text for passage in passages_of(sibling, body_of(sibling))]
    assert texts.count("Підпис галереї") == 2
    Story.objects.get(pk=story.pk).unpublish()
    assert reader.get(f"/media/{name}").status_code == 404


def test_scripts_of_pictures_are_small() -> None:
    assert len((STATIC / "gallery.js").read_bytes()) <= LARGEST_SCRIPT
