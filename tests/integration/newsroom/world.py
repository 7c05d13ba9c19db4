"""A small public world whose changes are watched, and what the journal says of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from wagtail.models import Page

from shpalta.journal.models import JournalEntry
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.pages.models import EditionRoot, StandingPage
from shpalta.newsroom.stories.models import Attribution, Story
from shpalta.newsroom.titles.models import Edition, Rubric
from shpalta.newsroom.vocabulary.models import Author, Entity, Source, Topic
from tests.factories import (
    make_author,
    make_edition,
    make_entity,
    make_picture,
    make_rubric,
    make_source,
    make_story,
    make_title,
    make_topic,
)


@dataclass
class Heard:
    """What the journal said since somebody began to listen."""

    entries: list[JournalEntry] = field(default_factory=list)

    @property
    def keys(self) -> set[str]:
        return {key for entry in self.entries for key in entry.keys}

    @property
    def gone(self) -> set[str]:
        return {key for entry in self.entries for key in entry.gone}

    @property
    def events(self) -> list[dict[str, Any]]:
        return [entry.event for entry in self.entries if entry.event]


@contextmanager
def listening() -> Iterator[Heard]:
    """Collect the entries that are appended meanwhile."""
    known = set(JournalEntry.objects.values_list("pk", flat=True))
    heard = Heard()
    yield heard
    heard.entries = list(JournalEntry.objects.exclude(pk__in=known).order_by("sequence"))


@dataclass
class World:
    """Two editions, two rubrics, words, pictures, a standing page; a story of each state."""

    edition: Edition
    russian: Edition
    city: Rubric
    sport: Rubric
    topic: Topic
    other_topic: Topic
    entity: Entity
    author: Author
    source: Source
    picture: Picture
    spare_picture: Picture
    root: EditionRoot
    russian_root: EditionRoot
    page: StandingPage
    story: Story
    older: Story
    draft: Story

    @property
    def zone(self) -> ZoneInfo:
        return self.edition.title.zone

    def key(self, pattern: str, story: Story | None = None) -> str:
        """Write keys shortly: `{n}` is the story's number, `{day}` its day, `{picture}` …"""
        story = story or self.story
        day = (story.published_at or timezone.now()).astimezone(self.zone).date()
        return pattern.format(
            uk="up:uk",
            ru="up:ru",
            n=story.number,
            day=day,
            city=self.city.pk,
            sport=self.sport.pk,
            topic=self.topic.pk,
            other=self.other_topic.pk,
            entity=self.entity.pk,
            author=self.author.pk,
            source=self.source.pk,
            picture=self.picture.pk,
            spare=self.spare_picture.pk,
            page=self.page.pk,
        )

    def keys(self, patterns: str) -> set[str]:
        return {self.key(pattern) for pattern in patterns.split()}

    def now(self, **back: float) -> datetime:
        return timezone.now() - timedelta(**back)


def make_page(root: Page, slug: str, **fields: Any) -> StandingPage:
    page = StandingPage(title=slug.capitalize(), slug=slug, **fields)
    root.add_child(instance=page)
    return page


def make_world() -> World:
    """Make everything; the story that is watched has one older beside it on the same day."""
    title = make_title("up")
    edition, russian = make_edition(title), make_edition(title, language="ru")
    city, sport = make_rubric(title), make_rubric(title, "sport")
    topic, entity, author, source = make_topic(), make_entity(), make_author(), make_source()
    picture, spare = make_picture("lead"), make_picture("spare")
    top = Page.get_first_root_node()
    root = EditionRoot(title="uk", slug="uk", edition=edition)
    russian_root = EditionRoot(title="ru", slug="ru", edition=russian)
    for one in (root, russian_root):
        top.add_child(instance=one)
    moment = timezone.now() - timedelta(minutes=2)
    fields: dict[str, Any] = {"rubric": city, "topics": [topic], "entities": [entity]}
    return World(
        edition=edition,
        russian=russian,
        city=city,
        sport=sport,
        topic=topic,
        other_topic=make_topic(),
        entity=entity,
        author=author,
        source=source,
        picture=picture,
        spare_picture=spare,
        root=root,
        russian_root=russian_root,
        page=make_page(root, "about", body=[("paragraph", "<p>About us.</p>")]),
        older=make_story(edition, "Older", published_at=moment - timedelta(seconds=1), **fields),
        story=make_story(
            edition,
            "Out",
            published_at=moment,
            authors=[author],
            sources=[Attribution(name="Agency", source=source)],
            lead_picture=picture,
            **fields,
        ),
        draft=make_story(edition, "Draft", published=False, **fields),
    )
