"""Compiles the message files: `python -m shpalta.site.messages`, which `make setup` runs."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent


def compile_messages() -> Iterator[Path]:
    """Compile each `.po` of the package into the `.mo` beside it; yield what was written."""
    for source in sorted(PACKAGE.rglob("LC_MESSAGES/*.po")):
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parent.parent.name)
        target = source.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, catalog)
        yield target


if __name__ == "__main__":
    list(compile_messages())
