"""The workshop's trade of moderation: what waits is sorted, what came before a raid is caught.

The judge answers in the moment in which a comment is saved and knows only what came before. This
looks once more with hindsight: it writes down why something waits and what it resembles, holds
back the first comments of a wave, counts reports, ends raids that are over.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from shpalta.readers.locking import lock_rows
from shpalta.readers.models import Comment, CommentState
from shpalta.readers.moderation.clusters import Clusters, Joined
from shpalta.readers.moderation.deciding import text_objections
from shpalta.readers.moderation.growing import grow_trust
from shpalta.readers.moderation.hindsight import find_alike, hold_back, hold_raided, hold_reported
from shpalta.readers.moderation.lifting import end_bans
from shpalta.readers.moderation.memory import read_text
from shpalta.readers.moderation.models import Finding
from shpalta.readers.moderation.raiding import end_raids
from shpalta.readers.moderation.raids import Target, look_at_targets
from shpalta.readers.moderation.recollection import Recollection
from shpalta.readers.moderation.standing import Standing
from shpalta.readers.moderation.words import Severity
from shpalta.readers.states import lock_talks_of
from shpalta.readers.wording import links_in

AT_ONCE = 500
PRIORITIES = {
    "words": 30,
    "links": 20,
    "shouted": 15,
    "alike": 10,
    "network": 10,
    "behind-ban": 8,
    "raid": 5,
}
"""How soon a moderator should see what waits for a reason; reports come before all."""
_LOOK_EVERY = timedelta(seconds=1)
_TEND_EVERY = timedelta(minutes=1)
Key = TypeVar("Key")
_NEVER = datetime.min.replace(tzinfo=UTC)


class Sorter:
    """What one process sorts with; built anew from the rows when it starts."""

    def __init__(self) -> None:
        self._standing = Standing()
        self._recollection = Recollection()
        self._clusters = Clusters()
        self._knows_clusters = False
        self._looked_at = self._tended_at = _NEVER

    def sort(self, now: datetime) -> bool:
        """Do one piece of what is to do, and say whether there was any."""
        self._standing.renew()
        new = self._recollection.catch_up(now)
        did_any = self._flag(new)
        did_any = self._sort_waiting() or did_any
        if now - self._looked_at >= _LOOK_EVERY:
            self._looked_at = now
            did_any = self._look_back(now) or did_any
        if now - self._tended_at >= _TEND_EVERY:
            self._tended_at = now
            grow_trust(now)
            end_bans(now)
        return did_any

    def _flag(self, numbers: Sequence[int]) -> bool:
        """Show public comments to a moderator that have a word of the mildest list."""
        flagging = [number for number in numbers if self._may_flag(number)]
        for start in range(0, len(flagging), AT_ONCE):
            rows = _comments().filter(
                pk__in=flagging[start : start + AT_ONCE], state=CommentState.PUBLIC
            )
            flagged = [row for row in rows if self._details(row)]
            found = self._findings(flagged, {row.pk: str(row.pk) for row in flagged})
            _write(found, CommentState.PUBLIC)
        return bool(flagging)

    def _may_flag(self, number: int) -> bool:
        entry = self._recollection.memory.seen(number)
        return entry is not None and self._standing.rules_of(entry.title_id).words.has_severity(
            Severity.FLAG
        )

    def _sort_waiting(self) -> bool:
        if not self._knows_clusters:
            self._recall_clusters()
        waiting = _comments().filter(state=CommentState.HELD)
        unsorted = Q(finding__isnull=True) | Q(edited_at__gt=F("finding__sorted_at"))
        rows = list(waiting.filter(unsorted).order_by("pk")[:AT_ONCE])
        if rows:
            names, renamed = self._joined(rows)
            found = self._findings(rows, names)
            alike = find_alike(rows, self._recollection.memory)
            with transaction.atomic():
                lock_talks_of([*names, *alike])
                _rename(renamed)
                _write(found, CommentState.HELD)
                hold_back(alike, "alike")
        return bool(rows)

    def _recall_clusters(self) -> None:
        known = Finding.objects.filter(comment__state=CommentState.HELD).order_by("pk")
        for number, cluster, text in known.values_list("pk", "cluster", "comment__text"):
            self._clusters.put(number, read_text(text)[1], cluster)
        self._knows_clusters = True

    def _joined(self, rows: Iterable[Comment]) -> tuple[dict[int, str], dict[str, str]]:
        """Put comments into clusters; give their clusters' names, and new names of others."""
        names: dict[int, str] = {}
        renamed: dict[str, str] = {}
        for row in rows:
            joined = self._clusters.join(row.pk, read_text(row.text)[1])
            names[row.pk] = joined.cluster
            if joined.merged:
                names = _replaced(names, joined)
                renamed = _replaced(renamed, joined)
                renamed |= dict.fromkeys(joined.merged, joined.cluster)
        return names, renamed

    def _findings(self, rows: Sequence[Comment], clusters: dict[int, str]) -> list[Finding]:
        return [
            Finding(
                comment_id=row.pk,
                cluster=clusters[row.pk],
                priority=_priority(row.reasons, details := self._details(row)),
                details=details,
                reasons=row.reasons,
            )
            for row in rows
        ]

    def _details(self, row: Comment) -> list[list[str]]:
        rules = self._standing.rules_of(row.talk.edition.title_id)
        folded, _print = read_text(row.text)
        found = text_objections(row.text, folded, links_in(row.text), rules, is_trusted=False)
        return [[one.reason, one.detail] for one in found]

    def _look_back(self, now: datetime) -> bool:
        """Hold what began a raid and what was reported; end raids after a calm."""
        memory = self._recollection.memory
        held = hold_raided() + hold_reported(self._standing)

        def count(target: Target, since: datetime, by_new: bool) -> int:
            if target.talk_id is None:
                return memory.in_title(target.title_id, since, by_new=by_new)
            return memory.in_talk(target.talk_id, since, by_new=by_new)

        changes = look_at_targets((), self._standing.raids, count, now, self._standing.size_in)
        end_raids(changes.over)
        return bool(held)


def _replaced(names: Mapping[Key, str], joined: Joined) -> dict[Key, str]:
    """Give names of clusters, with one name for those that turned out to be the same."""
    return {key: joined.cluster if name in joined.merged else name for key, name in names.items()}


def _rename(renamed: Mapping[str, str]) -> None:
    """Give clusters that turned out to be parts of others the names of these."""
    if not renamed:
        return
    lock_rows(Finding.objects.filter(cluster__in=renamed))
    for name, new in renamed.items():
        Finding.objects.filter(cluster=name).update(cluster=new)


@transaction.atomic
def _write(found: Sequence[Finding], state: CommentState) -> None:
    """Write down what was found out about comments, if these still are in a state.

    What a moderator decided meanwhile is not asked again.
    """
    ids = [one.comment_id for one in found]
    lock_talks_of(ids)
    still = set(Comment.objects.filter(pk__in=ids, state=state).values_list("pk", flat=True))
    Finding.objects.bulk_create(
        [one for one in found if one.comment_id in still],
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=["cluster", "priority", "details", "reasons", "sorted_at", "is_open"],
    )


def _comments() -> "QuerySet[Comment]":
    return Comment.objects.select_related("talk__edition__title", "reader")


def _priority(reasons: Iterable[str], details: Iterable[Sequence[str]]) -> int:
    codes = {*reasons, *(detail[0] for detail in details)}
    return max((PRIORITIES.get(code, 0) for code in codes), default=0)


_SORTER = Sorter()


def sort_some() -> bool:
    """Do one piece of moderation's waiting work, and say whether there was any."""
    return _SORTER.sort(timezone.now())


def forget() -> None:
    """Begin anew, as a process that was just started does."""
    global _SORTER  # noqa: PLW0603  # the one sorter of the process
    _SORTER = Sorter()
