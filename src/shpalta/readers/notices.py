"""Telling authors of replies and of decisions: a row each, and an e-mail where they want one."""

from collections.abc import Iterable, Sequence

from shpalta.readers.models import Comment, CommentState, Notice, NoticeKind, Reader


def notice_replies(comments: Iterable[Comment]) -> None:
    """Tell those who are answered by comments that have become public; each once."""
    public = [row for row in comments if row.answers_id and row.state == CommentState.PUBLIC]
    if not public:
        return
    ids = {row.answers_id for row in public if row.answers_id}
    answered = {
        row.pk: row
        for row in Comment.objects.filter(pk__in=ids, reader__isnull=False).select_related("reader")
    }
    told = set(
        Notice.objects.filter(
            kind=NoticeKind.REPLY, comment_id__in=[row.pk for row in public]
        ).values_list("comment_id", flat=True)
    )
    due = []
    for row in public:
        parent = answered.get(row.answers_id or 0)
        if parent is None or parent.reader is None or row.pk in told:
            continue
        if parent.reader_id != row.reader_id:
            due.append(
                Notice(
                    reader=parent.reader,
                    kind=NoticeKind.REPLY,
                    comment=row,
                    mail_due=parent.reader.mails_replies,
                )
            )
    Notice.objects.bulk_create(due)


def notice_decisions(comment_ids: Sequence[int], *, kind: NoticeKind = NoticeKind.DECISION) -> None:
    """Tell the authors of comments that something was decided about these."""
    rows = Comment.objects.filter(pk__in=comment_ids, reader__isnull=False).select_related("reader")
    Notice.objects.bulk_create(
        Notice(reader=row.reader, kind=kind, comment=row, mail_due=row.reader.mails_decisions)
        for row in rows
        if row.reader is not None
    )


def count_unread(reader: Reader) -> int:
    """Count what a reader has been told and was not shown yet."""
    return Notice.objects.filter(reader=reader, is_read=False).count()


def mark_read(reader: Reader, newest: Notice) -> None:
    """Note that a reader was shown a notice, and with it those before.

    What was written at the same time, and has a higher number, goes on waiting.
    """
    unread = Notice.objects.filter(reader=reader, is_read=False, pk__lte=newest.pk)
    unread.update(is_read=True)
