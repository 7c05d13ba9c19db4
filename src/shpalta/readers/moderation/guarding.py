"""How one story is guarded: slow mode, and when a moderator looks."""

from typing import Any

from django.db import transaction

from shpalta.readers.models import Moderating, ModerationEntry, Talk
from shpalta.readers.moderation.models import TalkGuard
from shpalta.readers.moderation.standing import raise_version

SLOW = "slow"
LONGEST_SLOW = 24 * 60 * 60


@transaction.atomic
def guard_talk(*, talk_id: int, slow_seconds: int, moderating: str, actor: Any) -> None:
    """Let authors wait between two comments under a story, and say when a moderator looks.

    `slow_seconds` 0: they do not wait. `moderating` "": as the title has it.
    """
    seconds = min(max(slow_seconds, 0), LONGEST_SLOW)
    mode = moderating if moderating in Moderating.values else ""
    TalkGuard.objects.update_or_create(talk_id=talk_id, defaults={"slow_seconds": seconds})
    Talk.objects.filter(pk=talk_id).update(moderating=mode)
    talk = Talk.objects.select_related("edition").get(pk=talk_id)
    ModerationEntry.objects.create(
        title_id=talk.edition.title_id,
        actor=actor,
        action=SLOW,
        note=f"{talk_id}: {seconds} {mode}",
    )
    raise_version()
