"""One change: what it touched, how that looked before, and the entries that follow from it."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db import connection, transaction

from shpalta.journal.services import Draft, append_many

Face = TypeVar("Face")
_READ_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Change(Generic[Face]):
    """What the public saw of a thing before and after a change; None: nothing at all."""

    before: Face | None
    after: Face | None


class Kind(ABC, Generic[Face]):
    """One kind of public thing: how its faces are read, and what their change means."""

    @abstractmethod
    def read(self, ids: Collection[int], *, lock: bool) -> Mapping[int, Face]:
        """Read the faces of some rows; what the public cannot see is absent.

        `lock`: hold the rows until the transaction ends, so that two changes of the same thing
        see each other (only where the database has more than one writer at a time).
        """

    @abstractmethod
    def announce(self, changes: Mapping[int, Change[Face]]) -> Iterable[Draft]:
        """Give the entries that tell of changed faces, by row."""


@dataclass
class Scope:
    """What a change has touched so far, with the faces as they were at the first touch."""

    before: dict[Kind[Any], dict[int, Any]] = field(default_factory=dict)
    forced: dict[Kind[Any], set[int]] = field(default_factory=dict)

    def touch(self, kind: Kind[Any], ids: Iterable[int], *, forced: bool = False) -> None:
        """Note that rows are about to change; their faces are read now."""
        known = self.before.setdefault(kind, {})
        wanted = list(dict.fromkeys(ids))
        fresh = [row_id for row_id in wanted if row_id not in known]
        found = _read(kind, fresh, lock=connection.in_atomic_block)
        known.update({row_id: found.get(row_id) for row_id in fresh})
        if forced:
            self.forced.setdefault(kind, set()).update(wanted)

    def touch_new(self, kind: Kind[Any], ids: Iterable[int]) -> None:
        """Note rows that this change has made: nobody saw anything of them before."""
        known = self.before.setdefault(kind, {})
        for row_id in ids:
            known.setdefault(row_id, None)

    def announce(self) -> None:
        """Append what the public sees differently now, in the transaction of the change."""
        drafts: list[Draft] = []
        for kind, before in self.before.items():
            after = _read(kind, list(before), lock=False)
            forced = self.forced.get(kind, set())
            changes = {
                row_id: Change(face, after.get(row_id))
                for row_id, face in before.items()
                if face != after.get(row_id) or (row_id in forced and face is not None)
            }
            if changes:
                drafts.extend(kind.announce(changes))
        append_many(drafts)


def _read(kind: Kind[Any], ids: list[int], *, lock: bool) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for start in range(0, len(ids), _READ_AT_ONCE):
        found.update(kind.read(ids[start : start + _READ_AT_ONCE], lock=lock))
    return found


class _Current(threading.local):
    scope: Scope | None = None


_current = _Current()


def current_scope() -> Scope | None:
    """Give the change that is under way in this thread, if any."""
    return _current.scope


@contextmanager
def change() -> Iterator[Scope]:
    """Make what happens inside one change: one transaction, announced once at its end.

    A change inside another becomes part of it. Also a decorator: `@change()`.
    """
    outer = _current.scope
    if outer is not None:
        with transaction.atomic():
            yield outer
        return
    with transaction.atomic():
        scope = Scope()
        _current.scope = scope
        try:
            yield scope
        finally:
            _current.scope = None
        # After set_rollback(True) nothing of it will have happened, and nothing can be read.
        if not connection.needs_rollback:
            scope.announce()
