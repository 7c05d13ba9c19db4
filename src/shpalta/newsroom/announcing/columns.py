"""Public things whose face is simply some columns of their row."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import connection, models

from shpalta.journal.services import Draft
from shpalta.newsroom.announcing.scope import Change, Kind

Columns = Mapping[str, Any]


class ColumnsKind(Kind[Columns]):
    """A kind all of whose rows are public, with the columns that readers see something of."""

    columns: tuple[str, ...]

    @property
    def model(self) -> type[models.Model]:
        """The model of the rows."""
        raise NotImplementedError

    def keys_of(self, row_id: int, before: Columns | None, after: Columns | None) -> set[str]:
        """Give what is stale after a row changed, came (no `before`) or went (no `after`)."""
        raise NotImplementedError

    def read(self, ids: Collection[int], *, lock: bool) -> Mapping[int, Columns]:
        """Read the columns of some rows."""
        rows = self.model._base_manager.filter(pk__in=ids).order_by("pk")  # noqa: SLF001
        if lock and connection.features.has_select_for_update:
            rows = rows.select_for_update(of=("self",))
        return {row["pk"]: row for row in rows.values("pk", *self.columns)}

    def announce(self, changes: Mapping[int, Change[Columns]]) -> Iterable[Draft]:
        """Give an entry for each row."""
        for row_id, change in changes.items():
            yield Draft(tuple(self.keys_of(row_id, change.before, change.after)))


def changed(before: Columns | None, after: Columns | None) -> set[str]:
    """Name the columns that differ; all of them where a row came or went."""
    old, new = before or {}, after or {}
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}
