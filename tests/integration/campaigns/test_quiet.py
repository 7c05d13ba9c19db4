"""One click takes all advertisements off a story, and one lets them run again."""

import pytest
from django.test import Client
from django.urls import reverse

from shpalta.campaigns.models import QuietWork
from shpalta.campaigns.queries import is_quiet, story_words
from shpalta.newsroom.titles.models import Desk
from tests.factories import make_topic
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.world import listening

pytestmark = pytest.mark.django_db

LIST = "wagtailsnippets_stories_story:list"


def test_a_story_is_made_quiet_and_allowed_again(editor: Client, house: House) -> None:
    story = house.published("Катастрофа літака")
    edit = reverse("wagtailsnippets_stories_story:edit", args=[story.pk])
    assert "Advertisements may run on this story" in editor.get(edit).content.decode()

    with listening() as heard:
        response = editor.post(reverse("campaigns_quiet", args=[story.pk]), {"next": edit})
    assert response["Location"] == edit
    assert heard.keys == {f"quiet:{story.number}"}
    assert is_quiet(story.number)
    assert "No advertisements on this story" in editor.get(edit).content.decode()
    listed = editor.get(reverse(LIST), {"state": "quiet"}).content.decode()
    assert "Катастрофа літака" in listed
    assert "no advertisements" in listed

    with listening() as heard:
        editor.post(reverse("campaigns_quiet", args=[story.pk]))
    assert heard.entries == []

    with listening() as heard:
        editor.post(reverse("campaigns_loud", args=[story.pk]))
    assert heard.keys == {f"quiet:{story.number}"}
    assert not is_quiet(story.number)


def test_the_way_back_leads_to_our_own_screens_alone(editor: Client, house: House) -> None:
    story = house.published()
    url = reverse("campaigns_quiet", args=[story.pk])
    response = editor.post(url, {"next": "https://evil.example/"})
    assert response["Location"].startswith("/newsroom/")


def test_journalists_and_outsiders_may_not(
    journalist: Client, editor: Client, house: House
) -> None:
    story = house.published()
    journalist.post(reverse("campaigns_quiet", args=[story.pk]))
    assert not QuietWork.objects.exists()
    assert editor.get(reverse("campaigns_quiet", args=[story.pk])).status_code == 405

    Desk.objects.create(title=house.edition.title, names={"uk": "Стіл"})
    assert editor.post(reverse("campaigns_quiet", args=[story.pk])).status_code == 404
    assert not QuietWork.objects.exists()


def test_the_words_of_a_story_are_those_of_its_text_and_topics(house: House) -> None:
    story = house.published("Аварія", lead="Лід", body=[("paragraph", "<p>Текст про літак</p>")])
    topic = make_topic(names={"uk": "Авіація", "en": "Aviation"})
    assert {"аварія", "лід", "літак", "авіація", "aviation"} <= set(story_words(story, [topic]))
