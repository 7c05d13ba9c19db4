"""The one order in which rows are locked, so that no two who write wait for each other.

First the talks, all that are needed at once (`shpalta.readers.sums.lock_talks`), then comments,
then what hangs on them (reports, what was found out), then readers, and last the version of the
rules (`shpalta.readers.moderation.standing.raise_version`). Within each kind it goes by the ids.
Locks leave the keys alone: a row that only names a talk, a comment or a reader waits for nobody.
"""

from typing import Any

from django.db import connection
from django.db.models import QuerySet


def lock_rows(rows: "QuerySet[Any]") -> None:
    """Hold rows, in the order of their ids, until the transaction ends."""
    if connection.features.has_select_for_update:
        held = rows.order_by("pk").select_for_update(of=("self",), no_key=True)
        list(held.values_list("pk", flat=True))
