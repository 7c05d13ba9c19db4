import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.languages import (
    UnknownLanguageError,
    direction_of,
    locale_of,
    og_locale,
    own_name,
    plural_samples,
)


@pytest.mark.parametrize(
    ("tag", "name", "direction", "region"),
    [
        ("uk", "Українська", "ltr", "uk_UA"),
        ("ru", "Русский", "ltr", "ru_UA"),
        ("en", "English", "ltr", "en_GB"),
        ("pl", "Polski", "ltr", "pl_PL"),
        ("ar", "العربية", "rtl", "ar_EG"),
        ("he", "עברית", "rtl", "he_IL"),
        ("pt-br", "Português (Brasil)", "ltr", "pt_BR"),
    ],
)
def test_a_language_is_described_by_cldr(tag: str, name: str, direction: str, region: str) -> None:
    assert own_name(tag) == name
    assert direction_of(tag) == direction
    assert og_locale(tag) == region


@pytest.mark.parametrize("tag", ["klingon", "", "uk_UA.UTF-8", "../uk", "x-uk", "ук"])
def test_what_is_no_language_is_refused_by_its_name(tag: str) -> None:
    with pytest.raises(UnknownLanguageError, match="There is no language"):
        locale_of(tag)
    assert direction_of(tag) == "ltr"


@pytest.mark.parametrize(
    ("tag", "samples"),
    [
        ("uk", {"one": 1, "few": 2, "many": 5}),
        ("pl", {"one": 1, "few": 2, "many": 5}),
        ("en", {"one": 1, "other": 2}),
        ("ar", {"one": 1, "two": 2, "few": 3, "many": 11, "other": 100, "zero": 0}),
        ("ja", {"other": 1}),
    ],
)
def test_each_plural_category_has_its_least_number(tag: str, samples: dict[str, int]) -> None:
    assert plural_samples(tag) == samples


@given(st.integers(0, 10_000), st.sampled_from(["uk", "ru", "en", "pl", "ar", "he", "lt", "cy"]))
def test_no_count_is_without_a_category(number: int, tag: str) -> None:
    assert Locale.parse(tag).plural_form(number) in plural_samples(tag)
