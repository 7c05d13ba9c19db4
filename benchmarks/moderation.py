"""What judging costs a comment, beside a regular expression of all forms of the same words.

    python benchmarks/moderation.py [--rounds 5]

One batch after the other of a thousand comments of honest people (60 words or fewer, drawn by
frequency) is judged by all rules before a full memory: words, links, likeness, pace, raids. The
peer is what a list of words usually is: one compiled expression of all forms, asked for each
comment, which sees no disguise, no likeness and no raid. Rounds alternate; figures are medians.
"""

import argparse
import os
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from pymorphy3 import MorphAnalyzer

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shpalta.site.settings")

import django

django.setup()

from shpalta.readers.judging import Draft  # noqa: E402  the models must be loaded
from shpalta.readers.moderation.batches import Batch, as_seen  # noqa: E402
from shpalta.readers.moderation.deciding import Rules  # noqa: E402
from shpalta.readers.moderation.inflection import forms_of  # noqa: E402
from shpalta.readers.moderation.memory import Memory  # noqa: E402
from shpalta.readers.moderation.words import Severity, WordBook, WordList  # noqa: E402

BATCH = 1_000
REMEMBERED = 10_000
TARGET_MICROSECONDS = 500
_LISTED = 300
_START = datetime(2026, 4, 1, 12, tzinfo=UTC)


def vocabulary() -> tuple[list[str], list[str]]:
    """Give words that people use, and words to list, of one dictionary."""
    words = MorphAnalyzer(lang="uk").dictionary
    used = [
        entry[0]
        for beginning in ("по", "ма", "ро", "ви", "за", "сто", "мі", "кра", "го", "зе")
        for entry in islice(words.iter_known_words(beginning), 400)
    ]
    listed = [
        entry[2]
        for beginning in ("дур", "хам", "бре", "зло", "під")
        for entry in islice(words.iter_known_words(beginning), 2_000)
    ]
    return used, sorted(set(listed))[:_LISTED]


def drafts(chance: random.Random, words: Sequence[str], first: int) -> list[Draft]:
    """Write a batch: many short comments, some long ones, of many people."""
    return [_draft(chance, words, first + number) for number in range(BATCH)]


def _draft(chance: random.Random, words: Sequence[str], number: int) -> Draft:
    length = min(60, 3 + int(chance.expovariate(1 / 18)))
    picked = (words[int(len(words) * chance.random() ** 3)] for _ in range(length))
    return Draft(
        text=" ".join(picked).capitalize() + ".",
        author="reader",
        author_key=f"r:{chance.randrange(9_000)}",
        reader_id=number,
        level=chance.choice((1, 2, 3)),
        is_guest=False,
        account_age=timedelta(days=9),
        network=f"n{chance.randrange(3_000)}",
        title_id=1,
        edition_id=1,
        language="uk",
        number=1,
        talk_id=chance.randrange(30),
        parent_id=None,
        links=(),
        at=_START + timedelta(milliseconds=number),
    )


def timed(work: Callable[[], object]) -> float:
    """Give the microseconds that a comment of a batch costs."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) / BATCH * 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    chance = random.Random(1)
    used, listed = vocabulary()
    rules = Rules(after=True, words=WordBook([WordList("uk", Severity.HOLD, tuple(listed))]))
    forms = sorted({form for word in listed for form in forms_of(word, "uk")})
    plain = re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", re.IGNORECASE)
    memory = Memory()
    judged, peers, number = [], [], 0
    for turn in range(REMEMBERED // BATCH + options.rounds):
        batch = drafts(chance, used, number)

        def judge(batch: list[Draft] = batch) -> None:
            Batch(batch, lambda _draft: rules, memory).verdicts(frozenset())

        def search(batch: list[Draft] = batch) -> None:
            for one in batch:
                plain.search(one.text)

        if turn >= REMEMBERED // BATCH:
            judged.append(timed(judge))
            peers.append(timed(search))
        for one in batch:
            memory.add(as_seen(one, number, rules))
            number += 1
    cost, peer = statistics.median(judged), statistics.median(peers)
    print(f"{len(listed)} words, {len(forms):,} forms; {len(memory):,} comments remembered")
    print(f"all rules: {cost:.0f} µs a comment (at most {TARGET_MICROSECONDS})")
    print(f"an expression of all forms: {peer:.0f} µs; ratio {cost / peer:.2f}")
    if cost > TARGET_MICROSECONDS:
        sys.exit(1)


if __name__ == "__main__":
    main()
