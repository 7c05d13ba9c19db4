"""The languages of an installation: those in which it publishes, and its own message files."""

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from shpalta.core.errors import ShpaltaError
from shpalta.core.languages import UnknownLanguageError, locale_of

DEFAULT_LANGUAGES = "uk,ru,en"
DEFAULT_PASSAGES = "de,fr,pl"
LONGEST_TAG = 12
"""As many characters an edition's language may have in the database."""
DOMAIN = "LC_MESSAGES/django"


class LanguagesError(ShpaltaError):
    """The languages of the installation cannot be as they were set. The message says why."""

    permanent = True


def read_languages(
    environ: Mapping[str, str], variable: str = "SHPALTA_LANGUAGES", default: str = ""
) -> list[str]:
    """Read a list of language tags, in lower case, each once; raises LanguagesError."""
    written = environ.get(variable)
    if written is None:
        written = default or DEFAULT_LANGUAGES
    tags = [tag.lower() for tag in re.split(r"[\s,]+", written) if tag]
    if not tags:
        message = f"{variable} names no language. Write the tags with commas between, as in uk,pl."
        raise LanguagesError(message)
    for tag in tags:
        _check(tag, variable)
    if len(set(tags)) < len(tags):
        twice = next(tag for tag in tags if tags.count(tag) > 1)
        message = f"{variable} names {twice} twice."
        raise LanguagesError(message)
    return tags


def _check(tag: str, variable: str) -> None:
    if len(tag) > LONGEST_TAG:
        message = f"{variable}: {tag} is too long a tag; {LONGEST_TAG} characters are the most."
        raise LanguagesError(message)
    try:
        locale_of(tag)
    except UnknownLanguageError as error:
        message = f"{variable}: {error}"
        raise LanguagesError(message) from error


def read_messages_folder(environ: Mapping[str, str]) -> Path | None:
    """Read where the installation keeps message files of its own; raises LanguagesError."""
    written = environ.get("SHPALTA_MESSAGES", "").strip()
    if not written:
        return None
    folder = Path(written).resolve()
    if not folder.is_dir():
        message = f"SHPALTA_MESSAGES: there is no folder {folder}."
        raise LanguagesError(message)
    return folder


def ready_messages(source: Path | None, target: Path) -> list[Path]:
    """Compile the message files that changed; give the folders in which Django finds them.

    `source` holds `pl/LC_MESSAGES/django.po`; `target`, a folder of our own, gets the compiled
    ones, since `source` may be read-only. Raises LanguagesError, naming file and line.
    """
    if source is None:
        return []
    for written in sorted(source.glob(f"*/{DOMAIN}.po")):
        compiled = (target / written.relative_to(source)).with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns != written.stat().st_mtime_ns:
            _compile(written, compiled)
    return [target]


def _refuse_faults(source: Path, catalog: Catalog) -> None:
    """Refuse a translation with other placeholders or plural forms, which would break a page."""
    for entry in catalog:
        if fault := next(iter(entry.check(catalog)), None):
            text = entry.id if isinstance(entry.id, str) else entry.id[0]
            message = f"{source}: “{text}”: {fault}."
            raise LanguagesError(message)


def _compile(source: Path, target: Path) -> None:
    """Compile a message file, and put the result whole into its place, as old as its source."""
    try:
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
    except (PoFileError, OSError, ValueError) as error:
        message = f"The message file {source} cannot be read: {error}."
        raise LanguagesError(message) from error
    _refuse_faults(source, catalog)
    age = source.stat().st_mtime_ns
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, fresh = tempfile.mkstemp(dir=target.parent, prefix=".compiling-")
        with os.fdopen(descriptor, "wb") as file:
            write_mo(file, catalog)
        os.utime(fresh, ns=(age, age))
        Path(fresh).replace(target)
    except OSError as error:
        message = f"The compiled messages cannot be written to {target.parent} ({error})."
        raise LanguagesError(message) from error
