"""The one writer of this process: it takes what waits, saves it at once, then answers all.

A commit costs the same for one comment as for a hundred, so that under load many share one
(group commit). Nobody is answered before the commit that holds what they sent: what a reader was
told is saved survives `kill -9`.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from django.db import DatabaseError, close_old_connections, connection

from shpalta.readers.reacting import react_all
from shpalta.readers.saving import save_all
from shpalta.readers.sending import Answered, Felt, Sent, problem

MOST_AT_ONCE = 250
PAUSE_SECONDS = 0.1
"""Between the beginnings of two batches: each makes the page of its story stale once. Who comes
alone waits for nothing."""
ANSWER_SECONDS = 0.002
"""Between two answers of a batch, if there is time for all before the next one: the edge passes
answers on beside pages, and those wait while it is busy with many in a row. A large batch is
answered at once, for what its authors send next is to be in the next one."""
MOST_WAITING = 5_000
"""More than this is told to come again, so that nobody waits for ever."""

logger = logging.getLogger(__name__)
Waiting = tuple["Sent | Felt", "Future[Answered]"]
Saved = tuple["Future[Answered]", "Answered | Exception"]


class Writer:
    """Saves what is submitted, in the order in which it came."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[Waiting] = queue.Queue(MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def submit(self, sent: "Sent | Felt") -> "Future[Answered]":
        """Let something be saved; the answer is there once it is, or an exception if it is not."""
        future: Future[Answered] = Future()
        try:
            self._waiting.put_nowait((sent, future))
        except queue.Full:
            future.set_result(problem("busy"))
            return future
        self._ensure_running()
        return future

    def _ensure_running(self) -> None:
        if self._thread is not None and self._thread.is_alive():
            return
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        began = 0.0
        while True:
            taken = [self._waiting.get()]
            time.sleep(max(0.0, began + PAUSE_SECONDS - time.monotonic()))
            began = time.monotonic()
            while len(taken) < MOST_AT_ONCE:
                try:
                    taken.append(self._waiting.get_nowait())
                except queue.Empty:
                    break
            close_old_connections()
            comments = [one for one in taken if isinstance(one[0], Sent)]
            reactions = [one for one in taken if isinstance(one[0], Felt)]
            saved = [*_save(comments, save_all), *_save(reactions, react_all)]
            _answer(saved, until=began + PAUSE_SECONDS)


def _save(batch: Sequence[Waiting], save: Callable[[Any], list[Answered]]) -> list[Saved]:
    """Save a batch; where it fails, each alone, so that one cannot harm the others."""
    if not batch:
        return []
    try:
        answers = save([sent for sent, _future in batch])
    except Exception as error:
        logger.error("comments: %d could not be saved: %s", len(batch), type(error).__name__)
        if isinstance(error, DatabaseError):
            connection.close()
        if len(batch) == 1:
            logger.error("comments: one was lost to its author", exc_info=error)
            return [(batch[0][1], error)]
        return [saved for one in batch for saved in _save([one], save)]
    return [(future, answer) for (_sent, future), answer in zip(batch, answers, strict=True)]


def _answer(saved: Sequence[Saved], *, until: float) -> None:
    """Tell each what became of what they sent, one after another where there is time."""
    fits = len(saved) * ANSWER_SECONDS < until - time.monotonic()
    for turn, (future, answer) in enumerate(saved):
        if turn and fits:
            time.sleep(ANSWER_SECONDS)
        if not future.set_running_or_notify_cancel():
            continue  # who sent it went away, and nobody waits for the answer
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)


WRITER = Writer()
"""This process's writer. Its thread starts with the first comment."""
