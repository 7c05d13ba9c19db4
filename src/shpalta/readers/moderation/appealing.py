"""Appeals: what an author says against a decision, decided by another moderator."""

import uuid
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from shpalta.newsroom.titles.walls import is_open_to
from shpalta.readers.models import Appeal, AppealState, CommentState, ModerationEntry, NoticeKind
from shpalta.readers.moderation.errors import ModerationRefusedError
from shpalta.readers.moderation.growing import renew_levels
from shpalta.readers.moderation.journalling import log_moves
from shpalta.readers.moderation.services import DECLINE, GRANT, REMOVE, Act
from shpalta.readers.notices import notice_decisions
from shpalta.readers.states import lock_talks_of, move_comments

MODERATE = "readers.moderate_comment"


def moderators_of(title_id: int) -> list[Any]:
    """List the people who may moderate in a title."""
    wanted = Q(groups__permissions__codename="moderate_comment") | Q(
        user_permissions__codename="moderate_comment"
    )
    people = get_user_model().objects.filter(Q(is_superuser=True) | wanted, is_active=True)
    return [one for one in people.distinct() if is_open_to(one, title_id)]


def decided_by(comment_id: int) -> int | None:
    """Say who removed a comment; None: a rule refused it."""
    entries = ModerationEntry.objects.filter(comment_id=comment_id, action=REMOVE, undone_at=None)
    return entries.order_by("-pk").values_list("actor_id", flat=True).first()


def must_be_another(appeal: Appeal, user: Any) -> bool:
    """Tell whether somebody else has to decide: who removed it may not, if there are others."""
    if decided_by(appeal.comment_id) != user.pk:
        return False
    title_id = appeal.comment.talk.edition.title_id
    return any(one.pk != user.pk for one in moderators_of(title_id))


@transaction.atomic
def decide_appeal(*, appeal_id: int, grants: bool, answer: str, actor: Any) -> Act:
    """Grant an appeal, so that its comment is public again, or decline it; tell the author.

    Raises ModerationRefusedError where it is decided already or by whom it may not be.
    """
    rows = Appeal.objects.select_related("comment__talk__edition").select_for_update(of=("self",))
    lock_talks_of(Appeal.objects.filter(pk=appeal_id).values_list("comment_id", flat=True))
    appeal = rows.get(pk=appeal_id)
    if appeal.state != AppealState.OPEN:
        raise ModerationRefusedError(_("Somebody has decided this appeal already."))
    if must_be_another(appeal, actor):
        raise ModerationRefusedError(_("You removed this comment: somebody else has to decide."))
    appeal.state = AppealState.GRANTED if grants else AppealState.DECLINED
    appeal.answer, appeal.decided_by, appeal.decided_at = answer, actor, timezone.now()
    appeal.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    batch = uuid.uuid4()
    moved = []
    if grants:
        ids = [appeal.comment_id]
        moved = move_comments(ids=ids, state=CommentState.PUBLIC, reasons=[], note="")
        log_moves(moved, action=GRANT, actor=actor, reasons=(), note=answer, batch=batch)
    else:
        ModerationEntry.objects.create(
            title_id=appeal.comment.talk.edition.title_id,
            actor=actor,
            action=DECLINE,
            comment=appeal.comment,
            note=answer,
            batch=batch,
        )
    notice_decisions([appeal.comment_id], kind=NoticeKind.APPEAL)
    if appeal.comment.reader_id:
        renew_levels([appeal.comment.reader_id], timezone.now())
    return Act(batch, len(moved))
