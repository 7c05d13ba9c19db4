"""The few words that the press prints by code: kinds, ticker marks, the wording of a citation."""

from collections.abc import Mapping

from django.utils.translation import npgettext, pgettext, pgettext_lazy

from shpalta.core.addresses import Kind
from shpalta.newsroom.stories.choices import Importance
from shpalta.newsroom.stories.labels import printed_label
from shpalta.newsroom.titles.models import Edition

MARKS: Mapping[str, object] = {
    "photo": pgettext_lazy("press", "Photo"),
    "video": pgettext_lazy("press", "Video"),
    "interview": pgettext_lazy("press", "Interview"),
    "column": pgettext_lazy("press", "Column"),
    "exclusive": pgettext_lazy("press", "Exclusive"),
    "analysis": pgettext_lazy("press", "Analysis"),
    "explainer": pgettext_lazy("press", "Explainer"),
    "live": pgettext_lazy("press", "Live"),
    "update": pgettext_lazy("press", "Updated"),
}
KINDS: Mapping[str, object] = {
    Kind.ARTICLE: pgettext_lazy("press", "Article"),
    Kind.INTERVIEW: MARKS["interview"],
    Kind.COLUMN: MARKS["column"],
    Kind.PHOTO: pgettext_lazy("press", "Photo story"),
    Kind.VIDEO: MARKS["video"],
    Kind.LIVE: MARKS["live"],
}


def mark_word(edition: Edition, mark: str) -> str:
    """Give the word before a headline: the edition's own, or the house's; "" for no mark."""
    if not mark:
        return ""
    return edition.labels.get(mark) or str(MARKS.get(mark, ""))


def kind_word(kind: str) -> str:
    """Give the word that stands over a headline; "" for plain news, which says nothing."""
    return str(KINDS.get(kind, ""))


def alarm_word(importance: str) -> str:
    """Give the word that announces breaking news, "" for everything else."""
    return pgettext("press", "Breaking") if importance == Importance.BREAKING else ""


_SAMPLES = {"one": 1, "few": 2, "many": 5}
"""A number of each plural category (CLDR) that counts of things have in our languages."""


def counted_headlines() -> dict[str, str]:
    """Give “3 new headlines” by plural category, with `{n}` for the number."""
    return {
        category: npgettext("press", "{n} new headline", "{n} new headlines", number)
        for category, number in _SAMPLES.items()
    }


def counted_new() -> dict[str, str]:
    """Give “3 new” (headlines) by plural category: what a small button has room for."""
    return {
        category: npgettext("press", "{n} new", "{n} new", number)
        for category, number in _SAMPLES.items()
    }


def citing_words() -> str:
    """Give the words between a source and the one that it cites."""
    return pgettext("press", "citing")


def label_words(edition: Edition, code: str, own: str) -> str:
    """Give a block's label: the author's own wording, or that of its code; "" if it has none."""
    if own or not code:
        return own
    try:
        return printed_label(edition, code)
    except KeyError:
        # A label that was once in the vocabulary. Its paragraph is still worth printing.
        return ""
