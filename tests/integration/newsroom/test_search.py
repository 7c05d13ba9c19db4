"""The search index: what is found, what is harmless, and that it never drifts from the stories."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shpalta.core.folding import words_of
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.search import TABLE, index_stories, matching, rebuild_index
from tests.integration.newsroom.conftest import House

pytestmark = pytest.mark.django_db
quick = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def found(query: str) -> list[str]:
    """Give the headlines that a query finds."""
    return [str(story) for story in matching(Story.objects.order_by("pk"), query)]


def index() -> list[tuple[int, str]]:
    """Read the whole index."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid, text FROM {TABLE} ORDER BY rowid")
        return list(cursor.fetchall())


@pytest.mark.parametrize("query", ["п'ять", "п’ять", "пʼять", "П`ЯТЬ", "п'я"])
def test_every_apostrophe_is_the_same(house: House, query: str) -> None:
    house.story("П’ять мостів")

    assert found(query) == ["П’ять мостів"]


def test_yo_is_found_as_ye(house: House) -> None:
    house.story("Ёлка и еж")

    assert found("елка ёж") == ["Ёлка и еж"]


def test_all_words_must_be_there(house: House) -> None:
    house.story("Трамвай на мосту")

    assert found("трам мост") == ["Трамвай на мосту"]
    assert found("трамвай літак") == []


def test_tags_and_codes_of_the_body_are_no_text(house: House) -> None:
    house.story(
        "s", body=[("paragraph", '<p>Так <a href="https://example.org/hidden">тут</a></p>')]
    )

    assert found("тут") == ["s"]
    assert found("hidden") == found("paragraph") == []


@pytest.mark.parametrize(
    "query",
    ['"', "*", "AND", "a OR b", "NEAR(a b)", "text:x", "(", "-a", "^a", "'; DROP TABLE", "%", "\0"],
)
def test_the_syntax_of_the_index_is_just_words(house: House, query: str) -> None:
    house.story("quiet")

    assert found(query) == []


@quick
@given(query=st.text(max_size=60))
def test_no_query_fails(house: House, query: str) -> None:
    found(query)


@quick
@given(text=st.text(alphabet=st.characters(categories=["L", "N", "Zs", "P"]), max_size=80))
def test_a_story_is_found_by_every_word_of_its_lead(house: House, text: str) -> None:
    story = house.story("Headline", lead=text)
    for word in words_of(text)[:5]:
        assert story.pk in matching(Story.objects.all(), word).values_list("pk", flat=True)


def test_the_index_kept_by_saving_equals_the_one_made_anew(house: House) -> None:
    body = [("paragraph", "<p>Перше речення</p>"), ("quote", {"text": "Слово", "speaker": "Хтось"})]
    first = house.story("Перша", body=body)
    house.published("Друга", lead="Лід")
    gone = house.story("Третя")
    first.headline = "Перша, виправлена"
    first.save()
    live = house.published("Жива")
    live.headline = "Жива, із чернеткою"
    live.save_revision()
    gone.delete()
    kept = index()

    rebuild_index()

    assert index() == kept
    assert len(kept) == 3


def test_indexing_many_equals_saving_each(house: House) -> None:
    stories = [house.story(f"Number {number}", lead="Лід") for number in range(5)]
    saved = index()

    index_stories(Story.objects.filter(pk__in=[story.pk for story in stories]))

    assert index() == saved


def test_a_search_over_many_matches_keeps_the_order_of_the_list(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shpalta.newsroom.stories import narrowing

    names = [house.story("спільне").pk for _number in range(12)]
    few = list(matching(Story.objects.order_by("-listed_at", "-pk"), "спільне"))
    monkeypatch.setattr(narrowing, "FEW", 3)
    many = list(matching(Story.objects.order_by("-listed_at", "-pk"), "спільне"))

    assert many == few
    assert {story.pk for story in many} == set(names)
