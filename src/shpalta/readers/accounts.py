"""Readers' accounts: made, renamed, given out as a file, erased."""

import secrets
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from shpalta.core.errors import ShpaltaError
from shpalta.readers.locking import lock_rows
from shpalta.readers.models import (
    LONGEST_NAME,
    Appeal,
    Comment,
    CommentState,
    Notice,
    Reaction,
    Reader,
    Report,
)
from shpalta.readers.states import move_comments
from shpalta.readers.sums import Sums, lock_talks
from shpalta.readers.wording import folded, plain_name

SHORTEST_NAME = 2


class NameTakenError(ShpaltaError):
    """A name that is too short or too long, or that somebody else has."""

    permanent = True


def ensure_reader(account: Any) -> Reader:
    """Give the reader of an account, made where it is not there yet."""
    found = Reader.objects.filter(account_id=account.pk).first()
    if found is not None:
        return found
    given = plain_name(account.get_full_name())[:LONGEST_NAME]
    name = given if given and is_free(given) else f"reader-{secrets.token_hex(3)}"
    return make_reader(account, name)


def make_reader(account: Any, name: str) -> Reader:
    """Make the reader of a new account."""
    reader, _is_new = Reader.objects.get_or_create(
        account_id=account.pk,
        defaults={
            "name": name,
            "folded_name": folded(name),
            "pass_key": secrets.token_hex(8),
        },
    )
    return reader


def is_free(name: str, *, besides: int | None = None) -> bool:
    """Tell whether a name fits and nobody has one that looks like it (`besides` one reader)."""
    plain = folded(name)
    if not plain or not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        return False
    others = Reader.objects.filter(folded_name=plain).exclude(pk=besides or 0)
    return not others.exists()


@transaction.atomic
def rename_reader(*, reader: Reader, name: str) -> None:
    """Give a reader another name, on what they wrote as well. Raises NameTakenError."""
    name = plain_name(name)
    if name == reader.name:
        return
    if not is_free(name, besides=reader.pk):
        message = f"The name “{name}” cannot be had."
        raise NameTakenError(message)
    _sign_anew(reader, name)
    reader.name, reader.folded_name = name, folded(name)
    reader.save(update_fields=["name", "folded_name"])


def _sign_anew(reader: Reader, name: str) -> None:
    rows = Comment.objects.filter(reader=reader)
    sums = Sums(lock_talks(rows.values_list("talk_id", flat=True)))
    for talk_id in set(rows.filter(state=CommentState.PUBLIC).values_list("talk_id", flat=True)):
        sums.touch(talk_id)
    rows.update(name=name)
    sums.save()


def export_reader(reader: Reader) -> dict[str, Any]:
    """Give all that is kept of a reader, for a JSON file of theirs."""
    account = reader.account
    voter = f"r:{reader.pk}"
    return {
        "name": reader.name,
        "email": account.email if account else "",
        "joined": reader.joined_at.isoformat(),
        "trust": reader.level,
        "banned": reader.is_shut,
        "e-mails": {"replies": reader.mails_replies, "decisions": reader.mails_decisions},
        "comments": list(_comments(reader)),
        "reactions": [
            {"comment": row.comment_id, "kind": row.kind, "at": row.at.isoformat()}
            for row in Reaction.objects.filter(voter=voter).order_by("pk")
        ],
        "reports": [
            {
                "comment": row.comment_id,
                "reason": row.reason,
                "note": row.note,
                "at": row.at.isoformat(),
            }
            for row in Report.objects.filter(reporter=voter).order_by("pk")
        ],
        "appeals": [
            {"comment": row.comment_id, "text": row.text, "state": row.state, "answer": row.answer}
            for row in Appeal.objects.filter(comment__reader=reader).order_by("pk")
        ],
        "notices": [
            {"kind": row.kind, "comment": row.comment_id, "at": row.at.isoformat()}
            for row in Notice.objects.filter(reader=reader).order_by("pk")
        ],
    }


def _comments(reader: Reader) -> Iterator[dict[str, Any]]:
    rows = Comment.objects.filter(reader=reader).select_related("talk__edition").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        yield {
            "id": row.pk,
            "edition": str(row.talk.edition),
            "story": row.talk.number,
            "answers": row.answers_id,
            "text": row.text,
            "state": row.state,
            "reasons": row.reasons,
            "note": row.note,
            "written": row.created_at.isoformat(),
            "edited": row.edited_at.isoformat() if row.edited_at else None,
            "network": row.network,
        }


@transaction.atomic
def erase_reader(*, reader: Reader, with_comments: bool, gone_name: str) -> None:
    """Erase an account with all that is kept of the person.

    What they wrote is taken off `with_comments`; else it stays without their name, under
    `gone_name`. Nobody can log in with the account again, and all passes end.
    """
    comments = Comment.objects.filter(reader=reader)
    if with_comments:
        alive = list(comments.values_list("pk", flat=True))
        move_comments(ids=alive, state=CommentState.WITHDRAWN, reasons=[], note="")
        comments.update(text="")
    _sign_anew(reader, gone_name)
    comments.update(network="", note="")
    voter = f"r:{reader.pk}"
    reports = Report.objects.filter(reporter=voter)
    lock_rows(reports)
    reports.update(reporter=f"x:{secrets.token_hex(8)}", note="")
    Reaction.objects.filter(voter=voter).update(voter=f"x:{secrets.token_hex(8)}")
    Notice.objects.filter(reader=reader).delete()
    Appeal.objects.filter(comment__reader=reader).update(text="")
    account = reader.account
    comments.update(reader=None)
    reader.account = None
    reader.name, reader.folded_name = "", ""
    reader.pass_key, reader.erased_at = secrets.token_hex(8), timezone.now()
    reader.save()
    if account is not None:
        account.delete()
