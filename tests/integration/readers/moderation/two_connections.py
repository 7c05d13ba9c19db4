"""Two acts at once, each in a connection of its own: one stops in the middle, the other comes in.

Run as a program against a PostgreSQL database that has been migrated and is empty: it fills two
newspapers and lets pairs of acts meet. Each act goes as far as its commit would, and is taken
back, so that the next one finds the same.
"""

import json
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import django

django.setup()

# ruff: noqa: E402  # models can be imported only once Django is set up

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from shpalta.newsroom.staff.models import User
from shpalta.newsroom.stories.models import Story
from shpalta.readers import forgetting
from shpalta.readers.accounts import rename_reader
from shpalta.readers.judging import Draft, Verdict
from shpalta.readers.models import (
    Comment,
    CommentState,
    Moderating,
    Reader,
    Report,
    Talk,
    TalkRules,
    TrustLevel,
)
from shpalta.readers.moderation import growing, guarding, lifting, raiding, services
from shpalta.readers.moderation.acting import Asked, carry_out
from shpalta.readers.moderation.judge import Judge
from shpalta.readers.moderation.models import Finding, JudgeRules
from shpalta.readers.moderation.raids import Target
from shpalta.readers.moderation.sorting import Sorter
from shpalta.readers.passes import Pass
from shpalta.readers.personal import Person, erase_person
from shpalta.readers.reacting import react_all
from shpalta.readers.saving import save_all
from shpalta.readers.sending import Felt, Sent
from tests.factories import make_edition, make_story, make_title

PATIENCE = 30.0
_DEADLOCK = "deadlock detected"
_numbers = count(1)


def judge_anew(drafts: list[Draft]) -> list[Verdict]:
    """Judge as a process does that was just started: nothing is known of what was undone."""
    return Judge().judge(drafts)


class House:
    """Two newspapers with a story each, under which the same people wrote."""

    def __init__(self) -> None:
        self.editor = User.objects.create(username="olena", is_superuser=True, is_active=True)
        self.stories: list[Story] = []
        for code in ("daily", "city"):
            title = make_title(code)
            TalkRules.objects.create(
                title=title, guests_may_write=True, moderating=Moderating.AFTER
            )
            JudgeRules.objects.create(title=title, raid_size=1, alike=2, reports=1)
            self.stories.append(make_story(make_edition(title), f"Міст {code}"))
        self.talks = [
            Talk.objects.create(edition=one.edition, number=one.number) for one in self.stories
        ]
        self.people = [
            Reader.objects.create(name=f"Читач {n}", folded_name=f"r{n}", level=TrustLevel.TRUSTED)
            for n in range(2)
        ]
        joined = timezone.now() - timedelta(days=99)
        Reader.objects.update(joined_at=joined)
        # In the second newspaper they wrote in the other order: whoever goes by the comments
        # meets the people one way here and the other way there.
        self.public = [self._comment(CommentState.PUBLIC, talk, *at) for talk, at in self._turns()]
        self.held = [self._comment(CommentState.HELD, talk, *at) for talk, at in self._turns()]
        bad = [self._comment(CommentState.PUBLIC, talk, *at).pk for talk, at in self._turns()]
        Talk.objects.update(comments=4, roots=4)
        self.removed = services.remove_comments(ids=bad, actor=self.editor, reason="insult")
        self.shut = carry_out(
            Asked("ban", tuple(one.pk for one in self.public[:2]), days=1, is_house=True),
            self.editor,
        )
        services.undo(batch=self.shut.batch, actor=self.editor)
        self.raid = raiding.begin_raids([Target(self.title_ids[0], None)], timezone.now())[0]
        for row in Comment.objects.all():
            Finding.objects.get_or_create(comment=row, defaults={"cluster": "1"})
            Report.objects.get_or_create(comment=row, reporter="n:x", defaults={"reason": "spam"})
        Finding.objects.update(sorted_at=timezone.now() - timedelta(days=1))
        Comment.objects.filter(state=CommentState.HELD).update(edited_at=timezone.now())
        Comment.objects.update(created_at=timezone.now() - timedelta(days=60))
        Reader.objects.update(level=TrustLevel.TRUSTED)
        # A guest wrote of late nearly what waits: the sorter holds it along with that.
        self._comment(CommentState.PUBLIC, self.talks[1], None, 5)
        Talk.objects.filter(pk=self.talks[1].pk).update(comments=3, roots=3)

    @property
    def title_ids(self) -> list[int]:
        """Give the ids of both titles."""
        return [one.edition.title_id for one in self.stories]

    def _turns(self) -> Iterator[tuple[Talk, tuple[Reader, int]]]:
        first, second = self.talks
        one, other = self.people
        yield from (
            (first, (one, 1)),
            (first, (other, 2)),
            (second, (other, 3)),
            (second, (one, 4)),
        )

    def _comment(
        self, state: CommentState, talk: Talk, reader: Reader | None, turn: int
    ) -> Comment:
        return Comment.objects.create(
            talk=talk,
            reader=reader,
            guest_key="" if reader else "e" * 32,
            name=reader.name if reader else "Гість",
            text=f"Чому міст на лівому березі ще зачинений {turn}",
            state=state,
            stands=state == CommentState.PUBLIC,
            reasons=["alike"] if state == CommentState.HELD else [],
            network="n1",
        )


class Acts:
    """What people and the workshop do, each act one transaction."""

    def __init__(self, house: House) -> None:
        self._house = house

    def _sent(self, turn: int, **values: Any) -> Sent:
        story = self._house.stories[turn]
        given: dict[str, Any] = {"number": story.number} | values
        return Sent(
            holder=Pass(guest_key=uuid.uuid4().hex, name=f"Гість {next(_numbers)}"),
            host=f"{story.edition.title.code}.test",
            prefix="",
            network="n2",
            at=timezone.now(),
            **given,
        )

    def write(self) -> None:
        """Write under both stories, so that a raid begins."""
        answered = self._house.public[2].pk
        there = self._sent(1, text="Новини про школу", answers=answered)
        save_all([there, self._sent(0, text="Інша думка про міст")])

    def write_there(self) -> None:
        """Write under the second story, so that a raid begins."""
        save_all([self._sent(1, text="Новини про школу"), self._sent(1, text="Новини про міст")])

    def react(self) -> None:
        """React to comments, from the last to the first."""
        holder = Pass(guest_key="f" * 32, name="Гість")
        now = timezone.now()
        react_all(
            [
                Felt(holder=holder, comment_id=one.pk, kind="agree", at=now)
                for one in reversed(self._house.public)
            ]
        )

    def approve(self) -> None:
        """Look at all that waits and all that is public."""
        ids = [one.pk for one in (*self._house.held, *self._house.public)]
        services.approve_comments(ids=ids, actor=self._house.editor, expected=("held", "public"))

    def remove_here(self) -> None:
        """Remove comments under the first story."""
        ids = [one.pk for one in self._house.public[:2]]
        services.remove_comments(ids=ids, actor=self._house.editor, reason="insult")

    def remove_there(self) -> None:
        """Remove comments under the second story."""
        ids = [one.pk for one in self._house.public[2:]]
        services.remove_comments(ids=ids, actor=self._house.editor, reason="insult")

    def ban_in_the_titles(self) -> None:
        """Ban the authors in each title in which they wrote."""
        ids = tuple(one.pk for one in self._house.public)
        carry_out(Asked("ban", ids, days=7), self._house.editor)

    def ban_in_the_house(self) -> None:
        """Ban the authors of two comments wherever they write."""
        ids = tuple(one.pk for one in self._house.public[:2])
        carry_out(Asked("ban", ids, days=7, is_house=True), self._house.editor)

    def undo(self) -> None:
        """Take a removal back."""
        services.undo(batch=self._house.removed.batch, actor=self._house.editor)

    def rename(self) -> None:
        """Take another name."""
        rename_reader(reader=self._person(0), name=f"Інша назва {next(_numbers)}")

    def erase(self) -> None:
        """Erase an account with what it wrote."""
        erase_person(person=Person(self._person(1)), with_comments=True, gone_name="—")

    def begin_raid(self) -> None:
        """Begin a raid on the first story by hand."""
        targets = [
            Target(*pair) for pair in zip(self._house.title_ids, self._talk_ids(), strict=True)
        ]
        raiding.begin_raids(targets, timezone.now(), by=self._house.editor)

    def end_raid(self) -> None:
        """End the raid on the first title."""
        raiding.end_raids([self._house.raid.pk], by=self._house.editor)

    def guard(self) -> None:
        """Slow the first story down."""
        guarding.guard_talk(
            talk_id=self._talk_ids()[0], slow_seconds=30, moderating="", actor=self._house.editor
        )

    def sort(self) -> None:
        """Do a turn of the workshop's sorting."""
        Sorter().sort(timezone.now())

    def grow(self) -> None:
        """Count anew how far people are trusted."""
        growing.renew_levels([one.pk for one in self._house.people], timezone.now())

    def open_banned(self) -> None:
        """Open whom no ban holds any more."""
        lifting.renew_shut([one.pk for one in self._house.people], timezone.now())

    def forget_networks(self) -> None:
        """Forget where old comments came from."""
        forgetting.forget_networks()

    def _person(self, turn: int) -> Reader:
        return Reader.objects.get(pk=self._house.people[turn].pk)

    def _talk_ids(self) -> list[int]:
        return [one.pk for one in self._house.talks]


class Stop:
    """Stops an act behind one of its statements until it is told to go on."""

    def __init__(self, behind: int) -> None:
        self.behind, self.passed = behind, 0
        self.reached, self.go_on = threading.Event(), threading.Event()

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        result = execute(sql, params, many, context)
        if _locks(sql):
            self.passed += 1
            if self.passed == self.behind:
                self.reached.set()
                assert self.go_on.wait(PATIENCE), "nobody let the first act go on"
        return result


def _locks(sql: str) -> bool:
    return sql.startswith(("UPDATE", "INSERT", "DELETE")) or " FOR " in sql[-120:]


def do(act: Callable[[], None], begun: "Future[int]", stop: Stop | None = None) -> bool:
    """Do an act as far as its commit would, take it back, and tell whether it had to give way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        begun.set_result(cursor.fetchone()[0])
    with connection.execute_wrapper(stop) if stop else _nothing():
        try:
            with transaction.atomic():
                act()
                connection.check_constraints()
                transaction.set_rollback(True)
        except OperationalError as error:
            if _DEADLOCK not in str(error):
                raise
            return True
        finally:
            if stop:
                stop.reached.set()
    return False


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def wait_until_blocked(pid: int, ended: "Future[bool]") -> None:
    """Wait until a connection waits for a lock, or its act has ended."""
    until = time.monotonic() + PATIENCE
    while not ended.done():
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [pid])
            if cursor.fetchone()[0]:
                return
        assert time.monotonic() < until, "the second act neither waits nor ends"
        time.sleep(0.001)


def meet(first: Callable[[], None], second: Callable[[], None]) -> int:
    """Let a second act come behind each statement of a first one; count where both waited."""
    met = 0
    for behind in count(1):
        stop, begun = Stop(behind), Future[int]()
        one = _THREADS[0].submit(do, first, Future(), stop)
        stop.reached.wait(PATIENCE)
        if stop.passed < behind:
            one.result()
            return met
        other = _THREADS[1].submit(do, second, begun)
        wait_until_blocked(begun.result(PATIENCE), other)
        stop.go_on.set()
        gave_way = [one.result(PATIENCE), other.result(PATIENCE)]
        met += any(gave_way)
    return met


_THREADS = [ThreadPoolExecutor(1), ThreadPoolExecutor(1)]


def main(pairs: list[str]) -> None:
    """Let pairs of acts meet (`one+other`), and print in how many ways each of them got stuck."""
    acts = Acts(House())
    stuck = {}
    for pair in pairs:
        first, _plus, second = pair.partition("+")
        stuck[pair] = meet(getattr(acts, first), getattr(acts, second))
    sys.stdout.write(json.dumps(stuck))


if __name__ == "__main__":
    main(sys.argv[1:])
