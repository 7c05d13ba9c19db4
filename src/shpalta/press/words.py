"""The words that pages print by themselves: the house's by language, or the edition's own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import npgettext, pgettext

from shpalta.core.addresses import Kind
from shpalta.core.languages import plural_samples
from shpalta.newsroom.stories.choices import Importance
from shpalta.newsroom.stories.labels import printed_label
from shpalta.newsroom.titles.models import Edition
from shpalta.newsroom.titles.wording import MARK, WORD, own_mark

MARKS: Mapping[str, str] = {
    "photo": "Photo",
    "video": "Video",
    "interview": "Interview",
    "column": "Column",
    "exclusive": "Exclusive",
    "analysis": "Analysis",
    "explainer": "Explainer",
    "live": "Live",
    "update": "Updated",
}
"""The ticker's marks by code, in English."""
KINDS: Mapping[str, str] = {
    Kind.ARTICLE: "Article",
    Kind.INTERVIEW: "Interview",
    Kind.COLUMN: "Column",
    Kind.PHOTO: "Photo story",
    Kind.VIDEO: "Video",
    Kind.LIVE: "Live",
}
PAGE_WORDS = (
    "Breaking",
    "Updated",
    "Article",
    "Interview",
    "Column",
    "Photo story",
    "Video",
    "Live",
    "citing",
    "Newsfeed",
    "All news",
    "Latest news",
    "Most read",
    "Video of the day",
    "Transcript",
    "Play",
    "News of the day",
    "Top stories",
    "More",
    "Read also",
    "Related stories",
    "Older stories",
    "To the newest",
    "Earlier",
    "Later",
    "Neighbouring days",
    "Rubrics",
    "Topic",
    "Author",
    "Person",
    "Organisation",
    "Place",
    "What the story is about",
    "Image made by AI",
    "Image altered by AI",
    "Gallery",
    "of",
    "Previous picture",
    "Next picture",
    "Full screen",
    "Close",
    "Table",
    "Advertising",
    "Partner content",
    "The newspaper",
    "Contacts",
    "Editor in chief",
    "Our titles",
    "Languages",
    "This story in other languages",
    "this page",
    "front page",
    "To the front page",
    "Skip to the text",
    "Pause the newsfeed",
    "Let the newsfeed run on",
    "Nothing has been published here yet.",
    "Nothing has been published on this day yet.",
    "There is no such page",
    (
        "The address may have been mistyped, or the page was never there. "
        "The newest stories are below, all others in the newsfeed."
    ),
    "Comments",
    "Dear readers, please keep to the rules of comments",
    "Write a comment",
    "Comments are closed",
    "Nobody has commented yet.",
    "Order of the comments",
    "Newest first",
    "Oldest first",
    "Most reactions",
    "More comments",
    "All replies",
    "Reply",
    "Report",
    "My comments",
    "Change",
    "That did not go through. Try once more.",
    "Link to this comment",
    "edited",
    "guest",
    "Removed by its author",
    "Removed by a moderator",
    "I agree",
    "Thank you",
    "Sad",
    "I disagree",
    "To the story",
    "This page is gone",
    (
        "It was here once and will not be here again. "
        "The newest stories are below, all others in the newsfeed."
    ),
    "This story was withdrawn",
    (
        "The newsroom has taken it back, and it will not be here again. "
        "The newest stories are below, all others in the newsfeed."
    ),
    "Something broke on our side",
    "The page could not be made. Try again in a minute.",
)
"""All words of the pages that an edition may word anew, in English, as they are met."""

_LONGEST_CODE = 50
_CODES = {text: f"{WORD}{slugify(text)[:_LONGEST_CODE].strip('-')}" for text in PAGE_WORDS}
_own: ContextVar[Mapping[str, str]] = ContextVar("own_wording", default={})  # noqa: B039  # never changed


@contextmanager
def speaking(edition: Edition) -> Iterator[None]:
    """Print in an edition's language, in its own words, and by its clock, while this lasts."""
    token = _own.set(edition.labels)
    try:
        with translation.override(edition.language), timezone.override(edition.title.zone):
            yield
    finally:
        _own.reset(token)


def say(text: str) -> str:
    """Give a word of `PAGE_WORDS` as the edition that speaks words it; KeyError for another."""
    return _own.get().get(_CODES[text]) or pgettext("press", text)


def page_words(language: str) -> dict[str, str]:
    """Give the house's wording of marks and of the pages' words in a language, by their codes."""
    with translation.override(language):
        marks = {f"{MARK}{code}": pgettext("press", text) for code, text in MARKS.items()}
        return marks | {code: pgettext("press", text) for text, code in _CODES.items()}


def mark_word(edition: Edition, mark: str) -> str:
    """Give the word before a headline: the edition's own, or the house's; "" for no mark."""
    if mark not in MARKS:
        return ""
    return own_mark(edition.labels, mark) or pgettext("press", MARKS[mark])


def kind_word(kind: str) -> str:
    """Give the word that stands over a headline; "" for plain news, which says nothing."""
    return say(KINDS[kind]) if kind in KINDS else ""


def alarm_word(importance: str) -> str:
    """Give the word that announces breaking news, "" for everything else."""
    return say("Breaking") if importance == Importance.BREAKING else ""


def counted_headlines(language: str) -> dict[str, str]:
    """Give “3 new headlines” by the language's plural categories, with `{n}` for the number."""
    return {
        category: npgettext("press", "{n} new headline", "{n} new headlines", number)
        for category, number in plural_samples(language).items()
    }


def counted_new(language: str) -> dict[str, str]:
    """Give “3 new” (headlines) by plural category: what a small button has room for."""
    return {
        category: npgettext("press", "{n} new", "{n} new", number)
        for category, number in plural_samples(language).items()
    }


def citing_words() -> str:
    """Give the words between a source and the one that it cites."""
    return say("citing")


def label_words(edition: Edition, code: str, own: str) -> str:
    """Give a block's label: the author's own wording, or that of its code; "" if it has none."""
    if own or not code:
        return own
    try:
        return printed_label(edition, code)
    except KeyError:
        # A label that was once in the vocabulary. Its paragraph is still worth printing.
        return ""
