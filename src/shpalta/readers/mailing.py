"""E-mails about replies and decisions: one at a time, by the workshop, each sent once."""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from shpalta.newsroom.staff.models import User
from shpalta.readers.editions import origin_of
from shpalta.readers.models import CommentState, Notice, NoticeKind
from shpalta.readers.reasons import reason_words

logger = logging.getLogger(__name__)
_TEMPLATES = {
    NoticeKind.REPLY: "shpalta/readers/mail/reply.txt",
    NoticeKind.DECISION: "shpalta/readers/mail/decision.txt",
    NoticeKind.APPEAL: "shpalta/readers/mail/decision.txt",
}


def mail_one() -> bool:
    """Send the e-mail about the oldest notice that waits for one; a trade of the workshop.

    It counts as sent before it goes: nobody gets one twice.
    """
    rows = Notice.objects.filter(mail_due=True).order_by("pk")
    notice = rows.select_related("reader", "comment__talk__edition__title").first()
    if notice is None:
        return False
    if not Notice.objects.filter(pk=notice.pk, mail_due=True).update(mail_due=False):
        return True
    account = User.everybody.filter(reader=notice.reader).first()
    is_spoken_of = notice.kind != NoticeKind.REPLY or notice.comment.state == CommentState.PUBLIC
    if account is not None and account.email and is_spoken_of:
        try:
            _message(notice, account.email).send()
        except (SMTPException, OSError) as error:
            logger.error("mail about notice %d was not sent: %s", notice.pk, type(error).__name__)
    return True


def _message(notice: Notice, address: str) -> EmailMessage:
    edition = notice.comment.talk.edition
    origin = origin_of(edition)
    talk = f"{origin}{edition.prefix}/-/talk/{notice.comment.talk.number}"
    with translation.override(edition.language):
        told = {
            "notice": notice,
            "comment": notice.comment,
            "edition": edition,
            "reasons": reason_words(notice.comment.reasons),
            "url": f"{talk}/c/{notice.comment_id}/#c-{notice.comment_id}",
            "mine": f"{origin}{edition.prefix}/-/readers/mine/",
            "account": f"{origin}{edition.prefix}/-/readers/account/",
        }
        text = render_to_string(_TEMPLATES[NoticeKind(notice.kind)], told)
    subject, _line, body = text.strip().partition("\n")
    return EmailMessage(subject.strip(), body.strip() + "\n", to=[address])
