"""Changes of all that is no story are announced: titles, words, pictures, standing pages."""

import gc
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import PageViewRestriction

from shpalta.core.crops import Shape
from shpalta.journal.queries import house_version
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.pages.models import EditionRoot, StandingPage
from shpalta.newsroom.renditions.services import Framing, prepare, set_framing
from shpalta.newsroom.staff.models import User
from shpalta.newsroom.titles.models import Edition, Host, Rubric, Title
from shpalta.newsroom.vocabulary.models import Author, Entity, Source, Topic
from tests.factories import make_author, make_edition, make_rubric, make_title, make_topic
from tests.integration.newsroom.desk import opened, write
from tests.integration.newsroom.world import World, listening, make_page, make_world

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the files open of which it makes thumbnails.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

Do = Callable[[World, Client], object]
FOOTER = "page:{page} edition:{uk}"
WHOLE = FOOTER + " title:up"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    yield make_world()
    gc.collect()


@pytest.fixture
def desk(world: World) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.create_superuser("chief", password="a long password"))
    return client


def snippet(model: str, view: str, thing: Any) -> str:
    app = "titles" if model in {"title", "edition", "rubric"} else "vocabulary"
    return reverse(f"wagtailsnippets_{app}_{model}:{view}", args=[thing.pk])


def saved(thing: Any, **values: Any) -> None:
    thing = type(thing).objects.get(pk=thing.pk)
    for name, value in values.items():
        setattr(thing, name, value)
    thing.save()


def page_view(name: str, page: Any, *args: object) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk, *args])


def published(world: World, client: Client, **values: Any) -> None:
    _edited(world, client, {"action-publish": "yes"} | values)


def _edited(world: World, client: Client, values: dict[str, Any]) -> None:
    url = page_view("edit", world.page)
    # The body's fields are made by a script.
    body = {"count": 1, "0-type": "subheading", "0-order": 0, "0-deleted": "", "0-value": "Us"}
    form = opened(client, url) | {f"body-{name}": value for name, value in body.items()}
    form |= {name: getattr(world.page, name) for name in ("title", "slug", "position")}
    response = client.post(url, form | values)
    assert response.status_code == 302, response.context["form"].errors


def _image() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (30, 20)).save(file, "JPEG")
    return SimpleUploadedFile("new.jpg", file.getvalue(), content_type="image/jpeg")


def _picture_form(world: World, client: Client, **values: Any) -> None:
    picture = world.picture
    form = {
        "title": picture.title,
        "tags": "",
        "collection": str(picture.collection_id),
        "alts_0": picture.alts["uk"],
        "alts_1": "",
        "alts_2": picture.alts["en"],
        "caption": "",
        "credit": "",
    }
    for name in ("x", "y", "width", "height"):
        form[f"focal_point_{name}"] = ""
    response = client.post(reverse("wagtailimages:edit", args=[picture.pk]), form | values)
    assert response.status_code == 302, response.context["form"].errors


def _address(world: World, client: Client) -> None:
    screen = snippet("source", "edit", world.source)
    client.post(screen, opened(client, screen) | {"url": "https://a.example/"})


def _made_anew(picture: Picture) -> None:
    picture.prints.all().delete()
    prepare(picture.pk)


def _framed(picture: Picture) -> None:
    set_framing(picture_id=picture.pk, framing=Framing((0.1, 0.1), {Shape.CARD: (0.2, 0.2, 0.5)}))
    prepare(picture.pk)


BY_SCREEN: dict[str, tuple[Do, str]] = {
    "a title's colour": (
        lambda w, c: write(c, snippet("title", "edit", w.edition.title), colour="#112233"),
        "title:up",
    ),
    "a title's host": (
        lambda w, c: write(c, snippet("title", "edit", w.edition.title), hosts="up.example"),
        "house",
    ),
    "a title's name": (
        lambda w, c: write(c, snippet("title", "edit", w.edition.title), names_uk="Інша"),
        "house title:up",
    ),
    "an edition's label": (
        lambda w, c: write(c, snippet("edition", "edit", w.edition), labels_details="Докладно"),
        "edition:{uk}",
    ),
    "an edition's prefix": (
        lambda w, c: write(c, snippet("edition", "edit", w.russian), prefix="/ru"),
        "house edition:{ru}",
    ),
    "a rubric's name": (
        lambda w, c: write(c, snippet("rubric", "edit", w.city), names_uk="Столиця"),
        "title:up",
    ),
    "a rubric's slug": (
        lambda w, c: write(c, snippet("rubric", "edit", w.city), slug="capital"),
        "title:up words:rubric",
    ),
    "a topic's name": (
        lambda w, c: write(c, snippet("topic", "edit", w.topic), names_uk="Інакше"),
        "topic:{topic}",
    ),
    "an author's role": (
        lambda w, c: write(c, snippet("author", "edit", w.author), roles_uk="Редактор"),
        "author:{author}",
    ),
    "a source's address": (
        _address,
        "source:{source}",
    ),
    "a topic deleted": (
        lambda w, c: c.post(snippet("topic", "delete", w.topic)),
        "topic:{topic} words:topic",
    ),
    "a picture's words": (
        lambda w, c: _picture_form(w, c, caption="What is seen"),
        "picture:{picture}",
    ),
    "a picture's crops, made": (lambda w, c: _framed(w.picture), "picture:{picture}"),
    "a picture's file": (lambda w, c: _picture_form(w, c, file=_image()), "picture:{picture}"),
    "a picture deleted": (
        lambda w, c: c.post(reverse("wagtailimages:delete", args=[w.picture.pk])),
        "picture:{picture}",
    ),
    "a page's text": (lambda w, c: published(w, c, **{"body-0-value": "New"}), "page:{page}"),
    "a page's title": (lambda w, c: published(w, c, title="Who we are"), FOOTER),
    "a page's slug": (lambda w, c: published(w, c, slug="who"), "page:{page} title:up"),
    "a page unpublished": (lambda w, c: c.post(page_view("unpublish", w.page)), WHOLE),
    "a page deleted": (lambda w, c: c.post(page_view("delete", w.page)), WHOLE),
    "a page moved": (
        lambda w, c: c.post(page_view("move_confirm", w.page, w.russian_root.pk)),
        WHOLE + " edition:{ru}",
    ),
    "a page made private": (
        lambda w, c: c.post(page_view("set_privacy", w.page), {"restriction_type": "login"}),
        WHOLE,
    ),
    "a branch made private": (
        lambda w, c: c.post(page_view("set_privacy", w.root), {"restriction_type": "login"}),
        WHOLE,
    ),
}
IN_PROGRAMS: dict[str, tuple[Do, str]] = {
    "a new title": (lambda w, c: make_title("sister"), "house title:sister"),
    "a title updated by a query": (
        lambda w, c: Title.objects.update(time_zone="UTC"),
        "house title:up",
    ),
    "a host added": (lambda w, c: Host(title=w.edition.title, name="x.test").save(), "house"),
    "a host deleted": (lambda w, c: Host.objects.all().delete(), "house"),
    "a new edition": (
        lambda w, c: make_edition(w.edition.title, language="en"),
        "house edition:up:en",
    ),
    "an edition renamed by a query": (
        lambda w, c: Edition.objects.filter(pk=w.edition.pk).update(language="be"),
        "house edition:{uk} edition:up:be",
    ),
    "a new rubric": (lambda w, c: make_rubric(w.edition.title, "new"), "title:up words:rubric"),
    "rubrics in another order": (
        lambda w, c: Rubric.objects.bulk_update([_placed(w.city)], ["position"]),
        "title:up",
    ),
    "a rubric deleted": (lambda w, c: w.sport.delete(), "title:up words:rubric"),
    "a new topic": (lambda w, c: make_topic("fresh"), "words:topic"),
    "topics inserted in bulk": (
        lambda w, c: Topic.objects.bulk_create([Topic(slug="t", names={"uk": "Т"})]),
        "words:topic",
    ),
    "an entity described": (
        lambda w, c: saved(w.entity, descriptions={"uk": "Мер"}),
        "entity:{entity}",
    ),
    "an author's slug": (lambda w, c: saved(w.author, slug="a"), "author:{author} words:author"),
    "an author's portrait": (
        lambda w, c: saved(w.author, portrait=w.spare_picture),
        "author:{author} picture:{spare}",
    ),
    "a source deleted": (lambda w, c: w.source.delete(), "source:{source} words:source"),
    "a picture credited by a query": (
        lambda w, c: Picture.objects.update(credit="AP"),
        "picture:{picture}",
    ),
    "a print deleted": (lambda w, c: w.picture.prints.all()[0].delete(), "picture:{picture}"),
    "prints deleted": (lambda w, c: w.picture.prints.all().delete(), "picture:{picture}"),
    "prints made for the first time": (
        lambda w, c: _made_anew(w.picture),
        "picture:{picture}",
    ),
    "a new page": (lambda w, c: make_page(w.root, "rules"), "edition:{uk} title:up"),
    "a page saved": (lambda w, c: saved(w.page, search_description="x"), "page:{page}"),
    "a page's place": (lambda w, c: saved(w.page, position=7), FOOTER),
    "pages updated by a query": (
        lambda w, c: StandingPage.objects.update(live=False),
        WHOLE,
    ),
    "a revision published": (lambda w, c: _published_page(w), FOOTER),
    "a branch of another edition": (
        lambda w, c: saved(w.root, edition=make_edition(w.edition.title, language="en")),
        WHOLE + " edition:up:en",
    ),
    "a page public again": (
        lambda w, c: _made_public(w),
        WHOLE,
    ),
}


def _placed(rubric: Rubric) -> Rubric:
    rubric.position = 9
    return rubric


def _published_page(world: World) -> None:
    page = StandingPage.objects.get(pk=world.page.pk)
    page.title = "Otherwise"
    page.save_revision().publish()


def _made_public(world: World) -> None:
    PageViewRestriction.objects.create(page=world.page, restriction_type="login").delete()


@pytest.mark.parametrize("name", [*BY_SCREEN, *IN_PROGRAMS])
def test_every_public_change_is_announced(world: World, desk: Client, name: str) -> None:
    do, expected = (BY_SCREEN | IN_PROGRAMS)[name]
    wanted, version = world.keys(expected), house_version()

    with listening() as heard:
        do(world, desk)

    assert wanted <= heard.keys, (wanted - heard.keys, heard.keys)
    touched = [key for key in heard.keys if key.startswith(("house", "title:", "edition:"))]
    assert (house_version() != version) == bool(touched)


SILENT: dict[str, Do] = {
    "a title saved as it was": lambda w, c: saved(w.edition.title),
    "a rubric saved as it was": lambda w, c: write(c, snippet("rubric", "edit", w.city)),
    "a picture's name in the newsroom": lambda w, c: saved(w.picture, title="IMG_1"),
    "a picture that nothing prints": lambda w, c: saved(w.spare_picture, caption="x"),
    "a page's draft": lambda w, c: _edited(w, c, {"title": "Later"}),
    "a page's revision": lambda w, c: StandingPage.objects.get(pk=w.page.pk).save_revision(),
    "a page that is not live": lambda w, c: make_page(w.root, "hidden", live=False),
    "a page locked": lambda w, c: StandingPage.objects.update(locked=True),
    "a new branch": lambda w, c: w.root.get_parent().add_child(
        instance=EditionRoot(
            title="en", slug="en", edition=Edition.objects.exclude(page_root__isnull=False).get()
        )
    ),
}


@pytest.mark.parametrize("name", SILENT)
def test_what_readers_cannot_see_is_not_announced(world: World, desk: Client, name: str) -> None:
    make_edition(world.edition.title, language="en")
    with listening() as heard:
        SILENT[name](world, desk)

    assert [entry.keys for entry in heard.entries] == []


def test_what_nobody_may_see_any_more_is_gone(world: World, desk: Client) -> None:
    expected = world.keys("page:{page} picture:{picture}")
    with listening() as heard:
        desk.post(page_view("unpublish", world.page))
        world.picture.delete()

    assert heard.gone == expected


def test_a_portrait_that_is_taken_down_is_gone_unless_a_story_prints_it(world: World) -> None:
    portrayed = make_author(portrait=world.picture)
    other = make_author(portrait=world.spare_picture)
    with listening() as heard:
        saved(portrayed, portrait=None)
        saved(other, portrait=None)

    assert heard.gone == world.keys("picture:{spare}")


def test_words_are_named_by_their_vocabulary(world: World) -> None:
    with listening() as heard:
        for word in (world.topic, world.entity, world.author, world.source):
            saved(word, names={"uk": "Інакше"})

    kinds = {Topic: "topic", Entity: "entity", Author: "author", Source: "source"}
    assert heard.keys == {
        f"{kinds[type(word)]}:{word.pk}"
        for word in (world.topic, world.entity, world.author, world.source)
    }
