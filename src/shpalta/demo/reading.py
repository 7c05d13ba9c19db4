"""Reads the demo's content: the TOML files beside this module."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"
Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DemoStory:
    """One story as its file has it, with the title and language that the file's name gives."""

    title: str
    language: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Content:
    """All of the demo's content, in plain data."""

    vocabulary: Entry
    pictures: list[Entry]
    pages: list[Entry]
    stories: list[DemoStory]
    campaigns: list[Entry]


def read_content() -> Content:
    """Read all files of the content folder."""
    stories = []
    for path in sorted((FOLDER / "stories").glob("*.toml")):
        title, language = path.name.split(".")[:2]
        stories += [DemoStory(title, language, entry) for entry in _read(path)["story"]]
    return Content(
        vocabulary=_read(FOLDER / "vocabulary.toml"),
        pictures=_read(FOLDER / "pictures.toml")["picture"],
        pages=_read(FOLDER / "pages.toml")["page"],
        stories=stories,
        campaigns=_read(FOLDER / "campaigns.toml")["campaign"],
    )


def _read(path: Path) -> Entry:
    with path.open("rb") as file:
        return tomllib.load(file)
