"""Keeping few of many stories without losing the order of an index.

A list is read newest first from an index on the date. When a condition lives in another table
(an author's bylines, the words of the search index) the database has two plans: fetch all that
match and sort them, good for few; or walk the index by date and skip what does not match, good
for many. SQLite cannot know which it is, so we look first and say it.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)

FEW = 2_000
"""Up to how many matches it is quicker to sort them than to walk the index (measured)."""


def narrowed(
    rows: "models.QuerySet[Row]", sql: str, params: Sequence[Any]
) -> "models.QuerySet[Row]":
    """Keep the rows whose id is among those that `sql` selects (one column, parameters apart).

    `sql` must be a constant of ours: it is executed as it is.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {FEW + 1}", params)
        ids = [row[0] for row in cursor.fetchall()]
    if len(ids) <= FEW:
        return rows.filter(pk__in=ids)
    # The plus sign keeps SQLite from reading the rows in the order of the subquery (see "Hints"
    # in its documentation of the query planner).
    table = connection.ops.quote_name(rows.model._meta.db_table)  # noqa: SLF001  Django's own
    where = f'{"+" if connection.vendor == "sqlite" else ""}{table}."id" IN ({sql})'
    return rows.extra(where=[where], params=list(params))  # noqa: S610  a constant of ours
