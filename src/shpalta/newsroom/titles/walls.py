"""The walls between titles: who works where.

A title that has no desk is open to everybody in the newsroom; so a house of one newspaper needs
none. From its first desk on it is open to the members of its desks alone, and to those who may
work in every title of the house. Whatever shows, finds or changes something of a title asks here;
`shpalta.newsroom.titles.guarding` asks at the door of every screen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from shpalta.newsroom.titles.models import Desk, Edition, Rubric, Title

EVERY_TITLE = "titles.work_in_every_title"
_KEPT = "_closed_title_ids"
Rows = TypeVar("Rows", bound="QuerySet[Any]")


def has_whole_house(user: Any) -> bool:
    """Tell whether every title is open to somebody, whatever desks there are."""
    return bool(user.is_active and user.has_perm(EVERY_TITLE))


def closed_title_ids(user: Any) -> frozenset[int]:
    """Give the ids of the titles that are closed to somebody: read once for a request's user."""
    kept: frozenset[int] | None = user.__dict__.get(_KEPT)
    if kept is None:
        kept = frozenset() if has_whole_house(user) else _closed(user)
        user.__dict__[_KEPT] = kept
    return kept


def _closed(user: Any) -> frozenset[int]:
    if not user.is_active:
        return frozenset(Title.objects.values_list("pk", flat=True))
    desks = Desk.objects.filter(title=OuterRef("pk"))
    closed = Title.objects.filter(Exists(desks), ~Exists(desks.filter(members=user.pk)))
    return frozenset(closed.values_list("pk", flat=True))


def titles_open_to(user: Any) -> "QuerySet[Title]":
    """Give the titles in which somebody may see and do anything at all."""
    return keep_open(Title.objects.all(), user, "pk")


def is_open_to(user: Any, title_id: int | None) -> bool:
    """Tell whether a title is open to somebody; what is of no title yet is open to all."""
    return title_id not in closed_title_ids(user)


def keep_open(rows: Rows, user: Any, column: str = "title_id") -> Rows:
    """Keep the rows of the titles that are open to somebody; `column` holds the title's id."""
    closed = closed_title_ids(user)
    return rows.exclude(**{f"{column}__in": closed}) if closed else rows


@dataclass(frozen=True, slots=True)
class Owned:
    """How the title of a row is found by the row's id, and whether anybody may point to it."""

    title_of: Callable[[Any], int | None]
    is_public: Callable[[Any], bool]


_owned: dict[type[Model], Owned] = {}
_arguments: dict[str, type[Model]] = {}
_addresses: dict[str, type[Model]] = {}


def own(
    model: type[Model],
    title_of: str | Callable[[Any], int | None],
    *arguments: str,
    is_public: Callable[[Any], bool] = lambda _row_id: False,
) -> None:
    """Declare that rows of a model belong to a title.

    `title_of` is the column that leads from a row to the title's id, or a function of the row's
    id; `arguments` are the names under which addresses of the newsroom hold such an id.
    `is_public` tells of a row's id whether anybody may point to it.
    """
    if isinstance(title_of, str):
        title_of = partial(_by_column, model, title_of)
    _owned[model] = Owned(title_of, is_public)
    _arguments.update(dict.fromkeys(arguments, model))


def own_address(name: str, model: type[Model]) -> None:
    """Declare that the `pk` in the address of this name is that of a row of a model."""
    _addresses[name] = model


def _by_column(model: type[Model], column: str, row_id: Any) -> int | None:
    rows = model._base_manager.filter(pk=row_id)  # noqa: SLF001  Django's name
    found: int | None = rows.values_list(column, flat=True).first()
    return found


def owner_named(argument: str, address: str) -> type[Model] | None:
    """Say rows of which model an argument of an address names, if they belong to titles."""
    return _addresses.get(address) if argument == "pk" else _arguments.get(argument)


def is_owned(model: type[Model]) -> bool:
    """Tell whether rows of a model belong to a title."""
    return model in _owned


def may_reach(user: Any, model: type[Model], row_id: Any, *, to_point: bool = False) -> bool:
    """Tell whether a row is of a title that is open to somebody; what is not there is.

    `to_point`: it is only to be linked to, for which it may also be public.
    """
    closed = closed_title_ids(user)
    if not closed:
        return True
    owned = _owned[model]
    try:
        is_closed = owned.title_of(row_id) in closed
    except (ValueError, TypeError):  # no row has such an id
        return True
    return not is_closed or (to_point and owned.is_public(row_id))


own(Title, "pk", "title_id")
own(Edition, "title_id", "edition_id")
own(Rubric, "title_id")
own(Desk, "title_id")
