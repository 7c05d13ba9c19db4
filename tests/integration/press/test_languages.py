"""Languages on the pages: what is in another one says so, siblings name one another both ways."""

import re
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from shpalta.newsroom.stories.models import Attribution, Story
from shpalta.newsroom.titles.models import Edition
from tests.factories import (
    make_author,
    make_edition,
    make_rubric,
    make_source,
    make_story,
    make_title,
    make_topic,
    withdraw,
)
from tests.integration.press.conftest import Newspaper, Reader

pytestmark = pytest.mark.django_db

ORIGIN = "http://daily.test:8000"


def alternates(page: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page))


def test_siblings_name_one_another_both_ways_and_only_while_they_are_public(
    paper: Newspaper, reader: Reader
) -> None:
    stories = [make_story(paper.uk)]
    stories += [make_story(edition, work=stories[0].work) for edition in (paper.ru, paper.en)]

    found = [alternates(reader.text(story.path)) for story in stories]
    assert found[0] == found[1] == found[2]
    assert found[0] == {
        "uk": ORIGIN + stories[0].path,
        "ru": ORIGIN + stories[1].path,
        "en": ORIGIN + stories[2].path,
        "x-default": ORIGIN + stories[0].path,
    }

    withdraw(stories[0])
    for story in stories[1:]:
        left = alternates(reader.text(story.path))
        assert set(left) == {"ru", "en"}
        assert stories[0].path not in left.values()
    assert alternates(reader.get(stories[0].path).content.decode()) == {}

    withdraw(stories[2])
    assert alternates(reader.text(stories[1].path)) == {}


@pytest.mark.parametrize("path", ["/", "/rubric/city/", "/topic/river/"])
def test_lists_name_their_siblings_both_ways(paper: Newspaper, reader: Reader, path: str) -> None:
    topic = make_topic("river")
    for edition in (paper.uk, paper.en):
        make_story(edition, rubric=paper.rubric, topics=[topic])
    pages = {prefix: alternates(reader.text(f"{prefix}{path}")) for prefix in ("", "/eng")}
    assert pages[""] == pages["/eng"]
    codes = {"uk", "en", "x-default"} if "topic" in path else {"uk", "ru", "en", "x-default"}
    assert set(pages[""]) == codes
    assert pages[""]["x-default"] == pages[""]["uk"] == f"{ORIGIN}{path}"


BODY: list[dict[str, Any]] = [
    {
        "type": "paragraph",
        "value": '<p>Він: <span lang="en">open</span>, <span lang="ar">نعم</span>, '
        '<span lang="en&quot; onclick=&quot;x">bad</span>, <span class="x">bare</span>.</p>',
    },
    {
        "type": "quote",
        "value": {"text": "We are open.", "speaker": "Mayor", "role": "", "language": "en"},
    },
    {"type": "quote", "value": {"text": "Так.", "speaker": "", "role": "", "language": "uk"}},
    {
        "type": "embed",
        "value": {
            "url": "https://example.org/",
            "provider": "Example",
            "title": "Mayor",
            "text": "Open.",
            "language": "x onload",
        },
    },
]


def test_a_passage_in_another_language_says_so(paper: Newspaper, reader: Reader) -> None:
    page = reader.text(make_story(paper.uk, body=BODY).path)
    assert '<span lang="en">open</span>' in page
    assert '<span lang="ar" dir="rtl">نعم</span>' in page
    assert "onclick" not in page
    assert 'class="x"' not in page
    assert '<blockquote lang="en"><p>We are open.' in page
    assert "<blockquote><p>Так." in page
    assert "onload" not in page


def test_a_name_that_falls_back_to_another_language_says_so(
    paper: Newspaper, reader: Reader
) -> None:
    author = make_author("hai", names={"uk": "Олена Гай"}, roles={"uk": "кореспондентка"})
    topic = make_topic("bridges", names={"uk": "Мости"})
    rubric = make_rubric(paper.title, "world", names={"uk": "Світ"})
    source = make_source("times", names={"uk": "Таймс", "en": "The Times"})
    story = make_story(
        paper.ru,
        authors=[author],
        topics=[topic],
        rubric=rubric,
        sources=[Attribution(source=source, name="The Times")],
    )
    page = reader.text(story.path)
    assert ' rel="author" lang="uk">Олена Гай</a>' in page
    assert '<span class="role" lang="uk">кореспондентка</span>' in page
    assert '<a href="/rus/topic/bridges/" lang="uk">Мости</a>' in page
    assert len(re.findall('lang="uk"[^>]*>Світ<', page)) >= 4
    assert '<span lang="en">The Times</span>' in page
    assert '<h1><span lang="uk">Олена Гай</span></h1>' in reader.text("/rus/author/hai/")
    own = make_story(paper.uk, authors=[author], topics=[topic], rubric=rubric)
    assert ">Олена Гай</a>" in reader.text(own.path)
    assert 'lang="uk">Олена' not in reader.text(own.path)


def test_a_headline_of_another_edition_says_so(paper: Newspaper, reader: Reader) -> None:
    foreign = make_story(paper.en, "The bridge is open")
    body = [{"type": "related", "value": {"stories": [foreign.pk]}}]
    page = reader.text(make_story(paper.uk, body=body).path)
    assert '<span lang="en">The bridge is open</span></a>' in page


def test_the_switch_of_languages_names_each_in_itself(paper: Newspaper, reader: Reader) -> None:
    page = reader.text("/")
    assert '<span lang="ru">Русский</span>' in page
    assert '<a href="/eng/" hreflang="en"><span lang="en">English</span></a>' in page


def test_an_edition_prints_its_own_words_and_no_other_does(
    paper: Newspaper, reader: Reader
) -> None:
    Edition.objects.filter(pk=paper.uk.pk).update(
        labels={
            "word:all-news": "Усе за добу",
            "word:breaking": "Щойно",
            "mark:video": "Дивіться",
            "details": "Докладно",
        }
    )
    body = [{"type": "labelled", "value": {"label": "details", "text": "<p>Так.</p>"}}]
    for edition in (paper.uk, paper.ru):
        make_story(edition, "Відео", mark="video", importance="breaking", body=body)
    ukrainian, russian = reader.text("/"), reader.text("/rus/")
    for word in ("Усе за добу", "Щойно", "Дивіться"):
        assert word in ukrainian
        assert word not in russian
    assert "Усі новини" not in ukrainian
    assert "Все новости" in russian
    story = Story.objects.get(edition=paper.uk)
    assert "Докладно" in reader.text(story.path)
    assert "Усе за добу" in reader.get("/nowhere/").content.decode()
    assert '"video":"Дивіться"' in ukrainian


@pytest.mark.parametrize(
    ("day", "hours"), [("2025-03-30", 23), ("2025-10-26", 25), ("2025-05-05", 24)]
)
def test_the_newsfeed_of_a_night_of_change_has_every_hour_once(
    paper: Newspaper, reader: Reader, day: str, hours: int
) -> None:
    middle = datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()
    for step in range(-20, 20):
        make_story(paper.uk, published_at=datetime.fromtimestamp(middle + 3600 * step, UTC))
    page = reader.text(f"/date/{day.replace('-', '/')}/")
    feed = page[page.index('<ol class="feed">') : page.index("</ol>", page.index('class="feed"'))]
    moments = [datetime.fromisoformat(iso) for iso in re.findall(r'datetime="([^"]+)"', feed)]
    assert len(moments) == hours
    assert {moment.date().isoformat() for moment in moments} == {day}
    gaps = {abs(later - earlier).total_seconds() for earlier, later in pairwise(moments)}
    assert gaps == {3600.0}


def test_a_language_from_right_to_left_turns_the_page(reader: Reader) -> None:
    title = make_title("barid", host="barid.test", names={"ar": "البريد", "uk": "Пошта"})
    edition = make_edition(title, language="ar", prefix="", position=0)
    make_edition(title, language="uk", prefix="/uk", position=1)
    story = make_story(edition, "افتتاح الجسر")
    arabic = Reader("barid.test")
    page = arabic.text(story.path)
    assert '<html lang="ar" dir="rtl">' in page
    assert '<meta property="og:locale" content="ar_EG">' in page
    assert '<span lang="uk" dir="ltr">Українська</span>' in page
    assert '"zero":' in page
    ukrainian = arabic.text("/uk/")
    assert '<html lang="uk">' in ukrainian
    assert 'hreflang="ar"><span lang="ar" dir="rtl">' in ukrainian
