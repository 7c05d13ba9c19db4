"""Taking copy: from files to stories, each file whole or not at all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from shpalta.core.errors import ShpaltaError
from shpalta.intake.drafting import draft_story
from shpalta.intake.files import Reading
from shpalta.intake.fingerprints import fingerprint
from shpalta.intake.models import TakenCopy
from shpalta.intake.text.document import Copy
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.services import add_stories
from shpalta.newsroom.titles.models import Edition, Title

BATCH = 100
"""How many files share a transaction: large enough to be quick, small enough to wait little."""


class TakingError(ShpaltaError):
    """Copy that was read cannot become a story here. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Taking:
    """What became of one file: the story, or the error."""

    reading: Reading
    story: Story | None = None
    is_new: bool = False
    error: str = ""


def take_copy(
    readings: Sequence[Reading],
    *,
    title: Title,
    publish: bool,
    on_progress: Callable[[int], None] = lambda _count: None,
) -> Iterator[Taking]:
    """Make a story of each reading, in order; the same copy twice makes one story.

    A batch is one transaction. If one of it fails, each of the batch is taken by itself, so
    that only the faulty one is left out. `on_progress` hears how many more are done.
    """
    for start in range(0, len(readings), BATCH):
        batch = readings[start : start + BATCH]
        try:
            takings = _take_batch(batch, title=title, publish=publish)
        except (ValidationError, TakingError, DatabaseError):
            takings = [_take_alone(reading, title=title, publish=publish) for reading in batch]
        yield from takings
        on_progress(len(batch))


def _take_alone(reading: Reading, *, title: Title, publish: bool) -> Taking:
    try:
        return _take_batch([reading], title=title, publish=publish)[0]
    except ValidationError as error:
        return Taking(reading, error=" ".join(error.messages))
    except (TakingError, DatabaseError) as error:
        return Taking(reading, error=str(error))


@transaction.atomic
def _take_batch(batch: Sequence[Reading], *, title: Title, publish: bool) -> list[Taking]:
    editions = {edition.language: edition for edition in title.editions.select_related("title")}
    marks = {reading.name: fingerprint(reading.copy) for reading in batch if reading.copy}
    known = _known_stories(title, set(marks.values()))
    fresh: list[Story] = []
    rows: list[TakenCopy] = []
    takings: list[Taking] = []
    for reading in batch:
        if reading.copy is None:
            takings.append(Taking(reading, error=reading.error))
            continue
        mark = marks[reading.name]
        is_new = mark not in known
        if is_new:
            story = draft_story(reading.copy, _edition_for(reading.copy, editions, title))
            known[mark] = story
            fresh.append(story)
            rows.append(_row(title, mark, reading))
        takings.append(Taking(reading, story=known[mark], is_new=is_new))
    add_stories(fresh, publish=publish)
    for row, story in zip(rows, fresh, strict=True):
        row.story = story
    TakenCopy.objects.bulk_create(rows)
    if publish:
        _publish_drafts(takings)
    return takings


def _row(title: Title, mark: str, reading: Reading) -> TakenCopy:
    return TakenCopy(
        title=title,
        fingerprint=mark,
        name=reading.name[-500:],
        encoding=reading.encoding,
        taken_at=timezone.now(),
    )


def _known_stories(title: Title, marks: set[str]) -> dict[str, Story]:
    rows = TakenCopy.objects.filter(title=title, fingerprint__in=marks)
    return {row.fingerprint: row.story for row in rows.select_related("story__edition__title")}


def _publish_drafts(takings: Iterable[Taking]) -> None:
    """Publish what was taken as a draft before and is asked to be public now."""
    for taking in takings:
        story = taking.story
        if story is None or taking.is_new or story.live:
            continue
        if story.withdrawn_at is not None:
            message = "This story was withdrawn; publish it again in the newsroom if it should be."
            raise TakingError(message)
        (story.latest_revision or story.save_revision()).publish()
        story.refresh_from_db()


def _edition_for(copy: Copy, editions: dict[str, Edition], title: Title) -> Edition:
    if copy.language not in editions:
        message = (
            f"{title} has no edition in “{copy.language}” (it has: {', '.join(editions)}). "
            "Add the edition in the newsroom, or name another one: --edition."
        )
        raise TakingError(message)
    return editions[copy.language]
