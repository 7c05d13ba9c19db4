"""Latin spellings: the examples of the resolution, and what every slug must be."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.transliteration import slug_for, transliterate


@pytest.mark.parametrize(
    ("ukrainian", "latin"),
    [
        # Resolution 55 of 27 January 2010, table of examples.
        ("Алушта", "Alushta"),
        ("Борщагівка", "Borshchahivka"),
        ("Гадяч", "Hadiach"),
        ("Ґалаґан", "Galagan"),
        ("Єнакієве", "Yenakiieve"),
        ("Наєнко", "Naienko"),
        ("Згорани", "Zghorany"),
        ("Розгон", "Rozghon"),
        ("Їжакевич", "Yizhakevych"),
        ("Кадиївка", "Kadyivka"),
        ("Мар'їне", "Marine"),
        ("Йосипівка", "Yosypivka"),
        ("Стрий", "Stryi"),
        ("Олексій", "Oleksii"),
        ("Ковальова", "Kovalova"),
        ("Харків", "Kharkiv"),
        ("Біла Церква", "Bila Tserkva"),
        ("Гоща", "Hoshcha"),
        ("Русь", "Rus"),
        ("Юрій", "Yurii"),
        ("Крюківка", "Kriukivka"),
        ("Яготин", "Yahotyn"),
        ("Костянтин", "Kostiantyn"),
        ("Знам’янка", "Znamianka"),
        ("Феодосія", "Feodosiia"),
    ],
)
def test_the_examples_of_the_resolution(ukrainian: str, latin: str) -> None:
    assert transliterate(ukrainian) == latin


def test_latin_letters_and_figures_stay() -> None:
    assert transliterate("MiG-29, 5 км") == "MiG-29, 5 km"


@given(text=st.text(max_size=200), longest=st.integers(min_value=8, max_value=80))
def test_a_slug_fits_an_address_and_is_its_own_slug(text: str, longest: int) -> None:
    slug = slug_for(text, longest=longest)

    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug)
    assert len(slug) <= longest
    assert slug_for(slug, longest=longest) == slug


def test_a_long_text_is_cut_between_words() -> None:
    assert slug_for("Дуже довга назва", longest=12) == "duzhe-dovha"
    assert slug_for("Нерозривність", longest=5) == "neroz"
