"""The queue as it is read: which comments wait for a decision, in which order, in which waves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from shpalta.readers.models import Comment, CommentState
from shpalta.readers.moderation.models import Finding

PAGE = 50
MOST_COUNTED = 1000
"""Beyond this the number that waits is not counted on every screen."""
LEAST_WAVE = 3
SHOWN_WAVES = 12
LEAST_NETWORK = 5

WAITING = "waiting"
"""What needs a decision: held, reported, or public with a word to look at."""
STATES = (WAITING, *(str(state) for state in CommentState if state != CommentState.WITHDRAWN))
_OPEN = Q(is_open=True, comment__state__in=(CommentState.HELD, CommentState.PUBLIC))


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the queue is looked at. Empty ones keep everything."""

    state: str = WAITING
    title: int | None = None
    talk: int | None = None
    why: str = ""
    author: str = ""
    network: str = ""
    cluster: str = ""
    q: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "Filters":
        """Read filters as an address or a form has them; what makes no sense is left out."""
        state = str(given.get("state", ""))
        return cls(
            state=state if state in STATES else WAITING,
            title=_number(given.get("title")),
            talk=_number(given.get("talk")),
            **{name: str(given.get(name, ""))[:64].strip() for name in _TEXTS},
        )

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything is left out but what is decided."""
        return self != Filters()

    def as_query(self, **others: Any) -> dict[str, str]:
        """Give them as an address has them, those without a value left out."""
        values = {field.name: getattr(self, field.name) for field in fields(self)} | others
        if values["state"] == WAITING:
            values["state"] = ""
        return {name: str(value) for name, value in values.items() if value not in {"", None}}


_TEXTS = ("why", "author", "network", "cluster", "q")
_MOST_DIGITS = 18


def _number(text: Any) -> int | None:
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


@dataclass(frozen=True, slots=True)
class PageEnd:
    """Where a page of the queue ends: the next one begins behind it."""

    priority: int
    comment_id: int

    @classmethod
    def read(cls, text: str) -> "PageEnd | None":
        """Read an end as `str` prints it."""
        priority, comment_id = map(_number, (*text.split("-"), "", "")[:2])
        if priority is None or comment_id is None:
            return None
        return cls(priority, comment_id)

    def __str__(self) -> str:
        return f"{self.priority}-{self.comment_id}"


def waiting(title_ids: Collection[int]) -> "QuerySet[Finding]":
    """Give what needs a decision in some titles."""
    rows: QuerySet[Finding] = Finding.objects.filter(
        _OPEN, comment__talk__edition__title_id__in=title_ids
    )
    return rows


def count_waiting(title_ids: Collection[int]) -> int:
    """Count what needs a decision, no further than `MOST_COUNTED`."""
    return waiting(title_ids).order_by()[: MOST_COUNTED + 1].count()


def narrowed(filters: Filters, title_ids: Collection[int]) -> "QuerySet[Comment]":
    """Give the comments that filters keep, of the titles that somebody may moderate."""
    rows = Comment.objects.filter(talk__edition__title_id__in=title_ids)
    if filters.state == WAITING:
        rows = rows.filter(
            finding__is_open=True, state__in=(CommentState.HELD, CommentState.PUBLIC)
        )
    else:
        rows = rows.filter(state=filters.state)
    if filters.title is not None:
        rows = rows.filter(talk__edition__title_id=filters.title)
    if filters.talk is not None:
        rows = rows.filter(talk_id=filters.talk)
    if filters.why:
        rows = rows.filter(reasons__icontains=f'"{filters.why}"')
    if filters.author:
        rows = rows.filter(_of_author(filters.author))
    if filters.network:
        rows = rows.filter(network=filters.network)
    if filters.cluster:
        rows = rows.filter(finding__cluster=filters.cluster)
    for word in filters.q.split():
        rows = rows.filter(_has_word(word))
    return rows


def _of_author(key: str) -> Q:
    kind, _colon, name = key.partition(":")
    if kind == "r":
        return Q(reader_id=_number(name) or 0)
    return Q(guest_key=name, reader__isnull=True) if name else Q(pk=None)


def _has_word(word: str) -> Q:
    # SQLite knows capitals of ASCII alone: a word is looked for in the ways people write it.
    found = Q(name__icontains=word)
    for written in dict.fromkeys((word, word.lower(), word.capitalize(), word.upper())):
        found |= Q(text__contains=written)
    return found


def page_of(rows: "QuerySet[Comment]", filters: Filters, after: PageEnd | None) -> list[Comment]:
    """Read one page and one comment more, the most urgent first, decided ones by time."""
    rows = rows.select_related(
        *("reader", "finding", "talk__edition__title", "answers", "parent"),
    )
    if filters.state != WAITING:
        if after is not None:
            rows = rows.filter(pk__lt=after.comment_id)
        return list(rows.order_by("-pk")[: PAGE + 1])
    if after is not None:
        rows = rows.filter(
            Q(finding__priority__lt=after.priority)
            | Q(finding__priority=after.priority, pk__lt=after.comment_id)
        )
    return list(rows.order_by("-finding__priority", "-finding__comment_id")[: PAGE + 1])


@dataclass(frozen=True, slots=True)
class Wave:
    """Comments that wait and belong together, by `cluster` or by `network`, to decide at once.

    `upto` is the last of them when they were counted: what comes later is not meant.
    """

    kind: str
    name: str
    number: int
    authors: int
    sample: str
    language: str
    upto: int
    first_id: int


def waves(rows: "QuerySet[Comment]") -> list[Wave]:
    """Find what of the comments belongs together: near-duplicates first, then networks."""
    found = [
        *_grouped(rows, "finding__cluster", "cluster", LEAST_WAVE),
        *_grouped(rows.exclude(network=""), "network", "network", LEAST_NETWORK),
    ]
    samples = {
        row.pk: row
        for row in Comment.objects.filter(pk__in=[one["upto"] for one in found]).select_related(
            "talk__edition"
        )
    }
    return [
        Wave(
            kind=one["kind"],
            name=one["name"],
            number=one["number"],
            authors=one["authors"],
            sample=samples[one["upto"]].text,
            language=samples[one["upto"]].talk.edition.language,
            upto=one["upto"],
            first_id=one["first"],
        )
        for one in found
        if one["upto"] in samples
    ]


def _grouped(rows: "QuerySet[Comment]", column: str, kind: str, least: int) -> list[dict[str, Any]]:
    groups = (
        rows.order_by()
        .values(column)
        .annotate(
            number=Count("pk"),
            upto=Max("pk"),
            first=Min("pk"),
            readers=Count("reader", distinct=True),
            guests=Count("guest_key", distinct=True, filter=~Q(guest_key="")),
        )
        .filter(number__gte=least)
        .order_by("-number", column)[:SHOWN_WAVES]
    )
    return [
        {
            "kind": kind,
            "name": group[column],
            "authors": group["readers"] + group["guests"],
            **{name: group[name] for name in ("number", "upto", "first")},
        }
        for group in groups
    ]
