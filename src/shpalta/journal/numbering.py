"""How entries get their numbers: in an order that no later commit can break.

SQLite has one writer at a time, so the writer numbers its entries when it inserts them: the next
one begins only after it has committed. PostgreSQL has many writers, and which of them commits
first is not known when they insert. There an entry is inserted without a number, which takes no
lock that another writer could wait for; whoever reads the journal numbers what has been
committed, one reader at a time. What commits later gets later numbers.
"""

from collections.abc import Sequence

from django.db import connection, transaction

from shpalta.journal.models import JournalEntry, JournalMark, make_check

_LOCK = 7_350_116_402
"""Names our advisory lock among those of the database."""
CHANNEL = "shpalta_journal"
"""The channel of PostgreSQL's NOTIFY on which readers hear of a commit."""

_HEAD = "SELECT sequence FROM journal_journalmark WHERE name = %s"
_MOVE = 'UPDATE journal_journalmark SET sequence = %s, "check" = %s WHERE name = %s'
_NUMBER = """
WITH fresh AS (
    SELECT id, row_number() OVER (ORDER BY id) AS place
    FROM journal_journalentry WHERE sequence IS NULL
)
UPDATE journal_journalentry AS entry SET sequence = %s + fresh.place
FROM fresh WHERE entry.id = fresh.id
"""


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


def insert_numbered(entries: Sequence[JournalEntry]) -> None:
    """Insert entries with the next numbers. Only for a database that has one writer at a time."""
    # Plain statements: this is part of every change, and there the mapper costs the most.
    with connection.cursor() as cursor:
        cursor.execute(_HEAD, [JournalMark.HEAD])
        row = cursor.fetchone()
        first = (row[0] if row else find_mark(JournalMark.HEAD).sequence) + 1
        for sequence, entry in enumerate(entries, start=first):
            entry.sequence = sequence
        JournalEntry.objects.bulk_create(entries, batch_size=500)
        last = entries[-1]
        cursor.execute(_MOVE, [last.sequence, last.check_token, JournalMark.HEAD])


def insert_unnumbered(entries: Sequence[JournalEntry]) -> None:
    """Insert entries that `number_committed` will number, and wake the readers at the commit."""
    JournalEntry.objects.bulk_create(entries, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def number_committed() -> None:
    """Give numbers to what has been committed; where all have one it costs a look at an index."""
    if numbers_at_insert() or not JournalEntry.objects.filter(sequence__isnull=True).exists():
        return
    head = find_mark(JournalMark.HEAD)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            # Read under the lock: another reader may have numbered in between.
            head = JournalMark.objects.get(pk=JournalMark.HEAD)
            cursor.execute(_NUMBER, [head.sequence])
        last = JournalEntry.objects.filter(sequence__gt=head.sequence).order_by("-sequence")
        for sequence, check in last.values_list("sequence", "check_token")[:1]:
            with connection.cursor() as cursor:
                cursor.execute(_MOVE, [sequence, check, JournalMark.HEAD])
