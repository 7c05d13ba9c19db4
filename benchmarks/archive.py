"""A synthetic archive: as many stories as a benchmark asks for, the same ones each time.

Django must be set up and the database migrated. The words are made up of syllables and used as
unevenly as in a language, so that the search index has rare and common words.
"""

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from django.db import connection, transaction

from shpalta.core.folding import words_of
from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.stories.lists import ALL, author_shelf, rubric_shelf, topic_shelf
from shpalta.newsroom.stories.models import Byline, ListEntry, Story, Work
from shpalta.newsroom.stories.search import index_texts
from shpalta.newsroom.titles.models import Edition, Host, Rubric, Title
from shpalta.newsroom.vocabulary.models import Author, Topic

TITLE = "archive"
END = datetime(2026, 1, 1, tzinfo=UTC)
YEARS = 10
BATCH = 5_000
DRAFT_EVERY, WITHDRAWN_EVERY = 50, 400
KINDS = ["news"] * 12 + ["article", "article", "interview", "column", "photo", "video", "live"]

_SYLLABLES = {
    "uk": "ба ві го ді же за їв ка ле мі но пе ро сі ту хо ці чу ши ща єв ґа рі лю на",
    "ru": "ба ви го ды же за эв ка ле ми но пе ро сы ту хо цы чу ши ща юв га ря лю на",
    "en": "ba ve go di er an ca le mi no pe ro si tu ho ch wa sh th en ga ry lu na st",
}


class _Writer:
    """Writes text in one language out of made-up words."""

    def __init__(self, language: str) -> None:
        self.chance = random.Random(f"words of {language}")
        syllables = _SYLLABLES[language].split()
        self.words = [
            "".join(self.chance.choices(syllables, k=self.chance.randint(1, 4)))
            for _ in range(6_000)
        ]
        self.weights = list(accumulate(1 / (rank + 8) for rank in range(len(self.words))))
        self.paragraphs = [self.text(self.chance.randint(18, 32)) for _ in range(4_000)]

    def text(self, length: int) -> str:
        """Write a sentence of `length` words."""
        words = self.chance.choices(self.words, cum_weights=self.weights, k=length)
        return " ".join(words).capitalize() + "."


def make_archive(count: int, *, on_progress: Callable[[int], None] = lambda _done: None) -> None:
    """Bring the archive up to `count` stories; what is there already stays."""
    editions, rubrics, topics, authors = _make_house()
    writers = {edition.language: _Writer(edition.language) for edition in editions}
    have = Story.objects.filter(title__code=TITLE).count()
    for start in range(have, count, BATCH):
        chance = random.Random(start)
        numbers = range(start, min(start + BATCH, count))
        # One change a batch: each story is announced, and its lists compared, once.
        with transaction.atomic(), change():
            stories = [
                _story(number, chance, writers, editions, rubrics, total=count)
                for number in numbers
            ]
            _save(stories, chance, topics, authors)
        on_progress(numbers[-1] + 1)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _make_house() -> tuple[list[Edition], list[Rubric], list[Topic], list[Author]]:
    title, is_new = Title.objects.get_or_create(
        code=TITLE,
        defaults={"names": {"uk": "Архів", "ru": "Архив", "en": "Archive"}, "position": 9},
    )
    if is_new:
        Host.objects.create(title=title, name="archive.localhost", is_canonical=True)
        for position, (language, prefix) in enumerate((("uk", ""), ("ru", "/rus"), ("en", "/eng"))):
            Edition.objects.create(title=title, language=language, prefix=prefix, position=position)
        for number in range(8):
            names = {"uk": f"Рубрика {number}", "en": f"Rubric {number}"}
            Rubric.objects.create(
                title=title, slug=f"rubric-{number}", names=names, position=number
            )
        for number in range(40):
            Topic.objects.create(slug=f"archive-topic-{number}", names={"en": f"Topic {number}"})
        for number in range(30):
            Author.objects.create(slug=f"archive-author-{number}", names={"en": f"Author {number}"})
    return (
        list(title.editions.select_related("title")),
        list(title.rubrics.all()),
        list(Topic.objects.filter(slug__startswith="archive-")),
        list(Author.objects.filter(slug__startswith="archive-")),
    )


def _story(
    number: int,
    chance: random.Random,
    writers: dict[str, _Writer],
    editions: list[Edition],
    rubrics: list[Rubric],
    *,
    total: int,
) -> Story:
    edition = editions[chance.choices((0, 1, 2), (5, 3, 2))[0]]
    write = writers[edition.language].text
    published_at = END - timedelta(days=365 * YEARS) * (1 - number / max(total, 1))
    state = "published"
    if number % DRAFT_EVERY == 0:
        state = "draft"
    elif number % WITHDRAWN_EVERY == 1:
        state = "withdrawn"
    blocks = [
        {"type": "paragraph", "value": f"<p>{text}</p>", "id": f"{number:08x}-{place}"}
        for place, text in enumerate(chance.choices(writers[edition.language].paragraphs, k=6))
    ]
    is_draft = state == "draft"
    return Story(
        title=edition.title,
        edition=edition,
        rubric=chance.choice(rubrics),
        kind=chance.choice(KINDS),
        headline=write(chance.randint(5, 11))[:300],
        lead=write(chance.randint(14, 24)),
        body=json.dumps(blocks, ensure_ascii=False),
        state=state,
        live=state == "published",
        created_at=published_at,
        listed_at=published_at,
        published_at=None if is_draft else published_at,
        first_published_at=None if is_draft else published_at,
        last_published_at=None if is_draft else published_at,
        withdrawn_at=published_at if state == "withdrawn" else None,
        has_unpublished_changes=state != "published",
    )


def _save(
    stories: list[Story], chance: random.Random, topics: list[Topic], authors: list[Author]
) -> None:
    works = Work.objects.bulk_create(Work(created_at=story.created_at) for story in stories)
    for story, work in zip(stories, works, strict=True):
        story.work = work
    Story.objects.bulk_create(stories)
    bylines = [Byline(story=story, author=chance.choice(authors)) for story in stories]
    Byline.objects.bulk_create(bylines)
    through = Story.topics.through
    tagged = [(story, chance.choice(topics)) for story in stories]
    through.objects.bulk_create(
        through(story_id=story.pk, topic_id=topic.pk) for story, topic in tagged
    )
    _list(stories, bylines, tagged)
    index_texts((story.pk, _text(story)) for story in stories)


def _list(stories: list[Story], bylines: list[Byline], tagged: list[tuple[Story, Topic]]) -> None:
    """Write the same entries as `list_stories`, without asking for each story's words again."""
    ListEntry.objects.bulk_create(
        ListEntry(
            edition_id=story.edition_id,
            shelf=shelf,
            published_at=story.listed_at,
            story=story,
        )
        for story, byline, (_, topic) in zip(stories, bylines, tagged, strict=True)
        if story.live
        for shelf in (
            ALL,
            rubric_shelf(story.rubric_id),  # type: ignore[arg-type]
            topic_shelf(topic.pk),
            author_shelf(byline.author_id),
        )
    )


def _text(story: Story) -> str:
    texts = [block["value"][3:-4] for block in story.body.get_prep_value()]
    return " ".join(words_of(" ".join([story.headline, story.lead, *texts])))
