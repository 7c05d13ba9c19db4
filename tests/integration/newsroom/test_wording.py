"""The form of an edition: its own words, the patterns of its dates, its language."""

import pytest
from django.test import Client
from django.urls import reverse

from shpalta.newsroom.titles.models import Edition, Title
from shpalta.newsroom.titles.wording import groups, house_label, house_wording
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.desk import opened, write

pytestmark = pytest.mark.django_db


def edit(edition: Edition) -> str:
    return reverse("wagtailsnippets_titles_edition:edit", args=[edition.pk])


def labels_of(edition: Edition) -> dict[str, str]:
    return Edition.objects.get(pk=edition.pk).labels


def test_an_edition_words_labels_marks_and_pages_anew(editor: Client, house: House) -> None:
    write(
        editor,
        edit(house.edition),
        **{
            "labels_details": "Докладно",
            "labels_mark-video": " Дивитися ",
            "labels_word-all-news": "Усе за сьогодні",
        },
    )

    assert labels_of(house.edition) == {
        "details": "Докладно",
        "mark:video": "Дивитися",
        "word:all-news": "Усе за сьогодні",
    }
    assert opened(editor, edit(house.edition))["labels_word-all-news"] == ["Усе за сьогодні"]


def test_the_houses_wording_is_shown_in_the_editions_language(editor: Client, house: House) -> None:
    page = editor.get(edit(house.russian)).content.decode()

    assert 'placeholder="Лента новостей"' in page
    assert 'placeholder="Подробности"' not in page
    assert 'placeholder="Детали"' in page
    assert ">Newsfeed</label>" in page
    assert page.count('class="wording__group"') == 3
    assert "wording__own" not in page


def test_a_mark_that_was_kept_without_its_sort_moves_to_it(editor: Client, house: House) -> None:
    Edition.objects.filter(pk=house.edition.pk).update(labels={"video": "Кіно", "update": "Далі"})
    write(editor, edit(house.edition))

    assert labels_of(house.edition) == {"mark:video": "Кіно", "update": "Далі"}


@pytest.mark.parametrize(
    ("text", "why"),
    [("<b>Усі</b> новини", "plain text only"), ("Ю" * 301, "at most 300 characters")],
)
def test_a_word_that_cannot_be_printed_is_refused_by_name(
    editor: Client, house: House, text: str, why: str
) -> None:
    response = write(editor, edit(house.edition), **{"labels_word-all-news": text})

    page = response.content.decode()
    assert "“All news”" in page
    assert why in page
    assert page.count('<details class="wording__group" open>') == 1
    assert labels_of(house.edition) == {}


def test_no_two_words_share_a_field() -> None:
    codes = [code for group in groups() for code in group.codes]

    assert len(codes) == len(set(codes)) == len({code.replace(":", "-") for code in codes})
    assert set(codes) == set(house_wording("uk"))


def test_a_language_without_forms_of_its_own_prints_english_labels_until_translated() -> None:
    assert house_label("details", "pl") == "Details"
    assert house_label("details", "en-gb") == "Details"
    assert house_label("details", "ru") == "Детали"


@pytest.mark.parametrize(
    ("field", "pattern", "why"),
    [
        ("date_line_pattern", "d MMMM y", "Hours and minutes are missing"),
        ("date_line_pattern", "d MMMM at HH:mm", "“t” is no part"),
        ("date_line_pattern", "d MMMM 'o HH:mm", "An apostrophe is open"),
        ("date_line_pattern", "%d.%m.%Y", "is no part of a date"),
        ("date_line_pattern", "dddd MMMM, HH:mm", "repeated more often"),
        ("date_line_pattern", "d MMMM, h:mm", "half of the day"),
        ("day_pattern", "y", "Day and month are missing"),
    ],
)
def test_a_pattern_that_prints_no_date_is_refused_at_its_field(
    editor: Client, house: House, field: str, pattern: str, why: str
) -> None:
    before = getattr(house.edition, field)
    response = write(editor, edit(house.edition), **{field: pattern, "prefix": "/changed"})

    assert response.status_code == 200
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert why in form.errors[field][0]
    stored = Edition.objects.get(pk=house.edition.pk)
    assert (getattr(stored, field), stored.prefix) == (before, "")


@pytest.mark.parametrize("language", ["klingon", "../uk", ""])
def test_a_language_that_is_not_the_houses_is_refused_at_its_field(
    editor: Client, house: House, language: str
) -> None:
    response = write(editor, edit(house.edition), language=language)

    assert list(response.context["form"].errors) == ["language"]
    assert Edition.objects.get(pk=house.edition.pk).language == "uk"


def test_an_edition_keeps_a_language_that_the_house_gave_up(editor: Client, house: House) -> None:
    Edition.objects.filter(pk=house.russian.pk).update(language="be")
    response = write(editor, edit(house.russian), position=7)

    assert response.status_code == 302
    stored = Edition.objects.get(pk=house.russian.pk)
    assert (stored.language, stored.position) == ("be", 7)


@pytest.mark.parametrize("zone", ["Europe/Kyivv", "", "+02:00", "../../etc/passwd"])
def test_a_zone_that_is_not_on_the_map_is_refused_at_its_field(
    editor: Client, house: House, zone: str
) -> None:
    address = reverse("wagtailsnippets_titles_title:edit", args=[house.edition.title_id])
    response = write(editor, address, time_zone=zone, colour="#123456")

    assert list(response.context["form"].errors) == ["time_zone"]
    title = Title.objects.get(pk=house.edition.title_id)
    assert (title.time_zone, title.colour) == ("Europe/Kyiv", "#9b1c1c")
