"""The reference says what the code has, all of it."""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from pathlib import Path

import typer

from shpalta.core import keys
from shpalta.core.addresses import KINDS
from shpalta.intake.text.document import Copy, to_json
from shpalta.site.cli import app

ROOT = Path(__file__).parent.parent.parent.parent
REFERENCE = ROOT / "docs" / "reference"
NAMED: Mapping[str, Sequence[object]] = {
    "title": ["up"],
    "language": ["uk"],
    "shelf": ["rubric:3"],
    "day": [date(2024, 4, 10)],
    "vocabulary": ["topic", "entity", "author", "source"],
}
"""What keys are made of in the reference, by parameter; all others are numbers."""


def keys_made_by(make: Callable[..., str]) -> Iterator[str]:
    """Make one key of each kind that a function of `core.keys` makes."""
    for given in product(*(NAMED.get(name, [1]) for name in inspect.signature(make).parameters)):
        yield make(*given)


def kind_of(key: str) -> tuple[str, int]:
    """Tell keys apart by their first word and by how many parts they have."""
    return key.partition(":")[0], key.count(":")


def test_every_command_and_option_is_described() -> None:
    text = (REFERENCE / "commands.md").read_text()
    group = typer.main.get_command(app)
    commands = getattr(group, "commands", {})
    assert set(commands) == set(re.findall(r"`shpalta (\w+)", text))
    leaves = {
        (name, inner)
        for name, command in commands.items()
        for inner in getattr(command, "commands", {None: command}).values()
    }
    options = {
        option
        for _name, command in leaves
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option != "--help"
    }
    assert options == set(re.findall(r"^\| `(--[\w-]+)`", text, re.MULTILINE))


def test_every_setting_is_described() -> None:
    package = ROOT / "src" / "shpalta"
    sources = [*(package / "site").rglob("*.py"), *package.rglob("configuring.py")]
    used = {name for path in sources for name in re.findall(r"SHPALTA_[A-Z_]+", path.read_text())}
    described = set(re.findall(r"`(SHPALTA_[A-Z_]+)`", (REFERENCE / "settings.md").read_text()))
    assert used == described


def test_every_key_of_the_copy_s_document_is_described() -> None:
    text = (REFERENCE / "copy-json.md").read_text()
    document = to_json(Copy(language="uk", headline="Заголовок"))
    assert list(document) == re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)


def test_every_kind_has_its_part_of_the_address_described() -> None:
    text = (REFERENCE / "addresses.md").read_text()
    kinds = re.search(r"kinds: ([\w, ]+)", text)
    assert kinds is not None
    assert kinds[1].strip().split(", ") == list(KINDS)


def test_every_surrogate_key_is_described() -> None:
    _rest, _head, table = (REFERENCE / "journal.md").read_text().partition("## Keys")
    cells = re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE)
    described = {kind_of(key) for cell in cells for key in re.findall(r"`(.+?)`", cell)}
    makers = [make for _name, make in inspect.getmembers(keys, inspect.isfunction)]
    made = {kind_of(key) for make in makers for key in keys_made_by(make)}
    assert described == made | {kind_of(keys.HOUSE)}
