"""Rules of comments, and what opens and closes them under a story."""

import pytest
from django.test import Client
from django.urls import reverse

from shpalta.newsroom.stories.models import Placement
from shpalta.newsroom.titles.models import Desk
from shpalta.readers.models import Opening, Talk, TalkRules, UnderTaken
from tests.factories import make_edition, make_story, make_title
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.desk import edit_url, write
from tests.integration.newsroom.world import listening

pytestmark = pytest.mark.django_db
ADD = reverse("wagtailsnippets_readers_talkrules:add")


def test_a_title_gets_its_rules_and_its_pages_are_made_anew(editor: Client, house: House) -> None:
    with listening() as heard:
        answer = write(
            editor, ADD, title=house.edition.title_id, guests_may_write="on", rules_slug="rules"
        )
    assert answer.status_code == 302, answer.content.decode()[:2000]
    rules = TalkRules.objects.get()
    assert (rules.guests_may_write, rules.rules_slug, rules.closes_after_days) == (
        True,
        "rules",
        14,
    )
    assert heard.keys == {f"title:{house.edition.title.code}"}
    with listening() as heard:
        TalkRules.objects.get().save()
    assert heard.keys == set(), "nothing is seen differently"


def test_one_click_closes_and_opens_comments(editor: Client, house: House) -> None:
    story = make_story(house.edition, "Міст")
    assert "readers-talk" not in editor.get(edit_url(story)).content.decode()
    TalkRules.objects.create(title=house.edition.title)
    url = reverse("readers_talk", args=[story.pk])
    page = editor.get(edit_url(story)).content.decode()
    assert url in page
    assert 'value="closed"' in page
    key = f"talk:{house.edition.title.code}:{house.edition.language}:{story.number}"
    with listening() as heard:
        assert editor.post(url, {"opening": "closed"}).status_code == 302
    assert heard.keys == {key}
    assert Talk.objects.get().opening == Opening.CLOSED
    assert 'value="open"' in editor.get(edit_url(story)).content.decode()
    editor.post(url, {"opening": ""})
    assert Talk.objects.get().opening == Opening.AS_TITLE
    assert editor.get(url).status_code == 405


def test_who_does_not_publish_does_not_decide(journalist: Client, house: House) -> None:
    story = make_story(house.edition, "Міст")
    TalkRules.objects.create(title=house.edition.title)
    url = reverse("readers_talk", args=[story.pk])
    assert journalist.post(url, {"opening": "closed"}).status_code in {302, 403}
    assert not Talk.objects.exists()


def test_a_wall_stands_before_the_comments_of_a_closed_title(editor: Client, house: House) -> None:
    story = make_story(house.edition, "Міст")
    rules = TalkRules.objects.create(title=house.edition.title)
    Desk.objects.create(title=house.edition.title, names={"uk": "Стіл"})
    url = reverse("readers_talk", args=[story.pk])
    assert editor.post(url, {"opening": "closed"}).status_code == 404
    edit = reverse("wagtailsnippets_readers_talkrules:edit", args=[rules.pk])
    assert editor.get(edit).status_code == 404
    assert not Talk.objects.exists()


def test_a_title_opens_and_closes_comments_of_its_own_under_a_story_that_it_took(
    editor: Client, house: House
) -> None:
    sister = make_edition(make_title("city"))
    story = make_story(sister, "Парк")
    taken = Placement.objects.create(story=story, edition=house.edition, mode="page")
    rules = TalkRules.objects.create(title=house.edition.title)
    change = reverse("shares_change", args=[taken.pk])
    url = reverse("readers_taken_talk", args=[taken.pk])
    assert url in editor.get(change).content.decode()
    with listening() as heard:
        assert editor.post(url, {"opening": "closed"})["Location"] == change
    assert heard.keys == {
        f"talk:{house.edition.title.code}:{house.edition.language}:{story.number}"
    }
    talk = Talk.objects.get()
    assert (talk.edition, talk.opening) == (house.edition, Opening.CLOSED)
    rules.under_taken = UnderTaken.SHARED
    rules.save()
    TalkRules.objects.create(title=sister.title)
    page = editor.get(change, headers={"accept-language": "en"}).content.decode()
    assert url not in page
    assert f"They are shared with {sister.title}" in page
    assert editor.post(url, {"opening": "open"}).status_code in {302, 403}
    rules.under_taken = UnderTaken.OWN
    rules.save()
    Desk.objects.create(title=house.edition.title, names={"uk": "Стіл"})
    assert editor.post(url, {"opening": "open"}).status_code == 404, "a wall"
    assert list(Talk.objects.values_list("opening", flat=True)) == [Opening.CLOSED]
