"""A comment as a moderator sees it: with its story, what it answers, its author's history."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from shpalta.readers.models import Comment, CommentState, ModerationEntry, Report, TrustLevel
from shpalta.readers.moderation.models import Finding
from shpalta.readers.moderation.wording import act_words, short_reason
from shpalta.readers.places import TalkKey, find_headlines

_CUT = 200


@dataclass(frozen=True, slots=True)
class History:
    """What became of an author's comments so far."""

    public: int
    removed: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Why:
    """A reason why something waits, and what was seen."""

    code: str
    words: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A comment in the queue."""

    comment_id: int
    text: str
    language: str
    at: datetime
    author: str
    author_key: str
    is_guest: bool
    is_shut: bool
    level: int
    trust: str
    joined_at: datetime | None
    history: History
    state: str
    state_words: str
    title: str
    story_id: int | None
    headline: str
    talk_id: int
    answered: str
    answered_author: str
    why: tuple[Why, ...]
    reports: tuple[str, ...]
    network: str
    cluster: str
    decided: str
    page_end: str
    """Where a page ends that ends with it, as `shpalta.readers.moderation.queue` reads it."""

    @property
    def is_open(self) -> bool:
        """Tell whether it can be published or removed as it stands."""
        return self.state in {CommentState.HELD, CommentState.PUBLIC}


def items_of(rows: Sequence[Comment]) -> list[Item]:
    """Show comments, read with reader, finding, talk and what they answer."""
    stories = find_headlines(TalkKey.of(row.talk) for row in rows)
    histories = _histories(rows)
    reports = _reports(rows)
    decided = _decided(rows)
    return [
        _item(
            row,
            stories.get(TalkKey.of(row.talk)),
            histories.get(row.author_key, History(0, 0, 0)),
            reports.get(row.pk, ()),
            decided.get(row.pk, ""),
        )
        for row in rows
    ]


def _item(
    row: Comment,
    story: tuple[int | None, str] | None,
    history: History,
    reports: tuple[str, ...],
    decided: str,
) -> Item:
    finding: Finding | None = getattr(row, "finding", None)
    answered = row.answers or row.parent
    return Item(
        comment_id=row.pk,
        text=row.text,
        language=row.talk.edition.language,
        at=row.created_at,
        author=row.name,
        author_key=row.author_key,
        is_guest=row.reader_id is None,
        is_shut=bool(row.reader and row.reader.is_shut),
        level=row.reader.level if row.reader else TrustLevel.GUEST,
        trust=str(row.reader.get_level_display() if row.reader else TrustLevel.GUEST.label),
        joined_at=row.reader.joined_at if row.reader else None,
        history=history,
        state=row.state,
        state_words=str(row.get_state_display()),
        title=str(row.talk.edition),
        story_id=story[0] if story else None,
        headline=story[1] if story else f"№ {row.talk.number}",
        talk_id=row.talk_id,
        answered=answered.text[:_CUT] if answered else "",
        answered_author=answered.name if answered else "",
        why=_why(row, finding),
        reports=reports,
        network=row.network,
        cluster=finding.cluster if finding else "",
        decided=decided,
        page_end=f"{finding.priority if finding else 0}-{row.pk}",
    )


def _why(row: Comment, finding: Finding | None) -> tuple[Why, ...]:
    details: dict[str, list[str]] = {code: [] for code in row.reasons}
    for code, detail in finding.details if finding else ():
        details.setdefault(code, [])
        if detail:
            details[code].append(detail)
    return tuple(Why(code, short_reason(code), tuple(seen)) for code, seen in details.items())


_COUNTS = {
    "public": Count("pk", filter=Q(state=CommentState.PUBLIC)),
    "removed": Count("pk", filter=Q(state__in=(CommentState.REMOVED, CommentState.SHUT))),
    "waiting": Count("pk", filter=Q(state=CommentState.HELD)),
}


def _histories(rows: Sequence[Comment]) -> dict[str, History]:
    readers = {row.reader_id for row in rows if row.reader_id}
    guests = {row.guest_key for row in rows if not row.reader_id and row.guest_key}
    found: dict[str, History] = {}
    for prefix, column, values in (("r", "reader_id", readers), ("g", "guest_key", guests)):
        of_them = Comment.objects.order_by().filter(**{f"{column}__in": values})
        counted = of_them.values(column).annotate(**_COUNTS).values_list(column, *_COUNTS)
        for who, public, removed, waiting in counted:
            found[f"{prefix}:{who}"] = History(public, removed, waiting)
    return found


def _reports(rows: Sequence[Comment]) -> dict[int, tuple[str, ...]]:
    """Tell of each comment what readers object to: the reasons with their numbers, the notes."""
    ids = [row.pk for row in rows if getattr(row, "finding", None) and row.finding.reports]
    found: dict[int, list[Report]] = {}
    for report in Report.objects.filter(comment_id__in=ids, settled_at=None).order_by("pk"):
        found.setdefault(report.comment_id, []).append(report)
    return {comment_id: tuple(_told_reports(given)) for comment_id, given in found.items()}


def _told_reports(reports: Iterable[Report]) -> Iterable[str]:
    reports = list(reports)
    for words, number in Counter(str(one.get_reason_display()) for one in reports).items():
        yield f"{words} × {number}" if number > 1 else words
    for one in reports:
        if one.note:
            yield f"“{one.note[:_CUT]}”"


def _decided(rows: Sequence[Comment]) -> dict[int, str]:
    """Tell of decided comments who decided last, and what."""
    ids = [row.pk for row in rows if row.decided_at is not None]
    entries = ModerationEntry.objects.filter(comment_id__in=ids).select_related("actor")
    return {
        entry.comment_id: told_act(entry) for entry in entries.order_by("pk") if entry.comment_id
    }


def told_act(entry: ModerationEntry) -> str:
    """Tell who did what, in one line."""
    actor = entry.actor.get_full_name() or entry.actor.get_username() if entry.actor else _("rule")
    return f"{actor}: {act_words(entry.action)}"
