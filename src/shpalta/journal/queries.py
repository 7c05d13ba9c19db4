"""Reading the journal: its head, what follows a position, the version of the house."""

from shpalta.core.entries import Entry, Position
from shpalta.journal.models import JournalEntry, JournalMark
from shpalta.journal.numbering import find_mark, number_committed

PAGE = 500
"""How many entries are read at once."""


def head() -> Position:
    """Give the position of the newest entry; that before the first in an empty journal."""
    number_committed()
    return find_mark(JournalMark.HEAD).position


def knows(position: Position) -> bool:
    """Tell whether everything after a position is still in this journal.

    Not so for one that was trimmed, that lies beyond the head, or that stems from a journal with
    another history (a database put back from a backup).
    """
    if position.sequence == 0:
        # From the start: only if nothing was trimmed.
        return find_mark(JournalMark.START).position == position and not (
            find_mark(JournalMark.HEAD).sequence
            and not JournalEntry.objects.filter(sequence=1).exists()
        )
    found = JournalEntry.objects.filter(
        sequence=position.sequence, check_token=position.check
    ).exists()
    return found or find_mark(JournalMark.HEAD).position == position


def entries_after(position: Position, limit: int = PAGE) -> list[Entry]:
    """Read the entries after a position that `knows` has confirmed, in order."""
    rows = JournalEntry.objects.filter(sequence__gt=position.sequence).order_by("sequence")
    return [row.to_entry() for row in rows[:limit]]


def house_version() -> int:
    """Give a number that changes whenever what all pages share changes; it has no order.

    That is: with each entry that names `house`, a `title:` or an `edition:`. Read it before the
    house itself: then a copy kept under this number is never older than the number says. Costs
    one row by its primary key.
    """
    rows = JournalMark.objects.filter(pk=JournalMark.HOUSE)
    return rows.values_list("sequence", flat=True).first() or 0
