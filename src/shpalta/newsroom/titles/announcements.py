"""What a change of titles, hosts, editions and rubrics makes stale."""

from django.db import models

from shpalta.core import keys
from shpalta.newsroom.announcing.columns import Columns, ColumnsKind, changed
from shpalta.newsroom.announcing.rows import show
from shpalta.newsroom.titles.models import Edition, Host, Rubric, Title

_OWN_AFFAIRS = {"taglines", "colour", "dark_colour"}
"""What of a title stands on its own pages only. Its name, hosts and hours stand on the sisters'."""
_EDITIONS_OWN = {"date_line_pattern", "day_pattern", "labels"}


def _known(columns: Columns | None, name: str) -> list[str]:
    return [] if columns is None else [columns[name]]


class Titles(ColumnsKind):
    """Titles."""

    columns = (
        *("code", "names", "taglines", "time_zone", "colour", "dark_colour"),
        *("answers_unknown_hosts", "position"),
    )
    model: type[models.Model] = Title

    def keys_of(self, row_id: int, before: Columns | None, after: Columns | None) -> set[str]:
        """Name the title, and the house where other titles show it as well."""
        del row_id
        codes = _known(before, "code") + _known(after, "code")
        named = set(map(keys.title_key, codes))
        return named if changed(before, after) <= _OWN_AFFAIRS else named | {keys.HOUSE}


class Hosts(ColumnsKind):
    """Host names: they stand in every whole address, and decide who answers."""

    columns = ("title_id", "name", "is_canonical")
    model: type[models.Model] = Host

    def keys_of(self, row_id: int, before: Columns | None, after: Columns | None) -> set[str]:
        """Name the house."""
        del row_id, before, after
        return {keys.HOUSE}


class Editions(ColumnsKind):
    """Editions."""

    columns = (
        *("title_id", "title__code", "language", "prefix", "position"),
        *("date_line_pattern", "day_pattern", "labels"),
    )
    model: type[models.Model] = Edition

    def keys_of(self, row_id: int, before: Columns | None, after: Columns | None) -> set[str]:
        """Name the edition, and the house where others lead to it."""
        del row_id
        named = {
            keys.edition_key(columns["title__code"], columns["language"])
            for columns in (before, after)
            if columns is not None
        }
        return named if changed(before, after) <= _EDITIONS_OWN else named | {keys.HOUSE}


class Rubrics(ColumnsKind):
    """Rubrics: they stand in the navigation of all pages of their title."""

    columns = ("title_id", "title__code", "slug", "names", "position")
    model: type[models.Model] = Rubric

    def keys_of(self, row_id: int, before: Columns | None, after: Columns | None) -> set[str]:
        """Name the title; a slug that came or went changes addresses that led nowhere."""
        del row_id
        named = set(
            map(keys.title_key, _known(before, "title__code") + _known(after, "title__code"))
        )
        return named | {keys.words_key("rubric")} if "slug" in changed(before, after) else named


TITLES, HOSTS, EDITIONS, RUBRICS = Titles(), Hosts(), Editions(), Rubrics()


def declare() -> None:
    """Declare that changes of these rows are announced."""
    for kind in (TITLES, HOSTS, EDITIONS, RUBRICS):
        show(kind.model, kind)
