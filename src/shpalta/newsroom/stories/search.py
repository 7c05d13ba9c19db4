"""Finding stories by their words: the newsroom's own full-text index.

Wagtail's index on SQLite rewrites statistics over the whole table at each save (measured: a
second at 300,000 stories). This one is an FTS5 table with one row a story, written in the
transaction that saves the story (see `receivers`), so it is never behind and never ahead.

Text and query are folded by the same function into words of letters and digits; FTS5 never sees
any of its own syntax. On a database without FTS5 (PostgreSQL) the headline and the lead are
searched by substring instead: right, but slow on a large archive.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction

from shpalta.core.folding import words_of
from shpalta.newsroom.stories.narrowing import narrowed

if TYPE_CHECKING:
    from shpalta.newsroom.stories.models import Story

TABLE = "stories_search"
TEXT_FIELDS = frozenset({"headline", "front_headline", "lead", "body"})
"""The fields of a story that are indexed. A save that touches none of them needs no indexing."""

_MOST_WORDS = 12
_SHORTEST_PREFIX = 2
_TAG = re.compile(r"<[^>]*>")
_NOT_TEXT = frozenset({"id", "type", "url", "label"})


def is_available() -> bool:
    """Tell whether this database has the index."""
    return connection.vendor == "sqlite"


def text_of(story: "Story") -> str:
    """Give everything of a story that can be searched, folded, words separated by spaces."""
    parts = [story.headline, story.front_headline, story.lead]
    parts += _texts(story.body.get_prep_value())
    return " ".join(words_of(" ".join(parts)))


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts of a stored body: every string except ids, types, addresses and codes."""
    if isinstance(value, str):
        yield unescape(_TAG.sub(" ", value)) if "<" in value or "&" in value else value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _NOT_TEXT:
                yield from _texts(item)


def index_stories(stories: "Iterable[Story]") -> None:
    """Put the stories' texts into the index, in place of what it had of them."""
    index_texts((story.pk, text_of(story)) for story in stories)


def index_texts(texts: Iterable[tuple[int, str]]) -> None:
    """Put (story id, folded text) into the index; for bulk loads that have no objects."""
    if not is_available():
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT OR REPLACE INTO {TABLE}(rowid, text) VALUES (%s, %s)",  # noqa: S608 a constant
            list(texts),
        )


def unindex_story(story: "Story") -> None:
    """Take a story out of the index."""
    if is_available():
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {TABLE} WHERE rowid = %s",  # noqa: S608 a constant
                [story.pk],
            )


def matching(stories: "models.QuerySet[Story]", query: str) -> "models.QuerySet[Story]":
    """Keep the stories that have every word of `query`, each as the beginning of a word.

    The order of `stories` stays as it is. A query without any word finds nothing.
    """
    words = words_of(query)[:_MOST_WORDS]
    if not words:
        return stories.none()
    if not is_available():
        return _containing(stories, query)
    terms = [f'"{word}"' + ("*" if len(word) >= _SHORTEST_PREFIX else "") for word in words]
    sql = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608 a constant
    return narrowed(stories, sql, [" AND ".join(terms)])


def _containing(stories: "models.QuerySet[Story]", query: str) -> "models.QuerySet[Story]":
    for word in query.split()[:_MOST_WORDS]:
        stories = stories.filter(
            models.Q(headline__icontains=word) | models.Q(lead__icontains=word)
        )
    return stories


@transaction.atomic
def rebuild_index() -> None:
    """Make the whole index anew from the stories as they stand."""
    from shpalta.newsroom.stories.models import Story  # the models import this package's apps

    if not is_available():
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608 a constant
    stories = Story.objects.only("pk", *TEXT_FIELDS).order_by("pk")
    batch: list[Story] = []
    for story in stories.iterator(chunk_size=500):
        batch.append(story)
        if len(batch) == 500:  # noqa: PLR2004 the chunk of the iterator
            index_stories(batch)
            batch.clear()
    index_stories(batch)
