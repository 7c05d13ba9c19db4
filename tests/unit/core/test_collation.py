import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.collation import collation_key

UKRAINIAN = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
POLISH = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
ALPHABETS = [
    ("uk", UKRAINIAN),
    ("ru", RUSSIAN),
    ("pl", POLISH),
    ("en", "abcdefghijklmnopqrstuvwxyz"),
]

IN_ORDER = {
    "uk": [
        *("10 днів", "апельсин", "Апельсин", "Березань", "Гай", "Галич", "Ганна", "ґава", "Ґанок"),
        *("день", "Дім", "Еней", "Євген", "Ємець", "Жук", "Ирій", "Іван", "Іваненко Олег"),
        *("Їжак", "Йод", "Кіт", "Лук’яненко", "Львів", "П'ята", "Щука", "Юрій", "Яр"),
        *("BBC", "Reuters"),
    ],
    "ru": [
        *("Алёна", "Белый дом", "еда", "Ёж", "Ель", "Жук", "Игла", "Йод", "Подъезд"),
        *("Сцена", "Съезд", "Сын", "Эхо", "Юла", "Яма", "BBC"),
    ],
    "en": [
        *("4th of July", "air", "Air Force", "Airbus", "Lodz", "Łódź", "Lviv", "resume"),
        *("Resume", "résumé", "Zoo", "Zürich", "Київ"),
    ],
    "pl": [
        *("Ala", "Ąs", "Czas", "Ćma", "Ewa", "Ęsi", "Lublin", "Łódź", "Nowak", "Ńa", "Oko"),
        *("Ósemka", "Sanok", "Śląsk", "Zorza", "Źródło", "Żuk", "Київ"),
    ],
    "tr": ["Izmir", "İzmir"],
}


@pytest.mark.parametrize(("language", "alphabet"), ALPHABETS)
def test_letters_stand_as_in_the_alphabet(language: str, alphabet: str) -> None:
    shuffled = sorted(alphabet, reverse=True)
    assert "".join(sorted(shuffled, key=lambda one: collation_key(one, language))) == alphabet
    for first, second in itertools.pairwise(alphabet):
        # Whatever follows: these are letters of their own, not letters with a mark.
        assert collation_key(first + "я", language) < collation_key(second + "а", language)


@pytest.mark.parametrize("language", IN_ORDER)
def test_words_stand_as_in_a_dictionary(language: str) -> None:
    words = IN_ORDER[language]
    for shuffled in (words[::-1], sorted(words), sorted(words, key=len)):
        assert sorted(shuffled, key=lambda one: collation_key(one, language)) == words


@pytest.mark.parametrize("mark", ["'", "’", "ʼ"])
def test_an_apostrophe_counts_for_nothing_while_anything_else_differs(mark: str) -> None:
    assert collation_key(f"М{mark}ята", "uk") < collation_key("Мятка", "uk")
    assert collation_key(f"М{mark}ята", "uk") > collation_key("Мюслі", "uk")


def test_yo_stands_among_the_words_with_ye_in_russian() -> None:
    words = ["мель", "мёл", "мел"]
    assert sorted(words, key=lambda one: collation_key(one, "ru")) == ["мел", "мёл", "мель"]


TEXTS = st.text(st.sampled_from("аАбґҐєіїйьюё'’ -1aąłżZéß.أب"), max_size=8) | st.text(max_size=8)


@given(TEXTS, TEXTS, st.sampled_from(["uk", "ru", "en", "pl", "ar", "pt-br"]))
def test_any_two_texts_can_be_compared_and_only_equal_ones_tie(
    first: str, second: str, language: str
) -> None:
    one, two = collation_key(first, language), collation_key(second, language)
    assert (one < two) + (two < one) + (one == two) == 1
    if one == two:
        assert one[-1] == two[-1]


@given(st.text(st.sampled_from(UKRAINIAN), min_size=1, max_size=8), st.sampled_from(UKRAINIAN))
def test_a_word_stands_before_what_continues_it(word: str, letter: str) -> None:
    assert collation_key(word, "uk") < collation_key(word + letter, "uk")
    assert collation_key(word.capitalize(), "uk") < collation_key(word + letter, "uk")
