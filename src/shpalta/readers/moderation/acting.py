"""What a moderator asked for by a form: which comments are meant, and the act upon them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from shpalta.newsroom.names import name_in
from shpalta.readers.models import Comment, CommentState
from shpalta.readers.moderation.access import has_house
from shpalta.readers.moderation.banning import Banned, authors_of, ban, networks_of
from shpalta.readers.moderation.errors import ModerationRefusedError
from shpalta.readers.moderation.models import RemovalReason
from shpalta.readers.moderation.queue import Filters, narrowed
from shpalta.readers.moderation.services import (
    APPROVE,
    BAN,
    REMOVE,
    Act,
    approve_comments,
    remove_comments,
)
from shpalta.readers.moderation.wording import REMOVED_FOR

BAN_NETWORK = "ban-network"
ACTIONS = (APPROVE, REMOVE, BAN, BAN_NETWORK)
TERMS: Mapping[str, int | None] = {"1": 1, "7": 7, "30": 30, "": None}
"""Days of a ban by what the form says; the empty one is for good."""
LONGEST_NOTE = 400
_OWN = "own-"


@dataclass(frozen=True, slots=True)
class Asked:
    """An act as it was asked for. `reason` is a code, or that of a title's own reason."""

    action: str
    comment_ids: tuple[int, ...]
    reason: str = ""
    note: str = ""
    days: int | None = None
    is_house: bool = False


def read_asked(form: QueryDict, title_ids: Collection[int]) -> Asked:
    """Read an act from a form. Raises ModerationRefusedError when it means nothing.

    One button may name the act and its comment in one (`remove:12`); else those that are ticked
    are meant, or a wave (`kind`, `name`, `upto`), or all that the filters keep (`scope`).
    """
    action, _colon, one = form.get("act", "").partition(":")
    if action not in ACTIONS:
        raise ModerationRefusedError(_("Nothing was chosen to be done."))
    ids = [int(one)] if one.isascii() and one.isdigit() else _many(form, title_ids)
    allowed = Comment.objects.filter(talk__edition__title_id__in=title_ids)
    known: set[int] = set()
    for start in range(0, len(ids), 500):
        known.update(allowed.filter(pk__in=ids[start : start + 500]).values_list("pk", flat=True))
    if not known:
        raise ModerationRefusedError(_("No comment was chosen."))
    ending = f"-{one}" if one else ""
    reason, note = (form.get(f"{name}{ending}", "") for name in ("reason", "note"))
    return Asked(
        action=action,
        comment_ids=tuple(sorted(known)),
        reason=reason,
        note=note.strip()[:LONGEST_NOTE],
        days=TERMS.get(form.get("days", ""), None),
        is_house=form.get("where") == "house",
    )


def _many(form: QueryDict, title_ids: Collection[int]) -> list[int]:
    kind, name = form.get("kind", ""), form.get("name", "")
    is_wave = kind in {"cluster", "network"} and bool(name)
    if not is_wave and form.get("scope") != "all":
        return [int(one) for one in form.getlist("id") if one.isascii() and one.isdigit()]
    upto = form.get("upto", "")
    if not upto.isascii() or not upto.isdigit():
        return []
    filters = Filters.read(form.dict())
    if is_wave:
        filters = Filters.read(form.dict() | {kind: name})
    return list(narrowed(filters, title_ids).filter(pk__lte=int(upto)).values_list("pk", flat=True))


def carry_out(asked: Asked, actor: Any) -> Act:
    """Do what was asked for. Raises ModerationRefusedError."""
    if asked.action == APPROVE:
        states = (CommentState.HELD, CommentState.PUBLIC, CommentState.REFUSED)
        return approve_comments(ids=asked.comment_ids, actor=actor, expected=states)
    if asked.action == REMOVE:
        return _remove(asked, actor)
    is_network = asked.action == BAN_NETWORK
    who = (networks_of if is_network else authors_of)(asked.comment_ids)
    return _ban(asked, who, actor)


def _remove(asked: Asked, actor: Any) -> Act:
    if not asked.reason.startswith(_OWN):
        reason = asked.reason if asked.reason in REMOVED_FOR else ""
        return remove_comments(ids=asked.comment_ids, actor=actor, reason=reason, note=asked.note)
    return remove_comments(
        ids=asked.comment_ids, actor=actor, reason="rules", note=_own_words(asked)
    )


def _own_words(asked: Asked) -> str:
    """Give the title's own reason in the language of the edition, with the moderator's words."""
    number = asked.reason.removeprefix(_OWN)
    comment = Comment.objects.select_related("talk__edition").get(pk=asked.comment_ids[0])
    edition = comment.talk.edition
    own = RemovalReason.objects.filter(
        pk=int(number) if number.isdigit() else 0, title_id=edition.title_id
    ).first()
    if own is None:
        raise ModerationRefusedError(_("Say why: the author is told."))
    return " ".join(part for part in (name_in(own.names, edition.language), asked.note) if part)


def _ban(asked: Asked, who: Banned, actor: Any) -> Act:
    """Ban in the house, or in each title in which the comments are, as one act."""
    if asked.is_house and not has_house(actor):
        raise ModerationRefusedError(_("A ban in the whole house is not yours to give."))
    return ban(
        who=who,
        actor=actor,
        title_ids=[None] if asked.is_house else sorted(_titles_of(asked.comment_ids)),
        reason=asked.reason if asked.reason in REMOVED_FOR else "rules",
        note=asked.note,
        days=asked.days,
    )


def _titles_of(comment_ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(comment_ids), 500):
        rows = Comment.objects.filter(pk__in=comment_ids[start : start + 500])
        found.update(rows.values_list("talk__edition__title_id", flat=True))
    return found
