"""Saving many comments in one transaction: who, where, what the judge says, and the sums."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from shpalta.newsroom.titles.models import Edition
from shpalta.readers.changing import change_wording, withdraw
from shpalta.readers.drafting import STATES, draft_of, refuse_text, told_of, verdict_of
from shpalta.readers.editions import current_directory
from shpalta.readers.judging import Draft, Verdict, find_judge
from shpalta.readers.models import (
    LONGEST_NAME,
    Comment,
    CommentState,
    Reader,
    Talk,
    TalkRules,
)
from shpalta.readers.notices import notice_replies
from shpalta.readers.opening import find_opening
from shpalta.readers.places import Asked, Place, TalkKey, find_places
from shpalta.readers.sending import Answered, Sent, problem
from shpalta.readers.sums import Sums, lock_talks
from shpalta.readers.wording import folded, plain_words

Address = tuple[str, str]
"""An edition's host and prefix, as a request has them."""
SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of the places and people of a batch."""

    editions: dict[Address, Edition]
    places: dict[Asked, Place]
    rules: dict[int, TalkRules]
    talks: dict[TalkKey, Talk]
    readers: dict[int, Reader]
    answered: dict[int, Comment]
    taken_names: frozenset[str]
    """Of the guests' names those that are readers', folded."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A new comment that may be judged: its row without its state, and the judge's draft."""

    row: Comment
    draft: Draft


@transaction.atomic
def save_all(sent: Sequence[Sent]) -> list[Answered]:
    """Save what was sent, all in one transaction with one entry of the journal.

    Gives the answers in the same order; they may go out once this has returned. What cannot be
    taken is answered by a problem and does no harm to the rest.
    """
    ground = _survey(sent)
    sums = Sums({talk.pk: talk for talk in ground.talks.values()})
    answers: dict[int, Answered] = {}
    ready: dict[int, Ready] = {}
    for turn, one in enumerate(sent):
        if one.edits is None and one.removes is None:
            prepared = _prepare(one, ground)
            if isinstance(prepared, Ready):
                ready[turn] = prepared
            else:
                answers[turn] = prepared
    answers |= _insert(ready, sums)
    sums.save()
    for turn, one in enumerate(sent):
        if one.removes is not None:
            answers[turn] = withdraw(one)
        elif one.edits is not None:
            answers[turn] = change_wording(one)
    return [answers[turn] for turn in range(len(sent))]


def _survey(sent: Sequence[Sent]) -> Ground:
    """Read all that a batch needs, by one statement a kind; lock the talks."""
    directory = current_directory()
    found = {
        address: directory.find(*address) for address in {(one.host, one.prefix) for one in sent}
    }
    editions = {address: edition for address, edition in found.items() if edition is not None}
    places = find_places(
        (edition, one.number)
        for one in sent
        if one.number and (edition := editions.get((one.host, one.prefix))) is not None
    )
    titles = {place.edition.title_id for place in places.values()}
    readers = {one.holder.reader_id for one in sent if one.holder.reader_id}
    answered = {one.answers for one in sent if one.answers}
    changed = {pk for one in sent for pk in (one.edits, one.removes) if pk}
    return Ground(
        editions=editions,
        places=places,
        rules={rules.title_id: rules for rules in TalkRules.objects.filter(title_id__in=titles)},
        talks=_lock({place.talk_key for place in places.values()}, changed),
        readers=Reader.objects.in_bulk(readers) if readers else {},
        answered=Comment.objects.in_bulk(answered) if answered else {},
        taken_names=_taken_names({folded(one.holder.name) for one in sent if one.holder.name}),
    )


def _taken_names(names: set[str]) -> frozenset[str]:
    if not names:
        return frozenset()
    rows = Reader.objects.filter(folded_name__in=names)
    return frozenset(rows.values_list("folded_name", flat=True))


def _lock(talks: set[TalkKey], changed: set[int]) -> dict[TalkKey, Talk]:
    """Lock some talks, making those that are not there yet, and those of changed comments.

    All at once, so that a batch and a moderator never wait for each other.
    """
    numbers = {talk.number for talk in talks}
    known = Talk.objects.filter(number__in=numbers).values_list("edition_id", "number", "pk")
    found = {TalkKey(edition_id, number): pk for edition_id, number, pk in known}
    ids = {key: pk for key, pk in found.items() if key in talks}
    missing = talks - ids.keys()
    if missing:
        Talk.objects.bulk_create(
            (Talk(edition_id=key.edition_id, number=key.number) for key in sorted(missing)),
            ignore_conflicts=True,
        )
        return _lock(talks, changed)
    others = Comment.objects.filter(pk__in=changed).values_list("talk_id", flat=True)
    locked = lock_talks({*ids.values(), *others}).values()
    return {TalkKey.of(talk): talk for talk in locked}


def _prepare(one: Sent, ground: Ground) -> Ready | Answered:
    edition = ground.editions.get((one.host, one.prefix))
    place = ground.places.get(Asked(edition.pk if edition else 0, one.number))
    talk = ground.talks.get(place.talk_key) if place else None
    if place is None or talk is None:
        return problem("nothing")
    rules = ground.rules.get(place.edition.title_id)
    opening = find_opening(rules, talk.opening, published_at=place.published_at, now=timezone.now())
    if rules is None or not opening.is_open:
        return problem("closed")
    reader = ground.readers.get(one.holder.reader_id or 0)
    refusal = _refuse_author(one, reader, rules, ground) or refuse_text(one.text)
    if refusal:
        return problem(refusal)
    parent = ground.answered.get(one.answers or 0)
    if one.answers and (parent is None or not _can_be_answered(parent, talk)):
        return problem("answered")
    return _ready(one, place.edition, talk, reader, parent)


def _refuse_author(one: Sent, reader: Reader | None, rules: TalkRules, ground: Ground) -> str:
    if one.holder.reader_id:
        if reader is None or reader.erased_at or reader.pass_key != one.holder.pass_key:
            return "log-in"
        return ""
    if not rules.guests_may_write or not one.holder.guest_key:
        return "log-in"
    is_fit = SHORTEST_NAME <= len(one.holder.name) <= LONGEST_NAME
    return "" if is_fit and folded(one.holder.name) not in ground.taken_names else "name"


def _can_be_answered(comment: Comment, talk: Talk) -> bool:
    return comment.talk_id == talk.pk and comment.state == CommentState.PUBLIC


def _ready(
    one: Sent, edition: Edition, talk: Talk, reader: Reader | None, parent: Comment | None
) -> Ready:
    text = plain_words(one.text)
    row = Comment(
        talk=talk,
        parent_id=(parent.parent_id or parent.pk) if parent else None,
        answers=parent,
        reader=reader,
        name=reader.name if reader else one.holder.name,
        guest_key="" if reader else one.holder.guest_key,
        text=text,
        created_at=one.at,
        network=one.network,
    )
    return Ready(row, draft_of(row, edition, network=one.network, at=one.at))


def _insert(ready: dict[int, Ready], sums: Sums) -> dict[int, Answered]:
    if not ready:
        return {}
    turns = list(ready)
    verdicts = find_judge()([ready[turn].draft for turn in turns])
    answers: dict[int, Answered] = {}
    kept: dict[int, tuple[Comment, Verdict]] = {}
    for turn, given in zip(turns, verdicts, strict=True):
        row = ready[turn].row
        verdict = verdict_of(given, row.reader)
        if not verdict.is_saved:
            answers[turn] = told_of(row, verdict)
            continue
        row.state = STATES[verdict.outcome]
        row.stands = row.state == CommentState.PUBLIC
        row.reasons = list(verdict.reasons)
        kept[turn] = (row, verdict)
    rows = [row for row, _verdict in kept.values()]
    Comment.objects.bulk_create(rows)
    for row in rows:
        sums.note(row, None)
        if row.stands and row.parent_id is None:
            sums.note_root(row.talk_id, 1)
    notice_replies(rows)
    return answers | {turn: told_of(row, verdict) for turn, (row, verdict) in kept.items()}
