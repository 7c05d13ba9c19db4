"""What is held back after it was published: the first of a wave, and what readers report."""

import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Count, F, Q

from shpalta.readers.models import Comment, CommentState, Report
from shpalta.readers.moderation.journalling import log_moves
from shpalta.readers.moderation.memory import Memory, read_text
from shpalta.readers.moderation.models import Finding, Raid
from shpalta.readers.moderation.raids import WINDOW
from shpalta.readers.moderation.standing import Standing
from shpalta.readers.states import lock_talks_of, move_comments

REPORTED = 40
"""The priority of what readers report: before all else."""
_BEFORE_RAID = 2 * WINDOW
_AT_ONCE = 500


def of_newcomers() -> Q:
    """Give the condition of comments whose authors are not trusted in the title."""
    trusted_from = F("talk__edition__title__talk_rules__trusted_from")
    return Q(reader__isnull=True) | Q(reader__level__lt=trusted_from)


def _undecided() -> Q:
    """Give the condition of public comments that no moderator has looked at."""
    return Q(state=CommentState.PUBLIC, decided_at__isnull=True)


@transaction.atomic
def hold_back(ids: Iterable[int], reason: str) -> int:
    """Hold public comments that nobody decided about, and log why; give how many there were."""
    asked = list(ids)
    if not asked:
        return 0
    # What a moderator decided since they were found is not a rule's any more.
    lock_talks_of(asked)
    wanted = list(Comment.objects.filter(_undecided(), pk__in=asked).values_list("pk", flat=True))
    moved = move_comments(ids=wanted, state=CommentState.HELD, reasons=[reason])
    # They wait for a first decision: a rule's is none.
    Comment.objects.filter(pk__in=wanted).update(decided_at=None)
    log_moves(moved, action="hold", actor=None, reasons=[reason], note="", batch=uuid.uuid4())
    return len(moved)


def hold_raided() -> int:
    """Hold what newcomers wrote where a raid is, since shortly before it began."""
    held = 0
    for raid in Raid.objects.filter(ended_at__isnull=True):
        target = Q(talk_id=raid.talk_id) if raid.talk_id else Q(talk__edition__title=raid.title_id)
        rows = Comment.objects.filter(
            _undecided(), of_newcomers(), target, created_at__gte=raid.began_at - _BEFORE_RAID
        )
        held += hold_back(rows.values_list("pk", flat=True)[:_AT_ONCE], "raid")
    return held


def find_alike(rows: Sequence[Comment], memory: Memory) -> list[int]:
    """Find public near-duplicates of what was just held for being alike, to be held as well."""
    near: set[int] = set()
    for row in rows:
        if "alike" in row.reasons:
            near |= memory.numbers_near(read_text(row.text)[1], row.talk.edition.title_id)
    public = Comment.objects.filter(_undecided(), of_newcomers(), pk__in=near)
    return list(public.values_list("pk", flat=True))


def hold_reported(standing: Standing) -> int:
    """Show what readers report to a moderator, and hold it where enough do."""
    open_reports = Report.objects.filter(
        settled_at__isnull=True, comment__state__in=(CommentState.PUBLIC, CommentState.HELD)
    )
    counts = dict(
        open_reports.values("comment").annotate(number=Count("pk")).values_list("comment", "number")
    )
    if not counts:
        return 0
    known = dict(Finding.objects.filter(pk__in=counts).values_list("pk", "reports"))
    fresh = {pk: number for pk, number in counts.items() if known.get(pk) != number}
    _note(fresh, known)
    newcomers = Comment.objects.filter(of_newcomers(), _undecided(), pk__in=fresh)
    enough = [
        pk
        for pk, title_id in newcomers.values_list("pk", "talk__edition__title_id")
        if 0 < standing.reports_in(title_id) <= counts[pk]
    ]
    return hold_back(enough, "reports")


def _note(counts: dict[int, int], known: dict[int, int]) -> None:
    Finding.objects.bulk_create(
        Finding(comment_id=pk, cluster=str(pk), priority=REPORTED, reports=number)
        for pk, number in counts.items()
        if pk not in known
    )
    for pk in counts.keys() & known.keys():
        Finding.objects.filter(pk=pk).update(reports=counts[pk], priority=REPORTED, is_open=True)
