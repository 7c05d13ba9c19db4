"""The lines of a file of redirects, and the report about them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

from django.utils.translation import gettext as _

from shpalta.newsroom.redirects.errors import RedirectRefusedError
from shpalta.newsroom.redirects.models import Status

MOST_TOLD = 1_000
"""So many bad lines are told of with their reasons; the others are counted."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be taken, and why."""

    number: int
    reason: str


@dataclass
class Report:
    """What an import found, and what it did. Nothing was written if a line is bad."""

    lines: int = 0
    bad: list[BadLine] = field(default_factory=list)
    bad_count: int = 0
    shortened: int = 0
    written: int = 0

    @property
    def is_good(self) -> bool:
        """Whether everything can be taken."""
        return self.bad_count == 0

    def refuse(self, number: int, reason: str) -> None:
        """Note a bad line."""
        self.bad_count += 1
        if len(self.bad) < MOST_TOLD:
            self.bad.append(BadLine(number, reason))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file as it stands there; `number` counts from 1, the head included."""

    number: int
    old: str
    to: str
    status: str


def read_status(text: str) -> int:
    """Read a status; "" means 301. Raises RedirectRefusedError."""
    text = text.strip() or str(int(Status.MOVED))
    if text not in {str(value) for value in Status.values}:
        message = _("The answer is 301, 302, 308 or 410, not %(status)s.")
        raise RedirectRefusedError("status", message % {"status": text[:20]})
    return int(text)


def read_lines(file: TextIO, report: Report) -> Iterator[Line]:
    """Read the lines after the head, leaving out empty ones; counts them in the report."""
    reader = csv.reader(file)
    next(reader, None)
    while True:
        try:
            row = next(reader, None)
        except (csv.Error, UnicodeDecodeError) as error:
            report.refuse(
                reader.line_num, _("It cannot be read as CSV: %(error)s") % {"error": error}
            )
            return
        if row is None:
            return
        if not any(cell.strip() for cell in row):
            continue
        report.lines += 1
        old, to, status, *more = [*row, "", "", ""]
        if any(cell.strip() for cell in more):
            report.refuse(reader.line_num, _("This line has more columns than the first."))
            continue
        yield Line(reader.line_num, old, to, status)
