"""The back office speaks Ukrainian and Russian to the last string."""

import gettext
import importlib.util
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("uk", "ru")
DOMAINS = ("django", "djangojs")

# Every package whose words can reach an editor's screen, each with a `locale` folder of its own.
CATALOGUES = (
    "wagtail",
    "wagtail.admin",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.images",
    "wagtail.locales",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.users",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.table_block",
    "wagtail.contrib.typed_table_block",
    "taggit",
    "django.conf",
    "django.contrib.auth",
)

OURS = Path(__file__).parents[3] / "src" / "shpalta" / "site" / "locale"

PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|\{\w+\}")
TAG = re.compile(r"</?[a-z][^>]*>")
GLUED = re.compile(r"(?<=\)[sdr])[^\W\d_]|[^\W\d_](?=%\()")

# Wagtail's plural counts child pages where its singular does not, in a branch that has none.
NEVER_FILLED = {
    "Deleting this page will also delete %(translation_count)s translation of this page.": {
        "%(descendant_count)s"
    }
}

Key = tuple[str, str | None]


def read(folder: Path, language: str, domain: str) -> Catalog:
    """Give the catalogue in a locale folder, or an empty one where the package has none."""
    path = folder / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.exists():
        return Catalog()
    with path.open("rb") as source:
        return read_po(source, domain=domain, abort_invalid=True)


def locale_of(package: str) -> Path:
    spec = importlib.util.find_spec(package.partition(".")[0])
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent.joinpath(*package.split(".")[1:]) / "locale"


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Give every message but the header."""
    return (message for message in catalogue if message.id)


def sources(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def key(message: Message) -> Key:
    return sources(message)[0], message.context


def is_translated(message: Message) -> bool:
    return not message.fuzzy and bool(forms(message)) and all(forms(message))


def missing_strings(language: str, domain: str, *, ours: Catalog) -> list[str]:
    """Name every English string that would reach an editor untranslated."""
    translated = {key(message) for message in messages(ours) if is_translated(message)}
    wanted: dict[Key, str] = {}
    for package in CATALOGUES:
        folder = locale_of(package)
        translated |= {key(m) for m in messages(read(folder, language, domain)) if is_translated(m)}
        for message in messages(read(folder, "en", domain)):
            wanted.setdefault(key(message), package)
    return [f"{wanted[each]}: {each[0]!r}" for each in wanted if each not in translated]


OUR_CATALOGUES = {
    (language, domain): read(OURS, language, domain) for language in LANGUAGES for domain in DOMAINS
}

every_catalogue = pytest.mark.parametrize(("language", "domain"), OUR_CATALOGUES)


@every_catalogue
def test_no_string_of_the_back_office_is_left_in_english(language: str, domain: str) -> None:
    ours = OUR_CATALOGUES[language, domain]
    assert missing_strings(language, domain, ours=ours) == []


def test_without_our_catalogue_the_missing_strings_are_named() -> None:
    missing = missing_strings("uk", "django", ours=Catalog())
    assert "wagtail.admin: 'Keyboard shortcut'" in missing


@every_catalogue
def test_every_entry_is_complete_in_all_plural_forms(language: str, domain: str) -> None:
    catalogue = OUR_CATALOGUES[language, domain]
    entries = list(messages(catalogue))
    assert entries
    assert [m.id for m in entries if not is_translated(m)] == []
    counted = [message for message in entries if message.pluralizable]
    assert [m.id for m in counted if len(forms(m)) != catalogue.num_plurals] == []


@every_catalogue
def test_every_form_keeps_the_placeholders_of_its_source(language: str, domain: str) -> None:
    """Both languages use the first form for 21 too, so it must carry the number like the others."""
    for message in messages(OUR_CATALOGUES[language, domain]):
        wanted = {name for text in sources(message) for name in PLACEHOLDER.findall(text)}
        wanted -= NEVER_FILLED.get(sources(message)[0], set())
        for form in forms(message):
            assert set(PLACEHOLDER.findall(form)) == wanted, form


@every_catalogue
def test_every_form_keeps_the_tags_of_its_source(language: str, domain: str) -> None:
    for message in messages(OUR_CATALOGUES[language, domain]):
        wanted = sorted(TAG.findall(sources(message)[-1]))
        for form in forms(message):
            assert sorted(TAG.findall(form)) == wanted, form


@every_catalogue
def test_every_form_keeps_the_space_around_its_source(language: str, domain: str) -> None:
    for message in messages(OUR_CATALOGUES[language, domain]):
        source = sources(message)[0]
        for form in forms(message):
            assert form[0].isspace() == source[0].isspace(), form
            assert form[-1].isspace() == source[-1].isspace(), form


@every_catalogue
def test_no_value_is_glued_to_the_word_beside_it(language: str, domain: str) -> None:
    texts = [form for m in messages(OUR_CATALOGUES[language, domain]) for form in forms(m)]
    assert [text for text in texts if GLUED.search(text)] == []


@every_catalogue
def test_no_string_stands_twice(language: str, domain: str) -> None:
    text = (OURS / language / "LC_MESSAGES" / f"{domain}.po").read_text(encoding="utf-8")
    entries = len(re.findall(r"^msgid ", text, flags=re.MULTILINE)) - 1
    assert entries == len(list(messages(OUR_CATALOGUES[language, domain])))


@every_catalogue
def test_the_plural_rule_is_the_one_of_django(language: str, domain: str) -> None:
    """The script catalogue has one rule for all that it merges, so ours must not differ."""
    django = read(locale_of("django.conf"), language, "django")
    assert OUR_CATALOGUES[language, domain].plural_forms == django.plural_forms


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("uk", 1, "%(num)s помилка"),
        ("uk", 3, "%(num)s помилки"),
        ("uk", 11, "%(num)s помилок"),
        ("uk", 21, "%(num)s помилка"),
    ],
)
def test_a_compiled_script_catalogue_counts(language: str, number: int, expected: str) -> None:
    compiled = compile_catalogue(OUR_CATALOGUES[language, "djangojs"])
    assert compiled.ngettext("%(num)s error", "%(num)s errors", number) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, "Удалить %(counter)s страницу"),
        (2, "Удалить %(counter)s страницы"),
        (12, "Удалить %(counter)s страниц"),
        (101, "Удалить %(counter)s страницу"),
    ],
)
def test_a_compiled_catalogue_counts_in_russian(number: int, expected: str) -> None:
    compiled = compile_catalogue(OUR_CATALOGUES["ru", "django"])
    assert compiled.ngettext("Delete 1 page", "Delete %(counter)s pages", number) == expected


def compile_catalogue(catalogue: Catalog) -> gettext.GNUTranslations:
    """Compile as `make setup` does, and load as Django does."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    return gettext.GNUTranslations(file)
