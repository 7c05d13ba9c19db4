"""The screens of titles, editions, rubrics and vocabularies, and the picker of words."""

import pytest
from django.test import Client
from django.urls import reverse

from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition, Host, Rubric, Title
from shpalta.newsroom.vocabulary.models import Entity, Topic
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.desk import edit_url, fresh, opened, write

pytestmark = pytest.mark.django_db


def url(model: str, view: str = "add", *args: object) -> str:
    """Give the address of a screen, such as `url("topic")`."""
    app = "titles" if model in {"title", "edition", "rubric"} else "vocabulary"
    return reverse(f"wagtailsnippets_{app}_{model}:{view}", args=args)


@pytest.mark.parametrize(
    "model", ["topic", "entity", "author", "source", "rubric", "edition", "title"]
)
def test_every_vocabulary_can_be_listed_and_added_to_by_an_editor(
    editor: Client, journalist: Client, model: str
) -> None:
    assert editor.get(url(model, "list")).status_code == 200
    assert editor.get(url(model)).status_code == 200
    assert journalist.get(url(model, "list")).status_code == 200


def test_a_journalist_cannot_change_the_house(journalist: Client, house: House) -> None:
    response = journalist.get(url("rubric", "edit", house.rubric.pk))

    assert response.status_code == 302
    assert response["location"] == reverse("wagtailadmin_home")


@pytest.mark.parametrize(
    ("names", "slug"),
    [
        ({"names_uk": "Щасливі згоди", "names_en": "Happy Deals"}, "happy-deals"),
        ({"names_uk": "Щасливі згоди Юр'єва"}, "shchaslyvi-zghody-yurieva"),
        ({"names_ru": "Съезд"}, "sezd"),
    ],
)
def test_an_empty_slug_is_made_of_a_name(editor: Client, names: dict[str, str], slug: str) -> None:
    write(editor, url("topic"), **names)

    assert Topic.objects.get().slug == slug


def test_a_slug_that_is_taken_gets_a_number(editor: Client) -> None:
    for _time in range(3):
        write(editor, url("topic"), names_en="River")

    assert set(Topic.objects.values_list("slug", flat=True)) == {"river", "river-2", "river-3"}


def test_names_without_letters_ask_for_a_slug(editor: Client) -> None:
    response = write(editor, url("topic"), names_en="!!!")

    assert "No address can be made" in response.content.decode()
    assert not Topic.objects.exists()


def test_a_vocabulary_is_searched_by_any_name_whatever_its_case(editor: Client) -> None:
    Topic.objects.create(slug="rivers", names={"uk": "Ріки", "en": "Rivers"})
    Topic.objects.create(slug="roads", names={"uk": "Шляхи"})

    page = editor.get(url("topic", "list"), {"q": "рІК"}).content.decode()

    assert "rivers" in page
    assert "roads" not in page


@pytest.mark.parametrize("model", ["rubric", "edition"])
def test_what_stories_stand_on_is_not_deleted_and_the_reason_is_said(
    editor: Client, house: House, model: str
) -> None:
    house.story()
    thing = house.rubric if model == "rubric" else house.edition

    response = editor.post(url(model, "delete", thing.pk), follow=True)

    assert "cannot be deleted" in response.content.decode()
    assert type(thing).objects.filter(pk=thing.pk).exists()


def test_a_rubric_without_stories_is_deleted(editor: Client, house: House) -> None:
    editor.post(url("rubric", "delete", house.foreign_rubric.pk))

    assert not Rubric.objects.filter(pk=house.foreign_rubric.pk).exists()


def test_the_hosts_of_a_title_are_kept_in_their_order(editor: Client, house: House) -> None:
    title = house.edition.title
    write(editor, url("title", "edit", title.pk), hosts="www.example.org\nexample.org")

    hosts = Host.objects.filter(title=title)
    assert [(host.name, host.is_canonical) for host in hosts] == [
        ("www.example.org", True),
        ("example.org", False),
    ]


def test_a_host_of_another_title_is_refused(editor: Client, house: House) -> None:
    title = house.edition.title
    response = write(editor, url("title", "edit", title.pk), hosts="nauka.localhost")

    assert "belongs to" in response.content.decode()
    assert Host.objects.get(title=title).name == "visnyk.localhost"


def test_an_edition_keeps_its_own_labels(editor: Client, house: House) -> None:
    write(editor, url("edition", "edit", house.edition.pk), labels_details="Докладно")

    assert Edition.objects.get(pk=house.edition.pk).labels == {"details": "Докладно"}
    assert Title.objects.count() == 2


def test_words_are_found_as_one_types(editor: Client) -> None:
    Topic.objects.create(slug="rivers", names={"uk": "Ріки", "en": "Rivers"})

    found = editor.get(reverse("stories_words", args=["topics"]), {"q": "рік"}).json()

    assert [word["name"] for word in found["words"]] == ["Rivers"]
    assert Client().get(reverse("stories_words", args=["topics"])).status_code == 302


def test_chosen_and_typed_words_are_saved(editor: Client, house: House) -> None:
    story = house.story()
    river = Topic.objects.create(slug="river", names={"uk": "Ріка"})
    town = Topic.objects.create(slug="town", names={"uk": "Місто", "en": "Town"})
    mayor = Entity.objects.create(slug="mayor", type="Person", names={"uk": "Мер"})

    write(
        editor,
        edit_url(story),
        **{"topics": [river.pk], "topics-typed": "town", "entities": [mayor.pk]},
    )

    assert set(fresh(story).topics.all()) == {river, town}
    assert list(fresh(story).entities.all()) == [mayor]
    assert opened(editor, edit_url(story))["topics"] == [str(river.pk), str(town.pk)]


def test_an_unknown_typed_word_is_named(editor: Client, house: House) -> None:
    story = house.story()
    response = write(editor, edit_url(story), **{"topics-typed": "Nowhere"})

    assert "“Nowhere”" in response.content.decode()
    assert not Story.objects.get().topics.exists()


def test_words_stand_in_the_order_of_the_readers_alphabet(editor: Client) -> None:
    names = ["Їжа", "Ґанок", "Гай", "Іва", "Єнот", "Ель", "Яр", "апельсин"]
    for number, name in enumerate(names):
        Topic.objects.create(slug=f"word-{number}", names={"uk": name})

    page = editor.get(url("topic", "list"), headers={"accept-language": "uk"}).content.decode()

    order = ["апельсин", "Гай", "Ґанок", "Ель", "Єнот", "Іва", "Їжа", "Яр"]
    places = [
        page.index(f">{name}<") if f">{name}<" in page else page.index(name) for name in order
    ]
    assert places == sorted(places)


def test_a_long_list_of_words_goes_on_in_order_on_the_next_page(editor: Client) -> None:
    for number in range(70):
        Topic.objects.create(slug=f"w-{99 - number}", names={"en": f"Word {number:02}"})

    second = editor.get(url("topic", "list"), {"p": 2}).content.decode()

    assert "Word 49" not in second
    assert second.index("Word 50") < second.index("Word 51") < second.index("Word 69")
    assert editor.get(url("topic", "list"), {"ordering": "slug"}).status_code == 200


def test_what_begins_with_the_letters_typed_is_found_first(editor: Client) -> None:
    for slug, name in (("a", "Новий міст"), ("b", "Міст"), ("c", "Місто")):
        Topic.objects.create(slug=slug, names={"uk": name})

    found = editor.get(reverse("stories_words", args=["topics"]), {"q": "міст"}).json()["words"]

    assert [word["name"] for word in found] == ["Міст", "Місто", "Новий міст"]


def test_hosts_are_kept_as_browsers_send_them(editor: Client, house: House) -> None:
    address = url("title", "edit", house.edition.title_id)
    write(editor, address, hosts="Газета.example. VISNYK.localhost")

    names = Host.objects.filter(title=house.edition.title).values_list("name", flat=True)
    assert set(names) == {"xn--80aahjj1e.example", "visnyk.localhost"}
    taken = write(
        editor, url("title", "edit", house.foreign_edition.title_id), hosts="газета.example"
    )
    assert list(taken.context["form"].errors) == ["hosts"]
    assert Host.objects.get(title=house.foreign_edition.title).name == "nauka.localhost"


@pytest.mark.parametrize("host", ["https://visnyk.example", "visnyk.example:80", "a b_c", "-"])
def test_what_is_no_host_is_refused(editor: Client, house: House, host: str) -> None:
    answer = write(editor, url("title", "edit", house.edition.title_id), hosts=host)
    assert list(answer.context["form"].errors) == ["hosts"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("prefix", "/news"),
        ("prefix", "/rubric"),
        ("prefix", "/rus"),
        ("prefix", "/a/b"),
        ("prefix", "rus"),
        ("language", "ru"),
        ("language", "xx"),
    ],
)
def test_an_edition_that_could_not_be_reached_is_refused(
    editor: Client, house: House, field: str, value: str
) -> None:
    edition = Edition.objects.create(
        title=house.edition.title, language="en", prefix="/eng", position=2
    )
    answer = write(editor, url("edition", "edit", edition.pk), **{field: value})
    assert list(answer.context["form"].errors) == [field]
    edition.refresh_from_db()
    assert (edition.language, edition.prefix) == ("en", "/eng")


def test_an_edition_that_has_stories_keeps_title_and_language_and_is_not_removed(
    editor: Client, house: House
) -> None:
    house.story()
    address = url("edition", "edit", house.edition.pk)
    for changed in ({"language": "en"}, {"title": house.foreign_edition.title_id}):
        answer = write(editor, address, **changed)
        assert set(answer.context["form"].errors) <= {*changed, "language", "prefix"}
        assert set(changed) <= set(answer.context["form"].errors)
    response = editor.post(url("edition", "delete", house.edition.pk), follow=True)
    assert "cannot be deleted" in response.content.decode()
    assert Edition.objects.filter(pk=house.edition.pk, language="uk").exists()


def test_an_unknown_zone_is_refused(editor: Client, house: House) -> None:
    address = url("title", "edit", house.edition.title_id)
    answer = write(editor, address, time_zone="Europe/Kiyv")
    assert list(answer.context["form"].errors) == ["time_zone"]
