"""The walls between titles: who works where.

A title that has no desk is open to everybody in the newsroom; so a house of one newspaper needs
none. From its first desk on it is open to the members of its desks alone, and to those who may
work in every title of the house. Whatever shows, finds or changes something of a title asks here.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from shpalta.newsroom.titles.models import Desk, Title

EVERY_TITLE = "titles.work_in_every_title"
_KEPT = "_open_title_ids"


def has_whole_house(user: Any) -> bool:
    """Tell whether every title is open to somebody, whatever desks there are."""
    return bool(user.is_active and user.has_perm(EVERY_TITLE))


def titles_open_to(user: Any) -> "QuerySet[Title]":
    """Give the titles in which somebody may see and do anything at all."""
    if not user.is_authenticated or not user.is_active:
        return Title.objects.none()
    if has_whole_house(user):
        return Title.objects.all()
    desks = Desk.objects.filter(title=OuterRef("pk"))
    return Title.objects.filter(~Q(Exists(desks)) | Q(Exists(desks.filter(members=user.pk))))


def open_title_ids(user: Any) -> frozenset[int]:
    """Give the ids of these titles: read once for the user of one request."""
    kept: frozenset[int] | None = user.__dict__.get(_KEPT)
    if kept is None:
        kept = frozenset(titles_open_to(user).values_list("pk", flat=True))
        user.__dict__[_KEPT] = kept
    return kept


def is_open_to(user: Any, title_id: int | None) -> bool:
    """Tell whether a title is open to somebody; what is of no title yet is open to all."""
    return title_id is None or title_id in open_title_ids(user)


def keep_open(rows: "QuerySet[Any]", user: Any, column: str = "title_id") -> "QuerySet[Any]":
    """Keep the rows of the titles that are open to somebody; `column` holds the title's id.

    Where nothing is closed no condition is added, so that lists keep to their index.
    """
    titles = titles_open_to(user)
    if not titles.query.where:
        return rows
    ids = open_title_ids(user)
    if len(ids) == Title.objects.count():
        return rows
    return rows.filter(**{f"{column}__in": ids})
