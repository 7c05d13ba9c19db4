"""Taking many redirects in, and giving them out again: CSV in a stream, all of it or nothing.

A file has a head: `from,to,status` for addresses (`status` may be missing), `pattern,to,status`
for patterns in the order in which they are tried, or `old,to` for numbers of stories on another
site. It is read twice: first every line is checked and nothing is written; only when all are good
are the rows written, in one transaction.
"""

import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TextIO

from django.utils.translation import gettext as _

from shpalta.core.old_addresses import OldAddress
from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.redirects.errors import RedirectRefusedError
from shpalta.newsroom.redirects.lines import Line, Report, read_lines, read_status
from shpalta.newsroom.redirects.models import OldNumber, Redirect, Status
from shpalta.newsroom.redirects.pattern_rules import check_pattern, save_pattern
from shpalta.newsroom.redirects.queries import find_redirect
from shpalta.newsroom.redirects.reading import NOWHERE, Desk, Onward, Place, is_living
from shpalta.newsroom.titles.models import Title

AT_ONCE = 2_000
ADDRESSES, NUMBERS, PATTERNS = ("from", "to"), ("old", "to"), ("pattern", "to")
_LONGEST_OLD_NUMBER = 40


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    address: OldAddress
    place: Place | Onward
    status: int


def import_redirects(
    *,
    title: Title,
    open_file: Callable[[], TextIO],
    dry_run: bool = False,
    allows_outside: bool = False,
) -> Report:
    """Take a file in; `open_file` opens it anew at each call. Rows for known addresses replace.

    Gives the report; with `dry_run`, or where a line is bad, nothing is written.
    """
    with open_file() as file:
        head = next(csv.reader(file), [])
    kind = tuple(word.strip().lower().lstrip("\ufeff") for word in head[:2])
    if kind == PATTERNS:
        return _import_patterns(title, open_file, dry_run, allows_outside)
    if kind not in {ADDRESSES, NUMBERS}:
        report = Report()
        report.refuse(
            1, _("The first line names the columns: from,to,status or pattern,to,status or old,to.")
        )
        return report
    taking = _Taking(title, allows_outside, is_numbers=kind == NUMBERS)
    report = taking.check(open_file)
    if report.is_good and not dry_run:
        report.written = taking.write(open_file)
    return report


def _import_patterns(
    title: Title, open_file: Callable[[], TextIO], dry_run: bool, allows_outside: bool
) -> Report:
    report = Report()
    read = []
    with open_file() as file:
        for line in read_lines(file, report):
            try:
                read.append(
                    check_pattern(
                        pattern=line.old,
                        target=line.to,
                        status=read_status(line.status),
                        allows_outside=allows_outside,
                    )
                )
            except RedirectRefusedError as error:
                report.refuse(line.number, str(error))
    if report.is_good and not dry_run:
        with change():
            for place, (pattern, target, status) in enumerate(read):
                save_pattern(
                    title=title, pattern=pattern, target=target, status=status, position=place
                )
        report.written = len(read)
    return report


@dataclass
class _Taking:
    title: Title
    allows_outside: bool
    is_numbers: bool
    _onward: dict[OldAddress, tuple[int, Onward]] = field(default_factory=dict)
    _places: dict[OldAddress, tuple[Place, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._desk = Desk(self.title, allows_outside=self.allows_outside)

    def check(self, open_file: Callable[[], TextIO]) -> Report:
        """Read every line and write nothing."""
        report = Report()
        seen: dict[bytes, int] = {}
        with open_file() as file:
            for row in self._rows(file, report):
                mark = hashlib.blake2b(str(row.address).encode(), digest_size=12).digest()
                if (first := seen.setdefault(mark, row.number)) != row.number:
                    told = _("This address stands in line %(line)s already.") % {"line": first}
                    report.refuse(row.number, told)
                elif isinstance(row.place, Onward):
                    self._onward[row.address] = row.number, row.place
                elif not self.is_numbers and is_living(self.title, row.address):
                    report.refuse(row.number, _("A page stands here, and readers get that."))
        self._shorten(open_file, report)
        return report

    def _shorten(self, open_file: Callable[[], TextIO], report: Report) -> None:
        """Find where addresses lead that lead to other old ones, in the file or in the table."""
        if not self._onward:
            return
        wanted = {onward.address for _number, onward in self._onward.values()}
        direct: dict[OldAddress, tuple[Place, int]] = {}
        with open_file() as file:
            for row in self._rows(file, Report()):
                if row.address in wanted and isinstance(row.place, Place):
                    direct[row.address] = row.place, row.status
        for address, (number, _first) in self._onward.items():
            found = self._follow(address, direct)
            if found is None:
                report.refuse(number, _("It leads in a circle, or to where there is no page."))
            else:
                self._places[address] = found
                report.shortened += 1

    def _follow(
        self, address: OldAddress, direct: dict[OldAddress, tuple[Place, int]]
    ) -> tuple[Place, int] | None:
        passed = set()
        while address in self._onward:
            if address in passed:
                return None
            passed.add(address)
            address = self._onward[address][1].address
        if address in direct:
            return direct[address]
        row = find_redirect(self.title.pk, address).redirect
        return (Place(row.edition_id, row.target), row.status) if row is not None else None

    @change()
    def write(self, open_file: Callable[[], TextIO]) -> int:
        """Write all rows, in one transaction; give their number."""
        written = 0
        with open_file() as file:
            rows = self._rows(file, Report())
            while batch := list(islice(rows, AT_ONCE)):
                written += len(batch)
                if self.is_numbers:
                    self._write_numbers(batch)
                else:
                    self._write_redirects(batch)
        return written

    def _write_redirects(self, batch: list[_Row]) -> None:
        rows = []
        for row in batch:
            place, status = self._places.get(row.address, (row.place, row.status))
            assert isinstance(place, Place)  # noqa: S101  checked before
            if place == NOWHERE:
                status = Status.GONE
            elif row.status != Status.GONE:
                status = row.status
            rows.append(
                Redirect(
                    title=self.title,
                    path=row.address.path,
                    query=row.address.query,
                    edition_id=place.edition_id,
                    target=place.target,
                    status=status,
                )
            )
        Redirect.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["title", "path", "query"],
            update_fields=["edition", "target", "status"],
        )

    def _write_numbers(self, batch: list[_Row]) -> None:
        rows = []
        for row in batch:
            edition_id = row.place.edition_id if isinstance(row.place, Place) else None
            assert isinstance(row.place, Place)  # noqa: S101  checked before
            assert edition_id is not None  # noqa: S101
            number = int(row.place.target.strip("/").rpartition("/")[2])
            rows.append(
                OldNumber(
                    title=self.title,
                    old=row.address.path,
                    edition_id=edition_id,
                    number=number,
                )
            )
        OldNumber.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["title", "old"],
            update_fields=["edition", "number"],
        )

    def _rows(self, file: TextIO, report: Report) -> Iterator[_Row]:
        lines = read_lines(file, report)
        while batch := list(islice(lines, AT_ONCE)):
            self._desk.expect_stories(line.to for line in batch)
            for line in batch:
                try:
                    row = self._number(line) if self.is_numbers else self._redirect(line)
                except RedirectRefusedError as error:
                    report.refuse(line.number, str(error))
                else:
                    yield row

    def _redirect(self, line: Line) -> _Row:
        address = self._desk.read_address(line.old)
        status = read_status(line.status)
        if status == Status.GONE and line.to.strip() in {"", "gone"}:
            return _Row(line.number, address, NOWHERE, status)
        if status == Status.GONE:
            raise RedirectRefusedError("status", _("With 410 there is nothing to lead to."))
        if not line.to.strip():
            raise RedirectRefusedError("target", _("It is not said where this leads."))
        place = self._desk.read_place(line.to, address)
        return _Row(line.number, address, place, Status.GONE if place == NOWHERE else status)

    def _number(self, line: Line) -> _Row:
        old = line.old.strip()
        if not 0 < len(old) <= _LONGEST_OLD_NUMBER:
            raise RedirectRefusedError("path", _("An old number has 1 to 40 characters."))
        text = line.to.strip()
        text = f"story:{text}" if text.isdigit() else text
        place = self._desk.read_place(text, OldAddress("/"))
        if not isinstance(place, Place) or not place.target.startswith("/news/"):
            raise RedirectRefusedError("target", _("An old number leads to a story."))
        return _Row(line.number, OldAddress(old), place, Status.MOVED)


def export_redirects(title: Title, file: TextIO) -> int:
    """Write all redirects of a title so that `import_redirects` reads them; give their number."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["from", "to", "status"])
    count = 0
    rows: Iterable[Redirect] = (
        Redirect.objects.filter(title=title)
        .select_related("edition__title")
        .order_by("path", "query")
    ).iterator(AT_ONCE)
    for row in rows:
        writer.writerow([str(row.address), written_target(title, row), row.status])
        count += 1
    return count


def written_target(title: Title, row: Redirect) -> str:
    """Write a target so that it is read again: what another title has is a whole address."""
    if row.edition is None or row.edition.title_id == title.pk:
        return row.written_target
    host = row.edition.title.hosts.order_by("-is_canonical", "name").first()
    return f"https://{host}{row.edition.prefix}{row.target}" if host else row.written_target
