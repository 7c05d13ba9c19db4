"""Having the passages of a story translated, in portions that a service takes."""

import re
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from shpalta.newsroom.translation.errors import TranslationError
from shpalta.newsroom.translation.masking import Masked, mask, unmask
from shpalta.newsroom.translation.ports import Translator

PORTION = 6_000
"""Up to how many characters go to a translator at once, if not one passage alone is longer."""
LONGEST = 200_000
"""How many characters a whole story may have."""
_PARAGRAPH = re.compile(r"(<p[^>]*>)(.*?)(</p>)", re.DOTALL)
_FRAME = re.compile(r"</?p[^>]*>")
_GROWTH = 4
_SPARE = 400


def translate_passages(
    translator: Translator,
    passages: Sequence[tuple[str, bool]],
    *,
    source: str,
    target: str,
    names: Mapping[str, str],
) -> list[str]:
    """Translate passages, each a text and whether it is inline HTML; give one for each.

    HTML keeps its tags; plain text stays plain, on as many lines as it had or on one. Raises
    TranslationError: then nothing is to be used.
    """
    if sum(len(text) for text, _is_html in passages) > LONGEST:
        raise TranslationError(_("The story is too long for a machine translation."))
    cut = [_cut(text) if is_html else [text] for text, is_html in passages]
    wanted = [
        (number, place, mask(part) if is_html else Masked(part, {}))
        for number, (parts, (_text, is_html)) in enumerate(zip(cut, passages, strict=True))
        for place, part in enumerate(parts)
        if part.strip() and not (is_html and _FRAME.fullmatch(part))
    ]
    masked = [one for _number, _place, one in wanted]
    answers = _ask(translator, masked, source=source, target=target, names=names)
    for (number, place, one), answer in zip(wanted, answers, strict=True):
        is_html = passages[number][1]
        cut[number][place] = unmask(answer, one) if is_html else answer.strip()
    return ["".join(parts) for parts in cut]


def _cut(html: str) -> list[str]:
    """Cut running text at its paragraphs: their own tags are nothing that is translated."""
    return [part for part in _PARAGRAPH.split(html) if part]


def _ask(
    translator: Translator,
    masked: Sequence[Masked],
    *,
    source: str,
    target: str,
    names: Mapping[str, str],
) -> list[str]:
    found: list[str] = []
    for portion in _portions(masked):
        texts = [one.text for one in portion]
        answers = translator.translate(texts, source=source, target=target, names=names)
        _check(texts, answers)
        found.extend(answers)
    return found


def _portions(passages: Sequence[Masked]) -> Iterator[list[Masked]]:
    portion: list[Masked] = []
    length = 0
    for passage in passages:
        if portion and length + len(passage.text) > PORTION:
            yield portion
            portion, length = [], 0
        portion.append(passage)
        length += len(passage.text)
    if portion:
        yield portion


def _check(texts: Sequence[str], answers: Sequence[str]) -> None:
    """Refuse what is no translation of the texts, whoever gave it."""
    if len(answers) != len(texts):
        raise TranslationError(_("The service left out a part of the text. Try it again."))
    for text, answer in zip(texts, answers, strict=True):
        if not answer.strip() or len(answer) > _GROWTH * len(text) + _SPARE or "\x00" in answer:
            raise TranslationError(
                _("The service answered with something else than a translation.")
            )
