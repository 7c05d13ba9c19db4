"""What readers say against comments and authors against decisions: reports and appeals."""

from django.db import transaction

from shpalta.core.errors import ShpaltaError
from shpalta.readers.changing import is_author
from shpalta.readers.models import Appeal, Comment, CommentState, Report, ReportReason
from shpalta.readers.pace import Pace
from shpalta.readers.passes import Pass

LONGEST_NOTE = 500
LONGEST_APPEAL = 1000
APPEALED = (CommentState.REFUSED, CommentState.REMOVED, CommentState.SHUT)
"""States that a decision led to and that an author may object to."""
_REPORTS = Pace(10, 600)


class ObjectionError(ShpaltaError):
    """An objection that cannot be taken; `code` is one of `shpalta.readers.problems`."""

    permanent = True

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def report_comment(*, comment_id: int, reporter: str, reason: str, note: str = "") -> None:
    """Keep a reader's objection to a public comment; a second one takes the first one's place.

    `reporter` is an author key, or `n:` and a network. Raises ObjectionError.
    """
    if reason not in ReportReason.values:
        raise ObjectionError("unknown")
    if not _REPORTS.allows(reporter):
        raise ObjectionError("fast")
    if not Comment.objects.filter(pk=comment_id, state=CommentState.PUBLIC).exists():
        raise ObjectionError("nothing")
    Report.objects.update_or_create(
        comment_id=comment_id,
        reporter=reporter,
        defaults={"reason": reason, "note": note.strip()[:LONGEST_NOTE]},
    )


@transaction.atomic
def appeal_comment(*, comment_id: int, holder: Pass, text: str) -> None:
    """Keep an author's objection to what was decided: once. Raises ObjectionError."""
    comment = Comment.objects.select_related("reader").filter(pk=comment_id).first()
    if comment is None or not is_author(holder, comment):
        raise ObjectionError("not-yours")
    if comment.state not in APPEALED or Appeal.objects.filter(comment=comment).exists():
        raise ObjectionError("late")
    Appeal.objects.create(comment=comment, text=text.strip()[:LONGEST_APPEAL])
