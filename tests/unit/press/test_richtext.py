import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.press.richtext import inline, own_links, paragraphs, plain_text, shortened

TARGETS = {("story", 7): "/news/2024/04/10/7/"}


@pytest.mark.parametrize(
    ("stored", "printed"),
    [
        ('<p data-block-key="x">Один <b>два</b></p><p></p><p>Три</p>', ["Один <b>два</b>", "Три"]),
        ("Без абзацу", ["Без абзацу"]),
        ("<p>H<sub>2</sub>O<script>alert(1)</script></p>", ["H<sub>2</sub>O"]),
        ('<p><a href="javascript:x()">тут</a></p>', ["тут"]),
        ('<p><a linktype="story" id="7">тут</a></p>', ['<a href="/news/2024/04/10/7/">тут</a>']),
        ('<p><a id="8" linktype="story">тут</a></p>', ["тут"]),
        ('<p><a linktype="story" id="' + "9" * 40 + '">тут</a></p>', ["тут"]),
        (
            '<p><a href="https://example.org/?a=1&amp;b=2">тут</a></p>',
            ['<a rel="noopener" href="https://example.org/?a=1&amp;b=2">тут</a>'],
        ),
        ("", []),
    ],
)
def test_text_is_printed_with_little_markup_and_live_links(stored: str, printed: list[str]) -> None:
    assert paragraphs(stored, TARGETS) == printed


def test_the_links_to_our_own_are_found() -> None:
    stored = '<a linktype="story" id="7">а</a> <a id="3" linktype="page">б</a> <a href="#">в</a>'
    assert own_links(stored) == {("story", 7), ("page", 3)}


@given(st.text(alphabet="<>/ap=\"' bscriptonlinktypeidhref:&;1", max_size=80))
def test_whatever_is_stored_only_the_allowed_tags_come_out(stored: str) -> None:
    printed = inline(stored, TARGETS)
    tags = {tag.lower() for tag in re.findall(r"</?\s*([a-zA-Z]+)", printed)}
    assert tags <= {"a", "b", "i", "br", "p", "strong", "em", "sup", "sub"}
    assert "javascript:" not in printed


def test_plain_text_has_no_markup() -> None:
    assert plain_text("Один <b>два</b> &amp; три") == "Один два & три"


@given(st.text(max_size=300), st.integers(min_value=2, max_value=80))
def test_a_shortened_text_keeps_its_limit(text: str, limit: int) -> None:
    assert len(shortened(text, limit)) <= limit
