"""The way from a page to its counterpart in another language, and which language `/` has."""

import re
from html import unescape
from typing import Any

import pytest
from django.utils import timezone

from tests.factories import make_author, make_entity, make_story, make_topic, withdraw
from tests.integration.press.conftest import Newspaper, Reader

FRONT = "головна сторінка"
HERE = "ця сторінка"


def switch(page: str, language: str) -> tuple[str, str]:
    """Find the switch of a page to a language: its address, and what it says aloud."""
    nav = page[page.index('<nav class="languages"') :]
    nav = nav[: nav.index("</nav>")]
    found = re.search(rf'<a href="([^"]*)" hreflang="{language}">(.*?)</a>', nav)
    assert found is not None, nav
    said = re.sub(r'<span aria-hidden="true">.*?</span>', "", found[2])
    return found[1], unescape(re.sub(r"<[^>]+>", "", said))


def visible(page: str, language: str) -> str:
    """Find what the switch of a page to a language shows to the eye."""
    nav = page[page.index('<nav class="languages"') :]
    found = re.search(rf'hreflang="{language}">(.*?)</a>', nav[: nav.index("</nav>")])
    assert found is not None
    unseen = r'<span class="unseen">(?:<span[^>]*>[^<]*</span>)?[^<]*</span>'
    return re.sub(r"<[^>]+>", "", re.sub(unseen, "", found[1]))


def path_of(reader: Reader, work_id: int) -> str:
    """Find the address of the Ukrainian page of a work on the front."""
    found = re.search(rf'href="(/news/\d{{4}}/\d\d/\d\d/{work_id}/)"', reader.text("/"))
    assert found is not None
    return found[1]


@pytest.mark.parametrize("wanted", ["ru", "en-US,en;q=0.9", "pl", "*", "x" * 300])
def test_the_front_opens_in_the_first_language_whatever_a_browser_asks(
    paper: Newspaper, reader: Reader, wanted: str
) -> None:
    make_story(paper.uk, rubric=paper.rubric)
    plain = reader.get("/")
    asked = reader.get("/", **{"accept-language": wanted, "cookie": "django_language=ru"})

    assert asked.status_code == 200
    assert asked.content == plain.content
    assert '<html lang="uk"' in asked.content.decode()
    vary = {name.strip().lower() for name in asked.headers.get("Vary", "").split(",")}
    assert not vary & {"accept-language", "cookie", "*"}
    assert not asked.cookies
    assert "Content-Location" not in asked.headers


def test_the_switch_leads_to_a_public_sibling_and_else_says_that_it_leads_to_the_front(
    paper: Newspaper, reader: Reader
) -> None:
    story = make_story(paper.uk, "Наша", rubric=paper.rubric)
    sibling = make_story(paper.ru, "Наша же", rubric=paper.rubric, work=story.work)
    make_story(paper.en, "Ours", rubric=paper.rubric, work=story.work, published=False)
    address = path_of(reader, story.work_id)
    page = reader.text(address)

    url, said = switch(page, "ru")
    assert url.endswith(address)
    assert url != address
    assert HERE in said
    assert visible(page, "ru") == "RU"
    assert "Наша же" in reader.text(url)

    url, said = switch(page, "en")
    assert FRONT in said
    assert FRONT in visible(page, "en")
    assert str(story.work_id) not in url
    assert '<html lang="en"' in reader.text(url)

    withdraw(sibling)
    url, said = switch(reader.text(address), "ru")
    assert FRONT in said
    assert str(story.work_id) not in url
    assert 'hreflang="x-default"' not in reader.text(address)


@pytest.mark.parametrize("page", ["topic/bridges", "author/olena", "about/dziuba"])
def test_lists_lead_to_their_counterparts_where_there_is_something_to_list(
    paper: Newspaper, reader: Reader, page: str
) -> None:
    parts: dict[str, Any] = {
        "topics": [make_topic("bridges", names={"uk": "Мости", "ru": "Мосты"})],
        "entities": [make_entity("dziuba", names={"uk": "Петро Дзюба"})],
        "authors": [make_author("olena", names={"uk": "Олена Гай"})],
    }
    make_story(paper.uk, rubric=paper.rubric, **parts)
    url, said = switch(reader.text(f"/{page}/"), "ru")
    assert FRONT in said
    assert page not in url

    make_story(paper.ru, rubric=paper.rubric, **parts)
    url, said = switch(reader.text(f"/{page}/"), "ru")
    assert HERE in said
    assert url.endswith(f"/{page}/")
    assert '<html lang="ru"' in reader.text(url)


def test_a_rubric_leads_to_the_same_rubric(paper: Newspaper, reader: Reader) -> None:
    url, said = switch(reader.text(f"/rubric/{paper.rubric.slug}/"), "en")
    assert HERE in said
    assert '<html lang="en"' in reader.text(url)


def test_a_front_leads_to_fronts(paper: Newspaper, reader: Reader) -> None:
    page = reader.text("/")
    url, said = switch(page, "ru")
    assert FRONT in said
    assert visible(page, "ru") == "RU"
    assert '<html lang="ru"' in reader.text(url)


def test_a_day_leads_to_the_same_day_where_it_has_stories(paper: Newspaper, reader: Reader) -> None:
    make_story(paper.uk, rubric=paper.rubric)
    day = f"/date/{timezone.now().astimezone(paper.title.zone):%Y/%m/%d}/"
    assert FRONT in switch(reader.text(day), "ru")[1]

    make_story(paper.ru, rubric=paper.rubric)
    url, said = switch(reader.text(day), "ru")
    assert HERE in said
    assert '<html lang="ru"' in reader.text(url)


def test_what_is_not_there_leads_to_fronts_and_says_so(paper: Newspaper, reader: Reader) -> None:
    answer = reader.get("/nowhere/")
    assert answer.status_code == 404
    assert FRONT in switch(answer.content.decode(), "ru")[1]
