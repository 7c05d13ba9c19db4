"""Scheduling through the newsroom's screens: given, moved, corrected, cancelled, told."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from shpalta.newsroom.clock.models import ClockBeat, PublishOrder
from shpalta.newsroom.stories.models import Story
from tests.integration.newsroom.clockwork import (
    again,
    asked,
    make_due,
    order,
    schedule_url,
    wall,
    wind,
    withdrawal_url,
)
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.desk import (
    ADD,
    LIST,
    edit_url,
    fresh,
    opened,
    publish,
    withdraw_url,
    write,
)

pytestmark = pytest.mark.django_db

TOMORROW = timedelta(days=1)


def text_of(response: Any) -> str:
    """Give the words of a page, without its markup."""
    page = re.sub(r"(?s)<(script|style|template).*?</\1>", " ", response.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def schedule(client: Client, story: Story, moment: datetime, **changes: Any) -> Any:
    """Fill in the form of the schedule and send it."""
    url = schedule_url(story)
    return client.post(url, asked(client, url) | {"due_at": wall(moment, story)} | changes)


def noon_tomorrow() -> datetime:
    """Give a moment of tomorrow, with a whole second."""
    return timezone.now().replace(microsecond=0) + TOMORROW


def test_an_editor_saves_schedules_and_the_clock_publishes(editor: Client, house: House) -> None:
    saved = write(
        editor,
        reverse(ADD),
        headline="Out tomorrow",
        rubric=house.rubric.pk,
        **{"action-schedule": "action-schedule"},
    )
    story = Story.objects.get()
    assert saved.headers["Location"] == schedule_url(story)
    moment = noon_tomorrow()

    response = schedule(editor, story, moment)

    assert response.headers["Location"] == edit_url(story)
    placed = PublishOrder.objects.get()
    assert (placed.due_at, placed.revision_id) == (moment, fresh(story).latest_revision_id)
    assert fresh(story).state == "draft"
    due_at = make_due(placed)
    wind()
    assert (fresh(story).state, fresh(story).published_at) == ("published", due_at)


def test_the_form_begins_with_the_next_hour_or_the_end_of_the_embargo(
    editor: Client, house: House
) -> None:
    story = house.story("When")
    offered = asked(editor, schedule_url(story))["due_at"]
    assert offered.endswith(":00")

    until = noon_tomorrow()
    Story.objects.filter(pk=story.pk).update(embargo_until=until)
    assert asked(editor, schedule_url(story))["due_at"] in wall(until, story)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2020-01-01T12:00", "This moment has passed."),
        ("2027-03-28T03:30", "There is no such time that night"),
        ("tomorrow", "Write the moment as"),
        ("", "This field is required."),
    ],
)
def test_a_moment_that_cannot_be_is_refused_at_its_field(
    editor: Client, house: House, written: str, told: str
) -> None:
    story = house.story("When")
    url = schedule_url(story)

    response = editor.post(url, asked(editor, url) | {"due_at": written})

    assert response.status_code == 200
    assert told in text_of(response)
    assert not PublishOrder.objects.exists()


def test_a_time_that_stands_twice_is_the_first_and_says_so(editor: Client, house: House) -> None:
    story = house.story("Night")
    url = schedule_url(story)

    response = editor.post(url, asked(editor, url) | {"due_at": "2027-10-31T03:30"}, follow=True)

    assert "comes twice that night" in text_of(response)
    assert PublishOrder.objects.get().due_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_times_are_those_of_the_story_s_title(editor: Client, house: House) -> None:
    house.edition.title.time_zone = "America/New_York"
    house.edition.title.save()
    story = house.story("Overseas")
    url = schedule_url(story)

    page = editor.get(url).content.decode()
    editor.post(url, asked(editor, url) | {"due_at": "2027-01-15T12:00"})

    assert "America/New_York" in page
    assert PublishOrder.objects.get().due_at == datetime(2027, 1, 15, 17, 0, tzinfo=UTC)


def test_only_who_may_publish_may_schedule(journalist: Client, house: House) -> None:
    story = house.story("Mine")
    placed = order(story)

    assert "action-schedule" not in journalist.get(edit_url(story)).content.decode()
    for url in (schedule_url(story), withdrawal_url(story)):
        assert journalist.get(url).status_code == 302
        assert journalist.post(url, {"due_at": "2030-01-01T12:00"}).status_code == 302
    journalist.post(reverse("clock_cancel", args=[placed.pk]))
    write(journalist, edit_url(story), headline="Slipped in", **{"action-newest": "x"})

    assert again(placed).state == "waiting"
    assert again(placed).revision_id == placed.revision_id


def test_later_changes_stay_out_until_somebody_puts_them_in(editor: Client, house: House) -> None:
    story = house.story("First")
    placed = order(story)
    write(editor, edit_url(story), headline="Second")
    assert "your later changes are not in it" in text_of(editor.get(edit_url(story)))
    assert again(placed).revision_id == placed.revision_id

    response = write(
        editor, edit_url(story), headline="Third", **{"action-newest": "action-newest"}
    )

    assert response.status_code == 302
    assert "as it is saved now" in text_of(editor.get(edit_url(story)))
    make_due(placed)
    wind()
    assert fresh(story).headline == "Third"


def test_an_autosave_never_changes_the_version_that_is_ordered(
    editor: Client, house: House
) -> None:
    story = house.story("Begun")
    form = opened(editor, edit_url(story))
    json = {"accept": "application/json"}
    first = editor.post(edit_url(story), form | {"headline": "Done"}, headers=json).json()
    schedule(editor, story, noon_tomorrow())
    placed = PublishOrder.objects.get()
    assert placed.revision_id == first["revision_id"]

    overwriting = {"headline": "Done, and", "overwrite_revision_id": first["revision_id"]}
    second = editor.post(
        edit_url(story), form | first["field_updates"] | overwriting, headers=json
    ).json()

    assert second["revision_id"] != first["revision_id"]
    assert Revision.objects.get(pk=first["revision_id"]).content["headline"] == "Done"
    third = editor.post(
        edit_url(story),
        form
        | second["field_updates"]
        | {"headline": "Done, and more", "overwrite_revision_id": second["revision_id"]},
        headers=json,
    ).json()
    assert third["revision_id"] == second["revision_id"]


def test_a_schedule_is_moved_with_or_without_the_newest_version(
    editor: Client, house: House
) -> None:
    story = house.story("First")
    schedule(editor, story, noon_tomorrow())
    placed = PublishOrder.objects.get()
    write(editor, edit_url(story), headline="Second")
    later = noon_tomorrow() + TOMORROW

    schedule(editor, story, later)
    assert (again(placed).due_at, again(placed).revision_id) == (later, placed.revision_id)

    schedule(editor, story, later, newest="on")
    assert again(placed).revision_id == fresh(story).latest_revision_id
    assert PublishOrder.objects.count() == 1


def test_a_form_that_asked_about_an_older_version_schedules_nothing(
    editor: Client, house: House
) -> None:
    story = house.story("First")
    url = schedule_url(story)
    sent = asked(editor, url)
    write(editor, edit_url(story), headline="Second")

    response = editor.post(url, sent | {"due_at": wall(noon_tomorrow(), story)})

    assert response.status_code == 409
    assert not PublishOrder.objects.exists()


def test_a_schedule_is_cancelled_and_the_history_tells(editor: Client, house: House) -> None:
    story = house.story("Never mind")
    schedule(editor, story, noon_tomorrow())
    placed = PublishOrder.objects.get()

    response = editor.post(reverse("clock_cancel", args=[placed.pk]), follow=True)

    assert "The order is cancelled." in text_of(response)
    assert again(placed).state == "cancelled"
    actions = ModelLogEntry.objects.values_list("action", flat=True)
    assert {"clock.schedule", "clock.cancel"} <= set(actions)
    url = reverse("wagtailsnippets_stories_story:history", args=[story.pk])
    assert "Order cancelled" in text_of(editor.get(url))


def test_a_scheduled_story_is_published_now_and_its_order_is_settled(
    editor: Client, house: House
) -> None:
    story = house.story("Now")
    placed = order(story)

    publish(editor, edit_url(story))

    assert fresh(story).state == "published"
    assert again(placed).state == "cancelled"


def test_a_withdrawal_is_set_for_a_story_that_is_out_or_will_be(
    editor: Client, house: House
) -> None:
    draft, out = house.story("Draft"), house.published("Out")
    assert "clock/story" in editor.get(withdraw_url(out)).content.decode()

    for story in (draft, out):
        url = withdrawal_url(story)
        moment = wall(noon_tomorrow(), story)
        response = editor.post(url, asked(editor, url) | {"due_at": moment}, follow=True)
        said = "will not be public" if story == draft else "will be withdrawn on"
        assert said in text_of(response)

    placed = PublishOrder.objects.get()
    assert (placed.story, placed.action) == (out, "withdraw")


def test_what_could_not_be_printed_is_not_scheduled(editor: Client, house: House) -> None:
    story = house.story("Good")
    story.headline = ""
    story.save_revision(clean=False)

    response = schedule(editor, story, noon_tomorrow())

    assert "Headline: This field cannot be blank." in text_of(response)
    assert not PublishOrder.objects.exists()


def test_the_list_tells_what_is_scheduled_and_keeps_only_that(editor: Client, house: House) -> None:
    story = house.story("Waiting for noon")
    house.story("Just a draft")
    placed = order(story)
    local = placed.due_at.astimezone(story.edition.title.zone)

    page = text_of(editor.get(reverse(LIST)))
    kept = text_of(editor.get(reverse(LIST), {"state": "scheduled"}))

    assert f"scheduled, {local.day} {local:%B}" in page
    assert "Waiting for noon" in kept
    assert "Just a draft" not in kept


def test_the_first_screen_tells_what_goes_out_next_and_how_the_clock_is(
    editor: Client, house: House
) -> None:
    first, second = house.story("Goes first"), house.story("Goes second")
    order(second, due_in=7200)
    order(first, due_in=3600)
    home = reverse("wagtailadmin_home")
    assert "The clock has never run." in text_of(editor.get(home))

    wind()

    page = text_of(editor.get(home))
    panel = page[page.index("What goes out next") :]
    assert panel.index("Goes first") < panel.index("Goes second")
    assert re.search(r"The clock last ran \d s ago", panel)
    assert "clock-alarm" not in editor.get(home).content.decode()


def test_a_failed_order_stands_on_every_screen_until_it_is_set_aside(
    editor: Client, house: House
) -> None:
    story = house.story("Troubled")
    placed = order(story, state="failed", last_error="The rubric is gone.")
    screens = [reverse("wagtailadmin_home"), reverse(LIST), edit_url(story), schedule_url(story)]

    for url in screens:
        assert "Scheduled, and failed: 1." in text_of(editor.get(url)), url
    assert "The rubric is gone." in text_of(editor.get(reverse("wagtailadmin_home")))
    assert "The rubric is gone." in text_of(editor.get(edit_url(story)))

    editor.post(reverse("clock_cancel", args=[placed.pk]), {"back": "home"})
    for url in screens:
        assert "clock-alarm" not in editor.get(url).content.decode(), url


def test_an_overdue_order_and_a_silent_clock_raise_the_alarm(editor: Client, house: House) -> None:
    order(house.story("Late"), due_in=-61)
    home = reverse("wagtailadmin_home")

    page = text_of(editor.get(home))
    assert "Should have gone out already: 1." in page
    assert "The clock is not running" in page

    wind()
    assert "clock-alarm" not in editor.get(home).content.decode()
    order(house.story("Later"))
    ClockBeat.objects.update(at=timezone.now() - timedelta(seconds=31))
    assert "The clock is not running" in text_of(editor.get(home))


def test_what_the_clock_published_while_a_form_was_being_sent_stays_published(
    editor: Client, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shpalta.newsroom.stories.views import StoryEditView

    story = house.story("Out")
    form = opened(editor, edit_url(story))
    order(story, due_in=-1)
    check = StoryEditView.check_base

    def check_after_the_clock(self: Any, sent: Any) -> None:
        wind()
        check(self, sent)

    monkeypatch.setattr(StoryEditView, "check_base", check_after_the_clock)

    response = editor.post(edit_url(story), form | {"headline": "Out, and more"})

    assert response.status_code == 302
    assert (fresh(story).state, fresh(story).headline) == ("published", "Out")
    assert fresh(story).latest_revision.content["headline"] == "Out, and more"
