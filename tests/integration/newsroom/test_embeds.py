"""Cards of what lives elsewhere: filled in, copied here, looked after; nobody else is asked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from shpalta.core.intervals import Interval
from shpalta.newsroom.video import cards
from shpalta.newsroom.video.cards import check
from shpalta.newsroom.video.configuring import Configuration
from shpalta.newsroom.video.models import Embed
from shpalta.newsroom.video.oembed import UnansweredError, ask, fetch_still
from shpalta.newsroom.video.providers import find_place
from tests.factories import make_embed, make_picture
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.desk import opened
from tests.integration.newsroom.providers import Provider, jpeg, serving

pytestmark = pytest.mark.django_db
ADD = reverse("wagtailsnippets_video_embed:add")
PASTED = "https://youtu.be/dQw4w9WgXcQ?si=tracker&t=10"


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with serving() as one:
        settings.SHPALTA_VIDEO = replace(Configuration(), oembed_server=one.url)
        one.answer = {
            "title": "Міст  відкрито\n",
            "author_name": "Міське ТБ",
            "thumbnail_url": f"{one.url}/still.jpg",
            "width": 200,
            "height": 113,
            "html": "<iframe src='https://evil.example'></iframe><script>x</script>",
        }
        yield one


def paste(client: Client, address: str = PASTED, **fields: Any) -> Any:
    return client.post(ADD, opened(client, ADD) | {"address": address} | fields)


def test_an_address_that_is_pasted_becomes_a_card_with_a_still_of_our_own(
    editor: Client, house: House, provider: Provider
) -> None:
    assert paste(editor).status_code == 302
    card = Embed.objects.get()
    assert (card.title, card.author, card.provider) == ("Міст відкрито", "Міське ТБ", "youtube")
    assert card.address == "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    assert card.still is not None
    with Image.open(card.still.file.path) as still:
        assert (still.format, still.size) == ("JPEG", (480, 360))
    assert "evil" not in str(Embed.objects.values())
    assert card.next_check_at is not None


def test_what_somebody_typed_stays(editor: Client, house: House, provider: Provider) -> None:
    paste(editor, title="Своя назва")
    card = Embed.objects.get()
    assert (card.title, card.author) == ("Своя назва", "Міське ТБ")


def test_a_post_keeps_its_words(editor: Client, house: House, provider: Provider) -> None:
    provider.answer = {
        "author_name": "Мерія",
        "html": "<blockquote class='t'><p lang='uk'>Рух &amp; мости<br>Завтра</p>M</blockquote>",
    }
    paste(editor, "https://twitter.com/city/status/1234567890123")
    card = Embed.objects.get()
    assert card.text == "Рух & мости\nЗавтра"
    assert (card.title, card.provider) == ("Рух & мости", "x")


@pytest.mark.parametrize(
    ("status", "location"), [(500, ""), (302, "http://127.0.0.1:1/"), (404, "")]
)
def test_a_provider_that_tells_nothing_leaves_it_to_the_editor(
    editor: Client, house: House, provider: Provider, status: int, location: str
) -> None:
    provider.status, provider.location = status, location
    answer = paste(editor)
    assert answer.status_code == 200
    assert "впишіть назву" in answer.content.decode() or "type the title" in answer.content.decode()
    assert not Embed.objects.exists()
    still = make_picture("own")
    assert paste(editor, title="Вручну", author="Хтось", still=still.pk).status_code == 302
    card = Embed.objects.get()
    assert (card.title, card.author, card.still) == ("Вручну", "Хтось", still)
    assert len(provider.asked) <= 2, "a redirect is not followed"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/watch?v=dQw4w9WgXcQ",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://user@youtube.com/watch?v=dQw4w9WgXcQ",
        "https://youtube.com:8080/watch?v=dQw4w9WgXcQ",
        "http://127.0.0.1/watch?v=dQw4w9WgXcQ",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://www.youtube.com/redirect?q=http://127.0.0.1",
    ],
)
def test_addresses_of_nobody_we_know_are_refused_and_nobody_is_asked(
    editor: Client, house: House, provider: Provider, address: str
) -> None:
    assert paste(editor, address, title="Назва").status_code == 200
    assert not Embed.objects.exists()
    assert provider.asked == []


@pytest.mark.parametrize(
    "still",
    [b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n" + b"0" * 100, jpeg()[:200], jpeg(4, 4), b""],
    ids=["svg", "broken png", "cut off", "tiny", "nothing"],
)
def test_a_still_that_is_no_picture_is_left_out(
    editor: Client, house: House, provider: Provider, still: bytes
) -> None:
    provider.still = still
    assert paste(editor).status_code == 302
    assert Embed.objects.get().still is None


def test_stills_come_from_the_provider_s_hosts_alone(settings: Any) -> None:
    settings.SHPALTA_VIDEO = Configuration()
    place = find_place(PASTED)
    assert place is not None
    for address in (
        "http://i.ytimg.com/vi/a.jpg",
        "https://i.ytimg.com.evil.example/a.jpg",
        "https://127.0.0.1/a.jpg",
        "https://i.ytimg.com:444/a.jpg",
        "https://i.vimeocdn.com/a.jpg",
    ):
        assert fetch_still(place, address) is None


def test_an_answer_without_end_is_cut_off(provider: Provider) -> None:
    provider.answer = {"title": "x" * 400_000}
    place = find_place(PASTED)
    assert place is not None
    with pytest.raises(UnansweredError):
        ask(place)


def test_the_same_video_has_one_card(editor: Client, house: House, provider: Provider) -> None:
    paste(editor)
    answer = paste(editor, "https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=x")
    assert "Міст відкрито" in answer.content.decode()
    assert Embed.objects.count() == 1


def test_a_card_is_gone_only_when_its_provider_says_so_again_and_again(
    provider: Provider, editor: Client, house: House
) -> None:
    card = make_embed(next_check_at=timezone.now())
    provider.status = 503
    check(card)
    card.refresh_from_db()
    assert (card.gone_at, card.failures) == (None, 0)
    provider.status = 404
    for times in range(1, 5):
        check(card)
        card.refresh_from_db()
        assert (card.gone_at is not None) == (times == 4)
    listed = editor.get(reverse("wagtailsnippets_video_embed:list")).content.decode()
    assert "зникло" in listed or "gone" in listed
    provider.status = 200
    check(card)
    card.refresh_from_db()
    assert (card.gone_at, card.failures) == (None, 0)


def test_the_workshop_looks_at_what_is_due_and_at_nothing_else(
    provider: Provider, monkeypatch: Any
) -> None:
    make_embed(next_check_at=timezone.now() + timedelta(hours=1))
    due = make_embed(next_check_at=timezone.now() - timedelta(hours=1))
    monkeypatch.setattr(cards, "_CHECKING", Interval(60))
    assert cards.check_one()
    assert len(provider.asked) == 1
    due.refresh_from_db()
    assert due.next_check_at is not None
    assert due.next_check_at > timezone.now()
