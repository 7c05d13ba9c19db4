"""How entries get their numbers: in an order that no later commit can break.

SQLite has one writer at a time, so the writer numbers its entries when it inserts them: the next
one begins only after it has committed. PostgreSQL has many writers, and which of them commits
first is not known when they insert. There an entry is inserted without a number, which takes no
lock that another writer could wait for; whoever reads the journal numbers what has been
committed, one reader at a time. What commits later gets later numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from shpalta.journal.models import JournalEntry, JournalMark, make_check

_LOCK = 7_350_116_402
"""Names our advisory lock among those of the database."""
CHANNEL = "shpalta_journal"
"""The channel of PostgreSQL's NOTIFY on which readers hear of a commit."""
_AT_ONCE = 500

# Plain statements: they are part of every change, and there the mapper costs the most.
_HEAD = "SELECT sequence FROM journal_journalmark WHERE name = %s"
_MOVE = 'UPDATE journal_journalmark SET sequence = %s, "check" = %s WHERE name = %s'
_INSERT = """
INSERT INTO journal_journalentry ("check", "at", "keys", "gone", "event", "sequence") VALUES
"""
_ROW = "(%s, %s, %s, %s, %s, %s)"
_NUMBER = """
WITH head AS (
    SELECT sequence FROM journal_journalmark WHERE name = %s
), fresh AS (
    SELECT id, row_number() OVER (ORDER BY id) AS place
    FROM journal_journalentry WHERE sequence IS NULL
), numbered AS (
    UPDATE journal_journalentry AS entry SET sequence = head.sequence + fresh.place
    FROM fresh, head WHERE entry.id = fresh.id
    RETURNING entry.sequence, entry."check"
)
UPDATE journal_journalmark AS mark SET sequence = last.sequence, "check" = last."check"
FROM (SELECT * FROM numbered ORDER BY sequence DESC LIMIT 1) AS last WHERE mark.name = %s
"""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that has no number yet."""

    at: datetime
    keys: Sequence[str]
    gone: Sequence[str]
    event: Mapping[str, Any]
    check: str = field(default_factory=make_check)

    def values(self, sequence: int | None) -> tuple[Any, ...]:
        """Give what is written, in the order of the columns in `_INSERT`."""
        as_json, as_time = connection.ops.adapt_json_value, connection.ops.adapt_datetimefield_value
        documents = (as_json(one, None) for one in (self.keys, self.gone, dict(self.event)))
        return (self.check, as_time(self.at), *documents, sequence)


def numbers_at_insert() -> bool:
    """Tell whether the database has one writer at a time, who numbers its entries itself."""
    return connection.vendor == "sqlite"


def find_mark(name: str) -> JournalMark:
    """Give one of the facts beside the entries, making it where the journal is new."""
    found = JournalMark.objects.filter(pk=name).first()
    if found is not None:
        return found
    if name == JournalMark.HEAD:
        start = find_mark(JournalMark.START)
        values = {"sequence": 0, "check_token": start.check_token}
    else:
        values = {"sequence": 0, "check_token": make_check()}
    return JournalMark.objects.get_or_create(name=name, defaults=values)[0]


def insert_numbered(entries: Sequence[NewEntry]) -> None:
    """Insert entries with the next numbers. Only for a database that has one writer at a time."""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD, [JournalMark.HEAD])
        row = cursor.fetchone()
        first = (row[0] if row else find_mark(JournalMark.HEAD).sequence) + 1
        rows = [entry.values(sequence) for sequence, entry in enumerate(entries, start=first)]
        cursor.executemany(_INSERT + _ROW, rows)
        cursor.execute(_MOVE, [first + len(rows) - 1, entries[-1].check, JournalMark.HEAD])


def insert_unnumbered(entries: Sequence[NewEntry]) -> None:
    """Insert entries that `number_committed` will number, and wake the readers at the commit."""
    with connection.cursor() as cursor:
        for begin in range(0, len(entries), _AT_ONCE):
            part = entries[begin : begin + _AT_ONCE]
            values = [value for entry in part for value in entry.values(None)]
            rows = ", ".join([_ROW] * len(part))
            # One statement, since each is a way to the server and back.
            insert = f"WITH fresh AS ({_INSERT}{rows}) SELECT pg_notify(%s, '')"
            cursor.execute(insert, [*values, CHANNEL])


def number_committed() -> None:
    """Give numbers to what has been committed; where all have one it costs a look at an index."""
    if numbers_at_insert() or not JournalEntry.objects.filter(sequence__isnull=True).exists():
        return
    find_mark(JournalMark.HEAD)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        # A statement of its own sees what another reader numbered before we had the lock.
        cursor.execute(_NUMBER, [JournalMark.HEAD, JournalMark.HEAD])
