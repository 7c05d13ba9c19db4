import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import shpalta.press

PRESS = Path(shpalta.press.__file__).parent
_IN_TEMPLATES = re.compile(r'\{% translate "([^"]+)" context "press" %\}')
_BLOCKS = re.compile(r'\{% blocktranslate [^%]*context "press" %\}(.*?)\{% endblocktranslate %\}')
_IN_CODE = re.compile(r'pgettext(?:_lazy)?\(\s*"press",\s*((?:"[^"]*"\s*)+)')


def _used() -> set[str]:
    words = set()
    for template in PRESS.rglob("*.html"):
        text = template.read_text()
        words |= set(_IN_TEMPLATES.findall(text))
        words |= {re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", block) for block in _BLOCKS.findall(text)}
        assert text.count("{% translate ") == len(_IN_TEMPLATES.findall(text)), template.name
    for module in PRESS.rglob("*.py"):
        for literals in _IN_CODE.findall(module.read_text()):
            words.add("".join(re.findall(r'"([^"]*)"', literals)))
    return words


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_every_word_of_the_press_is_translated_and_none_is_left_over(language: str) -> None:
    with (PRESS / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalog = read_po(file)
    messages = {message.id: message for message in catalog if message.id}
    assert set(messages) == _used()
    for message in messages.values():
        assert message.context == "press"
        assert message.string
        assert not message.fuzzy
        placeholders = re.findall(r"%\(\w+\)s", str(message.id))
        assert re.findall(r"%\(\w+\)s", str(message.string)) == placeholders
