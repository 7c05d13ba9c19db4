"""Turning pages without counting: what is there is known only as far as it was read."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger
from wagtail.admin.paginator import WagtailPaginator

LAST = 1_000_000
"""No page beyond this one: an offset must fit the database's integer."""


class UncountedPage(Page):  # type: ignore[type-arg]  # not generic at run time
    """One page of a list, which knows whether another one follows."""

    def __init__(
        self, rows: Sequence[Any], number: int, paginator: "UncountedPaginator", *, has_more: bool
    ) -> None:
        super().__init__(rows, number, paginator)
        self.has_more = has_more

    def has_next(self) -> bool:
        """Tell whether a row was found beyond this page."""
        return self.has_more

    def next_page_number(self) -> int:
        """Give the number of the page that follows."""
        return self.number + 1

    def previous_page_number(self) -> int:
        """Give the number of the page before."""
        return self.number - 1


class UncountedPaginator(WagtailPaginator):
    """Pages by offset, read with one row more than shown instead of `COUNT(*)`.

    Counting 300,000 rows costs more than showing twenty. `count` is the number of rows known.
    """

    is_uncounted = True
    known = 0

    def page(self, number: int | str) -> UncountedPage:
        """Read one page; raises InvalidPage for what is no page number."""
        position = self._position(number)
        start = (position - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        self.known = start + len(rows)
        shown = rows[: self.per_page]
        return UncountedPage(shown, position, self, has_more=len(rows) > self.per_page)

    def get_page(self, number: int | str | None) -> UncountedPage:
        """Read one page; what is no page number is the first page."""
        try:
            return self.page(number or 1)
        except (PageNotAnInteger, EmptyPage):
            return self.page(1)

    def _position(self, number: int | str) -> int:
        try:
            position = int(number)
        except (TypeError, ValueError) as error:
            message = "A page is a whole number."
            raise PageNotAnInteger(message) from error
        if not 1 <= position <= LAST:
            message = "There is no such page."
            raise EmptyPage(message)
        return position

    @property
    def count(self) -> int:
        """Give how many rows are known to be there."""
        return self.known

    def get_elided_page_range(self, number: Any = 1) -> Iterator[int]:
        """Give no numbers: how many pages there are is not known."""
        return iter(())
