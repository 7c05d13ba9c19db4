"""The journal's rows: its entries, and the few facts that are kept beside them."""

import secrets

from django.db import models

from shpalta.core.entries import Entry, Position


def make_check() -> str:
    """Make the random token by which an entry is told from another of the same number."""
    return secrets.token_hex(8)


class JournalEntry(models.Model):
    """One change that readers can see.

    Written by `shpalta.journal.services.append` and by nothing else; its number is given by
    `shpalta.journal.numbering`.
    """

    sequence = models.BigIntegerField(null=True, unique=True)
    """The place in the journal, from 1 without gaps; NULL until it is numbered."""
    check_token = models.CharField(max_length=16, default=make_check, db_column="check")
    at = models.DateTimeField()
    keys: "models.JSONField[list[str], list[str]]" = models.JSONField()
    gone: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    event: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(sequence__isnull=True),
                name="journal_unnumbered",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sequence}-{self.check_token}"

    def to_entry(self) -> Entry:
        """Give the row as it travels. Raises ValueError for a row that has no number yet."""
        if self.sequence is None:
            message = f"The journal's row {self.pk} has no number yet: nobody may read it."
            raise ValueError(message)
        return Entry(
            position=Position(self.sequence, self.check_token),
            at=self.at,
            keys=tuple(self.keys),
            gone=tuple(self.gone),
            event=self.event,
        )


class JournalMark(models.Model):
    """A fact kept beside the entries, by name.

    `start`: the position before the first entry; `head`: that of the newest numbered entry, which
    outlives trimming; `house`: a number that changes whenever what all pages share changes.
    """

    START = "start"
    HEAD = "head"
    HOUSE = "house"

    name = models.CharField(max_length=16, primary_key=True)
    sequence = models.BigIntegerField(default=0)
    check_token = models.CharField(max_length=16, default=make_check, db_column="check")

    def __str__(self) -> str:
        return f"{self.name}: {self.sequence}-{self.check_token}"

    @property
    def position(self) -> Position:
        """The position that `start` and `head` speak of."""
        return Position(self.sequence, self.check_token)
