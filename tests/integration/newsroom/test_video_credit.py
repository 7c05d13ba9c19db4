"""The credit of videos is each title's demand, as that of pictures is."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from shpalta.core.visibility import State
from shpalta.newsroom.picturedesk.models import Demand, PictureRule
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.video.models import Video
from shpalta.newsroom.video_of_day.models import DayVideo
from tests.factories import make_video
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.desk import edit_url, fresh, publish

pytestmark = pytest.mark.django_db

ADD_DAY = "wagtailsnippets_video_of_day_dayvideo:add"


def demand(house: House, what: Demand) -> None:
    """Set what the first title demands of videos."""
    values = {"missing_video_credit": what}
    PictureRule.objects.update_or_create(title=house.edition.title, defaults=values)


def showing(house: House, video: Video, *, leading: bool = False) -> Story:
    """Make a draft that shows a video, as its lead or in its text."""
    if leading:
        return house.story(lead_video=video)
    return house.story(body=[{"type": "video", "value": {"video": video.pk, "caption": ""}}])


@pytest.mark.parametrize("leading", [False, True])
def test_a_title_that_demands_it_refuses_a_video_without_credit_and_names_it(
    house: House, leading: bool
) -> None:
    demand(house, Demand.BLOCK)
    video = make_video("Повінь", credit="")
    story = showing(house, video, leading=leading)
    with pytest.raises(ValidationError, match="Повінь"):
        story.latest_revision.publish()
    assert fresh(story).state == State.DRAFT
    video.credit = "Очевидець"
    video.save()
    story.latest_revision.publish()
    assert fresh(story).state == State.PUBLISHED


def test_a_title_that_demands_nothing_publishes_it(house: House) -> None:
    story = showing(house, make_video("Повінь", credit=""))
    story.latest_revision.publish()
    assert fresh(story).state == State.PUBLISHED


def test_a_title_that_wants_to_be_warned_is_warned(house: House, editor: Client) -> None:
    demand(house, Demand.WARN)
    story = showing(house, make_video("Повінь", credit=""), leading=True)
    answer = publish(editor, edit_url(story))
    assert fresh(story).state == State.PUBLISHED
    said = " ".join(str(message) for message in answer.wsgi_request._messages)
    assert "The video “Повінь” has no credit" in said


def test_a_correction_does_not_wait_for_the_credit_of_what_readers_see(house: House) -> None:
    video = make_video("Повінь", credit="")
    story = showing(house, video)
    story.latest_revision.publish()
    demand(house, Demand.BLOCK)
    corrected = fresh(story)
    corrected.headline = "Виправлено"
    corrected.save_revision().publish()
    assert fresh(story).headline == "Виправлено"
    corrected.lead_video = make_video("Інше", credit="")
    with pytest.raises(ValidationError, match="Інше"):
        corrected.save_revision().publish()


def test_the_video_of_the_day_is_asked_for_its_credit_too(house: House, editor: Client) -> None:
    video = make_video("Повінь", credit="")
    data: dict[str, Any] = {
        "edition": house.edition.pk,
        "begins_at": "2026-11-01 09:00",
        "video": video.pk,
        "headline": "",
    }
    demand(house, Demand.BLOCK)
    refused = editor.post(reverse(ADD_DAY), data)
    assert "Повінь" in str(refused.context["form"].errors["video"])
    assert not DayVideo.objects.exists()
    demand(house, Demand.WARN)
    told = editor.post(reverse(ADD_DAY), data, follow=True).content.decode()
    assert "The video “Повінь” has no credit" in told
    assert DayVideo.objects.count() == 1
    demand(house, Demand.OFF)
    entry = DayVideo.objects.get()
    url = reverse("wagtailsnippets_video_of_day_dayvideo:edit", args=[entry.pk])
    assert "has no credit" not in editor.post(url, data, follow=True).content.decode()


def test_a_corrected_video_of_the_day_does_not_wait_for_the_credit_of_what_readers_see(
    house: House, editor: Client
) -> None:
    demand(house, Demand.OFF)
    data: dict[str, Any] = {
        "edition": house.edition.pk,
        "begins_at": "2026-11-01 09:00",
        "video": make_video("Повінь", credit="").pk,
        "headline": "Повнь",
    }
    editor.post(reverse(ADD_DAY), data)
    entry = DayVideo.objects.get()
    url = reverse("wagtailsnippets_video_of_day_dayvideo:edit", args=[entry.pk])
    for edition in (house.edition, house.russian):
        PictureRule.objects.update_or_create(
            title=edition.title, defaults={"missing_video_credit": Demand.BLOCK}
        )
    editor.post(url, data | {"headline": "Повінь на Дніпрі"})
    entry.refresh_from_db()
    assert entry.headline == "Повінь на Дніпрі"
    for anew in ({"video": make_video("Інше", credit="").pk}, {"edition": house.russian.pk}):
        refused = editor.post(url, data | anew)
        assert "has no credit" in str(refused.context["form"].errors["video"]), anew
