"""What moderators do: approve, remove, and take back what was done by one click.

Each act is one transaction and one batch of the log; the batch is what can be undone. What two
moderators decide at once is decided by the first, and the second is told so.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shpalta.readers.locking import lock_rows
from shpalta.readers.models import (
    Ban,
    Comment,
    CommentState,
    ModerationEntry,
    Reader,
    Report,
)
from shpalta.readers.moderation.errors import ModerationRefusedError
from shpalta.readers.moderation.growing import renew_levels
from shpalta.readers.moderation.journalling import log_moves
from shpalta.readers.moderation.lifting import renew_shut
from shpalta.readers.moderation.models import Finding
from shpalta.readers.moderation.standing import raise_version
from shpalta.readers.notices import notice_decisions
from shpalta.readers.states import Moved, lock_talks_of, move_comments, restore_comments

APPROVE, REMOVE, UNDO, BAN, UNBAN = "approve", "remove", "undo", "ban", "unban"
GRANT, DECLINE = "grant", "decline"
_READ_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Act:
    """What one click did: its batch, and how many comments it moved or found decided already."""

    batch: UUID
    done: int
    missed: int = 0


def lock_comments(ids: Iterable[int], states: Iterable[str]) -> list[int]:
    """Lock comments that are in one of some states, and give their ids.

    Their talks are locked first, as `shpalta.readers.locking` asks.
    """
    wanted = list(dict.fromkeys(ids))
    lock_talks_of(wanted)
    found: list[int] = []
    for start in range(0, len(wanted), _READ_AT_ONCE):
        rows = Comment.objects.filter(
            pk__in=wanted[start : start + _READ_AT_ONCE], state__in=list(states)
        ).order_by("pk")
        if connection.features.has_select_for_update:
            rows = rows.select_for_update(of=("self",), no_key=True)
        found.extend(rows.values_list("pk", flat=True))
    return found


@transaction.atomic
def approve_comments(
    *, ids: Iterable[int], actor: Any, expected: Sequence[str] = (CommentState.HELD,)
) -> Act:
    """Publish comments that wait, or keep public ones that were reported or have a listed word.

    Those whose state is none of the `expected` ones were decided by somebody else: left alone.
    """
    asked = list(dict.fromkeys(ids))
    found = lock_comments(asked, expected)
    batch = uuid.uuid4()
    moved = move_comments(ids=found, state=CommentState.PUBLIC, reasons=[], note="")
    left = sorted(set(found) - {one.comment_id for one in moved})
    kept = [Moved(comment_id, CommentState.PUBLIC, CommentState.PUBLIC) for comment_id in left]
    _decide(left, timezone.now())
    log_moves([*moved, *kept], action=APPROVE, actor=actor, reasons=(), note="", batch=batch)
    _settle(found)
    _tell([one.comment_id for one in moved if one.before != CommentState.HELD])
    _renew(_authors(found))
    return Act(batch, len(found), len(asked) - len(found))


@transaction.atomic
def remove_comments(
    *,
    ids: Iterable[int],
    actor: Any,
    reason: str,
    note: str = "",
    expected: Sequence[str] = (CommentState.HELD, CommentState.PUBLIC),
) -> Act:
    """Take comments away for a reason (`shpalta.readers.reasons`), which their authors are told.

    Raises ModerationRefusedError when there is none.
    """
    if not reason:
        raise ModerationRefusedError(_("Say why: the author is told."))
    asked = list(dict.fromkeys(ids))
    found = lock_comments(asked, expected)
    batch = uuid.uuid4()
    moved = move_comments(ids=found, state=CommentState.REMOVED, reasons=[reason], note=note)
    log_moves(moved, action=REMOVE, actor=actor, reasons=[reason], note=note, batch=batch)
    _settle(found)
    _tell(found)
    _renew(_authors(found))
    return Act(batch, len(found), len(asked) - len(found))


def _decide(ids: Sequence[int], at: datetime | None) -> None:
    """Note that a moderator left public comments as they are, so that no rule holds them."""
    for start in range(0, len(ids), _READ_AT_ONCE):
        Comment.objects.filter(pk__in=ids[start : start + _READ_AT_ONCE]).update(decided_at=at)


def _settle(ids: Sequence[int]) -> None:
    """End what asked for a decision: reports, and what was to be looked at."""
    now = timezone.now()
    for start in range(0, len(ids), _READ_AT_ONCE):
        part = ids[start : start + _READ_AT_ONCE]
        reports = Report.objects.filter(comment__in=part, settled_at__isnull=True)
        findings = Finding.objects.filter(pk__in=part)
        lock_rows(reports)
        lock_rows(findings)
        reports.update(settled_at=now)
        findings.update(is_open=False)


def _tell(ids: Sequence[int]) -> None:
    for start in range(0, len(ids), _READ_AT_ONCE):
        notice_decisions(ids[start : start + _READ_AT_ONCE])


def _authors(ids: Sequence[int]) -> list[int]:
    """Give the readers among the authors of comments, in the order in which they are locked."""
    readers: set[int] = set()
    for start in range(0, len(ids), _READ_AT_ONCE):
        rows = Comment.objects.filter(pk__in=ids[start : start + _READ_AT_ONCE])
        readers.update(rows.exclude(reader=None).values_list("reader_id", flat=True))
    return sorted(readers)


def _renew(reader_ids: Sequence[int]) -> None:
    for start in range(0, len(reader_ids), _READ_AT_ONCE):
        renew_levels(reader_ids[start : start + _READ_AT_ONCE], timezone.now())


@transaction.atomic
def undo(*, batch: UUID, actor: Any) -> Act:
    """Take back what one click did: states, and bans; what was decided anew since stays.

    Raises ModerationRefusedError when there is nothing to take back.
    """
    entries = list(ModerationEntry.objects.filter(batch=batch, undone_at=None).order_by("pk"))
    if not entries or entries[0].action == UNDO:
        raise ModerationRefusedError(_("There is nothing to undo."))
    now, new_batch = timezone.now(), uuid.uuid4()
    moved: list[Moved] = []
    looked_at = 0
    lock_talks_of(one.comment_id for one in entries if one.comment_id)
    for before, after in sorted({(one.before, one.after) for one in entries if one.after}):
        of_kind = [one for one in entries if (one.before, one.after) == (before, after)]
        ids = [one.comment_id for one in of_kind if one.comment_id]
        found = lock_comments(ids, [after])
        if before == after:
            looked_at += _look_again(found, entries[0].at)
        else:
            moved.extend(_move_back(found, before, after))
    log_moves(moved, action=UNDO, actor=actor, reasons=(), note="", batch=new_batch)
    ModerationEntry.objects.filter(batch=batch).update(undone_at=now)
    ids = [one.comment_id for one in moved]
    _wait_again(ids)
    bans = list(Ban.objects.filter(batch=batch, lifted_at=None))
    authors = _authors(ids)
    lock_rows(Reader.objects.filter(pk__in={*authors, *(one.reader_id for one in bans)}))
    _renew(authors)
    _lift(bans, actor, new_batch)
    done = len(moved) + looked_at
    return Act(new_batch, done, sum(bool(one.after) for one in entries) - done)


def _move_back(ids: Sequence[int], before: str, after: str) -> list[Moved]:
    if after == CommentState.SHUT:
        return restore_comments(ids=ids)
    return move_comments(ids=ids, state=CommentState(before))


def _look_again(ids: Sequence[int], since: datetime) -> int:
    """Ask anew what somebody found to be well: reports, and what was to be looked at."""
    _decide(ids, None)
    for start in range(0, len(ids), _READ_AT_ONCE):
        part = ids[start : start + _READ_AT_ONCE]
        settled = Report.objects.filter(comment__in=part, settled_at__gte=since)
        settled.update(settled_at=None)
        Finding.objects.filter(pk__in=part).update(is_open=True)
    return len(ids)


def _wait_again(ids: Sequence[int]) -> None:
    """Let comments wait as they did: undecided, and for the reasons of then."""
    for start in range(0, len(ids), _READ_AT_ONCE):
        rows = Comment.objects.filter(
            pk__in=ids[start : start + _READ_AT_ONCE], state=CommentState.HELD
        )
        held = list(rows.select_related("finding").filter(finding__isnull=False))
        for row in held:
            row.reasons, row.decided_at, row.note = row.finding.reasons, None, ""
        Comment.objects.bulk_update(held, ["reasons", "decided_at", "note"])
        Finding.objects.filter(pk__in=[row.pk for row in held]).update(is_open=True)


def _lift(rows: Sequence[Ban], actor: Any, batch: UUID) -> None:
    if not rows:
        return
    now = timezone.now()
    Ban.objects.filter(pk__in=[row.pk for row in rows]).update(lifted_at=now)
    renew_shut([row.reader_id for row in rows if row.reader_id], now)
    ModerationEntry.objects.bulk_create(
        ModerationEntry(
            title_id=row.title_id, actor=actor, action=UNBAN, reader_id=row.reader_id, batch=batch
        )
        for row in rows
    )
    raise_version()
