"""A reader's own pages: what they wrote, what they were told, their account."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from shpalta.newsroom.titles.models import Edition
from shpalta.readers.accounts import erase_reader, export_reader, rename_reader
from shpalta.readers.changing import may_change
from shpalta.readers.editions import ROOM, base_of
from shpalta.readers.models import Appeal, Comment, CommentState, Notice, Reader, TalkRules
from shpalta.readers.notices import count_unread, mark_read
from shpalta.readers.objecting import APPEALED
from shpalta.readers.places import TalkKey, find_places
from shpalta.readers.reasons import reason_words
from shpalta.readers.room.forms import AccountForm, EraseForm
from shpalta.readers.room.middleware import RoomRequest
from shpalta.readers.room.views import log_in

ON_A_PAGE = 20
NOTICES = 30


def _reader(request: HttpRequest) -> Reader | None:
    return cast("RoomRequest", request).reader


def mine(request: HttpRequest) -> HttpResponse:
    """Show what somebody wrote, how it stands, and what they are told; guests see theirs too."""
    asking = cast("RoomRequest", request)
    if asking.holder is None:
        return log_in(request)
    reader = asking.reader
    rows = Comment.objects.select_related("talk__edition", "appeal").order_by("-pk")
    rows = rows.filter(reader=reader) if reader else rows.filter(guest_key=asking.holder.guest_key)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page", "1"))
    notices = _notices(reader, asking.edition) if reader else []
    rules = {one.title_id: one for one in TalkRules.objects.all()}
    bases = _bases(list(page.object_list), asking.edition)
    told = {
        "page": page,
        "rows": [_told(row, bases[row.talk_id], rules) for row in page.object_list],
        "notices": notices,
        "unread": count_unread(reader) if reader else 0,
        "reader": reader,
        "name": reader.name if reader else asking.holder.name,
    }
    response = render(request, "shpalta/readers/mine.html", told)
    if reader is not None and notices:
        mark_read(reader, notices[0]["notice"])
    return response


def _notices(reader: Reader, edition: Edition) -> list[dict[str, Any]]:
    rows = Notice.objects.filter(reader=reader).select_related("comment__talk__edition")[:NOTICES]
    return [
        {
            "notice": row,
            "is_new": not row.is_read,
            "url": comment_url(row.comment, seen_from=edition),
            "is_public": row.comment.state == CommentState.PUBLIC,
            "reasons": reason_words(row.comment.reasons),
        }
        for row in rows
    ]


def comment_url(row: Comment, *, seen_from: Edition) -> str:
    """Give the address of a comment on its site; its talk and edition must be loaded."""
    return _below(base_of(row.talk.edition, seen_from=seen_from), row)


def _below(base: str, row: Comment) -> str:
    return f"{base}/-/talk/{row.talk.number}/c/{row.pk}/#c-{row.pk}"


def _bases(rows: Sequence[Comment], edition: Edition) -> dict[int, str]:
    """Give what stands before the paths of the talks of comments, by the talks' ids.

    A talk that the title shares with a sister is led to in the title itself: a guest is known
    under its host alone.
    """
    bases = {row.talk_id: base_of(row.talk.edition, seen_from=edition) for row in rows}
    sisters = [row.talk for row in rows if row.talk.edition.title_id != edition.title_id]
    if not sisters:
        return bases
    near = {one.pk: one for one in Edition.objects.filter(title_id=edition.title_id)}
    near[edition.pk] = edition
    places = find_places((one, talk.number) for one in near.values() for talk in sisters)
    # The edition that is read in comes last, and so before the others.
    found = sorted(places.items(), key=lambda item: item[0].edition_id == edition.pk)
    shared = {place.talk_key: near[asked.edition_id].prefix for asked, place in found}
    return bases | {
        talk.pk: shared[TalkKey.of(talk)] for talk in sisters if TalkKey.of(talk) in shared
    }


def _told(row: Comment, base: str, rules: Mapping[int, TalkRules]) -> dict[str, Any]:
    own = f"{base}{ROOM}comment/{row.pk}/"
    is_public = row.state == CommentState.PUBLIC
    appealed: Appeal | None = getattr(row, "appeal", None)
    return {
        "comment": row,
        "url": _below(base, row) if is_public else "",
        "room": own,
        "may_change": may_change(row, rules.get(row.talk.edition.title_id), timezone.now()),
        "reasons": () if is_public else reason_words(row.reasons),
        "appeal": appealed,
        "may_appeal": row.state in APPEALED and appealed is None,
        "is_gone": row.state == CommentState.WITHDRAWN,
    }


def account(request: HttpRequest) -> HttpResponse:
    """Show and change the name and the e-mails."""
    reader = _reader(request)
    if reader is None:
        return log_in(request)
    initial = {
        "name": reader.name,
        "mails_replies": reader.mails_replies,
        "mails_decisions": reader.mails_decisions,
    }
    form = AccountForm(request.POST or None, initial=initial, reader_id=reader.pk)
    is_saved = request.method == "POST" and form.is_valid()
    if is_saved:
        rename_reader(reader=reader, name=form.cleaned_data["name"])
        reader.mails_replies = form.cleaned_data["mails_replies"]
        reader.mails_decisions = form.cleaned_data["mails_decisions"]
        reader.save(update_fields=["mails_replies", "mails_decisions"])
    told = {"form": form, "reader": reader, "is_saved": is_saved}
    status = 422 if form.errors else 200
    return render(request, "shpalta/readers/account.html", told, status=status)


def export(request: HttpRequest) -> HttpResponse:
    """Give all that is kept of somebody as a file."""
    reader = _reader(request)
    if reader is None:
        return log_in(request)
    body = json.dumps(export_reader(reader), ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="shpalta-account.json"'
    return response


def erase(request: HttpRequest) -> HttpResponse:
    """Erase an account for good."""
    reader = _reader(request)
    if reader is None:
        return log_in(request)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        logout(request)
        erase_reader(
            reader=reader,
            with_comments=form.cleaned_data["comments"] == "remove",
            gone_name=_("former reader"),
        )
        return render(request, "shpalta/readers/erased.html")
    return render(request, "shpalta/readers/erase.html", {"form": form, "reader": reader})
