"""The demo's content is whole: every reference resolves, every language reads as it should."""

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import time
from typing import Any

import pytest

from shpalta.demo.drawings import SCENES, draw
from shpalta.demo.reading import Content, DemoStory, read_content

LANGUAGES = {"uk", "ru", "en"}
TITLES = {"naberezhna", "amper"}
KINDS = {"news", "article", "interview", "column", "photo", "video"}
BLOCK_KINDS = {
    "paragraph",
    "labelled",
    "quote",
    "list",
    "subheading",
    "picture",
    "gallery",
    "table",
    "embed",
    "related",
}
LABELS = {
    "source",
    "details",
    "quote",
    "verbatim",
    "background",
    "preceded",
    "reminder",
    "why_it_matters",
    "figures",
    "whats_next",
}
CONTENT = read_content()


def _slugs(group: str) -> set[str]:
    return {entry["slug"] for entry in CONTENT.vocabulary[group]}


def _blocks(content: Content, kind: str) -> Iterator[tuple[DemoStory, dict[str, Any]]]:
    for story in content.stories:
        for block in story.entry["block"]:
            if block["kind"] == kind:
                yield story, block


def _strings(value: Any) -> Iterator[str]:
    """Give every string in nested plain data that a reader may see, without HTML attributes."""
    if isinstance(value, str):
        yield re.sub(r'="[^"]*"', "", value)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in {"url", "picture", "works", "kind", "label"}:
                yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _prose(language: str) -> list[str]:
    """Give all running text of one language: stories, pages, vocabulary, alt texts."""
    texts: list[str] = []
    for story in CONTENT.stories:
        if story.language == language:
            shown = ("headline", "front_headline", "lead", "caption", "credit", "source", "block")
            texts += _strings([story.entry.get(key, "") for key in shown])
    for page in CONTENT.pages:
        if page["language"] == language:
            texts += _strings([page["name"], page["body"]])
    groups = [*CONTENT.vocabulary.values(), CONTENT.pictures]
    for entry in (entry for group in groups if isinstance(group, list) for entry in group):
        texts += [one[language] for one in entry.values() if isinstance(one, dict) and "uk" in one]
    return texts


@functools.cache
def _drawn(scene_id: str) -> bytes:
    return draw(scene_id, (320, 180)).tobytes()


def test_there_are_enough_stories_over_enough_days() -> None:
    assert len(CONTENT.stories) >= 96
    assert len({story.entry["day"] for story in CONTENT.stories}) >= 15


def test_every_title_appears_in_every_language() -> None:
    editions = Counter((story.title, story.language) for story in CONTENT.stories)
    assert set(editions) == {(title, language) for title in TITLES for language in LANGUAGES}
    assert min(editions.values()) >= 8


def test_every_kind_of_story_and_block_is_used() -> None:
    assert {story.entry["kind"] for story in CONTENT.stories} == KINDS
    blocks = Counter(block["kind"] for story in CONTENT.stories for block in story.entry["block"])
    assert set(blocks) == BLOCK_KINDS
    assert min(blocks.values()) >= 4


def test_labelled_blocks_use_every_label_and_no_other() -> None:
    assert {block["label"] for _story, block in _blocks(CONTENT, "labelled")} == LABELS


@pytest.mark.parametrize(
    ("field", "group"), [("authors", "author"), ("topics", "topic"), ("entities", "entity")]
)
def test_stories_refer_only_to_what_the_vocabulary_has(field: str, group: str) -> None:
    used = {slug for story in CONTENT.stories for slug in story.entry[field]}
    assert used <= _slugs(group)
    # What no story uses would be an empty page on the demo's site.
    assert _slugs(group) <= used


def test_rubrics_belong_to_the_storys_title_and_none_is_empty() -> None:
    known = {(rubric["title"], rubric["slug"]) for rubric in CONTENT.vocabulary["rubric"]}
    used = {(story.title, story.entry["rubric"]) for story in CONTENT.stories}
    assert used == known


def test_pictures_are_drawn_described_and_used() -> None:
    described = {picture["id"] for picture in CONTENT.pictures}
    assert described == set(SCENES)
    assert len(described) >= 36
    used = {story.entry["picture"] for story in CONTENT.stories}
    used |= {block["picture"] for _story, block in _blocks(CONTENT, "picture")}
    for _story, block in _blocks(CONTENT, "gallery"):
        used |= {item["picture"] for item in block["pictures"]}
    assert used <= described
    assert described <= used


def test_related_works_exist_and_are_not_the_story_itself() -> None:
    works = {story.entry["work"] for story in CONTENT.stories}
    for story, block in _blocks(CONTENT, "related"):
        assert set(block["works"]) <= works - {story.entry["work"]}


def test_siblings_share_title_rubric_kind_picture_topics_and_entities() -> None:
    siblings: defaultdict[str, list[DemoStory]] = defaultdict(list)
    for story in CONTENT.stories:
        siblings[story.entry["work"]].append(story)
    shared = ("rubric", "kind", "picture", "topics", "entities")
    for work, stories in siblings.items():
        first = stories[0]
        assert len({story.language for story in stories}) == len(stories), work
        for story in stories:
            assert story.title == first.title, work
            assert [story.entry[key] for key in shared] == [first.entry[key] for key in shared]
    assert sum(len(stories) > 1 for stories in siblings.values()) >= 20


def test_stories_have_headline_lead_body_and_a_time_of_day() -> None:
    for story in CONTENT.stories:
        entry = story.entry
        assert entry["headline"], entry["work"]
        assert entry["lead"], entry["work"]
        assert entry["block"], entry["work"]
        assert time(6, 10) <= time.fromisoformat(entry["time"]) <= time(22, 50), entry["work"]
        assert entry["importance"] in {"normal", "important", "breaking"}
        assert entry["updated_after_minutes"] >= 0


def test_tables_have_rows_as_wide_as_their_header() -> None:
    for story, block in _blocks(CONTENT, "table"):
        assert block["rows"], story.entry["work"]
        assert {len(row) for row in block["rows"]} == {len(block["header"])}, story.entry["work"]


def test_links_lead_only_to_the_reserved_example_domain() -> None:
    entries = [story.entry for story in CONTENT.stories]
    found = re.findall(r"https?://[^/'\"\s]+", repr([entries, CONTENT.vocabulary, CONTENT.pages]))
    assert set(found) == {"https://example.org"}


def test_inline_markup_is_only_bold_italic_and_links() -> None:
    for story in CONTENT.stories:
        tags = set(re.findall(r"</?(\w+)", " ".join(_strings(story.entry))))
        assert tags <= {"b", "i", "a"}, story.entry["work"]


def test_every_title_has_its_standing_pages_in_every_language() -> None:
    pages = {(page["title"], page["language"], page["slug"]) for page in CONTENT.pages}
    assert pages == {
        (title, language, slug)
        for title in TITLES
        for language in LANGUAGES
        for slug in ("about", "rules", "contacts")
    }
    for page in CONTENT.pages:
        assert Counter(block["kind"] for block in page["body"])["paragraph"] >= 3


@pytest.mark.parametrize(
    ("language", "foreign"),
    [("uk", "ыэёъЫЭЁЪ"), ("ru", "іїєґІЇЄҐ"), ("en", "а-яА-ЯіїєґІЇЄҐ")],
)
def test_no_language_has_letters_of_another(language: str, foreign: str) -> None:
    found = [text for text in _prose(language) if re.search(f"[{foreign}]", text)]
    # The bridge's plate of 1874 is quoted in the spelling of its time.
    assert [text for text in found if "строенъ" not in text] == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_text_has_straight_quotation_marks_or_apostrophes(language: str) -> None:
    assert [text for text in _prose(language) if "'" in text or '"' in text] == []


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_no_cyrillic_word_hides_latin_letters(language: str) -> None:
    mixed = re.compile(r"[a-zA-Z][а-яіїєґА-ЯІЇЄҐ]|[а-яіїєґА-ЯІЇЄҐ][a-zA-Z]")
    texts = [re.sub(r"<[^>]+>", " ", text) for text in _prose(language)]
    assert [text for text in texts if mixed.search(text)] == []


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_a_dash_never_begins_a_line_in_cyrillic_text(language: str) -> None:
    assert [text for text in _prose(language) if " —" in text] == []


@pytest.mark.parametrize("scene_id", sorted(SCENES))
def test_a_scene_is_drawn_the_same_each_time(scene_id: str) -> None:
    again = draw(scene_id, (320, 180))
    assert again.mode == "RGB"
    assert again.size == (320, 180)
    assert again.tobytes() == _drawn(scene_id)


def test_scenes_differ_from_each_other() -> None:
    assert len({_drawn(scene_id) for scene_id in SCENES}) == len(SCENES)


def test_an_unknown_scene_is_refused() -> None:
    with pytest.raises(KeyError):
        draw("no-such-scene")
