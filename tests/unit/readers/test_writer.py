"""The writer: whom it answers, and when."""

from concurrent.futures import Future
from datetime import UTC, datetime

import pytest

from shpalta.readers import writer
from shpalta.readers.passes import guest_pass
from shpalta.readers.sending import Answered, Felt, Result
from shpalta.readers.writer import Writer

LONG = 600.0
"""Seconds that no test waits for."""
SOON = 20.0


@pytest.fixture(autouse=True)
def saves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer each reaction by its number, without a database."""

    def save(all_sent: list[Felt]) -> list[Answered]:
        return [Answered(result=Result.PUBLISHED, comment_id=sent.comment_id) for sent in all_sent]

    monkeypatch.setattr(writer, "react_all", save)
    monkeypatch.setattr(writer, "close_old_connections", lambda: None)


def felt(number: int) -> Felt:
    return Felt(holder=guest_pass("Оля"), comment_id=number, kind="up", at=datetime.now(UTC))


def submit(count: int, *, gone: int | None = None) -> list["Future[Answered]"]:
    """Let a writer have some reactions as one batch; who sent the one numbered `gone` went away."""
    ours = Writer()
    futures = [Future[Answered]() for _one in range(count)]
    if gone is not None:
        futures[gone].cancel()
    for number, future in enumerate(futures):
        ours._waiting.put_nowait((felt(number), future))
    ours._ensure_running()
    return futures


def test_who_comes_alone_waits_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "PAUSE_SECONDS", LONG)
    monkeypatch.setattr(writer, "ANSWER_SECONDS", LONG)
    assert Writer().submit(felt(7)).result(SOON).comment_id == 7


def test_answers_of_a_batch_are_let_go_one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "PAUSE_SECONDS", LONG)
    monkeypatch.setattr(writer, "ANSWER_SECONDS", 1.0)
    first, *others = submit(30)
    assert first.result(SOON).comment_id == 0
    assert not any(one.done() for one in others[10:])


def test_answers_wait_for_nothing_when_the_next_batch_is_due(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writer, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(writer, "ANSWER_SECONDS", LONG)
    answers = [one.result(SOON).comment_id for one in submit(30)]
    assert answers == list(range(30))


def test_somebody_who_went_away_keeps_no_answer_from_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writer, "PAUSE_SECONDS", 0.0)
    _gone, *others = submit(3, gone=0)
    assert [one.result(SOON).comment_id for one in others] == [1, 2]
