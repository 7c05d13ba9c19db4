"""Lists of words in the order of their names, as the language of the screen has it.

No database collates Ukrainian, Russian and Polish alike, and a name is one of several in a JSON
value. So the names of all rows that a list holds are put in order here, and one page is read.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import get_language

from shpalta.core.collation import Key, collation_key
from shpalta.newsroom.names import name_in
from shpalta.newsroom.titles.counted import CountedPaginator


def name_key(names: Mapping[str, str]) -> Key:
    """Give the key by which names stand in a list for whoever looks at the screen."""
    language = get_language() or "uk"
    return collation_key(name_in(names, language), language)


class ByNamePaginator(CountedPaginator):
    """Pages of rows that have `names`, in the order of these."""

    @cached_property
    def _ids(self) -> list[int]:
        rows = self.object_list.order_by().values_list("pk", "names").distinct()
        return [pk for pk, _names in sorted(rows, key=lambda row: (name_key(row[1]), row[0]))]

    @cached_property
    def count(self) -> int:
        """Tell how many rows there are."""
        return len(self._ids)

    def page(self, number: Any) -> Any:
        """Read one page."""
        number = self.validate_number(number)
        ids = self._ids[(number - 1) * self.per_page :][: self.per_page]
        rows = self.object_list.order_by().in_bulk(ids)
        return self._get_page([rows[pk] for pk in ids], number, self)
