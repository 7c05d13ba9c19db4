"""The words that an edition prints by itself: the house's, and those that it has made its own.

An edition keeps its own wording in `Edition.labels` by code: a block label's code as it is
(`details`), a ticker mark's after `mark:`, a word of the pages after `word:`. What the house says
in a language comes from `core.labels` and, for any further language, from its message file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext as in_context

from shpalta.core.labels import LABELS

MARK = "mark:"
WORD = "word:"
LABEL_CONTEXT = "label"
"""The context (msgctxt) under which a message file translates block labels from English."""

Wording = Callable[[str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Group:
    """Words of one sort: a heading for people, and the code of each."""

    name: str
    heading: object
    codes: tuple[str, ...]


def house_label(code: str, language: str) -> str:
    """Give the house's printed form of a block label; KeyError when there is no such label."""
    forms = LABELS[code].forms
    known = forms.get(language) or forms.get(language.partition("-")[0])
    if known:
        return known[0]
    with translation.override(language):
        return in_context(LABEL_CONTEXT, forms["en"][0])


def house_wording(language: str) -> dict[str, str]:
    """Give the house's wording in a language of everything that an edition may word anew."""
    labels = {code: house_label(code, language) for code in LABELS}
    of_pages: Wording = import_string(settings.SHPALTA_PAGE_WORDS)
    with translation.override(language):
        return labels | dict(of_pages(language))


def groups() -> tuple[Group, ...]:
    """List what an edition may word anew, by sort."""
    codes = tuple(house_wording("en"))
    return (
        Group("labels", gettext_lazy("Labels of blocks"), tuple(LABELS)),
        Group(
            "marks",
            gettext_lazy("Words before headlines"),
            tuple(code for code in codes if code.startswith(MARK)),
        ),
        Group(
            "words",
            gettext_lazy("Words of the pages"),
            tuple(code for code in codes if code.startswith(WORD)),
        ),
    )


def own_mark(labels: Mapping[str, str], mark: str) -> str:
    """Give an edition's own wording of a ticker mark, "" if it has none."""
    # Before marks had a prefix they were kept under their bare code.
    bare = "" if mark in LABELS else labels.get(mark, "")
    return labels.get(f"{MARK}{mark}") or bare
