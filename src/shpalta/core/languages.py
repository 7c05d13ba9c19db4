"""What CLDR knows of a language: its own name, its script's direction, its plurals, its region."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global, parse_locale

from shpalta.core.errors import ShpaltaError

_OG_LOCALES = {"uk": "uk_UA", "ru": "ru_UA", "en": "en_GB"}
"""The regions of our own readers, where CLDR would think of more numerous ones."""
_MOST_COUNTED = 200


class UnknownLanguageError(ShpaltaError):
    """CLDR has no such language. The message says how languages are written."""

    permanent = True


@lru_cache(maxsize=64)
def locale_of(tag: str) -> Locale:
    """Give what CLDR has of a language; raises UnknownLanguageError."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError, TypeError) as error:
        message = f"There is no language “{tag}”. Write it like uk, pl or pt-br (BCP 47)."
        raise UnknownLanguageError(message) from error


@lru_cache(maxsize=64)
def own_name(tag: str) -> str:
    """Give a language's own name for itself, with a capital: `Українська`, `Polski`."""
    locale = locale_of(tag)
    name = locale.get_display_name(locale) or tag
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=64)
def direction_of(tag: str) -> str:
    """Give `rtl` or `ltr`: how a language's script runs. What CLDR does not know runs `ltr`."""
    try:
        return locale_of(tag).text_direction
    except UnknownLanguageError:
        return "ltr"


@lru_cache(maxsize=64)
def og_locale(tag: str) -> str:
    """Give language and region as Open Graph writes them: `pl_PL`."""
    if tag in _OG_LOCALES:
        return _OG_LOCALES[tag]
    locale = locale_of(tag)
    if locale.territory:
        return f"{locale.language}_{locale.territory}"
    likely = get_global("likely_subtags").get(locale.language)
    region = parse_locale(likely)[1] if likely else None
    return f"{locale.language}_{region}" if region else locale.language


@lru_cache(maxsize=64)
def plural_samples(tag: str) -> dict[str, int]:
    """Give the least number of each plural category that counts of things have in a language.

    CLDR, Language Plural Rules: `{"one": 1, "few": 2, "many": 5}` in Ukrainian.
    """
    category_of = locale_of(tag).plural_form
    samples: dict[str, int] = {}
    # Nothing is announced of no things: zero comes last, for the languages that set it apart.
    for number in (*range(1, _MOST_COUNTED), 0):
        samples.setdefault(category_of(number), number)
    return samples
