"""Listed words are found in any form and under any disguise; good words never are."""

import functools
import random
from collections.abc import Sequence
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymorphy3 import MorphAnalyzer

from shpalta.readers.moderation.inflection import forms_of
from shpalta.readers.moderation.words import Severity, WordBook, WordList

UKRAINIAN = ("дурень", "негідник", "бовдур", "нікчема", "придурок")
RUSSIAN = ("дурак", "негодяй", "болван", "придурок", "ничтожество")
ENGLISH = ("idiot", "moron", "scumbag", "bitch")
BOOK = WordBook(
    WordList(language, Severity.HOLD, words)
    for language, words in (("uk", UKRAINIAN), ("ru", RUSSIAN), ("en", ENGLISH))
)
NEIGHBOURS = ("ду", "дура", "нег", "бов", "бол", "нік", "при", "мор", "іді", "ско", "за", "пере")
"""Beginnings of good words: those of listed ones among them."""
CYRILLIC_TWINS = {"а": "a@", "о": "o0", "е": "e", "р": "p", "с": "c", "у": "y", "і": "i1", "х": "x"}
LATIN_TWINS = {"a": "а@4", "o": "о0", "i": "і1!", "e": "е3", "c": "с", "s": "$5", "t": "т7"}
FORMS = [
    (word, form)
    for words, language in ((UKRAINIAN, "uk"), (RUSSIAN, "ru"), (ENGLISH, "en"))
    for word in words
    for form in sorted(forms_of(word, language))
]
a_form = st.sampled_from(FORMS)


def found(text: str, book: WordBook = BOOK) -> list[str]:
    return [one.entry.text for one in book.find(text)]


@pytest.mark.parametrize(
    "text",
    [
        *("Він дурнями керує", "ДУРЕНЬ!!!", "дур\u200bень", "дуpень", "д.у.р.е.н.ь", "д у р е н ь"),
        *("я д у р н я бачив", "ду рень", "дуууурень", "д*рень", "дурнi", "д🤡у🤡р🤡е🤡н🤡ь"),
        *("ду́рень", "дурень-чиновник", "«дурень»", "*дурень*", "д-у-р-а-к", "дуррак", "1diot"),
        *("id!ot", "b1tches", "𝐢𝐝𝐢𝐨𝐭", "ｉｄｉｏｔ", "b.i.t.c.h", "m o r o n"),
    ],
)
def test_disguises_are_seen_through(text: str) -> None:
    assert found(text), text


@given(a_form, st.randoms(use_true_random=False))
def test_every_form_is_found_under_look_alike_letters(
    pair: tuple[str, str], chance: random.Random
) -> None:
    word, form = pair
    twins = LATIN_TWINS if form.isascii() else CYRILLIC_TWINS
    written = "".join(
        chance.choice(twins[letter]) if letter in twins and chance.random() < 0.5 else letter
        for letter in form
    )
    if sum(letter.isdigit() for letter in written) * 2 > len(written):
        written = form
    assert word in found(f"Ну {written}, так"), written


@given(a_form, st.sampled_from([".", "-", "_", "·", "\u200b", "\u00ad", "•", "/"]), st.data())
def test_every_form_is_found_with_something_between_its_letters(
    pair: tuple[str, str], sign: str, data: st.DataObject
) -> None:
    word, form = pair
    places = data.draw(st.sets(st.integers(1, len(form) - 1), min_size=1))
    written = "".join(sign + one if place in places else one for place, one in enumerate(form))
    assert word in found(f"Ну {written} так"), written


@given(a_form, st.integers(0, 20), st.integers(3, 9))
def test_every_form_is_found_with_a_letter_repeated(
    pair: tuple[str, str], place: int, times: int
) -> None:
    word, form = pair
    place %= len(form)
    written = form[:place] + form[place] * times + form[place + 1 :]
    assert word in found(written), written


@given(a_form)
def test_every_form_is_found_spelled_letter_by_letter_and_in_capitals(
    pair: tuple[str, str],
) -> None:
    word, form = pair
    assert word in found(" ".join(form)), form
    assert word in found(form.upper()), form


@functools.cache
def good_words() -> Sequence[str]:
    """Give words of both dictionaries that are no form of a listed one."""
    bad = {form for _word, form in FORMS}
    words = [
        entry[0]
        for language in ("uk", "ru")
        for beginning in NEIGHBOURS
        for entry in islice(
            MorphAnalyzer(lang=language).dictionary.iter_known_words(beginning), 200
        )
    ]
    return [word for word in words if word not in bad]


def test_good_words_are_never_taken_for_listed_ones() -> None:
    words = good_words()
    assert len(words) > 2_000
    taken = [word for word in words if found(word)]
    assert taken == []


@given(st.randoms(use_true_random=False))
def test_good_texts_are_never_taken_for_listed_words(chance: random.Random) -> None:
    text = " ".join(chance.choices(good_words(), k=30))
    assert found(text) == [], text


@pytest.mark.parametrize(
    "text",
    [
        *("assessment", "classic as", "Scunthorpe", "good", "С300 і Х-101, F-16", "А-95 по 56"),
        *("за лупа", "у 2024 році", "https://idiot.example/дурень", "о, ні! :)", "", "1 2 3 4 5"),
    ],
)
def test_names_numbers_and_addresses_are_left_alone(text: str) -> None:
    book = WordBook([WordList("en", Severity.HOLD, ("ass", "cunt", "god", "idiot"))])
    assert found(text, book) == []


def test_an_exception_saves_all_its_forms() -> None:
    book = WordBook([WordList("uk", Severity.HOLD, ("*дур*",), ("процедура",))])
    assert found("дурнуватий", book)
    assert found("з процедурами", book) == []


def test_a_phrase_is_found_in_any_form_of_its_words() -> None:
    book = WordBook([WordList("uk", Severity.HOLD, ("зелена каструля",))])
    assert found("про зелену, каструлю!", book) == ["зелена каструля"]
    assert found("зелена трава, каструля", book) == []


def test_the_gravest_list_counts() -> None:
    lists = [
        WordList("uk", Severity.FLAG, ("дурень",)),
        WordList("uk", Severity.REFUSE, ("дурень",)),
    ]
    assert WordBook(lists).find("дурнем")[0].entry.severity == Severity.REFUSE


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    BOOK.find(text)
