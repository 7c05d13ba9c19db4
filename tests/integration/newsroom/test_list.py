"""The newsroom's list of stories: filters, search, pages, and what it asks the database."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shpalta.newsroom.stories.choosers import PublicFirst
from shpalta.newsroom.stories.models import Byline, Story
from shpalta.newsroom.stories.paginator import UncountedPaginator
from shpalta.newsroom.vocabulary.models import Author
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.desk import LIST

pytestmark = pytest.mark.django_db


def headlines(client: Client, **query: Any) -> list[str]:
    """Give the headlines that the list shows, in its order."""
    response = client.get(reverse(LIST), query)
    assert response.status_code == 200
    return [str(story) for story in response.context["object_list"]]


def test_the_newest_story_comes_first(editor: Client, house: House) -> None:
    now = timezone.now()
    for hours, name in ((3, "oldest"), (1, "newest"), (2, "between")):
        house.published(name, published_at=now - timedelta(hours=hours))

    assert headlines(editor) == ["newest", "between", "oldest"]


def test_each_filter_keeps_what_it_names(editor: Client, house: House) -> None:
    day = timezone.now() - timedelta(days=40)
    author = Author.objects.create(slug="a", names={"uk": "Авторка"})
    house.story("draft")
    house.published("russian", edition=house.russian)
    house.published("old", published_at=day)
    house.published("elsewhere", rubric=None)
    house.published("interview", kind="interview")
    signed = house.published("signed")
    Byline.objects.create(story=signed, author=author)

    assert headlines(editor, state="draft") == ["draft"]
    assert headlines(editor, edition=house.russian.pk) == ["russian"]
    assert headlines(editor, kind="interview") == ["interview"]
    assert headlines(editor, author=author.pk) == ["signed"]
    assert "elsewhere" not in headlines(editor, rubric=house.rubric.pk)
    local = timezone.localtime(day).date()
    assert headlines(editor, listed_at_from=local, listed_at_to=local) == ["old"]
    assert headlines(editor, state="published", kind="interview") == ["interview"]


def test_the_search_finds_words_of_headline_lead_and_body(editor: Client, house: House) -> None:
    house.published("Міст відкрито")
    house.published("b", lead="Трамвай їде через міст")
    house.published("c", body=[("paragraph", "<p>Новий <b>міст</b> збудували</p>")])
    house.story("d")

    assert sorted(headlines(editor, q="МІСТ")) == ["b", "c", "Міст відкрито"]
    assert headlines(editor, q="міст трамв") == ["b"]
    assert headlines(editor, q="літак") == []


def test_the_list_asks_as_often_for_forty_rows_as_for_two(editor: Client, house: House) -> None:
    author = Author.objects.create(slug="a", names={"uk": "Авторка"})

    def queries() -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            editor.get(reverse(LIST))
        return [query["sql"] for query in captured.captured_queries]

    for number in range(2):
        Byline.objects.create(story=house.published(str(number)), author=author)
    queries()
    few = queries()
    for number in range(40):
        Byline.objects.create(story=house.published(str(number)), author=author)
    many = queries()

    # Two of them are the menu's: how many comments wait, in which titles.
    assert len(many) == len(few) <= 24
    assert not any("COUNT(" in sql and "stories_story" in sql for sql in many)
    assert not any('"stories_story"."body"' in sql for sql in many)


def test_pages_are_turned_without_counting(editor: Client, house: House) -> None:
    for number in range(25):
        house.story(f"{number:02}", created_at=timezone.now() - timedelta(minutes=number))

    first, second = headlines(editor), headlines(editor, p=2)

    assert first + second == [f"{number:02}" for number in range(25)]
    assert headlines(editor, p="nonsense") == first
    assert headlines(editor, p=99) == []


@pytest.mark.parametrize("per_page", [1, 2, 3, 7])
def test_the_pages_together_are_the_list(per_page: int) -> None:
    rows = list(range(7))
    paginator = UncountedPaginator(rows, per_page)
    seen: list[int] = []
    number = 1
    while True:
        page = paginator.page(number)
        seen += page.object_list
        if not page.has_next():
            break
        number = page.next_page_number()

    assert seen == rows


def test_the_chooser_offers_public_stories_first(house: House) -> None:
    house.story("draft")
    for name in ("one", "two", "three"):
        house.published(name)
    offered = PublicFirst(Story.objects.all())

    whole = [str(story) for story in offered[0:10]]
    by_two = [str(story) for start in (0, 2) for story in offered[start : start + 2]]

    assert whole[-1] == "draft"
    assert by_two == whole
    assert offered[4:6] == []


def test_the_chooser_searches_like_the_list(editor: Client, house: House) -> None:
    house.published("Міст відкрито")
    house.published("Інше")
    url = reverse("wagtailsnippetchoosers_stories_story:choose_results")

    page = editor.get(url, {"q": "міст"}).content.decode()

    assert "Міст відкрито" in page
    assert "Інше" not in page


def test_the_dashboard_shows_my_stories_and_the_drafts(editor: Client, house: House) -> None:
    house.story("Waiting draft")

    page = editor.get(reverse("wagtailadmin_home")).content.decode()

    assert "Waiting draft" in page
    assert f"?edition={house.edition.pk}" in page
