"""The rows of the readers' room: who they are, what they said, what was decided about it."""

from shpalta.readers.models.moderation import (
    Appeal,
    AppealState,
    Ban,
    ModerationEntry,
    Report,
    ReportReason,
)
from shpalta.readers.models.people import Notice, NoticeKind, Reader, TrustLevel
from shpalta.readers.models.rules import Moderating, TalkRules, UnderTaken
from shpalta.readers.models.talk import (
    LONGEST_NAME,
    LONGEST_TEXT,
    Comment,
    CommentState,
    Opening,
    Reaction,
    ReactionKind,
    Talk,
)

__all__ = [
    "LONGEST_NAME",
    "LONGEST_TEXT",
    "Appeal",
    "AppealState",
    "Ban",
    "Comment",
    "CommentState",
    "Moderating",
    "ModerationEntry",
    "Notice",
    "NoticeKind",
    "Opening",
    "Reaction",
    "ReactionKind",
    "Reader",
    "Report",
    "ReportReason",
    "Talk",
    "TalkRules",
    "TrustLevel",
    "UnderTaken",
]
