"""Words beside which an advertiser does not want to stand, met in any of their forms.

Forms are worked out when a campaign is saved; a story is then only compared with them, so that
the press needs no dictionary.
"""

from collections.abc import Iterable, Iterator, Sequence

Phrase = tuple[frozenset[str], ...]
"""Words in their order, each with all its folded forms. A form that ends in `*` is a beginning."""

ANY_END = "*"


def find_avoided(phrases: Iterable[Phrase], words: Sequence[str]) -> Phrase | None:
    """Give the first phrase that stands in a row of folded words; None if none does."""
    wanted = [phrase for phrase in phrases if phrase]
    if not wanted or not words:
        return None
    known = frozenset(words)
    for phrase in wanted:
        if _may_stand(phrase, known) and _stands(phrase, words):
            return phrase
    return None


def _may_stand(phrase: Phrase, known: frozenset[str]) -> bool:
    """Tell quickly whether the first word of a phrase is there at all."""
    exact, beginnings = _split(phrase[0])
    return not exact.isdisjoint(known) or (
        bool(beginnings) and any(word.startswith(beginnings) for word in known)
    )


def _stands(phrase: Phrase, words: Sequence[str]) -> bool:
    parts = [_split(forms) for forms in phrase]
    return any(
        all(
            word in exact or (beginnings and word.startswith(beginnings))
            for word, (exact, beginnings) in zip(window, parts, strict=True)
        )
        for window in _windows(words, len(phrase))
    )


def _windows(words: Sequence[str], length: int) -> Iterator[Sequence[str]]:
    for start in range(len(words) - length + 1):
        yield words[start : start + length]


def _split(forms: frozenset[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Give the whole forms, and the beginnings without their star."""
    beginnings = tuple(form[:-1] for form in forms if form.endswith(ANY_END))
    return frozenset(form for form in forms if not form.endswith(ANY_END)), beginnings
