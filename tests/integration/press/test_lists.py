import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from shpalta.newsroom.pages.models import EditionRoot, StandingPage
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition
from shpalta.press.builders.lists import PAGE_LENGTH
from tests.factories import (
    make_author,
    make_edition,
    make_entity,
    make_story,
    make_title,
    make_topic,
    withdraw,
)
from tests.integration.press.conftest import Newspaper, Reader


def _at(hour: int, minute: int = 0, *, day: int = 10) -> datetime:
    return datetime(2024, 4, day, hour, minute, tzinfo=UTC)


def _main(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def _headlines(page: str) -> list[str]:
    return re.findall(r"Матеріал \d+", _main(page))


def _standing(edition: Edition, slug: str, title: str, *, live: bool = True) -> StandingPage:
    root = EditionRoot.objects.filter(edition=edition).first()
    if root is None:
        root = Page.get_first_root_node().add_child(
            instance=EditionRoot(title=str(edition), slug=f"edition-{edition.pk}", edition=edition)
        )
    page: StandingPage = root.add_child(
        instance=StandingPage(
            title=title,
            slug=slug,
            live=live,
            body=[("subheading", "Про що"), ("paragraph", "")],
        )
    )
    page.body = [
        {"type": "subheading", "value": "Про що"},
        {"type": "paragraph", "value": '<p>Текст <a href="https://example.org/">тут</a></p>'},
    ]
    page.save()
    return page


def test_a_published_story_stands_everywhere_it_belongs(paper: Newspaper, reader: Reader) -> None:
    topic, person, author = make_topic("bridges"), make_entity("dziuba"), make_author("olena")
    story = make_story(
        paper.uk,
        "Матеріал 1",
        rubric=paper.rubric,
        topics=[topic],
        entities=[person],
        authors=[author],
        published_at=_at(9),
    )
    for path in (
        "/",
        "/rubric/city/",
        "/topic/bridges/",
        "/about/dziuba/",
        "/author/olena/",
        "/date/2024/04/10/",
    ):
        main = _main(reader.text(path))
        assert "Матеріал 1" in main, path
        assert f'href="{story.path}"' in main, path
    assert reader.get("/date/")["Location"] == "/date/2024/04/10/"


def test_drafts_and_withdrawn_stories_never_show_anywhere(paper: Newspaper, reader: Reader) -> None:
    topic, person, author = make_topic("bridges"), make_entity("dziuba"), make_author("olena")
    parts: dict[str, Any] = {
        "rubric": paper.rubric,
        "topics": [topic],
        "entities": [person],
        "authors": [author],
        "lead": "Канарка в ліді",
    }
    make_story(paper.uk, "Матеріал 1", published_at=_at(9), rubric=paper.rubric)
    make_story(paper.uk, "Канарка чернетка", published=False, **parts)
    taken = make_story(paper.uk, "Канарка знята", published_at=_at(8), **parts)
    withdraw(taken)
    late = make_story(paper.uk, "Канарка завтрашня", published_at=_at(7), **parts)
    Story.objects.filter(pk=late.pk).update(published_at=timezone.now() + timedelta(days=1))
    late.list_entries.update(published_at=timezone.now() + timedelta(days=1))
    for path in ("/", "/rubric/city/", "/date/2024/04/10/", "/rus/", "/eng/"):
        assert "Канарка" not in reader.text(path), path
    for path in (
        "/topic/bridges/",
        "/about/dziuba/",
        "/author/olena/",
        "/nothing/",
        taken.path,
        late.path,
    ):
        response = reader.get(path)
        assert response.status_code in {404, 410}, path
        assert "Канарка" not in response.content.decode(), path


def test_even_a_stale_list_entry_leaks_nothing(paper: Newspaper, reader: Reader) -> None:
    story = make_story(paper.uk, "Канарка", published_at=_at(9))
    Story.objects.filter(pk=story.pk).update(state="draft", live=False)
    for path in ("/", "/date/"):
        assert "Канарка" not in reader.get(path).content.decode()


def test_a_name_without_public_stories_is_no_page(paper: Newspaper, reader: Reader) -> None:
    make_topic("secret")
    assert reader.get("/topic/secret/").status_code == 404
    assert reader.get("/topic/secret/").content == reader.get("/topic/never/").content


def test_a_rubric_without_stories_is_a_page_that_says_so(paper: Newspaper, reader: Reader) -> None:
    assert "ще нічого не опубліковано" in reader.text("/rubric/city/")


def test_paging_shows_every_story_once_and_in_order(paper: Newspaper, reader: Reader) -> None:
    count = 2 * PAGE_LENGTH + 3
    # Many of the same minute: the order must hold among equals too.
    for index in range(count):
        make_story(
            paper.uk, f"Матеріал {index}", rubric=paper.rubric, published_at=_at(9, index // 10)
        )
    path, seen = "/rubric/city/", list[str]()
    while path:
        page = reader.text(path)
        seen += _headlines(page)
        older = re.search(r'href="([^"]+)" rel="next"', page)
        path = older[1] if older else ""
    assert seen == [f"Матеріал {index}" for index in reversed(range(count))]


@pytest.mark.parametrize("cursor", ["", "x", "1-", "-1", "9" * 40 + "-1", "1-" + "9" * 30, "١-١"])
def test_a_broken_cursor_is_not_found(paper: Newspaper, reader: Reader, cursor: str) -> None:
    assert reader.get(f"/rubric/city/?before={cursor}").status_code == 404


def test_a_day_has_its_stories_and_its_neighbours(paper: Newspaper, reader: Reader) -> None:
    make_story(paper.uk, "Матеріал 1", published_at=_at(20, 59, day=8))
    make_story(paper.uk, "Матеріал 2", published_at=_at(21, 0, day=9))  # 00:00 of the 10th
    make_story(paper.uk, "Матеріал 3", published_at=_at(20, 59, day=10))  # 23:59 of the 10th
    make_story(paper.uk, "Матеріал 4", published_at=_at(12, day=20))
    page = reader.text("/date/2024/04/10/")
    assert _headlines(page) == ["Матеріал 3", "Матеріал 2"]
    assert "Середа, 10 квітня 2024" in page
    assert '<a href="/date/2024/04/08/" rel="prev">' in page
    assert 'href="/date/2024/04/20/" rel="next">' in page


def test_a_past_day_stays_the_same_after_new_stories(paper: Newspaper, reader: Reader) -> None:
    make_story(paper.uk, "Матеріал 1", published_at=_at(9))
    make_story(paper.uk, "Матеріал 2", published_at=_at(9, day=11))
    before = _main(reader.text("/date/2024/04/10/"))
    make_story(paper.uk, "Матеріал 3", published_at=_at(9, day=12))
    assert _main(reader.text("/date/2024/04/10/")) == before


@pytest.mark.parametrize(
    "day", ["2024/04/11", "2024/02/30", "0000/01/01", "9999/12/31", "0001/01/01", "2024/4/10"]
)
def test_a_day_without_stories_is_no_page(paper: Newspaper, reader: Reader, day: str) -> None:
    make_story(paper.uk, published_at=_at(9))
    assert reader.get(f"/date/{day}/").status_code == 404


def test_the_ticker_has_times_marks_and_days(paper: Newspaper, reader: Reader) -> None:
    make_story(
        paper.uk,
        "Довгий заголовок",
        front_headline="Коротко",
        mark="video",
        importance="breaking",
        published_at=_at(9, 49),
    )
    page = reader.text("/rubric/city/")
    rail = page[page.index("<aside") : page.index("</aside>")]
    assert '<time datetime="2024-04-10T12:49:00+03:00">12:49</time>' in rail
    assert '<b class="alarm">Терміново</b>' in rail
    assert '<b class="mark">Відео</b> Коротко</a>' in rail
    assert "10 квітня 2024" in rail
    assert '<a href="/date/">Усі новини</a>' in rail


def test_an_edition_s_own_word_for_a_mark_wins(paper: Newspaper, reader: Reader) -> None:
    paper.uk.labels = {"video": "Дивіться", "details": "Докладніше"}
    paper.uk.save()
    story = make_story(
        paper.uk,
        mark="video",
        body=[{"type": "labelled", "value": {"label": "details", "text": "<p>Так.</p>"}}],
    )
    assert '<b class="mark">Дивіться</b>' in reader.text("/")
    assert "Докладніше" in _main(reader.text(story.path))


def test_each_edition_speaks_its_language(paper: Newspaper, reader: Reader) -> None:
    for edition, word in (
        (paper.uk, "Стрічка новин"),
        (paper.ru, "Лента новостей"),
        (paper.en, "Newsfeed"),
    ):
        make_story(edition, f"Матеріал {edition.pk}")
        response = reader.get(f"{edition.prefix}/")
        page = response.content.decode()
        assert f'<html lang="{edition.language}">' in page
        assert response["Content-Language"] == edition.language
        assert word in page
        assert _headlines(page)[0] == f"Матеріал {edition.pk}"


def test_the_host_chooses_the_title(paper: Newspaper) -> None:
    sister = make_title("weekly", host="weekly.test", names={"uk": "Тижневик"})
    edition = make_edition(sister)
    make_story(paper.uk, "Матеріал 1")
    make_story(edition, "Матеріал 2")
    front = Reader("WEEKLY.test:8000").text("/")
    assert _headlines(front) == ["Матеріал 2"]
    assert 'href="http://daily.test:8000/"' in front


def test_an_unknown_host_gets_a_plain_404_or_the_title_that_answers(paper: Newspaper) -> None:
    response = Reader("elsewhere.test").get("/")
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/plain")
    paper.title.answers_unknown_hosts = True
    paper.title.save()
    assert Reader("elsewhere.test").get("/").status_code == 200


def test_a_missing_slash_leads_to_the_page(paper: Newspaper, reader: Reader) -> None:
    assert reader.get("/rubric/city")["Location"] == "/rubric/city/"
    assert reader.get("/rus")["Location"] == "/rus/"
    assert reader.get("/rus/rubric/city")["Location"] == "/rus/rubric/city/"
    assert reader.client.get("/", PATH_INFO="//evil.test/date").status_code == 404
    assert reader.get("/rusty/").status_code == 404


def test_pages_can_only_be_read(paper: Newspaper, reader: Reader) -> None:
    for method in ("post", "put", "delete", "options"):
        response = getattr(reader.client, method)("/")
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD"
    make_story(paper.uk)
    head = reader.client.head("/")
    assert head.status_code == 200
    assert head.content == b""
    assert int(head["Content-Length"]) > 1000


def test_public_pages_may_be_cached_and_set_no_cookie(paper: Newspaper, reader: Reader) -> None:
    make_story(paper.uk)
    response = reader.get("/")
    assert "Set-Cookie" not in response
    assert not response.cookies
    assert "Vary" not in response
    assert "s-maxage=" in response["Cache-Control"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert reader.get("/", **{"if-none-match": response["ETag"]}).status_code == 304


def test_standing_pages_are_shown_and_linked_from_the_footer(
    paper: Newspaper, reader: Reader
) -> None:
    _standing(paper.uk, "rules", "Правила коментування")
    _standing(paper.uk, "secret", "Канарка", live=False)
    page = reader.text("/page/rules/")
    assert "<h1>Правила коментування</h1>" in page
    assert "<h2>Про що</h2>" in page
    assert '<a rel="noopener" href="https://example.org/">тут</a>' in page
    front = reader.text("/")
    assert '<a href="/page/rules/">Правила коментування</a>' in front
    assert "Канарка" not in front
    assert reader.get("/page/secret/").status_code == 404
    assert reader.get("/rus/page/rules/").status_code == 404


def test_the_front_leads_with_the_loudest_and_repeats_nothing(
    paper: Newspaper, reader: Reader
) -> None:
    now = timezone.now()
    for index in range(12):
        make_story(
            paper.uk,
            f"Матеріал {index}",
            rubric=paper.rubric,
            published_at=now - timedelta(minutes=60 - index),
        )
    make_story(
        paper.uk,
        "Матеріал 99",
        rubric=paper.rubric,
        importance="breaking",
        published_at=now - timedelta(hours=2),
    )
    shown = _headlines(reader.text("/"))
    assert shown[0] == "Матеріал 99"
    assert len(shown) == len(set(shown)) == 13


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/", 6),
        ("/rubric/city/", 5),
        ("/date/2024/04/10/", 9),
        ("/topic/bridges/", 8),
        ("/about/dziuba/", 8),
        ("/author/olena/", 8),
        ("/nothing/", 6),
    ],
)
def test_lists_cost_the_same_however_long_they_are(
    paper: Newspaper, reader: Reader, django_assert_num_queries: Any, path: str, queries: int
) -> None:
    parts: dict[str, Any] = {
        "rubric": paper.rubric,
        "topics": [make_topic("bridges")],
        "entities": [make_entity("dziuba")],
        "authors": [make_author("olena")],
    }
    for index in range(8):
        make_story(paper.uk, published_at=_at(9, index), **parts)
    reader.get(path)
    with django_assert_num_queries(queries):
        reader.client.get(path)
