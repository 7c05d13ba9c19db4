"""Lines of the log of moderation: written with each decision, never changed by a screen."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from shpalta.readers.models import Comment, ModerationEntry
from shpalta.readers.states import Moved


def log_moves(
    moved: Sequence[Moved],
    *,
    action: str,
    actor: Any,
    reasons: Iterable[str],
    note: str,
    batch: UUID,
) -> None:
    """Log that comments got another state, all by one act. `actor` None: a rule did it."""
    titles = dict(
        Comment.objects.filter(pk__in=[one.comment_id for one in moved]).values_list(
            "pk", "talk__edition__title_id"
        )
    )
    ModerationEntry.objects.bulk_create(
        ModerationEntry(
            title_id=titles[one.comment_id],
            actor=actor,
            action=action,
            comment_id=one.comment_id,
            before=one.before,
            after=one.after,
            reasons=list(reasons),
            note=note,
            batch=batch,
        )
        for one in moved
    )
