from typing import Any

from django.test import RequestFactory
from wagtail.models import Page

from shpalta.newsroom.pages.models import EditionRoot, StandingPage
from shpalta.newsroom.stories.models import Attribution, Story, Work
from shpalta.press.previews import page_preview, story_preview
from tests.factories import build_story, make_author, make_entity, make_story, make_topic
from tests.integration.press.conftest import Newspaper, Reader


def _preview(story: Story) -> str:
    response = story_preview(story, RequestFactory().get("/newsroom/preview/"))
    assert response.status_code == 200
    return response.content.decode()


def test_a_story_that_was_never_saved_can_be_seen(paper: Newspaper, settings: Any) -> None:
    settings.ROOT_URLCONF = "shpalta.site.urls_newsroom"
    story = build_story(
        paper.ru,
        "Ещё не сохранено",
        rubric=paper.rubric,
        authors=[make_author(names={"ru": "Анна Левчук"})],
        sources=[Attribution(name="Агентство")],
        body=[{"type": "paragraph", "value": "<p>Абзац.</p>"}],
    )
    story.topics = [make_topic("bridges")]
    story.entities = [make_entity("dziuba")]
    page = _preview(story)
    for expected in (
        "Ещё не сохранено",
        "Анна Левчук",
        "Агентство",
        "<p>Абзац.</p>",
        "http://daily.test:8000/rus/topic/bridges/",
        "Лента новостей",
    ):
        assert expected in page
    assert 'href="/rus/' not in page
    assert not Work.objects.exists()


def test_a_preview_shows_the_revision_and_readers_the_published_text(
    paper: Newspaper, reader: Reader
) -> None:
    story = make_story(paper.uk, "Опубліковано")
    story.headline = "Ще не опубліковано"
    revision = story.save_revision()
    assert "Ще не опубліковано" in _preview(revision.as_object())
    assert "Ще не опубліковано" not in reader.text(story.path)


def test_a_preview_is_the_page_that_readers_get(paper: Newspaper, reader: Reader) -> None:
    story = make_story(paper.uk, "Однаково", rubric=paper.rubric, topics=[make_topic("bridges")])
    preview = _preview(story).replace('"http://daily.test:8000', '"')
    public = reader.text(story.path).replace('"http://daily.test:8000', '"')
    assert preview == public


def test_a_standing_page_can_be_seen_before_it_is_public(paper: Newspaper) -> None:
    root = Page.get_first_root_node().add_child(
        instance=EditionRoot(title="uk", slug="uk", edition=paper.uk)
    )
    page = root.add_child(instance=StandingPage(title="Про нас", slug="about", live=False))
    page.body = [{"type": "paragraph", "value": "<p>Ми є.</p>"}]
    shown = page_preview(page, RequestFactory().get("/")).content.decode()
    assert "<h1>Про нас</h1>" in shown
    assert "<p>Ми є.</p>" in shown
