"""How orders are told to people: on the first screen, in the list, above the editor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shpalta.newsroom.clock.due import printed_moment
from shpalta.newsroom.clock.models import ON_TIME, OrderAction, OrderState, PublishOrder
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.narrowing import narrowed
from shpalta.newsroom.stories.notes import Note
from shpalta.newsroom.titles.models import Title
from shpalta.newsroom.titles.walls import keep_open

_SCHEDULED = (
    "SELECT story_id FROM clock_publishorder WHERE state = 'waiting' AND action = 'publish'"
)


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order as screens show it. `due` is printed in the title's zone."""

    order: PublishOrder
    headline: str
    edition: str
    due: str
    is_withdrawal: bool
    is_failed: bool
    is_late: bool


def told_moment(moment: datetime, title: Title) -> str:
    """Print a moment in a title's zone and the language of the screen."""
    language = get_language() or "uk"
    return printed_moment(moment, zone=title.zone, language=language, now=timezone.now())


def coming_orders(limit: int, *, user: Any) -> list[OrderRow]:
    """List what is to happen next, in order, what failed before it; at most `limit` of each.

    Of the titles that are open to somebody.
    """
    orders = keep_open(PublishOrder.objects.all(), user, "story__title_id")
    orders = orders.select_related("story__edition__title", "revision").defer(
        "story__body", "story__lead", "revision__content"
    )
    failed = orders.filter(state=OrderState.FAILED).order_by("due_at", "pk")[:limit]
    waiting = orders.waiting().order_by("due_at", "pk")[:limit]
    return [_row(order) for order in (*failed, *waiting)]


def open_orders(story_id: int) -> list[PublishOrder]:
    """List the orders of a story that wait, and those that failed and are not settled."""
    orders = PublishOrder.objects.unsettled().filter(story_id=story_id)
    return list(orders.select_related("revision").order_by("due_at", "pk"))


def notes_of(stories: Sequence[Story]) -> Mapping[int, Sequence[Note]]:
    """Say beside each story's state when it is to go out or to be withdrawn."""
    by_id = {story.pk: story for story in stories}  # One that stands in two lists comes twice.
    titles = {story_id: story.edition.title for story_id, story in by_id.items()}
    notes: dict[int, list[Note]] = {}
    orders = PublishOrder.objects.unsettled().filter(story_id__in=titles)
    for order in orders.order_by("due_at", "pk"):
        notes.setdefault(order.story_id, []).append(_note(order, titles[order.story_id]))
    now = timezone.now()
    for story in by_id.values():
        if story.embargo_until is not None and story.embargo_until > now:
            moment = told_moment(story.embargo_until, titles[story.pk])
            text = _("embargo until %(moment)s") % {"moment": moment}
            notes.setdefault(story.pk, []).append(Note(text))
    return notes


def keep_scheduled(stories: "QuerySet[Story]") -> "QuerySet[Story]":
    """Keep the stories that wait to go out."""
    return narrowed(stories, _SCHEDULED, [])


def is_ordered(revision_id: int) -> bool:
    """Tell whether an order names this revision, which must therefore stay as it is."""
    return PublishOrder.objects.waiting().filter(revision_id=revision_id).exists()


def _note(order: PublishOrder, title: Title) -> Note:
    values = {"moment": told_moment(order.due_at, title)}
    is_late = _is_late(order)
    if order.state == OrderState.FAILED:
        text = _("failed: due %(moment)s")
    elif is_late:
        text = _("late: due %(moment)s")
    elif order.action == OrderAction.PUBLISH:
        text = _("scheduled, %(moment)s")
    else:
        text = _("to be withdrawn, %(moment)s")
    return Note(text % values, is_alarming=is_late or order.state == OrderState.FAILED)


def _row(order: PublishOrder) -> OrderRow:
    edition = order.story.edition
    revision: Any = order.revision
    return OrderRow(
        order=order,
        headline=revision.object_str if revision is not None else order.story.headline,
        edition=str(edition),
        due=told_moment(order.due_at, edition.title),
        is_withdrawal=order.action == OrderAction.WITHDRAW,
        is_failed=order.state == OrderState.FAILED,
        is_late=_is_late(order),
    )


def _is_late(order: PublishOrder) -> bool:
    return order.state == OrderState.WAITING and timezone.now() - order.due_at > ON_TIME
