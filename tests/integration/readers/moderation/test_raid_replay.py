"""A raid: 5,000 comments of bots among 200 of honest readers, and one moderator afterwards."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from shpalta.newsroom.staff.models import User
from shpalta.newsroom.stories.models import Story
from shpalta.readers.models import Comment, CommentState, Reader, TrustLevel
from shpalta.readers.moderation.queue import Filters, Wave, narrowed, page_of, waves
from shpalta.readers.moderation.services import approve_comments, remove_comments
from shpalta.readers.saving import save_all
from shpalta.readers.sending import Result, Sent
from tests.factories import make_story
from tests.integration.readers.moderation import raid_texts
from tests.integration.readers.moderation.conftest import Paper, make_moderator, sent, sort

BOTS = 5_000
HONEST = 200
MINUTES = 6
AT_ONCE = 100
KINDS = (
    *((raid_texts.copied, 2_000), (raid_texts.spun, 1_300), (raid_texts.disguised, 900)),
    *((raid_texts.shouted, 680), (raid_texts.spun, 120)),
)
"""The last are slow: they spread over all stories and minutes, each from a network of its own."""
SLOW = len(KINDS) - 1
KNOWN = (TrustLevel.KNOWN, TrustLevel.TRUSTED)
BOT_NETWORKS = 4
PHONES = "mobile-network"


@dataclass(frozen=True)
class Turn:
    """A comment of the replay, and who it is of."""

    sent: Sent
    is_bot: bool


def test_a_raid_is_held_honest_readers_are_not_and_few_acts_clear_it(paper: Paper) -> None:
    chance = random.Random(20260401)
    stories = [paper.story, paper.other, *(make_story(paper.edition) for _ in range(4))]
    turns = sorted(
        (*_bots(chance, stories), *_honest(chance, stories)), key=lambda turn: turn.sent.at
    )
    assert Counter(turn.is_bot for turn in turns) == {True: BOTS, False: HONEST}
    is_bot, delayed = _replay(turns)
    public = set(Comment.objects.filter(state=CommentState.PUBLIC).values_list("pk", flat=True))
    assert not [pk for pk in public if is_bot[pk]], "a bot's comment is public"
    held = [pk for pk, bot in is_bot.items() if not bot and pk not in public]
    delayed += len(held)
    assert delayed < HONEST * 0.05, f"{delayed} of {HONEST} honest comments were delayed"
    acts = _clear(make_moderator(), paper.title.pk, is_bot)
    assert acts < 20, f"the moderator acted {acts} times"
    assert not Comment.objects.filter(state=CommentState.HELD).exists()
    left = Comment.objects.filter(state=CommentState.PUBLIC).values_list("pk", flat=True)
    assert sorted(left) == sorted(pk for pk, bot in is_bot.items() if not bot)


def _bots(chance: random.Random, stories: list[Story]) -> Iterator[Turn]:
    start = timezone.now() - timedelta(minutes=MINUTES)
    newcomers = Reader.objects.bulk_create(
        Reader(name=f"user{number}", level=TrustLevel.NEW) for number in range(400)
    )
    number = 0
    for kind, (text, how_many) in enumerate(KINDS):
        for _turn in range(how_many):
            number += 1
            is_slow = kind == SLOW
            # The burst lasts a minute and a half in the middle; slow ones come all the time.
            seconds = chance.uniform(0, MINUTES * 60) if is_slow else chance.uniform(120, 210)
            reader = chance.choice(newcomers) if chance.random() < 0.3 else None
            network = f"own-{number}" if is_slow else f"bots-{chance.randrange(BOT_NETWORKS)}"
            if not is_slow and chance.random() < 0.02:
                network = PHONES
            story = chance.choice(stories) if is_slow else stories[number % 2]
            at = start + timedelta(seconds=seconds)
            yield Turn(sent(story, text(chance, number), reader, network=network, at=at), True)


def _honest(chance: random.Random, stories: list[Story]) -> Iterator[Turn]:
    start = timezone.now() - timedelta(minutes=MINUTES)
    for number in range(HONEST):
        is_new = number % 20 == 5
        reader = Reader.objects.create(
            name=f"reader{number}",
            level=TrustLevel.NEW
            if is_new
            else chance.choice((TrustLevel.KNOWN, TrustLevel.TRUSTED)),
            joined_at=timezone.now() - timedelta(days=0 if is_new else 90),
        )
        network = PHONES if number % 3 == 0 else f"home-{number}"
        # New ones come to all stories, the raided two among them.
        story = stories[number % len(stories)]
        at = start + timedelta(seconds=chance.uniform(0, MINUTES * 60))
        text = raid_texts.honest(chance, number)
        yield Turn(sent(story, text, reader, network=network, at=at), False)


def _replay(turns: list[Turn]) -> tuple[dict[int, bool], int]:
    """Send all; give which comments are bots', and how many honest ones were not even kept."""
    is_bot: dict[int, bool] = {}
    honest_out = 0
    for start in range(0, len(turns), AT_ONCE):
        batch = turns[start : start + AT_ONCE]
        answers = save_all([turn.sent for turn in batch])
        for turn, answer in zip(batch, answers, strict=True):
            if answer.comment_id:
                is_bot[answer.comment_id] = turn.is_bot
            elif turn.is_bot:
                assert answer.result != Result.PUBLISHED
            else:
                honest_out += 1
        if start % (5 * AT_ONCE) == 0:
            sort()
    sort()
    return is_bot, honest_out


def _clear(moderator: User, title_id: int, is_bot: dict[int, bool]) -> int:
    """Decide as somebody does who looks at the waves, the largest first; give the acts."""
    acts = 0
    while acts < 40:
        rows = narrowed(Filters(), [title_id])
        wave = next((one for one in _by_size(waves(rows)) if _is_bots(one, title_id, is_bot)), None)
        if wave is not None:
            ids = _members(wave, title_id)
        else:
            page = [row.pk for row in page_of(rows, Filters(), None)]
            ids = [pk for pk in page if is_bot[pk]] or page
        if not ids:
            return acts
        acts += 1
        if is_bot[ids[0]]:
            remove_comments(ids=ids, actor=moderator, reason="spam")
        else:
            approve_comments(ids=ids, actor=moderator)
    return acts


def _by_size(found: list[Wave]) -> list[Wave]:
    return sorted(found, key=lambda wave: -wave.number)


def _members(wave: Wave, title_id: int) -> list[int]:
    filters = Filters.read({wave.kind: wave.name})
    rows = narrowed(filters, [title_id])
    newest = rows.aggregate(newest=Max("pk"))["newest"]
    assert newest == wave.upto
    return list(rows.values_list("pk", flat=True))


def _is_bots(wave: Wave, title_id: int, is_bot: dict[int, bool]) -> bool:
    """Tell what somebody sees who looks at each comment of a wave."""
    return all(is_bot[pk] for pk in _members(wave, title_id))
