import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from shpalta.journal.services import append
from shpalta.newsroom.pages.models import EditionRoot, StandingPage
from shpalta.newsroom.stories.models import Attribution
from tests.factories import (
    make_author,
    make_edition,
    make_entity,
    make_picture,
    make_source,
    make_story,
    make_title,
    make_topic,
    withdraw,
)
from tests.integration.press.conftest import Newspaper, Reader
from tests.integration.press.surrogate import (
    ask,
    assemble,
    every_path,
    keys_of,
    max_age,
    whole,
)

NOON = datetime(2024, 4, 10, 9, 0, tzinfo=UTC)
"""Noon in Kyiv."""
FRAME = {"house", "title:daily", "edition:daily:uk"}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A clock that tests set: noon in Kyiv at first."""
    moment = [NOON]
    monkeypatch.setattr(timezone, "now", lambda: moment[0])
    return lambda at: moment.__setitem__(0, at)


def _standing(paper: Newspaper, body: str = "<p>Текст</p>") -> StandingPage:
    root = Page.get_first_root_node().add_child(
        instance=EditionRoot(title="uk", slug="uk", edition=paper.uk)
    )
    page: StandingPage = root.add_child(instance=StandingPage(title="Правила", slug="rules"))
    page.body = [{"type": "paragraph", "value": body}]
    page.save()
    return page


def _full(paper: Newspaper) -> dict[str, Any]:
    """Make a story with everything that a page of it can be made from."""
    page = _standing(paper)
    linked, draft = make_story(paper.uk, "Сусідня"), make_story(paper.uk, published=False)
    sister = make_edition(make_title("weekly", host="weekly.test"))
    abroad = make_story(sister, "Сестринська", lead_picture=make_picture("abroad"))
    parts: dict[str, Any] = {
        "topic": make_topic("bridges"),
        "entity": make_entity("dziuba"),
        "author": make_author("olena", portrait=make_picture("portrait")),
        "source": make_source(),
        "lead": make_picture("lead"),
        "inner": make_picture("inner"),
    }
    story = make_story(
        paper.uk,
        "Головна",
        rubric=paper.rubric,
        topics=[parts["topic"]],
        entities=[parts["entity"]],
        authors=[parts["author"]],
        lead_picture=parts["lead"],
        sources=[Attribution(name="Агенція", source=parts["source"])],
        published_at=NOON - timedelta(hours=1),
        body=[
            {"type": "picture", "value": {"picture": parts["inner"].pk}},
            {
                "type": "paragraph",
                "value": f'<p><a linktype="story" id="{linked.pk}">1</a>'
                f'<a linktype="story" id="{draft.pk}">2</a>'
                f'<a linktype="page" id="{page.pk}">3</a></p>',
            },
            {"type": "related", "value": {"stories": [abroad.pk]}},
        ],
    )
    return parts | {
        "story": story,
        "linked": linked,
        "draft": draft,
        "abroad": abroad,
        "page": page,
    }


def test_every_assembled_page_is_the_whole_page(
    paper: Newspaper, reader: Reader, clock: Any
) -> None:
    full = _full(paper)
    translated = make_story(
        paper.ru, work=full["story"].work, rubric=paper.rubric, published_at=NOON
    )
    withdrawn = make_story(paper.en, published_at=NOON)
    withdraw(withdrawn)
    paths = [
        *every_path(paper),
        *(one.path for one in (full["story"], full["linked"], translated, withdrawn)),
        "/rubric/city/?before=1712800000000000-1",
    ]
    for path in paths:
        mine, theirs = assemble(reader, path), whole(reader, path)
        assert (mine.status, mine.location) == (theirs.status, theirs.location), path
        assert mine.text == theirs.text, path
        assert "<esi:" not in theirs.text, path


def test_only_who_can_put_in_includes_gets_them(paper: Newspaper, reader: Reader) -> None:
    story = make_story(paper.uk)
    told = ask(reader, story.path)
    assert '<esi:include src="/-/ticker/" onerror="continue"/>' in told.content.decode()
    assert told["Surrogate-Control"] == ('max-age=86400, stale-if-error=604800, content="ESI/1.0"')
    assert told["Cache-Control"] == "public, max-age=0, s-maxage=5, stale-while-revalidate=10"
    for said in ("", 'x="Surrogate/1.0"', 'x="ESI/1.0"', 'a="ESI/1.0", b="Surrogate/1.0"'):
        plain = reader.get(story.path, **{"surrogate-capability": said})
        assert "Surrogate-Key" not in plain
        assert "Surrogate-Control" not in plain
        assert "<esi:" not in plain.content.decode()
    several = reader.get(
        story.path, **{"surrogate-capability": 'cdn="Surrogate/1.0", x="Surrogate/1.0 ESI/1.0"'}
    )
    assert "<esi:" in several.content.decode()


def test_a_part_has_no_includes_and_says_so(paper: Newspaper, reader: Reader) -> None:
    make_story(paper.ru)
    for path in ("/rus/-/today/", "/rus/-/ticker/", "/rus/-/more/all/"):
        response = ask(reader, path)
        assert "content=" not in response["Surrogate-Control"]
        assert "edition:daily:ru" in keys_of(response)
        assert response["Content-Language"] == "ru"


def test_a_story_names_all_that_it_is_made_from(
    paper: Newspaper, reader: Reader, clock: Any
) -> None:
    full = _full(paper)
    keys = keys_of(ask(reader, full["story"].path))
    assert len(keys) == len(set(keys))
    assert set(keys) == FRAME | {
        f"story:daily:uk:{full['story'].number}",
        f"work:{full['story'].number}",
        f"quiet:{full['story'].number}",
        f"topic:{full['topic'].pk}",
        f"entity:{full['entity'].pk}",
        f"author:{full['author'].pk}",
        f"source:{full['source'].pk}",
        f"picture:{full['lead'].pk}",
        f"picture:{full['inner'].pk}",
        f"story:daily:uk:{full['linked'].number}",
        f"work:{full['draft'].number}",
        f"page:{full['page'].pk}",
        f"story:weekly:uk:{full['abroad'].number}",
        f"picture:{full['abroad'].lead_picture_id}",
    }


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", {"list:daily:uk:all", "list:daily:uk:rubric:{rubric}", "list:weekly:uk:all"}),
        ("/date/", {"days:daily:uk"}),
        ("/date/2024/04/10/", {"day:daily:uk:2024-04-10", "days:daily:uk"}),
        ("/date/2024/04/12/", {"day:daily:uk:2024-04-12", "days:daily:uk"}),
        ("/rubric/city/", {"list:daily:uk:rubric:{rubric}"}),
        ("/rubric/none/", {"words:rubric"}),
        (
            "/topic/bridges/",
            {"topic:{topic}", "list:daily:uk:topic:{topic}", "list:daily:en:topic:{topic}"},
        ),
        ("/rus/topic/bridges/", {"topic:{topic}", "list:daily:ru:topic:{topic}"}),
        ("/topic/none/", {"words:topic"}),
        ("/author/olena/", {"author:{author}", "picture:{portrait}"}),
        ("/author/none/", {"words:author"}),
        ("/about/dziuba/", {"entity:{entity}", "list:daily:uk:entity:{entity}"}),
        ("/about/none/", {"words:entity"}),
        ("/page/rules/", {"page:{page}", "edition:daily:ru", "edition:daily:en"}),
        ("/page/none/", set()),
        ("/nowhere/", {"list:daily:uk:all"}),
        ("/news/2024/04/10/987654/", {"story:daily:uk:987654", "work:987654"}),
        ("/news/2020/01/01/{story}/", {"story:daily:uk:{story}", "work:{story}"}),
        ("/icon.svg", set()),
        ("/-/today/", set()),
        ("/-/ticker/", {"list:daily:uk:all", "story:daily:uk:{story}"}),
        ("/-/more/all/", {"list:daily:uk:all", "story:daily:uk:{story}", "picture:{lead}"}),
        ("/-/more/rubric/city/", {"list:daily:uk:rubric:{rubric}"}),
        ("/-/missing/", {"list:daily:uk:all"}),
    ],
)
def test_every_kind_of_answer_names_what_it_depends_on(
    paper: Newspaper, reader: Reader, clock: Any, path: str, expected: set[str]
) -> None:
    full = _full(paper)
    ids = {name: full[name].pk for name in ("topic", "entity", "author", "page", "lead")}
    ids |= {
        "rubric": paper.rubric.pk,
        "story": full["story"].number,
        "portrait": full["author"].portrait_id,
    }
    keys = set(keys_of(ask(reader, path.format(**ids))))
    frame = {key.replace(":uk", ":ru") for key in FRAME} if path.startswith("/rus") else FRAME
    assert {key.format(**ids) for key in expected} | frame <= keys


def test_a_front_depends_on_every_story_that_could_lead_it(
    paper: Newspaper, reader: Reader
) -> None:
    stories = [make_story(paper.uk, rubric=paper.rubric) for _ in range(20)]
    keys = keys_of(ask(reader, "/"))
    assert {f"story:daily:uk:{story.number}" for story in stories} <= set(keys)


def test_a_day_however_long_is_named_by_its_date_and_no_story(
    paper: Newspaper, reader: Reader, clock: Any
) -> None:
    for _ in range(3):
        make_story(paper.uk, rubric=paper.rubric, published_at=NOON)
    keys = keys_of(ask(reader, "/date/2024/04/10/"))
    days = {"days:daily:uk", "days:daily:ru", "days:daily:en"}
    assert set(keys) == FRAME | {"day:daily:uk:2024-04-10"} | days


def test_a_page_of_the_past_does_not_depend_on_what_is_new(
    paper: Newspaper, reader: Reader
) -> None:
    stories = [
        make_story(paper.uk, rubric=paper.rubric, published_at=NOON + timedelta(minutes=index))
        for index in range(27)
    ]
    older = re.search(r'href="([^"]+)" rel="next"', reader.text("/rubric/city/"))
    assert older is not None
    shelf = f"daily:uk:rubric:{paper.rubric.pk}"
    past = keys_of(ask(reader, older[1]))
    assert f"past:{shelf}" in past
    assert f"list:{shelf}" not in past
    for story in stories[3:]:
        withdraw(story)
    top = keys_of(ask(reader, older[1]))
    assert {f"past:{shelf}", f"list:{shelf}"} <= set(top)


def test_the_query_matters_only_as_a_place_in_a_list(paper: Newspaper, reader: Reader) -> None:
    story = make_story(paper.uk, rubric=paper.rubric)
    for path in ("/", story.path, "/date/", "/nowhere/", "/icon.svg", "/-/ticker/"):
        assert reader.get(path)["No-Vary-Search"] == "params", path
    for path in ("/rubric/city/", "/topic/none/", "/rubric/city", "/rubric/city/?before=x"):
        assert reader.get(path)["No-Vary-Search"] == 'params, except=("before")', path
    moved = reader.get("/rubric/city?from=mail&before=1712800000000000-1")
    assert moved["Location"] == "/rubric/city/?before=1712800000000000-1"
    assert reader.get("/rubric/city?before=//evil")["Location"] == "/rubric/city/"


def test_a_missing_page_and_a_withdrawn_one_are_kept_for_a_minute(
    paper: Newspaper, reader: Reader
) -> None:
    story = make_story(paper.uk, "Таємниця")
    withdraw(story)
    missing, gone = ask(reader, "/nowhere/"), ask(reader, story.path)
    assert (missing.status_code, max_age(missing)) == (404, 60)
    assert "stale-if-error" not in missing["Surrogate-Control"]
    assert (gone.status_code, max_age(gone)) == (410, 60)
    for response in (missing, gone):
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=2"
    assert {f"story:daily:uk:{story.number}", f"work:{story.number}"} <= set(keys_of(gone))


def test_nothing_is_kept_beyond_the_moment_at_which_time_changes_it(
    paper: Newspaper, reader: Reader, clock: Any
) -> None:
    late = datetime(2024, 4, 10, 20, 59, 0, tzinfo=UTC)  # a minute to midnight in Kyiv
    clock(late)
    old = make_story(paper.uk, published_at=datetime(2023, 1, 1, tzinfo=UTC))
    assert max_age(ask(reader, "/-/today/")) == 60
    assert max_age(ask(reader, "/-/ticker/")) == 60
    assert max_age(ask(reader, "/")) == 60
    assert max_age(ask(reader, "/-/more/all/")) == 86_400
    make_story(paper.uk, published_at=late - timedelta(hours=1))
    assert max_age(ask(reader, "/-/more/all/")) == 60
    assert max_age(ask(reader, old.path)) == 86_400
    assert max_age(ask(reader, "/date/2024/04/10/")) == 60  # then it is the newsfeed no more
    assert max_age(ask(reader, "/rus/date/2024/04/10/")) == 60
    assert max_age(ask(reader, "/rus/date/")) == 60
    clock(datetime(2024, 12, 31, 21, 59, 30, tzinfo=UTC))  # half a minute to the new year
    assert max_age(ask(reader, old.path)) == 30


def test_a_front_is_made_anew_when_a_loud_story_falls_silent(
    paper: Newspaper, reader: Reader, clock: Any
) -> None:
    make_story(paper.uk, importance="breaking", published_at=NOON - timedelta(hours=7, minutes=50))
    assert max_age(ask(reader, "/")) == 600
    clock(NOON + timedelta(minutes=11))
    assert max_age(ask(reader, "/")) == 12 * 3600 - 11 * 60  # midnight comes before its 20 hours


def test_the_own_story_is_hidden_from_what_is_offered_under_it(
    paper: Newspaper, reader: Reader
) -> None:
    stories = [make_story(paper.uk, rubric=paper.rubric) for _ in range(6)]
    page = assemble(reader, stories[-1].path).text
    offered = re.findall(r'<article class="card normal n(\d+)">', page)
    assert offered == [str(story.number) for story in reversed(stories[1:])]
    style = re.search(r"<style>(.*?)</style>", page)
    assert style is not None
    assert f".more .n{stories[-1].number}" in style[1]


def test_a_new_story_leaves_the_pages_of_others_as_they_were(
    paper: Newspaper, reader: Reader
) -> None:
    story = make_story(paper.uk, rubric=paper.rubric)
    before = ask(reader, story.path).content
    make_story(paper.uk, "Новіша", rubric=paper.rubric)
    assert ask(reader, story.path).content == before
    assert "Новіша" in assemble(reader, story.path).text


def test_the_house_is_read_anew_when_the_journal_says_so_and_only_then(paper: Newspaper) -> None:
    client = Reader().client

    def names_of_the_title() -> str:
        return client.get("/").content.decode()

    assert "Щоденник" in names_of_the_title()
    with connection.cursor() as cursor:  # Past everything that would announce it.
        cursor.execute("UPDATE titles_title SET names = %s", [json.dumps({"uk": "Перейменований"})])
    assert "Щоденник" in names_of_the_title()
    append(keys=["house"])
    assert "Перейменований" in names_of_the_title()


def test_health_is_told_whatever_the_host(db: None) -> None:
    response = Reader("10.0.0.1:8002").get("/-/health")
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert b'"status": "ok"' in response.content


def test_what_is_live_is_not_answered_here(paper: Newspaper, reader: Reader) -> None:
    assert reader.get("/-/live/daily/uk").status_code == 404
