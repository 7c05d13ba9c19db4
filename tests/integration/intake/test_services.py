"""Copy that was read becomes stories: whole, once, the same however many come together."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from wagtail.actions.create import CreateAction
from wagtail.log_actions import registry as log_registry

from shpalta.core.visibility import State
from shpalta.intake.drafting import draft_story
from shpalta.intake.files import CopyFile, Reading, read_file
from shpalta.intake.models import TakenCopy
from shpalta.intake.services import take_copy
from shpalta.intake.text.document import ReadOptions
from shpalta.newsroom.stories.models import ListEntry, Story
from shpalta.newsroom.stories.search import matching
from shpalta.newsroom.titles.models import Edition, Host, Title
from shpalta.newsroom.vocabulary.models import Author

pytestmark = pytest.mark.django_db

PAGE = """У парку «Дубки» відкрили {number}-й вулик для школярів

Вівторок, 3 березня 2026, 09:15
У парку «Дубки» відкрили {number}-й вулик для школярів
Вулик біля оранжереї. Фото: Оксана Лісова

Школярі доглядатимуть вулик разом із досвідченою пасічницею і вестимуть щоденник спостережень.

Джерело: "Паркова газета" з посиланням на дирекцію парку

Деталі: Вулик має скляну стінку, тож бджіл видно. На екскурсію можна прийти у четвер і суботу.

Реклама:

Перший мед зберуть у липні, його передадуть до їдальні сусідньої школи.

Пряма мова пасічниці: "Діти самі придумали, як підписати рамки, і жодної не переплутали".

Автор: Марта Ясенева
"""


@pytest.fixture
def title() -> Title:
    title = Title.objects.create(code="probe", names={"uk": "Проба"})
    Host.objects.create(title=title, name="probe.example", is_canonical=True)
    for position, (language, prefix) in enumerate([("uk", ""), ("en", "/eng")]):
        Edition.objects.create(title=title, language=language, prefix=prefix, position=position)
    return title


def reading(number: int = 1, text: str = PAGE) -> Reading:
    file = CopyFile(f"{number}.txt", text.format(number=number).encode())
    read = read_file(file, ReadOptions())
    assert read.error == ""
    return read


def take(title: Title, *readings: Reading, publish: bool = True) -> list[Any]:
    return list(take_copy(readings, title=title, publish=publish))


def test_what_the_page_says_stands_in_the_story(title: Title) -> None:
    (taking,) = take(title, reading())
    story = Story.objects.get(pk=taking.story.pk)
    assert story.headline == "У парку «Дубки» відкрили 1-й вулик для школярів"
    assert story.edition.language == "uk"
    assert story.published_at == datetime(2026, 3, 3, 7, 15, tzinfo=UTC)
    assert story.path == f"/news/2026/03/03/{story.number}/"
    assert (story.lead_caption, story.lead_credit) == (
        "Вулик біля оранжереї",
        "Фото: Оксана Лісова",
    )
    chain = [(link.role, link.wording, link.name) for link in story.attributions.all()]
    assert chain == [
        ("reporting", "", '"Паркова газета"'),
        ("cited", "з посиланням на", "дирекцію парку"),
    ]
    assert [block.block_type for block in story.body] == ["labelled", "paragraph", "labelled"]
    assert [byline.author.names for byline in story.bylines.all()] == [{"uk": "Марта Ясенева"}]


def test_the_same_copy_twice_makes_one_story(title: Title) -> None:
    first = take(title, reading(), reading())
    again = take(title, reading())
    assert Story.objects.count() == 1
    assert [taking.is_new for taking in [*first, *again]] == [True, False, False]
    assert again[0].story == first[0].story


def test_neither_line_ends_nor_ads_make_it_another_copy(title: Title) -> None:
    take(title, reading())
    take(title, reading(text=PAGE.replace("\n", "\r\n").replace("Реклама:", "РЕКЛАМА")))
    assert Story.objects.count() == 1


def test_a_draft_is_nowhere_public_until_the_copy_is_taken_to_be_published(title: Title) -> None:
    take(title, reading(), publish=False)
    assert Story.objects.get().state == State.DRAFT
    assert not ListEntry.objects.exists()
    (taking,) = take(title, reading())
    assert taking.story.state == State.PUBLISHED
    assert ListEntry.objects.filter(story=taking.story, shelf="all").exists()


def test_the_author_of_two_stories_is_one_author(title: Title) -> None:
    take(title, reading(1), reading(2))
    assert Author.objects.count() == 1


def test_many_at_once_equal_one_by_one(title: Title) -> None:
    taken = take(title, *(reading(number) for number in range(3)))
    for number, taking in enumerate(taken):
        copy = reading(number).copy
        assert copy is not None
        single = draft_story(copy, Edition.objects.get(language="uk"))
        CreateAction(single, publish=True).execute()
        bulk = Story.objects.get(pk=taking.story.pk)
        assert facts(bulk) == facts(Story.objects.get(pk=single.pk))


def facts(story: Story) -> dict[str, Any]:
    """Everything about a story but its keys and the moments at which this test ran."""
    own = {
        "id", "work", "created_at", "first_published_at", "last_published_at", "latest_revision",
        "live_revision", "latest_revision_created_at",
    }  # fmt: skip
    content = {**story.serializable_data()}
    stored = dict(story.latest_revision.content)
    for data in (content, stored):
        for relation in ("attributions", "bylines"):
            for part in data[relation]:
                part["pk"] = part["story"] = None
        for field in [*own, "pk", "live", "state", "has_unpublished_changes"]:
            data.pop(field, None)
        data["body"] = [[block["type"], block["value"]] for block in _blocks(data["body"])]
    return {
        "content": content,
        "revision": stored,
        "columns": (story.live, story.state, story.has_unpublished_changes, story.listed_at),
        "is its own live revision": story.live_revision_id == story.latest_revision_id,
        "first published": story.first_published_at is not None,
        "lists": set(ListEntry.objects.filter(story=story).values_list("shelf", "published_at")),
        "found": matching(Story.objects.filter(pk=story.pk), "вулик пасічницею").exists(),
        "log": sorted(entry.action for entry in log_registry.get_logs_for_instance(story)),
    }


def _blocks(body: Any) -> Any:
    return json.loads(body) if isinstance(body, str) else body


def test_one_story_that_cannot_be_saved_stops_no_other(title: Title) -> None:
    tomorrow = timezone.now() + timedelta(days=2)
    late = PAGE.replace("Вівторок, 3 березня 2026, 09:15", f"{tomorrow:%d.%m.%Y} 09:15")
    with translation.override("en"):
        takings = take(title, reading(1), reading(2, late), reading(3))
    assert [bool(taking.error) for taking in takings] == [False, True, False]
    assert "still to come" in takings[1].error
    assert Story.objects.count() == TakenCopy.objects.count() == 2


def test_a_language_without_an_edition_is_named(title: Title) -> None:
    Edition.objects.filter(language="uk").delete()
    (taking,) = take(title, reading())
    assert "no edition in “uk”" in taking.error
    assert "--edition" in taking.error
    assert not Story.objects.exists()
