"""What is kept of one person: given out and erased, at their own wish or at an administrator's.

Guests have no account; they are who wrote a comment. So an administrator names whom a request is
about by an e-mail address or by a comment.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from shpalta.core.errors import ShpaltaError
from shpalta.newsroom.staff.models import User
from shpalta.readers.locking import lock_rows
from shpalta.readers.models import (
    Appeal,
    Ban,
    Comment,
    CommentState,
    Notice,
    Reaction,
    Reader,
    Report,
)
from shpalta.readers.states import move_comments
from shpalta.readers.sums import Sums, lock_talks


class UnknownPersonError(ShpaltaError):
    """Nobody is known by what was said of them."""

    permanent = True


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of whom something is kept: a reader, or a guest by the key of their browser."""

    reader: Reader | None = None
    guest_key: str = ""

    @property
    def key(self) -> str:
        """Write who it is as rows keep it."""
        return f"r:{self.reader.pk}" if self.reader else f"g:{self.guest_key}"

    @property
    def comments(self) -> "QuerySet[Comment]":
        """Give what they wrote."""
        if self.reader:
            return Comment.objects.filter(reader=self.reader)
        return Comment.objects.filter(reader=None, guest_key=self.guest_key)

    @property
    def bans(self) -> "QuerySet[Ban]":
        """Give the bans that were laid upon them."""
        if self.reader:
            return Ban.objects.filter(reader=self.reader)
        return Ban.objects.filter(guest_key=self.guest_key)


def find_person(*, email: str = "", comment_id: int = 0) -> Person:
    """Find whom a request is about. Raises UnknownPersonError."""
    if email:
        account = User.everybody.filter(email__iexact=email, is_reader=True).first()
        reader = Reader.objects.filter(account=account).first() if account else None
        if reader is None:
            message = f"No reader has an account with the address {email}."
            raise UnknownPersonError(message)
        return Person(reader)
    row = Comment.objects.select_related("reader").filter(pk=comment_id).first()
    if row is None or not (row.reader or row.guest_key):
        message = f"Of the author of comment {comment_id} nothing is kept."
        raise UnknownPersonError(message)
    return Person(row.reader, "" if row.reader else row.guest_key)


def export_person(person: Person) -> dict[str, Any]:
    """Give all that is kept of somebody, for a JSON file."""
    told = _export_account(person.reader) if person.reader else {}
    rows = Appeal.objects.filter(comment__in=person.comments).order_by("pk")
    return told | {
        "comments": list(_comments(person.comments)),
        "reactions": [
            {"comment": row.comment_id, "kind": row.kind, "at": row.at.isoformat()}
            for row in Reaction.objects.filter(voter=person.key).order_by("pk")
        ],
        "reports": [
            {
                "comment": row.comment_id,
                "reason": row.reason,
                "note": row.note,
                "at": row.at.isoformat(),
            }
            for row in Report.objects.filter(reporter=person.key).order_by("pk")
        ],
        "appeals": [
            {"comment": row.comment_id, "text": row.text, "state": row.state, "answer": row.answer}
            for row in rows
        ],
        "bans": list(_bans(person.bans)),
    }


def _export_account(reader: Reader) -> dict[str, Any]:
    account = reader.account
    return {
        "name": reader.name,
        "email": account.email if account else "",
        "joined": reader.joined_at.isoformat(),
        "trust": reader.level,
        "banned": reader.is_shut,
        "e-mails": {"replies": reader.mails_replies, "decisions": reader.mails_decisions},
        "notices": [
            {"kind": row.kind, "comment": row.comment_id, "at": row.at.isoformat()}
            for row in Notice.objects.filter(reader=reader).order_by("pk")
        ],
    }


def _comments(rows: "QuerySet[Comment]") -> Iterator[dict[str, Any]]:
    for row in rows.select_related("talk__edition").order_by("pk").iterator(chunk_size=500):
        yield {
            "id": row.pk,
            "edition": str(row.talk.edition),
            "story": row.talk.number,
            "answers": row.answers_id,
            "name": row.name,
            "text": row.text,
            "state": row.state,
            "reasons": row.reasons,
            "note": row.note,
            "written": row.created_at.isoformat(),
            "edited": row.edited_at.isoformat() if row.edited_at else None,
            "network": row.network,
        }


def _bans(rows: "QuerySet[Ban]") -> Iterator[dict[str, Any]]:
    for row in rows.select_related("title").order_by("pk"):
        yield {
            "title": str(row.title) if row.title else None,
            "reason": row.reason,
            "note": row.note,
            "at": row.at.isoformat(),
            "until": row.until.isoformat() if row.until else None,
            "lifted": row.lifted_at.isoformat() if row.lifted_at else None,
        }


def sign_anew(comments: "QuerySet[Comment]", name: str) -> None:
    """Put another name on comments. Runs in a transaction, and locks their talks."""
    sums = Sums(lock_talks(comments.values_list("talk_id", flat=True)))
    public = comments.filter(state=CommentState.PUBLIC)
    for talk_id in set(public.values_list("talk_id", flat=True)):
        sums.touch(talk_id)
    comments.update(name=name)
    sums.save()


def former_reader() -> str:
    """Name those who are gone, in the active language."""
    return _("former reader")


@transaction.atomic
def erase_person(*, person: Person, with_comments: bool, gone_name: str) -> None:
    """Erase all that is kept of somebody, and their account if they have one.

    What they wrote is taken off `with_comments`; else it stays without their name, under
    `gone_name`. Nobody can log in with the account again, and all passes end.
    """
    comments = Comment.objects.filter(pk__in=list(person.comments.values_list("pk", flat=True)))
    if with_comments:
        alive = list(comments.values_list("pk", flat=True))
        move_comments(ids=alive, state=CommentState.WITHDRAWN, reasons=[], note="")
        comments.update(text="")
    sign_anew(comments, gone_name)
    reports = Report.objects.filter(reporter=person.key)
    lock_rows(reports)
    reports.update(reporter=_nobody(), note="")
    Reaction.objects.filter(voter=person.key).update(voter=_nobody())
    Appeal.objects.filter(comment__in=comments).update(text="")
    comments.update(network="", note="", reader=None, guest_key="")
    if person.reader is not None:
        _erase_account(person.reader)


def _nobody() -> str:
    return f"x:{secrets.token_hex(8)}"


def _erase_account(reader: Reader) -> None:
    Notice.objects.filter(reader=reader).delete()
    account = reader.account
    reader.account = None
    reader.name, reader.folded_name = "", ""
    reader.pass_key, reader.erased_at = secrets.token_hex(8), timezone.now()
    reader.save()
    if account is not None:
        account.delete()
