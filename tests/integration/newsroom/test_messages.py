"""Our own words on the newsroom's screens: every one has a Ukrainian and a Russian text."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import shpalta

PACKAGE = Path(shpalta.__file__).parent
ROOMS = ("newsroom", "campaigns", "intake", "site")
WORDED = ("newsroom", "campaigns")
"""Rooms with words of their own: catalogs and templates."""
KEYWORDS = {
    "_": None,
    "_now": None,
    "gettext": None,
    "gettext_lazy": None,
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
_STRING = r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_IN_TEMPLATE = re.compile(rf"\b(?:gettext|_)\(u?{_STRING}")


def catalog_of(language: str) -> Catalog:
    """Read the newsroom's catalogs, and those of the rooms that add screens, as one."""
    whole = Catalog(locale=language)
    catalogs = f"{language}/LC_MESSAGES/django.po"
    for path in sorted(path for room in WORDED for path in (PACKAGE / room).rglob(catalogs)):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    whole[message.id] = message
    return whole


def in_code() -> set[tuple[str | None, str]]:
    """Find what the code says, as (context, text)."""
    found: set[tuple[str | None, str]] = set()
    for room in ROOMS:
        for path in (PACKAGE / room).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            with path.open("rb") as file:
                for _line, text, _comments, context in extract("python", file, KEYWORDS):
                    found.add((context, text if isinstance(text, str) else text[0]))
    return found


def in_templates() -> set[tuple[str | None, str]]:
    """Find what the templates say."""
    return {
        (None, ast.literal_eval(text))
        for room in WORDED
        for path in (PACKAGE / room).rglob("*.html")
        for text in _IN_TEMPLATE.findall(templatize(path.read_text()))
    }


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_every_text_is_translated_with_its_placeholders(language: str) -> None:
    catalog = catalog_of(language)
    texts = in_code() | in_templates()
    assert len(texts) > 200

    for context, text in sorted(texts, key=str):
        message = catalog.get(text, context)
        assert message is not None, (context, text)
        assert message.string, (context, text)
        assert not message.fuzzy, text
        placeholders = re.compile(r"%\(\w+\)s")
        assert sorted(placeholders.findall(text)) == sorted(
            placeholders.findall(str(message.string))
        ), text


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_no_translation_is_left_of_a_text_that_is_gone(language: str) -> None:
    catalog = catalog_of(language)
    kept = {(message.context, str(message.id)) for message in catalog if message.id}

    assert kept - (in_code() | in_templates()) == set()
