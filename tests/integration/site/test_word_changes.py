"""Words that changed between two starts are announced to whoever keeps pages."""

from pathlib import Path

import pytest

from shpalta.core.keys import HOUSE
from shpalta.journal.models import JournalEntry
from shpalta.site.word_changes import announce_words

pytestmark = pytest.mark.django_db


def announced() -> list[list[str]]:
    return [entry.keys for entry in JournalEntry.objects.order_by("pk")]


def test_only_a_change_is_announced_and_only_once(tmp_path: Path) -> None:
    before = len(announced())
    assert not announce_words(tmp_path, languages=["uk"])
    assert not announce_words(tmp_path, languages=["uk"])
    assert len(announced()) == before

    compiled = tmp_path / "messages" / "uk" / "LC_MESSAGES" / "django.mo"
    compiled.parent.mkdir(parents=True)
    compiled.write_bytes(b"other words")
    assert announce_words(tmp_path, languages=["uk"])
    assert not announce_words(tmp_path, languages=["uk"])
    assert announced()[before:] == [[HOUSE]]


def test_another_language_is_announced(tmp_path: Path) -> None:
    announce_words(tmp_path, languages=["uk"])
    assert announce_words(tmp_path, languages=["uk", "pl"])
