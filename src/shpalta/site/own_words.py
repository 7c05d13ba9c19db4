"""The words that a further language needs, as a message file to fill in: `shpalta words pl`."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from shpalta.core.labels import LABELS
from shpalta.newsroom.titles.wording import LABEL_CONTEXT
from shpalta.site.languages import DOMAIN

PACKAGE = Path(__file__).resolve().parent.parent
COMPLETE = "uk"
"""The language whose message file of the pages has every word; a test sees to that."""


def _read(path: Path, language: str) -> Catalog | None:
    if not path.exists():
        return None
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _wanted() -> Iterator[tuple[str | tuple[str, ...], str]]:
    """Give all words of the pages, and the labels of blocks, as (text, context)."""
    complete = _read(PACKAGE / "press" / "locale" / COMPLETE / f"{DOMAIN}.po", COMPLETE)
    for message in complete or ():
        if message.id:
            text = message.id if isinstance(message.id, str) else tuple(message.id)
            yield text, message.context or ""
    for label in LABELS.values():
        yield label.forms["en"][0], LABEL_CONTEXT


def _known(language: str, folder: Path | None) -> list[Catalog]:
    """Read what has translations already: the installation's own file, then the package's."""
    roots = [folder] if folder else []
    roots.append(PACKAGE / "press" / "locale")
    catalogs = (_read(root / language / f"{DOMAIN}.po", language) for root in roots)
    return [catalog for catalog in catalogs if catalog is not None]


def _is_complete(message: Message) -> bool:
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
    return not message.fuzzy and bool(forms) and all(forms)


def words_of(language: str, folder: Path | None) -> Catalog:
    """Gather the words in a language; those that nobody translated yet are empty."""
    known = _known(language, folder)
    catalog = Catalog(
        locale=language.replace("-", "_"),
        project="Shpalta",
        version="",
        header_comment=f"# The words of the public pages ({language}).",
        fuzzy=False,
    )
    for text, context in _wanted():
        found = (one.get(text, context) for one in known)
        message = next((one for one in found if one is not None and _is_complete(one)), None)
        flags = {"python-format"} if "%(" in str(text) else set()
        added = catalog.add(text, context=context, flags=flags)
        # What the file has in other plural forms than the language's is asked for anew.
        if message is not None and isinstance(message.string, tuple) == message.pluralizable:
            added.string = message.string
    return catalog


def file_of(catalog: Catalog) -> str:
    """Write a catalog as a message file."""
    file = io.BytesIO()
    write_po(file, catalog, width=0, sort_output=False)
    return file.getvalue().decode()


def missing_words(language: str, folder: Path | None) -> list[str]:
    """List the words that readers of a language would get in another one, in English."""
    base = language.partition("-")[0]
    if base == "en":
        return []
    with_forms = {label.forms["en"][0] for label in LABELS.values() if base in label.forms}
    return [
        text if isinstance(text, str) else text[0]
        for message in words_of(language, folder)
        if (text := message.id)
        and not _is_complete(message)
        and not (message.context == LABEL_CONTEXT and text in with_forms)
    ]
