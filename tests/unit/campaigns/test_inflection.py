"""Words to avoid are met in any of their forms, in Ukrainian, Russian and English."""

import pytest

from shpalta.campaigns.inflection import phrases_of
from shpalta.core.avoiding import find_avoided
from shpalta.core.folding import words_of


def is_met(written: str, text: str) -> bool:
    phrases = [tuple(map(frozenset, phrase)) for phrase in phrases_of(written)]
    return find_avoided(phrases, words_of(text)) is not None


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("літак", "На борту літаків було 12 людей"),
        ("катастрофа", "Після катастрофи рух зупинили"),
        ("катастрофи", "Це була катастрофа"),
        ("авіаційна катастрофа", "Рік після авіаційної катастрофи"),
        ("пам'ять", "Вечір пам’яті"),
        ("памʼять", "Вечір пам'яті"),
        ("самолёт", "Обломки самолета нашли"),
        ("взрыв", "Серия взрывов в городе"),
        ("crash", "Two planes crashed near the airport"),
        ("авіакатастроф*", "Причини авіакатастрофи"),
        ("дрогобичанин", "Двоє дрогобичан"),
    ],
)
def test_a_word_is_met_in_another_form(written: str, text: str) -> None:
    assert is_met(written, text)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("літак", "Політ нормальний, літо тепле"),
        ("авіаційна катастрофа", "Авіаційна галузь і катастрофа"),
        ("crash", "A crashpad for guests"),
        ("", "Що завгодно"),
    ],
)
def test_other_words_are_not(written: str, text: str) -> None:
    assert not is_met(written, text)


@pytest.mark.parametrize("written", ["!!!", "а*", "one two three four five six"])
def test_what_is_no_phrase_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        phrases_of(f"літак\n{written}")
