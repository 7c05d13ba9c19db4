"""What tests ask a house: its addresses, its journal, what became of its stories."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image
from wagtail.models import ModelLogEntry

from shpalta.core import addresses
from shpalta.core.keys import story_key
from shpalta.core.visibility import State
from shpalta.journal.models import JournalEntry
from shpalta.journal.queries import head
from shpalta.newsroom.clock.models import OrderState
from shpalta.newsroom.figures.queries import total  # noqa: F401  a worker answers it
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.pages.models import StandingPage
from shpalta.newsroom.renditions.models import Print
from shpalta.newsroom.stories.models import Story, Work
from shpalta.newsroom.titles.models import Edition, Rubric, Title
from shpalta.newsroom.video.models import Embed
from shpalta.newsroom.vocabulary.models import Author, Entity, Topic
from shpalta.readers.models import Comment
from shpalta.readers.reading import Sort
from tests.house.campaigning import campaign_paths, campaign_words
from tests.house.changes import LANGUAGES


def journal_head() -> int:
    """Give the sequence number of the journal's newest entry, 0 if there is none."""
    return head().sequence


def numbers_of(pks: list[int]) -> list[int]:
    """Give the permanent numbers of stories, in the order asked for."""
    numbers = dict(Story.objects.values_list("pk", "work_id"))
    return [numbers[pk] for pk in pks]


def row_of(headline: str) -> int:
    """Give the row's id of the story with a headline."""
    return int(Story.objects.get(headline=headline).pk)


def orders_not_done(pks: list[int]) -> list[str]:
    """Name the scheduled stories that are not out, or for which not exactly one order is done."""
    found = []
    for story in Story.objects.filter(pk__in=pks):
        states = list(story.orders.values_list("state", flat=True))
        times = ModelLogEntry.objects.filter(
            action="wagtail.publish", object_id=str(story.pk), content_type__model="story"
        ).count()
        if (story.state, states, times) != (State.PUBLISHED, [OrderState.DONE], 1):
            found.append(f"{story.headline}: {story.state}, {states}, published {times} times")
    return found


def journal_gaps(confirmed: list[int]) -> list[str]:
    """Name what the journal lacks: a number, or an entry for a story that was confirmed."""
    entries = list(JournalEntry.objects.filter(sequence__isnull=False).order_by("sequence"))
    numbers = [int(entry.sequence or 0) for entry in entries]
    found = [f"after {before}" for before, after in pairwise(numbers) if after != before + 1]
    announced = {key for entry in entries for key in entry.keys}
    for story in Story.objects.filter(pk__in=confirmed).select_related("edition__title"):
        key = story_key(story.edition.title.code, story.edition.language, story.number)
        if key not in announced:
            found.append(key)
    lost = set(confirmed) - set(Story.objects.filter(pk__in=confirmed).values_list("pk", flat=True))
    return found + [f"story {pk} was confirmed and is not there" for pk in sorted(lost)]


def addresses_of_everything(newest: int | None = None) -> dict[str, list[str]]:
    """List, per host, every path that a reader could ask for, also what is not or no more there.

    `newest`: only of so many stories of each edition, for houses in which hundreds were written.
    """
    found: dict[str, list[str]] = {}
    for title in Title.objects.all():
        host = title.hosts.get(is_canonical=True).name
        paths: set[str] = set()
        for edition in title.editions.all():
            paths |= _paths_of(edition, newest)
        paths |= {f"/media/{name}" for row in Print.objects.all() for name in row.names()}
        found[host] = sorted(paths)
    return found


def _paths_of(edition: Edition, newest: int | None) -> set[str]:
    prefix = edition.prefix
    paths = {
        addresses.front_path(prefix),
        addresses.newsfeed_path(prefix),
        f"{prefix}/icon.svg",
        f"{prefix}/-/ticker/",
        f"{prefix}/-/today/",
        f"{prefix}/-/read/",
        f"{prefix}/-/more/all/",
        f"{prefix}/-/missing/",
        f"{prefix}/nothing-here/at-all/",
        addresses.topic_path(prefix, "never-was"),
    }
    for row in edition.title.rubrics.all():
        paths |= {addresses.rubric_path(prefix, row.slug), f"{prefix}/-/more/rubric/{row.slug}/"}
    paths |= {addresses.topic_path(prefix, slug) for slug in _slugs(Topic)}
    paths |= {addresses.entity_path(prefix, slug) for slug in _slugs(Entity)}
    paths |= {addresses.author_path(prefix, slug) for slug in _slugs(Author)}
    paths |= {addresses.page_path(prefix, slug) for slug in _slugs(StandingPage)}
    today = datetime.now(UTC).astimezone(edition.title.zone).date()
    days = {today, today - timedelta(days=1)}
    for story in edition.stories.order_by("-pk")[:newest]:
        paths |= {story.path, *_talk_paths(edition, int(story.work_id))}
        if story.published_at:
            day = story.published_at.astimezone(edition.title.zone).date()
            days |= {day, day - timedelta(days=1)}
            micros = int(story.published_at.timestamp() * 1_000_000)
            if story.rubric:
                rubric = addresses.rubric_path(prefix, story.rubric.slug)
                paths.add(f"{rubric}?before={micros}-{story.pk}")
    for placement in edition.placements.order_by("-pk")[:newest]:
        paths |= {placement.path, *_talk_paths(edition, placement.story.number)}
        days.add(placement.placed_at.astimezone(edition.title.zone).date())
    paths |= {f"{former}{path}" for former in _FORMER for path in ("/", "/date/")}
    paths |= {f"/old/{number}/" for number in range(3)}
    paths |= campaign_paths(edition)
    paths.add(f"{prefix}/-/video/")
    paths |= {f"{prefix}/-/player/{pk}/" for pk in Embed.objects.values_list("pk", flat=True)}
    return paths | {addresses.day_path(prefix, day) for day in days}


def _talk_paths(edition: Edition, number: int) -> set[str]:
    """List where comments under a story are: the part, the orders, the newest ones of any state."""
    place = f"{edition.prefix}/-/talk/{number}/"
    # Those of other editions too: where a story was taken, they may be shared.
    rows = Comment.objects.filter(talk__number=number).order_by("-pk")
    ids = list(rows.values_list("pk", flat=True)[:_COMMENTS])
    if not ids:
        return {place, f"{place}best/"}
    return {place, *(f"{place}{one.value}/" for one in Sort), *(f"{place}c/{pk}/" for pk in ids)}


_COMMENTS = 3
_FORMER = (*filter(None, LANGUAGES.values()), "/other")


def _slugs(model: Any) -> list[str]:
    return list(model.objects.values_list("slug", flat=True).distinct())


def words_for_routes() -> list[str]:
    """Give every word that a route of this house may hold: numbers, slugs, dates, files."""
    words = {str(number) for number in Work.objects.values_list("pk", flat=True)}
    words |= {str(pk) for pk in Story.objects.values_list("pk", flat=True)}
    words |= {str(pk) for pk in Picture.objects.values_list("pk", flat=True)}
    for model in (Topic, Entity, Author, Rubric, StandingPage):
        words |= set(_slugs(model))
    words |= set(Title.objects.values_list("code", flat=True)) | set(LANGUAGES)
    now = timezone.now()
    for day in (now, now - timedelta(days=1), now + timedelta(days=1)):
        words |= {f"{day:%Y}", f"{day:%m}", f"{day:%d}"}
        words |= {f"{segment}/{day:%Y/%m/%d}/" for segment in addresses.SEGMENTS.values()}
    words |= {name for row in Print.objects.all() for name in row.names()}
    words |= set(Picture.objects.values_list("file", flat=True))
    words |= {str(pk) for pk in Comment.objects.values_list("pk", flat=True)[:_COMMENTS]}
    words |= {one.value for one in Sort}
    words |= campaign_words()
    words |= {"all", "rubric/city", "shpalta/press/press.css"}
    return sorted(words)


def path_of(pk: int) -> str:
    """Give the path of a story's page."""
    return Story.objects.get(pk=pk).path


def counted_as(pk: int) -> tuple[str, str]:
    """Give a story's path and the subject under which its readings count."""
    story = Story.objects.select_related("edition__title").get(pk=pk)
    return story.path, f"story/{story.edition_id}/{story.number}"


def prints_of(pk: int) -> dict[str, list[str]]:
    """Give the shapes in which a picture is printed, each with those of its files that are whole.

    A shape that lacks one is an error.
    """
    found = {}
    for row in Print.objects.filter(picture_id=pk, retired_at=None):
        found[row.shape] = list(row.names())
        for name in found[row.shape]:
            with default_storage.open(name) as file, Image.open(file) as image:
                image.load()
    return found
