"""The sums beside comments, kept step by step, are what counting afresh gives."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shpalta.journal.models import JournalEntry
from shpalta.readers.models import Comment, CommentState, ReactionKind
from shpalta.readers.passes import Pass
from shpalta.readers.reacting import react_all
from shpalta.readers.recounting import fresh_sums, kept_sums
from shpalta.readers.saving import save_all
from shpalta.readers.sending import Felt, Sent
from shpalta.readers.states import move_comments, restore_comments
from tests.factories import make_story
from tests.integration.readers.conftest import HOST, Paper

picks = st.integers(0, 30)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), picks, st.integers(1, 4)),
        st.tuples(st.just("move"), picks, st.sampled_from(CommentState)),
        st.tuples(st.just("restore"), picks, st.none()),
        st.tuples(st.just("react"), picks, st.sampled_from([*ReactionKind.values, ""])),
        st.tuples(st.just("withdraw"), picks, st.none()),
    ),
    min_size=5,
    max_size=25,
)
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


class Play:
    """Acts under one story."""

    def __init__(self, paper: Paper) -> None:
        self.number = make_story(paper.uk, "Міст").number

    def ids(self) -> list[int]:
        rows = Comment.objects.filter(talk__number=self.number).order_by("pk")
        return list(rows.values_list("pk", flat=True))

    def sent(self, who: int, **what: object) -> Sent:
        holder = Pass(guest_key=f"guest-{who % 3}", name=f"Guest {who % 3}")
        return Sent(holder=holder, host=HOST, prefix="", network="", at=NOW, **what)  # type: ignore[arg-type]

    def act(self, step: str, pick: int, more: object) -> None:
        ids = self.ids()
        chosen = ids[pick % len(ids)] if ids else 0
        if step == "write":
            assert isinstance(more, int)
            save_all(
                [
                    self.sent(
                        pick + turn,
                        number=self.number,
                        text=f"Слово {turn}",
                        answers=chosen if turn % 2 and chosen else None,
                    )
                    for turn in range(more)
                ]
            )
        elif step == "move":
            move_comments(ids=[chosen, *ids[:1]], state=CommentState(str(more)))
        elif step == "restore":
            restore_comments(ids=ids[: pick + 1])
        elif step == "withdraw":
            save_all([self.sent(pick, removes=chosen)])
        elif chosen:
            holder = Pass(guest_key=f"guest-{pick % 3}", name="x")
            react_all([Felt(holder=holder, comment_id=chosen, kind=str(more), at=NOW)])


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(steps=STEPS)
def test_kept_is_fresh_after_any_steps(paper: Paper, steps: list[tuple[str, int, object]]) -> None:
    play = Play(paper)
    for step in steps:
        play.act(*step)
    for talk_id in set(
        Comment.objects.filter(talk__number=play.number).values_list("talk_id", flat=True)
    ):
        assert kept_sums(talk_id) == fresh_sums(talk_id), steps


def test_many_at_once_make_one_entry_of_the_journal(paper: Paper) -> None:
    plays = [Play(paper), Play(paper)]
    before = JournalEntry.objects.count()
    sent = [
        plays[turn % 2].sent(turn, number=plays[turn % 2].number, text=f"Слово {turn}")
        for turn in range(40)
    ]
    answers = save_all(sent)
    assert [answer.result for answer in answers] == ["published"] * 40
    assert JournalEntry.objects.count() == before + 1
    entry = JournalEntry.objects.order_by("-pk")[0]
    assert {f"talk:daily:uk:{play.number}" for play in plays} == set(entry.keys)
    assert [answer.comment_id for answer in answers] == sorted(
        answer.comment_id for answer in answers
    )
