"""A reader's own pages: what they wrote, what they were told, their account."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from shpalta.newsroom.titles.models import Edition
from shpalta.readers.accounts import rename_reader
from shpalta.readers.changing import may_change
from shpalta.readers.editions import ROOM, base_of, origin_of
from shpalta.readers.models import Appeal, Comment, CommentState, Notice, Reader, Talk, TalkRules
from shpalta.readers.notices import count_unread, mark_read
from shpalta.readers.objecting import APPEALED
from shpalta.readers.personal import Person, erase_person, export_person, former_reader
from shpalta.readers.places import Asked, Place, TalkKey, find_places
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
    notices = _notices(reader) if reader else []
    rules = {one.title_id: one for one in TalkRules.objects.all()}
    spoken_of = [*page.object_list, *(one.comment for one in notices)]
    found = _find_stories([row.talk for row in spoken_of], asking.edition)
    told = {
        "page": page,
        "rows": [_told(row, found[row.talk_id], rules) for row in page.object_list],
        "notices": [_told_notice(one, found[one.comment.talk_id]) for one in notices],
        "unread": count_unread(reader) if reader else 0,
        "reader": reader,
        "name": reader.name if reader else asking.holder.name,
    }
    response = render(request, "shpalta/readers/mine.html", told)
    if reader is not None and notices:
        mark_read(reader, notices[0])
    return response


def _notices(reader: Reader) -> list[Notice]:
    rows = Notice.objects.filter(reader=reader).select_related("comment__talk__edition")
    return list(rows[:NOTICES])


@dataclass(frozen=True, slots=True)
class Over:
    """The story over a talk: what stands before the talk's paths, and the page of the story.

    Where the public sees no story there is no `headline` and no `url`.
    """

    base: str
    headline: str = ""
    language: str = ""
    url: str = ""


def _told_notice(row: Notice, story: Over) -> dict[str, Any]:
    return {
        "notice": row,
        "is_new": not row.is_read,
        "url": _below(story.base, row.comment),
        "story": story,
        "is_public": row.comment.state == CommentState.PUBLIC,
        "reasons": reason_words(row.comment.reasons),
    }


def _below(base: str, row: Comment) -> str:
    return f"{base}/-/talk/{row.talk.number}/c/{row.pk}/#c-{row.pk}"


def _find_stories(talks: Iterable[Talk], edition: Edition) -> dict[int, Over]:
    """Find the stories over talks, by the talks' ids, as somebody who reads in an edition is led.

    A talk that the title shares with a sister is led to in the title itself: a guest is known
    under its host alone.
    """
    known = {talk.pk: talk for talk in talks}
    editions = {talk.edition_id: talk.edition for talk in known.values()}
    asked = [(talk.edition, talk.number) for talk in known.values()]
    sisters = [talk for talk in known.values() if talk.edition.title_id != edition.title_id]
    if sisters:
        near = {one.pk: one for one in Edition.objects.filter(title_id=edition.title_id)}
        near[edition.pk] = edition
        editions |= near
        asked += [(one, talk.number) for one in near.values() for talk in sisters]
    # What is nearest comes last, and so before the others.
    found = sorted(
        find_places(asked).items(), key=lambda item: _nearness(item[0], editions, edition)
    )
    over = {place.talk_key: (editions[one.edition_id], place) for one, place in found}
    return {pk: _over(talk, over.get(TalkKey.of(talk)), edition) for pk, talk in known.items()}


def _nearness(asked: Asked, editions: Mapping[int, Edition], edition: Edition) -> tuple[bool, bool]:
    is_of_title = editions[asked.edition_id].title_id == edition.title_id
    return is_of_title, asked.edition_id == edition.pk


def _over(talk: Talk, found: tuple[Edition, Place] | None, edition: Edition) -> Over:
    if found is None:
        return Over(base_of(talk.edition, seen_from=edition))
    there, place = found
    origin = "" if there.title_id == edition.title_id else origin_of(there)
    return Over(
        base_of(there, seen_from=edition), place.headline, there.language, f"{origin}{place.path}"
    )


def _told(row: Comment, story: Over, rules: Mapping[int, TalkRules]) -> dict[str, Any]:
    own = f"{story.base}{ROOM}comment/{row.pk}/"
    is_public = row.state == CommentState.PUBLIC
    appealed: Appeal | None = getattr(row, "appeal", None)
    return {
        "comment": row,
        "url": _below(story.base, row) if is_public else "",
        "story": story,
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
    body = json.dumps(export_person(Person(reader)), ensure_ascii=False, indent=2)
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
        erase_person(
            person=Person(reader),
            with_comments=form.cleaned_data["comments"] == "remove",
            gone_name=former_reader(),
        )
        return render(request, "shpalta/readers/erased.html")
    return render(request, "shpalta/readers/erase.html", {"form": form, "reader": reader})
