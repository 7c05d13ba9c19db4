"""The printed words of block labels and ticker marks: the edition's own, or the house's."""

from django.utils.translation import get_language

from shpalta.core.labels import LABELS
from shpalta.newsroom.titles.models import Edition
from shpalta.newsroom.titles.wording import house_label


def label_choices() -> list[tuple[str, str]]:
    """List the block labels for a form, as (code, text), in the language of the screen."""
    language = get_language() or "uk"
    return [(code, house_label(code, language)) for code in LABELS if code != "source"]


def printed_label(edition: Edition, code: str) -> str:
    """Give the text of a block label as this edition prints it."""
    return edition.labels.get(code) or house_label(code, edition.language)
