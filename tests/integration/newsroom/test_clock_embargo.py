"""Under embargo nobody publishes, by any way, and no door shows anything."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shpalta.core.visibility import State, is_public
from shpalta.newsroom.clock.models import PublishOrder
from shpalta.newsroom.stories.lists import rebuild_lists
from shpalta.newsroom.stories.models import ListEntry, Story
from shpalta.newsroom.stories.services import add_stories
from tests.integration.newsroom.clockwork import again, asked, order, schedule_url, wall, wind
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.desk import LIST, edit_url, fresh, opened, publish, write

pytestmark = pytest.mark.django_db


def in_an_hour() -> datetime:
    return timezone.now().replace(microsecond=0) + timedelta(hours=1)


def test_a_journalist_sets_an_embargo_and_it_holds_at_once(
    journalist: Client, editor: Client, house: House
) -> None:
    story = house.story("Promised")
    until = in_an_hour()
    local = f"{until.astimezone(story.edition.title.zone):%Y-%m-%d %H:%M}"

    write(journalist, edit_url(story), embargo_until=local)

    embargo = fresh(story).embargo_until
    assert embargo is not None
    assert embargo == until.replace(second=0)
    refused = publish(editor, edit_url(story))
    assert "Under embargo until" in refused.content.decode()
    assert fresh(story).state == "draft"
    assert "embargo until" in editor.get(reverse(LIST)).content.decode()
    assert "nobody can publish this story before" in editor.get(edit_url(story)).content.decode()
    # The first screen has it in two lists: among the journalist's own and among the drafts.
    assert journalist.get(reverse("wagtailadmin_home")).content.decode().count("embargo until") == 2


def test_no_way_leads_around_the_embargo(house: House) -> None:
    story = house.story("Promised")
    old_version = story.latest_revision
    Story.objects.filter(pk=story.pk).update(embargo_until=in_an_hour())

    with pytest.raises(ValidationError, match="Under embargo"):
        old_version.publish()
    row = fresh(story)
    row.state, row.published_at = State.PUBLISHED, timezone.now()
    with pytest.raises(ValidationError, match="Under embargo"):
        row.save()
    fresh_one = Story(edition=house.edition, headline="Bulk", embargo_until=in_an_hour())
    with pytest.raises(ValidationError, match="Under embargo"):
        add_stories([fresh_one], publish=True)

    assert not Story.objects.filter(state="published").exists()
    assert not ListEntry.objects.exists()


def test_after_the_embargo_everything_is_as_usual(house: House) -> None:
    story = house.story("Promised", embargo_until=timezone.now() - timedelta(seconds=1))

    story.latest_revision.publish()

    assert fresh(story).state == "published"


def test_an_order_within_the_embargo_is_refused_and_one_at_its_end_is_carried_out(
    editor: Client, house: House
) -> None:
    story = house.story("Promised", embargo_until=in_an_hour())
    url = schedule_url(story)
    early = wall(in_an_hour() - timedelta(minutes=5), story)

    response = editor.post(url, asked(editor, url) | {"due_at": early})
    assert "under embargo until then" in response.content.decode()
    assert not PublishOrder.objects.exists()

    editor.post(url, asked(editor, url))
    embargo = fresh(story).embargo_until
    assert embargo is not None
    assert PublishOrder.objects.get().due_at >= embargo
    due_at = timezone.now().replace(microsecond=0) - timedelta(seconds=1)
    Story.objects.update(embargo_until=due_at)
    PublishOrder.objects.update(due_at=due_at, next_try_at=due_at)
    wind()
    assert (fresh(story).state, fresh(story).published_at) == ("published", due_at)


def test_an_order_that_an_embargo_overtook_fails_and_is_told(editor: Client, house: House) -> None:
    story = house.story("Promised")
    placed = order(story, due_in=-1)
    Story.objects.filter(pk=story.pk).update(embargo_until=in_an_hour())
    assert "The embargo ends later" in editor.get(edit_url(story)).content.decode()

    wind()

    assert fresh(story).state == "draft"
    assert again(placed).state == "failed"
    assert "embargo" in again(placed).last_error.lower() or "Ембарго" in again(placed).last_error


def test_what_is_public_cannot_be_put_under_embargo_in_the_editor(
    editor: Client, house: House
) -> None:
    story = house.published("Out")
    form = opened(editor, edit_url(story))

    editor.post(edit_url(story), form | {"embargo_until": "2030-01-01 12:00"})

    assert fresh(story).embargo_until is None


moments = st.none() | st.integers(min_value=-3, max_value=3)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(State), moments, moments), max_size=6),
)
def test_the_database_and_the_lists_say_what_the_rule_says(
    house: House, rows: list[tuple[State, int | None, int | None]]
) -> None:
    now = timezone.now()

    def moment(minutes: int | None) -> datetime | None:
        return None if minutes is None else now + timedelta(minutes=minutes)

    Story.objects.all().delete()
    for state, published, embargo in rows:
        story = house.story("Any")
        # Straight into the row, past every check: what the rule makes of it is asked here.
        Story.objects.filter(pk=story.pk).update(
            state=state,
            live=state is State.PUBLISHED,
            published_at=moment(published) or (None if state is State.DRAFT else now),
            embargo_until=moment(embargo),
        )

    public = {story.pk for story in Story.objects.all() if is_public(story.standing, now=now)}
    assert set(Story.objects.public(now).values_list("pk", flat=True)) == public
    rebuild_lists()
    assert set(ListEntry.objects.values_list("story_id", flat=True)) == public
