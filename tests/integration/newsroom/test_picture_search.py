"""Finding pictures: in any form of a word, by whatever is said of them; and what looks alike."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shpalta.newsroom.media.likeness import BITS, MOST_DIFFERENT, columns_of, find_alike, is_plain
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk import indexing
from shpalta.newsroom.picturedesk.models import DraftUse
from shpalta.newsroom.picturedesk.search import (
    RECIPE,
    TABLE,
    index_texts,
    matching,
    of_or_by,
    rebuild_index,
    text_of,
)
from tests.factories import make_picture
from tests.integration.newsroom.conftest import House

pytestmark = pytest.mark.django_db
quick = settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

FORMS = [
    ("Рятувальники на набережній річки", "рятувальник"),
    ("Рятувальники на набережній річки", "набережна річка"),
    ("Рятувальники на набережній річки", "рятувальниками"),
    ("Пожежа в Одесі", "Одеса"),
    ("Пожежа в Одесі", "одесою пожежу"),
    ("Учителька біля шкіл", "школа"),
    ("Спасатели у реки", "река"),
    ("Спасатели у реки", "спасателями рекой"),
    ("Зустріч із Володимиром Зеленським", "Володимир Зеленський"),
    ("Встреча с Еленой Веточкиной", "Елену Веточкину"),
    ("Місто взимку", "міста"),
    ("П’ять хлопців", "п'ятьма хлопцями"),
    ("Mayor at the river", "river mayor"),
    ("Mayor at the river", "may riv"),
    ("Набережна", "набер"),
]


def picture(name: str = "a", **fields: Any) -> Picture:
    """Make a row; its file is of no matter here."""
    return Picture.objects.create(title=name, file="x.jpg", width=1, height=1, **fields)


def found(query: str) -> list[str]:
    """Give the names of the pictures that a query finds."""
    return [one.title for one in matching(Picture.objects.order_by("pk"), query)]


@pytest.mark.parametrize(("said", "query"), FORMS)
def test_one_form_of_a_word_finds_the_others(said: str, query: str) -> None:
    picture(caption=said)
    picture("other", caption="Зовсім інше, something else")
    assert found(query) == ["a"]


def test_a_picture_is_found_by_all_that_is_said_of_it(house: House) -> None:
    made = picture(
        original_name="DSC_4711.JPG",
        credit="Агенція Ріка",
        creator="Олена Шум",
        persons="Марко Гай, Іван Крок",
        city="Вигаданськ",
        country="Україна",
        headline="Повінь",
        alts={"uk": "Човен біля мосту", "en": "A boat"},
        taken_at=datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Europe/Kyiv")),
    )
    made.tags.set(["стихія"])
    for query in (
        *("dsc_4711", "агенції", "Олени Шум", "Гаєм", "вигаданську", "україною", "повені"),
        *("човном", "boat", "стихії", "20.11.2026", "листопад 2026", "20 ноября 2026"),
    ):
        assert found(query) == ["a"], query
    assert found("човен і трактор") == []
    made.tags.clear()
    assert found("стихія") == []
    made.delete()
    assert found("повінь") == []


def test_a_date_in_figures_is_that_day_alone() -> None:
    for day in ((2041, 11, 12), (2041, 12, 11), (2041, 11, 18)):
        moment = datetime(*day, 12, tzinfo=ZoneInfo("Europe/Kyiv"))
        picture(f"{moment:%d.%m.%Y}", taken_at=moment)
    assert found("12.11.2041") == ["12.11.2041"]
    assert found("11.12.2041 грудень") == ["11.12.2041"]
    assert found("20.11.2041") == []
    assert found("20 листопада 2041") == []


@quick
@given(query=st.text(max_size=60))
def test_no_query_breaks_the_search(query: str) -> None:
    picture(caption="будь-що")
    found(query)


def test_the_index_kept_step_by_step_equals_one_made_anew() -> None:
    made = [picture(f"p{number}", caption=f"Підпис {number}") for number in range(4)]
    made[0].tags.set(["один", "два"])
    made[1].caption = "Інший підпис"
    made[1].save()
    made[2].delete()
    Picture.objects.filter(pk=made[3].pk).update(file_size=1)

    kept = index_rows()
    rebuild_index()
    assert index_rows() == kept


def index_rows() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid, text FROM {TABLE} ORDER BY rowid")
        return list(cursor.fetchall())


def index_all() -> int:
    """Work until there is nothing to index; give how often there was something."""
    indexing._Turn.recipe = 0  # as a process that has just started
    return sum(1 for _turn in iter(indexing.index_some, False))


def test_an_index_by_another_recipe_is_made_anew_by_the_workshop(monkeypatch: Any) -> None:
    monkeypatch.setattr(indexing, "_AT_ONCE", 3)
    made = [picture(f"p{number}", caption=f"Підпис {number}") for number in range(7)]
    fresh = index_rows()
    index_texts((one.pk, "old") for one in made)
    index_texts([(made[-1].pk + 100, "stray")])
    assert index_all() == 3
    assert index_rows() == fresh
    # It is whole now, until the recipe changes.
    index_texts([(made[0].pk, "old")])
    assert index_all() == 0
    monkeypatch.setattr(indexing, "RECIPE", RECIPE + 1)
    assert index_all() == 3
    assert index_rows() == fresh


def test_indexing_goes_on_where_it_was_killed(monkeypatch: Any) -> None:
    monkeypatch.setattr(indexing, "_AT_ONCE", 2)
    indexing._Turn.recipe = 0
    made = [picture(f"p{number}") for number in range(5)]
    assert indexing.index_some()
    index_texts([(made[0].pk, "reached before"), (made[4].pk, "old")])
    assert index_all() == 2
    kept = dict(index_rows())
    assert kept[made[0].pk] == "reached before"
    assert kept[made[4].pk] == text_of(made[4], ())


def test_pictures_of_somebody_and_by_somebody_are_found_by_the_name_alone() -> None:
    picture("shown", persons="Олена Веточкіна")
    picture("made", creator="Олена Веточкіна", caption="Річка")
    picture("credited", credit="Веточкіна / Агенція")
    picture("named", caption="Веточкіна йде до річки")

    def of_or_by_them(name: str) -> set[str]:
        return {one.title for one in of_or_by(Picture.objects.all(), name)}

    assert of_or_by_them("Веточкіною") == {"shown", "made", "credited"}
    assert of_or_by_them("Олену Веточ") == {"shown", "made"}
    assert of_or_by_them("річка") == set()
    assert len(found("Веточкіною")) == 4


def _columns(look: int) -> dict[str, Any]:
    return dict(columns_of(look))


looks = st.integers(0, 2**BITS - 1).filter(lambda look: not is_plain(look))


@quick
@given(look=looks, flipped=st.sets(st.integers(0, BITS - 1), max_size=MOST_DIFFERENT))
def test_whatever_few_bits_differ_a_likeness_is_found(look: int, flipped: set[int]) -> None:
    Picture.objects.all().delete()
    other = look
    for bit in flipped:
        other ^= 1 << bit
    first, second = picture("a", **_columns(look)), picture("b", **_columns(other))
    if is_plain(other):
        return
    assert [one.picture.pk for one in find_alike(first.look, but=first.pk)] == [second.pk]
    assert find_alike(first.look, but=first.pk)[0].difference == len(flipped)
    assert [one.picture.pk for one in find_alike(second.look, but=second.pk)] == [first.pk]


@quick
@given(look=looks, other=looks)
def test_what_differs_in_many_bits_is_no_likeness(look: int, other: int) -> None:
    Picture.objects.all().delete()
    first = picture("a", **_columns(look))
    picture("b", **_columns(other))
    is_alike = (look ^ other).bit_count() <= MOST_DIFFERENT
    assert bool(find_alike(first.look, but=first.pk)) is is_alike


def test_the_list_finds_and_filters(house: House, editor: Client) -> None:
    address = reverse("wagtailimages:index")
    plain = make_picture("Порт")
    ours = make_picture("Ринок")
    ours.credit, ours.licence, ours.machine = "Шум", "own", "made"
    ours.taken_at = timezone.now()
    ours.save()
    house.published(lead_picture=ours)

    def listed(**query: Any) -> list[str]:
        page = editor.get(address, query).context["object_list"]
        return sorted(one.title for one in page)

    assert listed() == ["Порт", "Ринок"]
    assert listed(q="портом") == ["Порт"]
    assert listed(lacks="credit") == ["Порт"]
    assert listed(rights="usable") == ["Ринок"]
    assert listed(rights="not-stated") == ["Порт"]
    assert listed(machine="made") == ["Ринок"]
    assert listed(licence="own") == ["Ринок"]
    assert listed(title=house.edition.title_id) == ["Ринок"]
    assert listed(created_at_from="2031-01-01") == []
    Picture.objects.filter(pk=plain.pk).update(is_not_for_web=True)
    assert listed(rights="not-for-web") == ["Порт"]
    assert "not for the web" in editor.get(address).content.decode()
    assert "No picture is like that" in editor.get(address, {"q": "трактор"}).content.decode()


def test_the_table_offers_no_order_that_it_does_not_have(house: House, editor: Client) -> None:
    make_picture("a")
    page = editor.get(reverse("wagtailimages:index"), {"layout": "list"}).content.decode()
    assert 'id="listing-results"' in page
    assert set(re.findall(r"ordering=-?(\w+)", page)) == {"created_at"}


def test_a_list_of_many_counts_none_and_asks_few_questions(
    house: House, editor: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        make_picture(f"p{number}", width=9, height=9)
    # The first look makes the thumbnails.
    editor.get(reverse("wagtailimages:index_results"), {"layout": "list"})
    with django_assert_max_num_queries(40) as asked:
        editor.get(reverse("wagtailimages:index_results"), {"layout": "list"})
    assert not [
        query["sql"]
        for query in asked.captured_queries
        if "COUNT(*)" in query["sql"] and "media_picture" in query["sql"]
    ]


def test_the_uses_of_drafts_follow_each_version(house: House) -> None:
    first, second = picture("a"), picture("b")
    story = house.story(lead_picture=first)
    assert [use.picture_id for use in DraftUse.objects.all()] == [first.pk]
    story.lead_picture = second
    story.body = [{"type": "picture", "value": {"picture": first.pk}}]
    story.save_revision()
    assert {use.picture_id for use in DraftUse.objects.all()} == {first.pk, second.pk}
    story.body = []
    story.save_revision()
    assert [use.picture_id for use in DraftUse.objects.all()] == [second.pk]
