"""What the journal names and what pages say they are made from: both fit, change by change.

A page that would be rendered differently after a change must have one of the keys that the
journal named. The changes follow one another on the same house, so each meets a house that the
ones before it have left.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from shpalta.core.crops import RATIOS
from shpalta.journal.models import JournalEntry
from shpalta.newsroom.pages.models import EditionRoot, StandingPage
from shpalta.newsroom.renditions.services import Framing, prepare, set_framing
from shpalta.newsroom.shares.models import ShareRule
from shpalta.newsroom.shares.services import change_placement, take_back, take_story
from shpalta.newsroom.stories.models import Attribution, Byline, Placement, Story
from shpalta.newsroom.titles.models import Host, Rubric
from tests.factories import (
    make_author,
    make_edition,
    make_entity,
    make_picture,
    make_rubric,
    make_source,
    make_story,
    make_title,
    make_topic,
    withdraw,
)
from tests.integration.press.conftest import Newspaper, Reader
from tests.integration.press.surrogate import ask, every_path

NOON = datetime(2024, 4, 10, 9, 0, tzinfo=UTC)
CURSORS = [
    f"/{kind}/?before={int((NOON - timedelta(hours=hours)).timestamp())}000000-{story}"
    for kind in ("rubric/city", "topic/bridges")
    for hours, story in ((-10, 1), (1, 1), (3, 9_000), (2_000, 1))
]


@dataclass
class World:
    """A house in which everything that a page can depend on is there once."""

    paper: Newspaper
    sister: Any
    weekly: Any
    topic: Any
    entity: Any
    author: Any
    source: Any
    pictures: list[Any]
    page: Any
    draft: Any
    story: Any
    old: Any
    abroad: Any
    extra: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def world(paper: Newspaper, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    root = Page.get_first_root_node().add_child(
        instance=EditionRoot(title="uk", slug="uk", edition=paper.uk)
    )
    page = root.add_child(instance=StandingPage(title="Правила", slug="rules"))
    weekly = make_title("weekly", host="weekly.test")
    sister = make_edition(weekly)
    pictures = [make_picture(f"p{index}") for index in range(4)]
    topic, entity, source = make_topic("bridges"), make_entity("dziuba"), make_source()
    author = make_author("olena", portrait=pictures[2])
    draft = make_story(paper.uk, "Чернетка", published=False)
    abroad = make_story(sister, "Сестринська", lead_picture=pictures[3])
    old = make_story(paper.uk, "Давня", published_at=NOON - timedelta(days=1), rubric=paper.rubric)
    story = make_story(
        paper.uk,
        "Головна",
        rubric=paper.rubric,
        topics=[topic],
        entities=[entity],
        authors=[author],
        lead_picture=pictures[0],
        sources=[Attribution(name="Агенція", source=source)],
        published_at=NOON - timedelta(hours=2),
        body=[
            {"type": "picture", "value": {"picture": pictures[1].pk}},
            {
                "type": "paragraph",
                "value": f'<p><a linktype="story" id="{old.pk}">1</a>'
                f'<a linktype="story" id="{draft.pk}">2</a>'
                f'<a linktype="page" id="{page.pk}">3</a></p>',
            },
            {"type": "related", "value": {"stories": [abroad.pk, draft.pk]}},
        ],
    )
    ShareRule.objects.create(giver=weekly, taker=paper.title)
    return World(
        paper,
        sister,
        weekly,
        topic,
        entity,
        author,
        source,
        pictures,
        page,
        draft,
        story,
        old,
        abroad,
    )


def _stored(model: Any, pk: int) -> Any:
    return model.objects.get(pk=pk)


def _cropped(picture_id: int) -> None:
    """Draw a rectangle for what the pages print of a picture, and let the workshop work."""
    crops = dict.fromkeys(RATIOS, (0.1, 0.1, 0.5))
    set_framing(picture_id=picture_id, framing=Framing((0.2, 0.2), crops))
    prepare(picture_id)


def _set(row: Any, **values: Any) -> Callable[[], None]:
    """Change columns of a row as a screen does: read it, set them, save it."""

    def change() -> None:
        fresh = _stored(type(row), row.pk)
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.save()

    return change


def _republish(story: Story, **values: Any) -> Callable[[], None]:
    def change() -> None:
        fresh = _stored(Story, story.pk)
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.save_revision().publish()

    return change


def _stories(w: World) -> Iterator[tuple[str, Callable[[], Any]]]:
    uk, rubric = w.paper.uk, w.paper.rubric
    parts: dict[str, Any] = {"rubric": rubric, "topics": [w.topic], "entities": [w.entity]}
    ago = {hours: NOON - timedelta(hours=hours) for hours in (3, 30, 300)}
    yield "a newest story", lambda: make_story(uk, "Нова", authors=[w.author], **parts)
    yield "a backdated story", lambda: make_story(uk, "Пізня", published_at=ago[3], **parts)
    yield "one of yesterday", lambda: make_story(uk, "Учора", published_at=ago[30], **parts)
    yield "one before all", lambda: make_story(uk, "Перша", published_at=ago[300], **parts)
    yield "a linked draft goes out", w.draft.latest_revision.publish
    yield "a headline", _republish(w.story, headline="Виправлена")
    yield "an importance", _republish(w.old, importance="breaking")
    yield "a substantive update", _republish(w.story, is_substantive=True, mark="video")
    yield "a kind", _republish(w.story, kind="interview")
    yield "a rubric left", _republish(w.old, rubric=None)
    yield "a rubric joined", _republish(w.old, rubric=rubric)
    yield "a lead picture by a plain save", _set(w.old, lead_picture=w.pictures[1])
    yield "a moment by a plain save", _set(w.old, published_at=NOON - timedelta(days=3))
    yield "a line of many at once", lambda: Story.objects.all().update(mark="photo")
    yield "a byline alone", lambda: Byline.objects.create(story=w.old, author=w.author)
    yield "a source alone", lambda: Attribution.objects.create(story=w.old, name="Хтось")
    yield "a translation", lambda: make_story(w.paper.ru, "Перевод", work=w.story.work, **parts)
    yield "a story of the sister", lambda: make_story(w.sister, "Новина сестри")
    yield "the sister's headline", _republish(w.abroad, headline="Інша", lead_picture=None)
    yield "the newest withdrawn", lambda: withdraw(Story.objects.get(headline="Нова"))
    yield "one in between withdrawn", lambda: withdraw(Story.objects.get(headline="Пізня"))
    yield "a linked story withdrawn", lambda: withdraw(_stored(Story, w.abroad.pk))
    yield "a translation withdrawn", lambda: withdraw(Story.objects.get(headline="Перевод"))
    yield "a public story deleted", lambda: Story.objects.get(headline="Учора").delete()


def _words(w: World) -> Iterator[tuple[str, Callable[[], Any]]]:
    yield "a topic's name", _set(w.topic, names={"uk": "Переправи"})
    yield "a topic that was asked for", lambda: make_story(w.paper.ru, topics=[make_topic("none")])
    yield "a topic's slug", _set(w.topic, slug="none-any-more")
    yield "an entity's type", _set(w.entity, type="Place", descriptions={"uk": "Опис"})
    yield "an author's name", _set(w.author, names={"uk": "Інша"}, roles={"uk": "кореспондентка"})
    yield "an author's portrait", _set(w.author, portrait=w.pictures[3])
    yield "a source's address", _set(w.source, url="https://example.org/")
    yield "a source deleted", lambda: _stored(type(w.source), w.source.pk).delete()
    yield "a picture's words", _set(w.pictures[0], alts={"uk": "Інше"}, credit="Фото: інший")
    yield (
        "a picture's crop, made",
        lambda: _cropped(w.pictures[0].pk),
    )
    yield "a picture deleted", lambda: _stored(type(w.pictures[1]), w.pictures[1].pk).delete()


def _house(w: World) -> Iterator[tuple[str, Callable[[], Any]]]:
    yield "a rubric's name", _set(w.paper.rubric, names={"uk": "Околиці"})
    yield "a new rubric", lambda: make_rubric(w.paper.title, "none")
    yield "a rubric deleted", lambda: Rubric.objects.get(slug="none").delete()
    yield "a rubric's slug", _set(w.paper.rubric, slug="town")
    yield "an edition's words", _set(w.paper.uk, labels={"photo": "Знімок"}, date_line_pattern="y")
    yield "an edition's prefix", _set(w.paper.en, prefix="/en")
    yield "a colour", _set(w.paper.title, colour="#000000")
    yield "the sister's name", _set(w.weekly, names={"uk": "Перейменований"})
    yield "the sister's host", lambda: Host.objects.filter(title=w.weekly).update(name="w.test")
    yield "hours", _set(w.paper.title, time_zone="America/New_York")
    yield "a page's title", _set(w.page, title="Нові правила", slug="rules")
    yield "a page's text", _set(w.page, search_description="Опис")
    yield "a page taken back", lambda: _stored(StandingPage, w.page.pk).unpublish()
    yield "a page put out", lambda: _stored(StandingPage, w.page.pk).save_revision().publish()
    yield "a page's slug", _set(w.page, slug="house-rules")


def _shares(w: World) -> Iterator[tuple[str, Callable[[], Any]]]:
    of = {"story_id": w.abroad.pk, "edition_id": w.paper.uk.pk, "actor": None}

    def again(**how: Any) -> Callable[[], Any]:
        return lambda: change_placement(
            placement_id=Placement.objects.get().pk, actor=None, **{"mode": "page"} | how
        )

    def back() -> None:
        take_back(placement_id=Placement.objects.get().pk, actor=None)

    yield "taken as a headline", lambda: take_story(mode="headline", **of)
    yield "the origin's line", _republish(w.abroad, headline="Сестринська інша")
    yield "the origin's text", _republish(w.abroad, body=[("paragraph", "<p>Інше.</p>")])
    yield "as a page", again()
    yield "the origin's text here too", _republish(w.abroad, body=[("paragraph", "<p>Ще.</p>")])
    yield "own words", again(headline="Наша", front_headline="Коротко")
    yield "own rubric", again(headline="Наша", rubric_id=w.paper.rubric.pk)
    yield "the origin's kind", _republish(w.abroad, kind="interview")
    yield "the origin's words", _republish(w.abroad, topics=[w.topic], entities=[w.entity])
    yield "a source", lambda: Attribution.objects.create(story=w.abroad, name="Хтось")
    yield "the origin's name", _set(w.weekly, names={"uk": "Перейменований"})
    yield "the origin's prefix", _set(w.sister, prefix="/w")
    yield "taken back", back
    yield "taken again", lambda: take_story(mode="page", **of)
    yield "withdrawn", lambda: withdraw(_stored(Story, w.abroad.pk))
    yield "out again", _republish(w.abroad)
    yield "as a headline again", again(mode="headline")
    yield "deleted", lambda: _stored(Story, w.abroad.pk).delete()


@dataclass(frozen=True)
class Seen:
    answer: tuple[int, bytes, str]
    keys: frozenset[str]


def _look(w: World) -> dict[str, Seen]:
    """Ask for everything, as a surrogate does: pages and parts each by itself."""
    readers = {"daily": Reader(), "weekly": Reader("weekly.test")}
    paths = [("daily", path) for path in (*every_path(w.paper), *CURSORS)]
    paths += [("weekly", "/"), ("weekly", w.abroad.path)]
    paths += [
        ("daily", f"{prefix}/news/2024/04/10/{story.number}/")
        for story in (w.story, w.old, w.draft, w.abroad)
        for prefix in ("", "/rus")
    ]
    for story in Story.objects.public().select_related("edition__title"):
        paths.append((story.edition.title.code, story.path))
    for placement in Placement.objects.public().select_related("story", "edition__title"):
        paths.append(("daily", placement.path))
    for picture in w.pictures:
        paths += [("daily", row.url) for row in picture.renditions.order_by("pk")[:1]]
    return {f"{host}{path}": _seen(readers[host], path) for host, path in paths}


def _seen(reader: Reader, path: str) -> Seen:
    response = ask(reader, path)
    body = b"" if response.streaming else response.content
    response.close()
    answer = (response.status_code, body, response.headers.get("Location", ""))
    return Seen(answer, frozenset(response.headers.get("Surrogate-Key", "").split()))


@pytest.mark.parametrize("changes", [_stories, _words, _house, _shares])
def test_whatever_changes_every_page_that_differs_has_a_key_that_was_named(
    world: World, changes: Callable[[World], Iterator[tuple[str, Callable[[], Any]]]]
) -> None:
    overlooked, without_effect = {}, []
    kept = _look(world)
    for name, change in changes(world):
        last = JournalEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        change()
        entries = JournalEntry.objects.filter(pk__gt=last)
        named = {key for entry in entries for key in entry.keys}
        fresh = _look(world)
        differing = {
            path for path in kept.keys() & fresh if kept[path].answer != fresh[path].answer
        }
        stale = {path for path in differing if not kept[path].keys & named}
        if stale:
            overlooked[name] = (sorted(stale), sorted(named))
        if not differing:
            without_effect.append(name)
        # What was not named stays as it is, with the keys that it had.
        kept |= {path: seen for path, seen in fresh.items() if _is_due(kept.get(path), named)}
    assert overlooked == {}
    assert without_effect == [], "changes that no page shows test nothing"


def _is_due(seen: Seen | None, named: set[str]) -> bool:
    return seen is None or bool(seen.keys & named)


@pytest.mark.parametrize("mode", ["headline", "page"])
def test_a_shared_story_makes_stale_exactly_the_pages_that_show_it(world: World, mode: str) -> None:
    take_story(story_id=world.abroad.pk, edition_id=world.paper.uk.pk, mode=mode, actor=None)
    kept = _look(world)
    last = JournalEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    _republish(world.abroad, headline="Виправлена")()

    named = {key for entry in JournalEntry.objects.filter(pk__gt=last) for key in entry.keys}
    fresh = _look(world)
    pages = {path: seen for path, seen in kept.items() if seen.answer[0] == 200}
    differing = {path for path, seen in pages.items() if seen.answer != fresh[path].answer}
    assert {path for path, seen in pages.items() if seen.keys & named} == differing
    assert {path.split("/")[0] for path in differing} == {"daily", "weekly"}
