import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

import shpalta.press
from shpalta.press.words import (
    KINDS,
    MARKS,
    PAGE_WORDS,
    counted_headlines,
    counted_new,
    page_words,
)

PRESS = Path(shpalta.press.__file__).parent
_SAID = re.compile(r'\{% say "([^"]+)" %\}')
_SAID_IN_CODE = re.compile(r'\bsay\(\s*((?:"[^"]*"\s*)+)')
_BLOCKS = re.compile(r'\{% blocktranslate [^%]*context "press" %\}(.*?)\{% endblocktranslate %\}')
_COUNTED = re.compile(r'npgettext\(\s*"press",\s*"([^"]*)"')
_PLACEHOLDER = re.compile(r"%\(\w+\)s|\{n\}")


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def _said() -> set[str]:
    """Find the words that an edition may make its own where they are printed."""
    words = {KINDS[kind] for kind in KINDS}
    for template in PRESS.rglob("*.html"):
        text = template.read_text()
        words |= set(_SAID.findall(text))
        assert text.count("{% say ") == len(_SAID.findall(text)), template.name
        assert "{% translate" not in text, template.name
    for module in PRESS.rglob("*.py"):
        for literals in _SAID_IN_CODE.findall(module.read_text()):
            words.add("".join(re.findall(r'"([^"]*)"', literals)))
    return words


def _used() -> set[str]:
    words = set(PAGE_WORDS) | set(MARKS.values())
    for template in PRESS.rglob("*.html"):
        blocks = _BLOCKS.findall(template.read_text())
        words |= {re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", block) for block in blocks}
    return words | set(_COUNTED.findall((PRESS / "words.py").read_text()))


def test_what_the_pages_say_is_what_an_edition_may_word_anew() -> None:
    assert _said() == set(PAGE_WORDS)
    assert len(PAGE_WORDS) == len(set(PAGE_WORDS)) == len(page_words("en")) - len(MARKS)


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_every_word_of_the_press_is_translated_and_none_is_left_over(language: str) -> None:
    with (PRESS / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalog = read_po(file)
    messages = {_forms(message.id)[0]: message for message in catalog if message.id}
    assert set(messages) == _used()
    for message in messages.values():
        assert message.context == "press"
        assert not message.fuzzy
        placeholders = _PLACEHOLDER.findall(_forms(message.id)[0])
        for translated in _forms(message.string):
            assert translated
            assert _PLACEHOLDER.findall(translated) == placeholders


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("uk", ["{n} новий заголовок", "{n} нові заголовки", "{n} нових заголовків"]),
        ("ru", ["{n} новый заголовок", "{n} новых заголовка", "{n} новых заголовков"]),
        ("en", ["{n} new headline", "{n} new headlines"]),
    ],
)
def test_headlines_are_counted_in_the_plural_forms_of_each_language(
    language: str, expected: list[str]
) -> None:
    with translation.override(language):
        assert list(counted_headlines(language).values()) == expected
        assert all(form.startswith("{n} ") for form in counted_new(language).values())
