"""Finding pictures by whatever is said of them, in any form of a word.

One row a picture in an index of our own, written in the transaction that saves the picture (see
docs/adr/0006 for why it is not Wagtail's): the words as they stand, and beside them their
dictionary forms and their stems, marked so that none is taken for another. SQLite keeps it in an
FTS5 table, PostgreSQL in a `tsvector`; what is asked of both is the same.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk.lemmas import Term, terms_of
from shpalta.newsroom.stories.narrowing import narrowed

if TYPE_CHECKING:
    from django.db.models import QuerySet

TABLE = "picturedesk_search"
FORM_MARK, STEM_MARK, NAME_MARK = "§", "¶", "†"
"""Before a dictionary form, a stem, and all that belongs to the names of who is shown or made it:
signs that no folded word has and both databases keep."""
RECIPE = 3
"""Raised with whatever changes `text_of`: the workshop then makes the index anew."""
_MOST_WORDS = 12
_SHORTEST_PREFIX = 2
_WHOLE_NUMBER = re.compile(r"\d{1,2}")
"""A day or a month is no beginning: the 20th would be found in every date of the 2020s."""
_DATE = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
"""A date in figures is one word: of the 12th of November and the 11th of December the parts are
the same."""
_AT_ONCE = 500


def text_of(picture: Picture, keywords: Iterable[str]) -> str:
    """Give everything by which a picture is found, folded, words and forms divided by blanks."""
    names = (picture.persons, picture.credit, picture.creator)
    words = _words(" ".join(_said(picture, keywords)))
    return " ".join([*words, *(NAME_MARK + word for word in _words(" ".join(names)))])


def _words(text: str) -> list[str]:
    """Give the words of a text as they stand, then their marked forms and stems, each once."""
    terms = terms_of(text)
    words = dict.fromkeys(term.word for term in terms)
    forms = dict.fromkeys(FORM_MARK + form for term in terms for form in sorted(term.forms))
    dates = dict.fromkeys(_dates_in(text))
    stems = dict.fromkeys(STEM_MARK + term.stem for term in terms if term.stem)
    return [*words, *dates, *forms, *stems]


def _dates_in(text: str) -> list[str]:
    """Give the dates in figures as they stand in the index; no dictionary form is a number."""
    found = _DATE.findall(text)
    return [f"{FORM_MARK}{year}{month:0>2}{day:0>2}" for day, month, year in found]


def _said(picture: Picture, keywords: Iterable[str]) -> Iterator[str]:
    yield from (picture.title, picture.original_name, picture.headline, picture.caption)
    yield from (picture.credit, picture.creator, picture.copyright_notice)
    yield from (picture.persons, picture.city, picture.country)
    yield from (str(text) for text in picture.alts.values())
    yield from keywords
    for moment in (picture.taken_at, picture.created_at):
        if moment is not None:
            day = timezone.localtime(moment).date()
            yield f"{day:%d.%m.%Y}"
            yield from (
                format_date(day, "d MMMM y", locale=language)
                for language in settings.SHPALTA_EDITION_LANGUAGES
            )


def index_pictures(pictures: Iterable[Picture]) -> None:
    """Put what is said of pictures into the index, in place of what it had of them."""
    index_texts(
        (picture.pk, text_of(picture, [tag.name for tag in picture.tags.all()]))
        for picture in pictures
    )


def index_texts(texts: Iterable[tuple[int, str]]) -> None:
    """Put (picture id, text as `text_of` gives it) into the index."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            sql = f"INSERT OR REPLACE INTO {TABLE}(rowid, text) VALUES (%s, %s)"  # noqa: S608
            cursor.executemany(sql, list(texts))
        else:
            sql = (
                f"INSERT INTO {TABLE}(rowid, text) "  # noqa: S608  a constant
                "VALUES (%s, array_to_tsvector(%s::text[])) "
                "ON CONFLICT (rowid) DO UPDATE SET text = EXCLUDED.text"
            )
            rows = [(row_id, sorted(set(text.split()))) for row_id, text in texts]
            cursor.executemany(sql, rows)


def unindex_picture(picture_id: int) -> None:
    """Take a picture out of the index."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE rowid = %s", [picture_id])  # noqa: S608


def matching(pictures: "QuerySet[Picture]", query: str) -> "QuerySet[Picture]":
    """Keep the pictures that have every word of `query` in any form, or as a beginning.

    The order of `pictures` stays as it is. A query without any word finds nothing.
    """
    return _having(pictures, query, "")


def of_or_by(pictures: "QuerySet[Picture]", name: str) -> "QuerySet[Picture]":
    """Keep the pictures that show somebody or were made by them, as `matching` finds a name."""
    return _having(pictures, name, NAME_MARK)


def _having(pictures: "QuerySet[Picture]", query: str, mark: str) -> "QuerySet[Picture]":
    dates = _dates_in(query)[:_MOST_WORDS]
    terms = terms_of(_DATE.sub(" ", query))[:_MOST_WORDS]
    if not terms and not dates:
        return pictures.none()
    if connection.vendor == "sqlite":
        sql = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608  a constant
        quoted = (f'"{date}"' for date in dates)
        asked = " AND ".join([*quoted, *(_fts_term(term, mark) for term in terms)])
    else:
        sql = f"SELECT rowid FROM {TABLE} WHERE text @@ %s::tsquery"  # noqa: S608  a constant
        quoted = (f"'{date}'" for date in dates)
        asked = " & ".join([*quoted, *(_ts_term(term, mark) for term in terms)])
    return narrowed(pictures, sql, [asked])


def _marked(term: Term) -> list[str]:
    """Give what stands in the index for other forms of a word; a name is asked by its stem."""
    forms = [FORM_MARK + form for form in sorted(term.forms)]
    return forms if term.is_known or not term.stem else [*forms, STEM_MARK + term.stem]


def _is_beginning(word: str) -> bool:
    return len(word) >= _SHORTEST_PREFIX and not _WHOLE_NUMBER.fullmatch(word)


def _fts_term(term: Term, mark: str) -> str:
    """Write a word as FTS5 asks; only folded words come here, so nothing of it is syntax."""
    beginning = f'"{mark}{term.word}"' + ("*" if _is_beginning(term.word) else "")
    forms = (f'"{mark}{form}"' for form in _marked(term))
    return "(" + " OR ".join([beginning, *forms]) + ")"


def _ts_term(term: Term, mark: str) -> str:
    beginning = f"'{mark}{term.word}'" + (":*" if _is_beginning(term.word) else "")
    forms = (f"'{mark}{form}'" for form in _marked(term))
    return "(" + " | ".join([beginning, *forms]) + ")"


@transaction.atomic
def rebuild_index() -> None:
    """Make the whole index anew from the pictures as they stand."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608  a constant
    pictures: Any = Picture.objects.all()
    pictures = pictures.prefetch_related("tags")
    index_pictures(pictures.iterator(chunk_size=_AT_ONCE))


def unindex_strays() -> None:
    """Take out of the index whatever is no picture any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {TABLE} WHERE rowid NOT IN (SELECT id FROM media_picture)"  # noqa: S608
        )
