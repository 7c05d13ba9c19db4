"""Choosers of stories, videos and embeds: in the language of who looks, whoever came first."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.icons import get_icons

from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.video_of_day.models import DayVideo
from tests.factories import make_embed, make_entity, make_picture, make_video
from tests.integration.newsroom.conftest import House

pytestmark = pytest.mark.django_db
DAY = reverse("wagtailsnippets_video_of_day_dayvideo:add")
STORY = reverse("wagtailsnippets_stories_story:add")
EMBED = reverse("wagtailsnippets_video_embed:add")
WORDS = {
    "uk": ("Вибрати відео", "Вибрати вставку", "Вибрати матеріал"),
    "ru": ("Выбрать видео", "Выбрать вставку", "Выбрать материал"),
    "en": ("Choose a video", "Choose an embed", "Choose a story"),
}


def asked(client: Client, address: str, language: str = "en", **query: str) -> Any:
    """Ask for a screen in a language."""
    return client.get(address, query, headers={"accept-language": language})


def said(page: str) -> dict[str, list[str]]:
    """Find the words of the buttons, by language, in fields and in blocks (there as JSON)."""
    return {
        language: [word for word in words if word in page or json.dumps(word)[1:-1] in page]
        for language, words in WORDS.items()
    }


@pytest.mark.parametrize("address", [DAY, STORY])
def test_each_sees_the_buttons_in_their_own_language(editor: Client, address: str) -> None:
    for language, words in WORDS.items():
        expected = {other: list(words) if other == language else [] for other in WORDS}
        assert said(asked(editor, address, language).content.decode()) == expected


@pytest.mark.parametrize(
    ("language", "search"), [("ru", "Поиск"), ("uk", "Пошук"), ("en", "Search")]
)
def test_the_window_speaks_one_language(editor: Client, language: str, search: str) -> None:
    for model in ("stories_story", "video_video", "video_embed"):
        window = asked(editor, reverse(f"wagtailsnippetchoosers_{model}:choose"), language)
        tabs = window.json()["html"].partition("tab-content")[0]
        others = {"Поиск", "Пошук", "Search"} - {search}
        assert not [word for word in others if word in tabs], model


def test_the_window_shows_what_a_film_looks_like_and_where_it_is(editor: Client) -> None:
    video = make_video("Міст", poster=make_picture("bridge"))
    make_embed(title="Порт", still=make_picture("port"))
    videos = asked(editor, reverse("wagtailsnippetchoosers_video_video:choose")).json()["html"]
    assert "video-still" in videos
    assert str(video.length) in videos
    embeds = asked(editor, reverse("wagtailsnippetchoosers_video_embed:choose")).json()["html"]
    assert "video-still" in embeds
    assert "YouTube" in embeds


def test_forms_of_films_list_neither_all_pictures_nor_all_people(editor: Client) -> None:
    make_picture("one-of-many")
    make_entity("one-of-many", names={"uk": "Один із багатьох"})
    video = make_video("Міст")
    for address in (EMBED, reverse("wagtailsnippets_video_video:edit", args=[video.pk])):
        page = asked(editor, address).content.decode()
        assert "one-of-many" not in page
        assert "Один із багатьох" not in page
        assert "data-word-picker" in page
    window = asked(editor, reverse("wagtailsnippetchoosers_video_embed:choose")).json()["html"]
    assert "one-of-many" not in window
    assert "Один із багатьох" not in window


def test_who_is_seen_is_kept_by_the_form(editor: Client) -> None:
    person = make_entity("bondar", names={"uk": "Олена Бондар"})
    card = make_embed(still=make_picture("port"))
    answer = editor.post(
        reverse("wagtailsnippets_video_embed:edit", args=[card.pk]),
        {
            "address": card.address,
            "title": card.title,
            "still": card.still_id,
            "people": [person.pk],
        },
    )
    assert answer.status_code == 302
    assert list(card.people.all()) == [person]


def test_a_film_s_screen_says_what_uses_it_and_where(editor: Client, house: House) -> None:
    video = make_video("Міст")
    house.published("Новина про міст", body=[("video", {"video": video, "caption": ""})])
    DayVideo.objects.create(
        edition=house.edition, begins_at=timezone.now(), video=video, headline="На кожній сторінці"
    )
    page = asked(editor, reverse("wagtailsnippets_video_video:edit", args=[video.pk]))
    used = page.content.decode().partition("Used in")[2]
    assert f"Story · {house.edition}" in used
    assert f"Video of the day · {house.edition}" in used


def test_each_block_of_a_story_has_an_icon_that_exists() -> None:
    sprite = get_icons()
    body: Any = Story._meta.get_field("body")
    icons = {name: block.meta.icon for name, block in body.stream_block.child_blocks.items()}
    assert [name for name, icon in icons.items() if f'id="icon-{icon}"' not in sprite] == []
