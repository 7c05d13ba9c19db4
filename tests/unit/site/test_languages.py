import gettext
import os
from pathlib import Path

import pytest

from shpalta.site.languages import (
    LanguagesError,
    read_languages,
    read_messages_folder,
    ready_messages,
)

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: pl\\n"

msgctxt "press"
msgid "All news"
msgstr "{}"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "pl" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def word(folder: Path) -> str:
    with (folder / "pl" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file).pgettext("press", "All news")


def test_without_a_setting_the_house_speaks_three_languages() -> None:
    assert read_languages({}) == ["uk", "ru", "en"]


@pytest.mark.parametrize("written", ["uk,pl,ar", " uk, PL  ar ", "uk pl ar"])
def test_languages_are_named_in_their_order(written: str) -> None:
    assert read_languages({"SHPALTA_LANGUAGES": written}) == ["uk", "pl", "ar"]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "names no language"),
        (" , ", "names no language"),
        ("uk,klingon", "no language “klingon”"),
        ("uk_UA", "no language “uk_ua”"),
        ("uk,ru,UK", "names uk twice"),
        ("uk,sr-latn-rs-x-long", "too long a tag"),
    ],
)
def test_what_cannot_be_is_refused_with_the_variable_and_the_reason(written: str, why: str) -> None:
    with pytest.raises(LanguagesError, match=why) as raised:
        read_languages({"SHPALTA_LANGUAGES": written})
    assert "SHPALTA_LANGUAGES" in str(raised.value)


def test_a_folder_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    assert read_messages_folder({}) is None
    assert read_messages_folder({"SHPALTA_MESSAGES": str(tmp_path)}) == tmp_path
    with pytest.raises(LanguagesError, match=r"SHPALTA_MESSAGES: there is no folder .*nowhere"):
        read_messages_folder({"SHPALTA_MESSAGES": str(tmp_path / "nowhere")})


def test_message_files_are_compiled_when_they_changed(tmp_path: Path) -> None:
    source, target = tmp_path / "own", tmp_path / "made"
    path = write(source, PO.format("Wszystko"))
    assert ready_messages(source, target) == [target]
    assert word(target) == "Wszystko"
    compiled = target / "pl" / "LC_MESSAGES" / "django.mo"
    before = compiled.stat().st_ino
    ready_messages(source, target)
    assert compiled.stat().st_ino == before
    write(source, PO.format("Wszystkie wiadomości"))
    os.utime(path, (1_700_000_000, 1_700_000_000))  # older than what was compiled, yet another one
    ready_messages(source, target)
    assert word(target) == "Wszystkie wiadomości"
    assert [one.name for one in compiled.parent.iterdir()] == ["django.mo"]


def test_without_a_folder_there_is_nothing_to_compile(tmp_path: Path) -> None:
    assert ready_messages(None, tmp_path) == []


def test_a_broken_message_file_is_named(tmp_path: Path) -> None:
    write(tmp_path, PO.format("x") + "\nhalf a conflict >>>>\n")
    with pytest.raises(LanguagesError, match=r"message file .*django\.po cannot be read.* on 9"):
        ready_messages(tmp_path, tmp_path / "made")


def test_a_translation_that_would_break_a_page_is_named(tmp_path: Path) -> None:
    wrong = '\n#, python-format\nmsgid "Open on %(provider)s"\nmsgstr "Otwórz na %(dostawca)s"\n'
    write(tmp_path, PO.format("x") + wrong)
    with pytest.raises(LanguagesError, match=r"django\.po: “Open on %\(provider\)s”"):
        ready_messages(tmp_path, tmp_path / "made")
    assert not list(tmp_path.rglob("*.mo"))
