"""Old addresses lead to the pages that they meant, at once, and to nothing that is not public."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from shpalta.core.keys import redirects_key
from shpalta.journal.models import JournalEntry
from shpalta.newsroom.pages.models import EditionRoot, StandingPage
from shpalta.newsroom.redirects.models import (
    OldNumber,
    Redirect,
    RedirectPattern,
    Status,
)
from shpalta.newsroom.redirects.services import check_redirect, save_redirect
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition, Host
from tests.factories import make_author, make_edition, make_story, make_title, make_topic, withdraw
from tests.integration.press.conftest import Newspaper, Reader
from tests.integration.press.surrogate import ask, keys_of

DAY = datetime(2024, 4, 10, 9, 0, tzinfo=UTC)


def lead(paper: Newspaper, path: str, target: str, status: int = 301, **more: Any) -> Redirect:
    draft = check_redirect(title=paper.title, path=path, target=target, status=status, **more)
    return save_redirect(title=paper.title, draft=draft)


def goes(reader: Reader, path: str) -> tuple[int, str]:
    response = reader.get(path)
    return response.status_code, response.headers.get("Location", "")


@pytest.fixture
def story(paper: Newspaper) -> Story:
    return make_story(paper.uk, "Міст", published_at=DAY, rubric=paper.rubric)


@pytest.mark.parametrize("status", [301, 302, 308])
def test_an_old_address_leads_to_its_story(
    paper: Newspaper, reader: Reader, story: Story, status: int
) -> None:
    lead(paper, "/2009/03/bridge.html", f"story:{story.number}", status)
    for spelling in ("/2009/03/bridge.html", "/2009//03/bridge.html/", "/2009/03/bridge.html?x=1"):
        assert goes(reader, spelling) == (status, story.path)


def test_letters_of_any_alphabet_and_encoding_are_one_address(
    paper: Newspaper, reader: Reader, story: Story
) -> None:
    lead(paper, "/новини/міст", story.path)
    lead(paper, "/%EC%B3%F1%F2", story.path)  # windows-1251
    assert goes(reader, "/новини/міст/") == (301, story.path)
    assert goes(reader, "/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/%d0%bc%d1%96%d1%81%d1%82")[0] == 301
    assert goes(reader, "/%ec%b3%f1%f2") == (301, story.path)


def test_a_query_decides_where_the_table_says_so(
    paper: Newspaper, reader: Reader, story: Story
) -> None:
    other = make_story(paper.uk, "Трамвай", published_at=DAY)
    lead(paper, "/article.php?id=5", f"story:{story.number}")
    lead(paper, "/article.php?b=2&a=1", f"story:{other.number}")
    lead(paper, "/article.php", "front:")
    assert goes(reader, "/article.php?utm_source=mail&id=5&fbclid=z") == (301, story.path)
    assert goes(reader, "/article.php?a=1&b=2") == (301, other.path)
    assert goes(reader, "/article.php?id=6") == (301, "/")
    told = reader.get("/article.php?id=5")["No-Vary-Search"]
    assert '"fbclid"' in told
    assert told != "params"
    lead(paper, "/plain.html", "front:")
    assert reader.get("/plain.html?id=5")["No-Vary-Search"] == "params"


def test_every_sort_of_page_can_be_led_to(paper: Newspaper, reader: Reader, story: Story) -> None:
    topic, author = make_topic("bridges"), make_author("olena")
    parts: dict[str, Any] = {"topics": [topic], "authors": [author], "rubric": paper.rubric}
    make_story(paper.ru, "Мост", published_at=DAY, **parts)
    root = Page.get_first_root_node()
    branch = root.add_child(instance=EditionRoot(title="ru", slug="ru", edition=paper.ru))
    branch.add_child(instance=StandingPage(title="Правила", slug="rules"))
    wanted = {
        "rubric:ru/city": "/rus/rubric/city/",
        "topic:ru/bridges": "/rus/topic/bridges/",
        "author:ru/olena": "/rus/author/olena/",
        "page:ru/rules": "/rus/page/rules/",
        "front:ru": "/rus/",
        "front:": "/",
        "day:ru/2024-04-10": "/rus/date/2024/04/10/",
        "/rus/rubric/city/": "/rus/rubric/city/",
        "http://daily.test:8000/rus/rubric/city/?x=1": "/rus/rubric/city/",
    }
    for place, (target, path) in enumerate(wanted.items()):
        lead(paper, f"/old/{place}", target)
        assert goes(reader, f"/old/{place}") == (301, path), target
    lead(paper, "/rus/old", "rubric:city")
    assert goes(reader, "/rus/old") == (301, "/rus/rubric/city/"), "the edition of the old address"


def test_a_sister_s_page_is_led_to_by_its_whole_address(paper: Newspaper, reader: Reader) -> None:
    sister = make_edition(make_title("weekly", host="weekly.test"))
    story = make_story(sister, published_at=DAY)
    lead(paper, "/moved-there", f"https://weekly.test/news/1/1/1/{story.number}/")
    assert goes(reader, "/moved-there") == (301, f"http://weekly.test:8000{story.path}")


@pytest.mark.parametrize("target", ["gone", ""])
def test_what_is_marked_as_gone_answers_410(paper: Newspaper, reader: Reader, target: str) -> None:
    row = lead(paper, "/quiz.html", target, 410)
    response = reader.get("/quiz.html")
    assert response.status_code == 410
    assert "Цієї сторінки більше немає" in response.content.decode()
    assert row.written_target == "gone"


def test_nobody_is_led_to_what_is_not_public(paper: Newspaper, reader: Reader) -> None:
    draft = make_story(paper.uk, "Секрет", published=False)
    lead(paper, "/a", f"story:{draft.number}")
    later = make_story(paper.uk, "Ембарго", published=False)
    Story.objects.filter(pk=later.pk).update(embargo_until=timezone.now() + timedelta(hours=1))
    lead(paper, "/b", f"story:{later.number}")
    taken = make_story(paper.uk, "Знято")
    lead(paper, "/c", f"story:{taken.number}")
    withdraw(taken)
    make_topic("secret")
    lead(paper, "/d", "topic:secret")
    for path in "/a", "/b", "/d":
        response = reader.get(path)
        assert (response.status_code, response.headers.get("Location")) == (404, None), path
        missing = reader.get("/nothing/")
        assert response.content == missing.content, "it must hint at nothing"
    assert goes(reader, "/c") == (410, "")


def test_a_redirect_never_hides_a_page(paper: Newspaper, reader: Reader, story: Story) -> None:
    Redirect.objects.create(
        title=paper.title, path="/rubric/city", edition=paper.ru, target="/", status=301
    )
    assert reader.get("/rubric/city/").status_code == 200


def test_head_is_answered_as_get(paper: Newspaper, reader: Reader, story: Story) -> None:
    lead(paper, "/old", story.path)
    reader.get("/")
    response = reader.client.head("/old")
    assert (response.status_code, response["Location"]) == (301, story.path)


def test_an_address_that_leads_somewhere_from_now_on_is_purged(
    paper: Newspaper, reader: Reader, story: Story
) -> None:
    assert redirects_key("daily") in keys_of(ask(reader, "/old"))
    row = lead(paper, "/old", story.path)
    newest = JournalEntry.objects.order_by("-pk")[0]
    assert newest.keys == [redirects_key("daily")]
    response = ask(reader, "/old")
    assert {redirects_key("daily"), f"story:daily:uk:{story.number}"} <= set(keys_of(response))
    row.delete()
    assert JournalEntry.objects.order_by("-pk")[0].keys == [redirects_key("daily")]


def test_a_pattern_leads_many_addresses(paper: Newspaper, reader: Reader, story: Story) -> None:
    def pattern(text: str, target: str) -> None:
        RedirectPattern.objects.create(title=paper.title, pattern=text, target=target)

    pattern("/archive/{year}/{id}-{slug}.html", "story:{id}")
    pattern("/old-news/{id}", "old:{id}")
    pattern("/show.php?id={id}", "old:{id}")
    pattern("/cat/{slug}/{rest}", "rubric:{slug}")
    pattern("/dead/{rest}", "gone")
    pattern("/day/{year}-{month}-{day}", "day:{year}-{month}-{day}")
    OldNumber.objects.create(title=paper.title, old="77", edition=paper.uk, number=story.number)
    assert goes(reader, f"/archive/2009/{story.number}-some-words.html") == (301, story.path)
    assert goes(reader, "/old-news/77/") == (301, story.path)
    assert goes(reader, "/old-news/78/")[0] == 404
    assert goes(reader, "/show.php?id=77") == (301, story.path)
    assert goes(reader, "/cat/city/page/2") == (301, "/rubric/city/")
    assert goes(reader, "/dead/and/buried")[0] == 410
    assert goes(reader, "/day/2024-04-10") == (301, "/date/2024/04/10/")
    assert goes(reader, "/day/2024-4-10")[0] == 404


def test_what_was_renamed_is_found_by_every_former_name(paper: Newspaper, reader: Reader) -> None:
    topic, author = make_topic("bridges"), make_author("olena")
    make_story(paper.uk, topics=[topic], authors=[author], rubric=paper.rubric)
    root = Page.get_first_root_node()
    branch = root.add_child(instance=EditionRoot(title="uk", slug="uk", edition=paper.uk))
    page = branch.add_child(instance=StandingPage(title="Правила", slug="rules"))
    for row in (topic, author, paper.rubric, page):
        for slug in ("second", "third"):
            row.slug = slug
            row.save()
    assert goes(reader, "/topic/bridges/") == (301, "/topic/third/")
    assert goes(reader, "/topic/second/") == (301, "/topic/third/")
    assert goes(reader, "/author/olena/") == (301, "/author/third/")
    assert goes(reader, "/rubric/city/") == (301, "/rubric/third/")
    assert goes(reader, "/page/rules/") == (301, "/page/third/")
    topic.slug = "bridges"
    topic.save()
    assert goes(reader, "/topic/third/") == (301, "/topic/bridges/")
    assert reader.get("/topic/bridges/").status_code == 200


def test_a_former_prefix_leads_to_the_edition(paper: Newspaper, reader: Reader) -> None:
    story = make_story(paper.ru, "Мост", published_at=DAY, rubric=paper.rubric)
    old = story.path
    for prefix in ("/ru", "/r"):
        Edition.objects.filter(pk=paper.ru.pk).update(prefix=prefix)
    for path in (old, old.replace("/rus/", "/ru/"), f"/rus/articles/{story.number}"):
        assert goes(reader, path) == (301, old.replace("/rus/", "/r/"))
    assert goes(reader, "/rus/") == (301, "/r/")
    assert goes(reader, "/rus/rubric/city/") == (301, "/r/rubric/city/")
    assert goes(reader, "/rus/nothing/")[0] == 404
    assert reader.get("/r/").status_code == 200


def test_an_edition_that_leaves_the_root_leads_on_and_never_in_a_circle(
    paper: Newspaper, reader: Reader
) -> None:
    story = make_story(paper.uk, published_at=DAY)
    path = story.path
    paper.uk.prefix = "/ukr"
    paper.uk.save()
    lead(paper, "/old.html", f"story:{story.number}")
    assert goes(reader, path) == (301, f"/ukr{path}")
    assert goes(reader, "/old.html") == (301, f"/ukr{path}")
    assert goes(reader, "/") == (301, "/ukr/")
    assert goes(reader, "/nothing/")[0] == 404
    assert goes(reader, "/ukr/nothing/")[0] == 404


def test_another_kind_or_day_leads_to_the_address_by_the_number(
    paper: Newspaper, reader: Reader, story: Story
) -> None:
    old = story.path
    Story.objects.filter(pk=story.pk).update(kind="article", published_at=DAY - timedelta(days=40))
    new = Story.objects.get(pk=story.pk).path
    assert new != old
    assert goes(reader, old) == (301, new)


def test_hosts_that_are_not_printed_lead_to_the_one_that_is(paper: Newspaper) -> None:
    Host.objects.create(title=paper.title, name="www.daily.test")
    moved = "http://daily.test:8000/rubric/city/?before=1-2"
    for host in ("www.daily.test", "WWW.Daily.Test.", "www.daily.test:8000"):
        assert goes(Reader(host), "/rubric/city/?before=1-2") == (308, moved), host
    for host in ("daily.test", "DAILY.test.", "daily.test:80"):
        assert goes(Reader(host), "/")[0] == 200, host


def test_a_moved_host_keeps_working(paper: Newspaper) -> None:
    host = Host.objects.get(name="daily.test")
    host.delete()
    for name in ("new.test", "newer.test"):
        Host.objects.filter(title=paper.title).delete()
        Host.objects.create(title=paper.title, name=name, is_canonical=True)
    for name in ("daily.test", "new.test"):
        assert goes(Reader(name), "/a/?b=1") == (308, "http://newer.test:8000/a/?b=1")
    assert Reader("newer.test").get("/").status_code == 200
    other = make_title("other", host="new.test")
    make_edition(other)
    assert Reader("new.test").get("/").status_code == 200, "who has a name now goes first"
    assert Reader("never.test").get("/").status_code == 404


def test_a_public_story_that_is_deleted_stays_gone(paper: Newspaper, reader: Reader) -> None:
    shown, taken = make_story(paper.uk), make_story(paper.uk)
    draft = make_story(paper.uk, published=False)
    withdraw(taken)
    paths = [one.path for one in (shown, taken, draft)]
    Story.objects.get(pk=shown.pk).delete()
    Story.objects.filter(pk__in=[taken.pk, draft.pk]).delete()
    assert [goes(reader, path)[0] for path in paths] == [410, 410, 404]


def test_an_address_that_leads_nowhere_costs_one_query_more_in_a_large_table(
    paper: Newspaper, reader: Reader, story: Story
) -> None:
    rows = [
        Redirect(
            title=paper.title,
            path=f"/old/{number}.html",
            edition=paper.uk,
            target=f"/news/{number}/",
        )
        for number in range(1, 20_001)
    ]
    Redirect.objects.bulk_create(rows)
    reader.get("/")
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert reader.client.get("/old/none.html").status_code == 404
    asked = [query["sql"] for query in found if 'redirects_redirect"' in query["sql"]]
    assert len(asked) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]}")
            plan = " ".join(str(row[3]) for row in cursor.fetchall())
        assert "SCAN" not in plan.replace("SCAN CONSTANT ROW", ""), plan


def test_static_files_and_parts_of_pages_are_never_looked_up(
    paper: Newspaper, reader: Reader
) -> None:
    Redirect.objects.create(
        title=paper.title, path="/-/nothing", edition=paper.uk, target="/", status=Status.MOVED
    )
    assert goes(reader, "/-/nothing/")[0] == 404


def test_the_door_for_old_addresses_leads_on_and_shows_no_page(
    paper: Newspaper, reader: Reader
) -> None:
    story = make_story(paper.uk)
    russian = make_story(paper.ru, work=story.work)
    lead(paper, "/was/here/", russian.path)

    led = reader.get("/-/moved/was/here/")
    assert (led.status_code, led["Location"]) == (301, russian.path)
    for path in (story.path, "/nothing/", "/", "/-/ticker/", ""):
        answer = reader.get(f"/-/moved{path}")
        assert answer.status_code == 404, path
        assert story.headline not in answer.content.decode().split('id="main"')[0]
    page = reader.get("/-/moved/rus/nothing/").content.decode()
    assert '<html lang="ru"' in page
