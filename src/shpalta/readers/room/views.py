"""Writing, reacting and reporting without a script, and what a script asks before it writes."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from shpalta.readers.changing import changeable, is_author, may_change
from shpalta.readers.models import Comment, CommentState, ReactionKind, Talk, TalkRules
from shpalta.readers.notices import count_unread
from shpalta.readers.objecting import ObjectionError, appeal_comment, report_comment
from shpalta.readers.opening import find_opening
from shpalta.readers.pace import Pace
from shpalta.readers.passes import Pass, guest_pass
from shpalta.readers.places import Place, find_place
from shpalta.readers.problems import problem_words
from shpalta.readers.reasons import reason_words
from shpalta.readers.room.forms import AppealForm, ReportForm, WriteForm
from shpalta.readers.room.middleware import RoomRequest
from shpalta.readers.sending import Answered, Felt, Result, Sent
from shpalta.readers.wording import plain_name
from shpalta.readers.writer import WRITER

WAIT_SECONDS = 30.0
_OWN_SHOWN = 50
_GUESTS = Pace(20, 600)


def health(_request: HttpRequest) -> HttpResponse:
    """Tell that the room is well."""
    Talk.objects.exists()
    return HttpResponse("ok\n", content_type="text/plain")


def number_in(text: str) -> int:
    """Read a number of an address; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0  # noqa: PLR2004


def place_asked(request: HttpRequest, number: int) -> tuple[Place, TalkRules | None, bool]:
    """Find the talk under a public story of the edition, its rules and whether it is open.

    Raises Http404.
    """
    place = find_place(cast("RoomRequest", request).edition, number)
    if place is None:
        raise Http404
    rules = TalkRules.objects.filter(title_id=place.edition.title_id).first()
    talk = Talk.objects.filter(edition_id=place.edition.pk, number=number).first()
    opening = find_opening(
        rules,
        talk.opening if talk else "",
        published_at=place.published_at,
        now=datetime.now(UTC),
    )
    return place, rules, opening.is_open


def send_and_wait(sent: Sent | Felt) -> Answered:
    """Let the writer save something, and wait until it is."""
    return WRITER.submit(sent).result(WAIT_SECONDS)


def sent_from(request: HttpRequest, holder: Pass, **what: Any) -> Sent:
    """Make plain data of a form that was sent."""
    edition = cast("RoomRequest", request).edition
    return Sent(
        holder=holder,
        host=request.get_host(),
        prefix=edition.prefix,
        network=cast("RoomRequest", request).network,
        at=datetime.now(UTC),
        **what,
    )


def write(request: HttpRequest) -> HttpResponse:
    """Show the form of a comment, and take it."""
    number = number_in(request.GET.get("story", ""))
    place, rules, is_open = place_asked(request, number)
    holder = cast("RoomRequest", request).holder
    answers = _answered(request, place)
    told: dict[str, Any] = {
        "place": place,
        "answered": answers,
        "is_open": is_open,
        "may_write": holder is not None or bool(rules and rules.guests_may_write),
        "asks_name": holder is None,
    }
    form = WriteForm(request.POST or None, asks_name=holder is None)
    if request.method == "POST" and form.is_valid() and told["may_write"]:
        holder = holder or _new_guest(request, form.cleaned_data["name"])
        sent = sent_from(
            request,
            holder,
            number=number,
            text=form.cleaned_data["text"],
            answers=answers.pk if answers else None,
        )
        answered = send_and_wait(sent)
        if answered.result is not Result.PROBLEM:
            return _written(request, place, answered, holder)
        form.add_error(None, problem_words(answered.reasons[0]))
    status = 422 if form.errors else 200
    return render(request, "shpalta/readers/write.html", told | {"form": form}, status=status)


def _answered(request: HttpRequest, place: Place) -> Comment | None:
    return Comment.objects.filter(
        pk=number_in(request.GET.get("answers", "")),
        state=CommentState.PUBLIC,
        talk__edition_id=place.edition.pk,
        talk__number=place.number,
    ).first()


def _new_guest(request: HttpRequest, name: str) -> Pass:
    if not _GUESTS.allows(cast("RoomRequest", request).network):
        raise Http404
    return guest_pass(plain_name(name))


def _written(request: HttpRequest, place: Place, answered: Answered, holder: Pass) -> HttpResponse:
    if holder.guest_key:
        request.given_pass = holder  # type: ignore[attr-defined]  # PassMiddleware's
    edition = cast("RoomRequest", request).edition
    own = f"{edition.prefix}/-/talk/{place.number}/c/{answered.comment_id}/"
    if answered.result is Result.PUBLISHED:
        return redirect(f"{own}#c-{answered.comment_id}")
    told = {
        "place": place,
        "is_held": answered.result is Result.HELD,
        "reasons": reason_words(answered.reasons),
        "wait_seconds": answered.wait_seconds,
    }
    return render(request, "shpalta/readers/written.html", told)


def log_in(request: HttpRequest) -> HttpResponse:
    """Lead to where one logs in, and back from there."""
    return redirect(f"{reverse('account_login')}?next={request.path}")


def of_somebody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let whom nobody knows here log in first: what they wrote may be theirs under that name."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if cast("RoomRequest", request).holder is None:
            return log_in(request)
        return view(request, *args, **kwargs)

    return guarded


def own_comment(request: HttpRequest, pk: int) -> Comment:
    """Find a comment that whoever asks wrote. Raises Http404."""
    holder = cast("RoomRequest", request).holder
    comment = find_comment(request, pk)
    if comment is None or holder is None or not is_author(holder, comment):
        raise Http404
    return comment


def find_comment(request: HttpRequest, pk: int) -> Comment | None:
    """Find a comment that stands, or would stand, under a public story of the edition."""
    rows = Comment.objects.select_related("reader", "talk__edition").filter(pk=pk)
    comment = rows.first()
    if comment is None:
        return None
    place = find_place(cast("RoomRequest", request).edition, comment.talk.number)
    is_there = place is not None and place.edition.pk == comment.talk.edition_id
    return comment if is_there else None


def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a comment with the ways to react to it and to report it."""
    found = find_comment(request, pk)
    if found is None or found.state != CommentState.PUBLIC:
        raise Http404
    holder = cast("RoomRequest", request).holder
    told: dict[str, Any] = {
        "comment": found,
        "url": _own_url(request, found),
        "kinds": [(kind, found.reactions.get(kind.value, 0)) for kind in ReactionKind],
        "may_react": holder is not None,
        "is_own": holder is not None and is_author(holder, found),
    }
    form = ReportForm()
    if request.method == "POST" and "kind" in request.POST and holder is not None:
        kind = request.POST["kind"][:10]
        felt = Felt(holder=holder, comment_id=pk, kind=kind, at=datetime.now(UTC))
        answered = send_and_wait(felt)
        if answered.result is not Result.PROBLEM:
            # Here it is seen at once; the page of comments hears of it a moment later.
            return redirect("readers_comment", pk)
        told["problem"] = problem_words(answered.reasons[0])
    elif request.method == "POST" and "reason" in request.POST:
        form = ReportForm(request.POST)
        told |= _report(request, pk, form)
    status = 422 if told.get("problem") or form.errors else 200
    return render(request, "shpalta/readers/comment.html", told | {"form": form}, status=status)


def _report(request: HttpRequest, pk: int, form: ReportForm) -> dict[str, Any]:
    if not form.is_valid():
        return {}
    asking = cast("RoomRequest", request)
    reporter = asking.holder.author_key if asking.holder else f"n:{asking.network}"
    try:
        report_comment(comment_id=pk, reporter=reporter, **form.cleaned_data)
    except ObjectionError as error:
        return {"problem": problem_words(error.code)}
    return {"is_reported": True}


def _own_url(request: HttpRequest, row: Comment) -> str:
    edition = cast("RoomRequest", request).edition
    return f"{edition.prefix}/-/talk/{row.talk.number}/c/{row.pk}/#c-{row.pk}"


@of_somebody
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an author word a comment anew."""
    found = own_comment(request, pk)
    form = WriteForm(request.POST or None, initial={"text": found.text}, asks_name=False)
    rules = TalkRules.objects.filter(title_id=found.talk.edition.title_id).first()
    told: dict[str, Any] = {"form": form, "comment": found}
    if not may_change(found, rules, datetime.now(UTC)):
        told["problem"] = problem_words("late")
        return render(request, "shpalta/readers/edit.html", told)
    if request.method == "POST" and form.is_valid():
        holder = cast("RoomRequest", request).holder or Pass()
        text = form.cleaned_data["text"]
        answered = send_and_wait(sent_from(request, holder, text=text, edits=pk))
        if answered.result is not Result.PROBLEM:
            is_public = answered.result is Result.PUBLISHED
            return redirect("readers_comment", pk) if is_public else redirect("readers_mine")
        form.add_error(None, problem_words(answered.reasons[0]))
    status = 422 if form.errors else 200
    return render(request, "shpalta/readers/edit.html", told, status=status)


@of_somebody
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an author take a comment back."""
    found = own_comment(request, pk)
    if request.method == "POST":
        holder = cast("RoomRequest", request).holder or Pass()
        send_and_wait(sent_from(request, holder, removes=pk))
        return redirect("readers_mine")
    return render(request, "shpalta/readers/remove.html", {"comment": found})


@of_somebody
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an author object to a decision."""
    found = own_comment(request, pk)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        holder = cast("RoomRequest", request).holder or Pass()
        try:
            appeal_comment(comment_id=pk, holder=holder, text=form.cleaned_data["text"])
        except ObjectionError as error:
            form.add_error(None, problem_words(error.code))
        else:
            return redirect("readers_mine")
    told = {"form": form, "comment": found, "reasons": reason_words(found.reasons)}
    status = 422 if form.errors else 200
    return render(request, "shpalta/readers/appeal.html", told, status=status)


@require_GET
def me(request: HttpRequest) -> JsonResponse:
    """Tell a script who reads, what they may do under a story, and what is new for them."""
    asking = cast("RoomRequest", request)
    number = number_in(request.GET.get("story", ""))
    place, rules, is_open = place_asked(request, number)
    holder, reader = asking.holder, asking.reader
    rows: list[int] = []
    if holder is not None:
        mine = Comment.objects.filter(talk__edition_id=place.edition.pk, talk__number=number)
        mine = mine.filter(reader=reader) if reader else mine.filter(guest_key=holder.guest_key)
        mine = changeable(mine, rules, datetime.now(UTC)).order_by("-pk")
        rows = list(mine.values_list("pk", flat=True)[:_OWN_SHOWN])
    unread = count_unread(reader) if reader is not None else 0
    return JsonResponse(
        {
            "name": reader.name if reader else holder.name if holder else "",
            "known": holder is not None,
            "reader": reader is not None,
            "guests": bool(rules and rules.guests_may_write),
            "open": is_open,
            "changeable": rows,
            "unread": unread,
            "news": ngettext("%(count)d new", "%(count)d new", unread) % {"count": unread},
        }
    )
