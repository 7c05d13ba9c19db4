"""Reading a talk for public pages: a bounded number of rows, however much was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from shpalta.readers.models import Comment, CommentState, Talk

PAGE = 20
"""Comments of the first level on a page, and replies on the page of one."""
_DIGITS = 18
_COLUMNS = (
    *("pk", "parent_id", "name", "reader_id", "text", "state", "created_at", "edited_at"),
    *("public_replies", "first_replies", "reactions", "reacted"),
)


class Sort(StrEnum):
    """In which order the comments of the first level stand."""

    NEWEST = "newest"
    OLDEST = "oldest"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class Entry:
    """A comment as the public sees it. Of a removed one nothing is told but who removed it."""

    id: int
    name: str
    text: str
    created_at: datetime
    is_edited: bool
    is_guest: bool
    removed_by: str
    """"" for a public one, `author`, or `moderator`."""
    reactions: dict[str, int]
    replies: int
    below: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a talk; `next` is what `before` of the next one is, "" on the last."""

    entries: tuple[Entry, ...]
    next: str = ""


NOTHING = Page(())


def find_talk(edition_id: int, number: int) -> Talk | None:
    """Find the talk under a story; None if nobody has said anything yet."""
    return Talk.objects.filter(edition_id=edition_id, number=number).first()


def is_place(text: str, sort: Sort) -> bool:
    """Tell whether a text is a place in a list of this order."""
    parts = text.split("-")
    wanted = 2 if sort is Sort.BEST else 1
    return len(parts) == wanted and all(
        part.isascii() and part.isdigit() and len(part) <= _DIGITS for part in parts
    )


def read_roots(talk: Talk, sort: Sort = Sort.NEWEST, before: str = "") -> Page:
    """Read a page of the comments of the first level, each with its first replies."""
    rows = Comment.objects.filter(talk=talk, parent__isnull=True, stands=True)
    found = list(_ordered(rows, sort, before).values(*_COLUMNS)[: PAGE + 1])
    shown = found[:PAGE]
    wanted = [pk for row in shown for pk in row["first_replies"]]
    below = _replies_by_root(wanted) if wanted else {}
    entries = tuple(_entry(row, below.get(row["pk"], ())) for row in shown)
    return Page(entries, _place(shown[-1], sort) if len(found) > PAGE else "")


def read_root(talk_id: int, root_id: int, after: int = 0) -> tuple[Entry, Page] | None:
    """Read a comment of the first level and a page of the replies to it; None if it stands not."""
    rows = Comment.objects.filter(talk_id=talk_id, stands=True)
    root = rows.filter(pk=root_id, parent__isnull=True).values(*_COLUMNS).first()
    if root is None:
        return None
    replies = rows.filter(parent_id=root_id, pk__gt=after).order_by("pk")
    found = list(replies.values(*_COLUMNS)[: PAGE + 1])
    shown = tuple(_entry(row) for row in found[:PAGE])
    return _entry(root), Page(shown, str(found[PAGE - 1]["pk"]) if len(found) > PAGE else "")


def find_root_id(talk_id: int, comment_id: int) -> int | None:
    """Find the comment of the first level under which a comment stands; None if it stands not."""
    row = Comment.objects.filter(talk_id=talk_id, pk=comment_id, stands=True)
    found = row.values_list("pk", "parent_id").first()
    return None if found is None else found[1] or found[0]


def _ordered(rows: "QuerySet[Comment]", sort: Sort, before: str) -> "QuerySet[Comment]":
    if sort is Sort.OLDEST:
        return (rows.filter(pk__gt=int(before)) if before else rows).order_by("pk")
    if sort is Sort.BEST:
        if before:
            reacted, pk = map(int, before.split("-"))
            rows = rows.filter(reacted__lte=reacted).exclude(Q(reacted=reacted) & Q(pk__gte=pk))
        return rows.order_by("-reacted", "-pk")
    return (rows.filter(pk__lt=int(before)) if before else rows).order_by("-pk")


def _place(row: dict[str, Any], sort: Sort) -> str:
    return f"{row['reacted']}-{row['pk']}" if sort is Sort.BEST else str(row["pk"])


def _replies_by_root(ids: Sequence[int]) -> dict[int, tuple[Entry, ...]]:
    rows = Comment.objects.filter(pk__in=ids, stands=True).order_by("pk").values(*_COLUMNS)
    found: dict[int, tuple[Entry, ...]] = {}
    for row in rows:
        found[row["parent_id"]] = (*found.get(row["parent_id"], ()), _entry(row))
    return found


def _entry(row: dict[str, Any], below: tuple[Entry, ...] = ()) -> Entry:
    is_public = row["state"] == CommentState.PUBLIC
    by_author = row["state"] == CommentState.WITHDRAWN
    return Entry(
        id=row["pk"],
        name=row["name"] if is_public else "",
        text=row["text"] if is_public else "",
        created_at=row["created_at"],
        is_edited=is_public and row["edited_at"] is not None,
        is_guest=is_public and row["reader_id"] is None,
        removed_by="" if is_public else "author" if by_author else "moderator",
        reactions=dict(row["reactions"]) if is_public else {},
        replies=row["public_replies"],
        below=below,
    )
