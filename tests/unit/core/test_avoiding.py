"""Words to avoid, found in a text's folded words."""

from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.avoiding import find_avoided

words = st.sampled_from(["plane", "planes", "crash", "calm", "day", "airport"])


def naive(phrase: list[list[str]], text: list[str]) -> bool:
    return any(
        all(
            any(
                word.startswith(form[:-1]) if form.endswith("*") else word == form for form in forms
            )
            for word, forms in zip(text[start:], phrase, strict=False)
        )
        for start in range(len(text) - len(phrase) + 1)
    )


forms = st.lists(words | words.map(lambda word: word[:3] + "*"), min_size=1, max_size=3)


@given(st.lists(forms, min_size=1, max_size=3), st.lists(words, max_size=8))
def test_a_phrase_is_found_where_its_words_stand_in_a_row(
    phrase: list[list[str]], text: list[str]
) -> None:
    found = find_avoided([tuple(map(frozenset, phrase))], text)
    assert (found is not None) == naive(phrase, text)


@given(st.lists(words, max_size=8))
def test_nothing_is_found_of_nothing(text: list[str]) -> None:
    assert find_avoided([], text) is None
    assert find_avoided([()], text) is None


def test_words_apart_are_no_phrase() -> None:
    phrase = (frozenset({"plane", "planes"}), frozenset({"crash"}))
    assert find_avoided([phrase], ["the", "planes", "crash", "here"]) is phrase
    assert find_avoided([phrase], ["crash", "of", "planes"]) is None
