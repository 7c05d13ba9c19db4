"""What readers get of videos: pages, files in parts, cards, and the video of the day."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shpalta.journal.models import JournalEntry
from shpalta.newsroom.video.choices import State
from shpalta.newsroom.video.models import Embed, Video
from shpalta.newsroom.video.services import keep_captions
from shpalta.newsroom.video_of_day.beginning import announce_begun
from shpalta.newsroom.video_of_day.models import DayVideo
from tests.factories import make_embed, make_picture, make_story, make_video, withdraw
from tests.integration.press.conftest import Newspaper, Reader
from tests.integration.press.surrogate import ask, keys_of, max_age

pytestmark = pytest.mark.django_db

SUBTITLES = b"1\n00:00:00,000 --> 00:00:01,500\n\xd0\x92\xd1\x96\xd1\x82\xd0\xb0\xd1\x8e\n"


def video_block(video: Video, **words: str) -> dict[str, Any]:
    return {"type": "video", "value": {"video": video.pk, **words}}


def embed_block(embed: Embed | None, **words: str) -> dict[str, Any]:
    return {"type": "embed", "value": {"card": embed.pk if embed else None, **words}}


def structured(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert found is not None
    graph = json.loads(found[1])["@graph"]
    return next(one for one in graph if one["@type"] == "NewsArticle")


def test_a_video_of_the_body_has_its_box_its_captions_and_its_words(
    paper: Newspaper, reader: Reader
) -> None:
    video = make_video("Міст", transcript="https://paper.test/said")
    keep_captions(video=video, language="uk", content=SUBTITLES)
    story = make_story(paper.uk, body=[video_block(video, caption="Міст уночі")])
    text = reader.text(story.path)
    assert f'src="{video.movie_url}" type="video/mp4"' in text
    assert 'width="320" height="180"' in text
    assert 'preload="none"' in text
    assert '<track kind="captions" src="/media/captions/' in text
    assert 'srclang="uk" label="українська"' in text.lower()
    assert "Міст уночі" in text
    assert "https://paper.test/said" in text
    described = structured(text)["video"][0]
    assert described["@type"] == "VideoObject"
    assert described["duration"] == "PT2S"
    assert described["contentUrl"].endswith(video.movie_url)
    assert "://" in described["thumbnailUrl"]


def test_a_lead_video_stands_in_the_place_of_the_lead_picture(
    paper: Newspaper, reader: Reader
) -> None:
    video = make_video("Провідне")
    story = make_story(
        paper.uk, kind="video", lead_video=video, lead_picture=make_picture("for-lists")
    )
    text = reader.text(story.path)
    assert text.count("<video") == 1
    assert 'class="film leading"' in text
    assert "for-lists" not in text.partition("<article")[2].partition("</article>")[0]


def test_a_video_that_is_not_ready_leaves_no_hole_and_comes_when_it_is(
    paper: Newspaper, reader: Reader
) -> None:
    video = make_video("Згодом")
    Video.objects.filter(pk=video.pk).update(state=State.WORKING)
    story = make_story(paper.uk, body=[video_block(video)])
    assert "<video" not in reader.text(story.path)
    before = JournalEntry.objects.count()
    video.refresh_from_db()
    video.state = State.READY
    video.save()
    entries = JournalEntry.objects.order_by("pk")[before:]
    assert f"video:{video.pk}" in {key for entry in entries for key in entry.keys}
    assert "<video" in reader.text(story.path)


def test_only_what_a_public_page_shows_is_given_out_whole_or_in_part(
    paper: Newspaper, reader: Reader
) -> None:
    video = make_video("Таємне")
    track = keep_captions(video=video, language="uk", content=SUBTITLES)
    story = make_story(paper.uk, published=False, body=[video_block(video)])
    addresses = [video.movie_url, video.playlist_url, track.url]
    for address in addresses:
        assert reader.get(address, range="bytes=0-9").status_code == 404, address
    assert story.latest_revision is not None
    story.latest_revision.publish()
    for address in addresses:
        assert reader.get(address).status_code == 200, address
    withdraw(type(story).objects.get(pk=story.pk))
    for address in addresses:
        assert reader.get(address).status_code == 404, address
    gone = JournalEntry.objects.order_by("pk").last()
    assert gone is not None
    assert f"video:{video.pk}" in gone.gone
    assert f"picture:{video.poster_id}" in gone.gone


def test_the_original_is_given_to_nobody(paper: Newspaper, reader: Reader) -> None:
    video = make_video("Оригінал")
    make_story(paper.uk, body=[video_block(video)])
    default_storage.save(str(video.original), ContentFile(b"original"))
    assert reader.get(f"/media/{video.original}").status_code == 404


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def film(paper: Newspaper) -> tuple[str, bytes]:
    video = make_video("Частинами")
    make_story(paper.uk, body=[video_block(video)])
    content = Path(default_storage.path(f"videos/{video.folder}/video.mp4")).read_bytes()
    return video.movie_url, content


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=100-", 100, None),
        ("bytes=-50", -50, None),
        ("bytes=0-999999999", 0, None),
    ],
)
def test_a_part_is_what_was_asked_for(
    reader: Reader, film: tuple[str, bytes], asked: str, first: int, last: int | None
) -> None:
    url, content = film
    response = reader.get(url, range=asked)
    begin = first if first >= 0 else len(content) + first
    end = len(content) - 1 if last is None else last
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {begin}-{end}/{len(content)}"
    assert body_of(response) == content[begin : end + 1]
    assert response["Content-Length"] == str(end + 1 - begin)


def test_what_cannot_be_had_in_part_is_said_or_sent_whole(
    reader: Reader, film: tuple[str, bytes]
) -> None:
    url, content = film
    beyond = reader.get(url, range=f"bytes={len(content)}-")
    assert beyond.status_code == 416
    assert beyond["Content-Range"] == f"bytes */{len(content)}"
    for ignored in ("bytes=5-2", "items=0-1", "bytes=0-1,5-6", "bytes="):
        assert body_of(reader.get(url, range=ignored)) == content
    whole = reader.get(url)
    etag = whole["ETag"]
    assert reader.get(url, range="bytes=0-1", **{"if-range": etag}).status_code == 206
    assert reader.get(url, range="bytes=0-1", **{"if-range": '"other"'}).status_code == 200
    assert reader.get(url, range="bytes=0-1", **{"if-range": f"W/{etag}"}).status_code == 200
    assert reader.get(url, **{"if-none-match": etag}).status_code == 304


def test_a_card_loads_nothing_from_elsewhere_and_names_who_is_asked(
    paper: Newspaper, reader: Reader
) -> None:
    card = make_embed(author="Канал", still=make_picture("still"))
    story = make_story(paper.uk, body=[embed_block(card)])
    response = reader.get(story.path)
    text = response.content.decode()
    assert card.title in text
    assert "Канал" in text
    assert "<iframe" not in text
    assert "i.ytimg.com" not in text
    assert 'data-player="https://www.youtube-nocookie.com/embed/' in text
    policy = response["Content-Security-Policy"]
    assert "frame-src 'self' https://www.youtube-nocookie.com;" in policy
    assert "frame-src 'self';" in reader.get("/")["Content-Security-Policy"]
    assert structured(text)["video"][0]["embedUrl"].startswith("https://www.youtube-nocookie.com/")


def test_a_card_that_is_gone_elsewhere_keeps_its_words_and_loses_its_player(
    paper: Newspaper, reader: Reader
) -> None:
    card = make_embed(text="Що там було", still=make_picture("still"))
    story = make_story(paper.uk, body=[embed_block(card)])
    reader.text(story.path)
    card.gone_at = timezone.now()
    card.save()
    response = reader.get(story.path)
    text = response.content.decode()
    assert "Що там було" in text
    assert "На YouTube цього вже немає" in text
    assert "data-player" not in text
    assert "frame-src 'self';" in response["Content-Security-Policy"]


def test_a_block_of_words_alone_is_printed_as_ever(paper: Newspaper, reader: Reader) -> None:
    words = {"url": "https://t.me/channel/5", "provider": "Telegram", "title": "Канал", "text": "Є"}
    story = make_story(paper.uk, body=[{"type": "embed", "value": words}])
    text = reader.text(story.path)
    assert "Відкрити на Telegram" in text
    assert "embed.js" not in text


def test_the_newest_entry_that_has_begun_is_the_video_of_the_day(
    paper: Newspaper, reader: Reader
) -> None:
    now = timezone.now()
    first, second = make_video("Перше"), make_video("Друге")
    DayVideo.objects.create(edition=paper.uk, begins_at=now - timedelta(hours=2), video=first)
    DayVideo.objects.create(edition=paper.uk, begins_at=now - timedelta(hours=1), video=second)
    DayVideo.objects.create(edition=paper.uk, begins_at=now + timedelta(hours=1))
    text = reader.text("/")
    assert "Відео дня" in text
    assert "Друге" in text
    assert "Перше" not in text
    assert "Відео дня" not in reader.text("/rus/")
    assert reader.get(second.movie_url).status_code == 200
    assert reader.get(first.movie_url).status_code == 404


def test_the_video_of_the_day_changes_at_its_second_and_says_so(
    paper: Newspaper, reader: Reader
) -> None:
    now = timezone.now()
    first, second = make_video("Перше"), make_video("Друге")
    DayVideo.objects.create(edition=paper.uk, begins_at=now - timedelta(hours=2), video=first)
    announce_begun()
    entry = DayVideo.objects.create(
        edition=paper.uk, begins_at=now + timedelta(seconds=30), video=second
    )
    fragment = ask(reader, "/-/video/")
    assert 20 <= max_age(fragment) <= 30
    assert "video:daily:uk" in keys_of(fragment)
    assert not announce_begun()
    DayVideo._base_manager.filter(pk=entry.pk).update(begins_at=timezone.now())
    JournalEntry.objects.all().delete()
    assert announce_begun()
    told = JournalEntry.objects.latest("pk")
    assert "video:daily:uk" in told.keys
    assert f"video:{first.pk}" in told.gone
    assert f"video:{second.pk}" not in told.gone


def test_a_story_under_embargo_is_not_named_by_the_video_of_the_day(
    paper: Newspaper, reader: Reader
) -> None:
    now = timezone.now()
    usual, secret = make_video("Звичайне"), make_video("Під ембарго")
    story = make_story(paper.uk, "Таємна новина", published=False)
    DayVideo.objects.create(edition=paper.uk, begins_at=now - timedelta(hours=2), video=usual)
    DayVideo.objects.create(
        edition=paper.uk, begins_at=now - timedelta(hours=1), video=secret, story=story
    )
    text = reader.text("/")
    assert "Звичайне" in text
    assert "Таємна новина" not in text
    assert reader.get(secret.movie_url).status_code == 404
    assert story.latest_revision is not None
    story.latest_revision.publish()
    assert "Таємна новина" in reader.text("/")


def test_a_video_of_the_day_that_lives_elsewhere_plays_in_a_document_of_our_own(
    paper: Newspaper, reader: Reader
) -> None:
    card = make_embed(title="Міст уночі", still=make_picture("still"))
    DayVideo.objects.create(edition=paper.uk, begins_at=timezone.now(), embed=card)
    path = f"/-/player/{card.pk}/"
    page = reader.get("/")
    text = page.content.decode()
    assert f'data-player="{path}"' in text
    assert f'<a class="still" href="{card.address}"' in text
    assert "/embed.js" in text
    assert "youtube-nocookie" not in text + page["Content-Security-Policy"]
    document = ask(reader, path)
    assert '<iframe src="https://www.youtube-nocookie.com/embed/' in document.content.decode()
    policy = document["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-src https://www.youtube-nocookie.com;" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src" not in policy
    assert {f"embed:{card.pk}", "video:daily:uk"} <= set(keys_of(document))
    assert reader.get(f"/rus{path}").status_code == 404


def test_a_player_is_there_from_its_second_on_and_for_pages_that_are_still_open(
    paper: Newspaper, reader: Reader
) -> None:
    now = timezone.now()
    card = make_embed(title="Згодом", still=make_picture("still"))
    path = f"/-/player/{card.pk}/"
    assert reader.get(path).status_code == 404
    entry = DayVideo(edition=paper.uk, begins_at=now + timedelta(seconds=40), embed=card)
    entry.save()
    waiting = ask(reader, path)
    assert waiting.status_code == 404
    assert 30 <= max_age(waiting) <= 40
    entry.begins_at = now - timedelta(hours=1)
    entry.save()
    DayVideo.objects.create(edition=paper.uk, begins_at=now, video=make_video("Інше"))
    assert "Інше" in reader.text("/")
    assert reader.get(path).status_code == 200
    card.gone_at = now
    card.save()
    assert reader.get(path).status_code == 404
    card.gone_at = None
    card.save()
    entry.delete()
    assert reader.get(path).status_code == 404


def test_no_player_is_given_for_what_leads_to_a_story(paper: Newspaper, reader: Reader) -> None:
    card, story = make_embed(title="З новиною", still=make_picture("still")), make_story(paper.uk)
    DayVideo.objects.create(edition=paper.uk, begins_at=timezone.now(), embed=card, story=story)
    text = reader.text("/")
    assert f'<a class="shown" href="{story.path}"' in text
    assert "data-player" not in text
    assert reader.get(f"/-/player/{card.pk}/").status_code == 404


def test_a_page_with_videos_costs_three_queries_more_however_many(
    paper: Newspaper, reader: Reader, django_assert_num_queries: Any
) -> None:
    bare = make_story(paper.uk, lead_picture=make_picture("bare"))
    videos = [make_video(f"v{number}") for number in range(3)]
    cards = [make_embed(still=make_picture(f"s{number}")) for number in range(3)]
    full = make_story(
        paper.uk,
        lead_picture=make_picture("full"),
        body=[*map(video_block, videos), *map(embed_block, cards)],
    )
    for story in (bare, full):
        reader.text(story.path)
    with CaptureQueriesContext(connection) as of_bare:
        reader.client.get(bare.path)
    with django_assert_num_queries(len(of_bare) + 3):
        reader.client.get(full.path)
