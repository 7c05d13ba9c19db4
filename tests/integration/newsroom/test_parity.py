"""The meter of parity, and the rule that it measures."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shpalta.newsroom.clock.models import OrderState
from shpalta.newsroom.parity.meter import Meter, newest_behind, newest_lacking, read_meters
from shpalta.newsroom.parity.models import Mode, ParityRule
from shpalta.newsroom.parity.services import set_mode
from shpalta.newsroom.siblings.services import make_sibling
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition, Title
from tests.integration.newsroom.clockwork import again, make_due, order, wind
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.desk import LIST, edit_url, fresh, publish

pytestmark = pytest.mark.django_db


def rule(house: House, mode: Mode) -> None:
    """Set the rule of the first title."""
    set_mode(title_id=house.edition.title_id, mode=mode)


def measured(house: House) -> Meter:
    """Read the meter of the first title."""
    (meter,) = read_meters([house.edition.title])
    return meter


def numbers(meter: Meter, back: int = 0) -> list[int]:
    """Give the counts of so many days ago, the first edition's first."""
    return [count.number for count in meter.days[back].counts]


def russian(house: House, headline: str = "Только здесь", **fields: Any) -> Story:
    """Make a draft that the Ukrainian edition has not."""
    return house.story(headline, edition=house.russian, **fields)


def counterpart(house: House, story: Story) -> Story:
    """Publish a story's counterpart in the first edition."""
    sibling = make_sibling(story_id=story.pk, edition_id=house.edition.pk, actor=None)
    sibling.latest_revision.publish()
    return fresh(sibling)


def test_what_is_public_is_counted_by_edition(house: House) -> None:
    house.published("Один")
    house.published("Два")
    withdrawn = house.published("Зникле")
    withdrawn.unpublish()
    house.published("Первый", edition=house.russian)
    russian(house)

    assert numbers(measured(house)) == [2, 1]
    assert not measured(house).days[0].counts[0].is_less


def test_a_day_on_which_the_first_edition_has_fewer_is_marked(house: House) -> None:
    house.published("Первый", edition=house.russian)
    first, second = measured(house).days[0].counts
    assert (first.is_less, second.is_less) == (True, False)


@pytest.mark.parametrize("zone", ["Europe/Kyiv", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_days_are_those_of_the_titles_zone(house: House, zone: str) -> None:
    Title.objects.filter(pk=house.edition.title_id).update(time_zone=zone)
    house.edition.title.refresh_from_db()
    title = Title.objects.get(pk=house.edition.title_id)
    today = timezone.now().astimezone(title.zone).date()
    midnight = datetime.combine(today, time(), tzinfo=title.zone)
    house.published("Опівночі", published_at=midnight)
    house.published("До півночі", published_at=midnight - timedelta(seconds=1))
    house.published("Задавнє", published_at=midnight - timedelta(days=14))

    (meter,) = read_meters([title])

    assert meter.days[0].day == today
    assert [numbers(meter, back)[0] for back in (0, 1)] == [1, 1]
    assert sum(day.counts[0].number for day in meter.days) == 2
    assert len(meter.days) == 14


def test_days_of_the_change_over_nights_are_whole(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = house.edition.title
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        midnight = datetime.combine(day, time(), tzinfo=title.zone)
        last = datetime.combine(day, time(23, 59, 59), tzinfo=title.zone)
        house.published("Перша", published_at=midnight)
        house.published("Остання", published_at=last)
        now = last + timedelta(hours=12)
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", lambda now=now: now)
            meter = measured(house)
        assert (meter.days[1].day, numbers(meter, 1)[0]) == (day, 2)


def test_what_lacks_its_counterpart_is_counted_and_listed(house: House) -> None:
    story = russian(house)
    story.latest_revision.publish()
    assert measured(house).lacking == 1
    assert newest_lacking(house.edition.title) == [story]

    sibling = counterpart(house, story)
    assert measured(house).lacking == 0

    sibling.unpublish()
    assert measured(house).lacking == 1


def test_editions_out_of_step_are_counted_and_listed(house: House) -> None:
    story = house.published("Було")
    make_sibling(story_id=story.pk, edition_id=house.russian.pk, actor=None)
    assert measured(house).behind == 0

    story = fresh(story)
    story.headline = "Стало"
    story.save_revision().publish()

    assert measured(house).behind == 1
    assert [mark.other_id for mark in newest_behind(house.edition.title)] == [story.pk]


def test_a_title_in_one_language_has_no_meter(house: House) -> None:
    assert read_meters([house.foreign_edition.title]) == []


def test_the_meters_ask_as_much_for_many_titles_and_stories_as_for_one(house: House) -> None:
    house.published("Перша")
    with CaptureQueriesContext(connection) as few:
        read_meters([house.edition.title])

    Edition.objects.create(
        title=house.foreign_edition.title, language="ru", prefix="/rus", position=3
    )
    for number in range(6):
        house.published(f"Ще {number}")
        russian(house, f"Ещё {number}").latest_revision.publish()
    with CaptureQueriesContext(connection) as many:
        meters = read_meters([house.edition.title, house.foreign_edition.title])

    assert len(meters) == 2
    assert len(many) == len(few) == 5


def test_without_a_rule_nothing_is_asked(house: House) -> None:
    story = russian(house)
    story.latest_revision.publish()
    assert fresh(story).state == "published"


def test_a_strict_title_refuses_what_its_first_edition_has_not(house: House) -> None:
    rule(house, Mode.BLOCK)
    story = russian(house)
    with pytest.raises(ValidationError, match="Только здесь"):
        story.latest_revision.publish()
    assert fresh(story).state == "draft"

    counterpart(house, story)
    fresh(story).latest_revision.publish()
    assert fresh(story).state == "published"


def test_corrections_and_withdrawals_are_never_refused(house: House) -> None:
    story = russian(house)
    story.latest_revision.publish()
    rule(house, Mode.BLOCK)

    story = fresh(story)
    story.headline = "Исправлено"
    story.save_revision().publish()
    assert fresh(story).headline == "Исправлено"

    fresh(story).unpublish()
    assert fresh(story).state == "withdrawn"


def test_the_first_edition_itself_goes_out_alone(house: House) -> None:
    rule(house, Mode.BLOCK)
    assert house.published("Одна").state == "published"


def test_the_rule_of_a_title_is_no_other_titles(house: House) -> None:
    set_mode(title_id=house.foreign_edition.title_id, mode=Mode.BLOCK)
    story = russian(house)
    story.latest_revision.publish()
    assert fresh(story).state == "published"


def test_an_order_of_the_clock_waits_for_the_first_edition(house: House) -> None:
    rule(house, Mode.BLOCK)
    story = russian(house)
    placed = order(story)
    make_due(placed)
    wind()
    assert fresh(story).state == "draft"
    assert again(placed).state == OrderState.WAITING
    assert "Только здесь" in again(placed).last_error

    counterpart(house, story)
    make_due(placed)
    wind()
    assert fresh(story).state == "published"


def test_the_editor_reads_why_not_and_nothing_goes_out(editor: Client, house: House) -> None:
    rule(house, Mode.BLOCK)
    story = russian(house)
    answer = publish(editor, edit_url(story))
    assert "cannot go out yet" in answer.content.decode()
    assert fresh(story).state == "draft"


def test_the_editor_is_warned_after_publishing(editor: Client, house: House) -> None:
    rule(house, Mode.WARN)
    story = russian(house)
    answer = publish(editor, edit_url(story))
    shown = editor.get(answer.headers["Location"]).content.decode()
    assert "first edition does not have it" in shown
    assert fresh(story).state == "published"


def test_the_screen_shows_numbers_and_sets_the_rule(editor: Client, house: House) -> None:
    russian(house).latest_revision.publish()
    url = reverse("parity_meter", args=[house.edition.title_id])
    page = editor.get(reverse("parity")).content.decode()
    assert "Not in the first edition: 1" in page
    assert "Только здесь" in page

    refused = editor.post(url, {"mode": "sometimes"})
    assert refused.status_code in {403, 422}
    assert not ParityRule.objects.exists()


def test_who_may_not_change_titles_does_not_set_the_rule(journalist: Client, house: House) -> None:
    url = reverse("parity_meter", args=[house.edition.title_id])
    assert 'name="mode"' not in journalist.get(url).content.decode()
    journalist.post(url, {"mode": "block"})
    assert not ParityRule.objects.exists()


def test_the_first_screen_has_the_panel(editor: Client, house: House) -> None:
    house.published("Одна")
    page = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert "Parity of languages, today" in page
    assert "Газета visnyk" in page


def test_the_list_is_narrowed_to_what_lacks_its_counterpart(editor: Client, house: House) -> None:
    russian(house).latest_revision.publish()
    house.published("Українською")
    page = editor.get(reverse(LIST), {"state": "without-original"}).content.decode()
    assert "Только здесь" in page
    assert "Українською" not in page
