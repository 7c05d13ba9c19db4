"""What readers type becomes plain text, and plain text becomes HTML that does nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.readers.wording import folded, links_in, plain_name, plain_words, said_html

ANY = st.text(alphabet=st.characters(codec="utf-8"), max_size=400)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Так.\r\nНі.", "Так.\nНі."),
        ("а\n\n\n\nб", "а\n\nб"),
        ("  край  ", "край"),
        ("нуль\x00байт", "нульбайт"),
        ("зад\u202eом наперед", "задом наперед"),
        ("z̴̢̛̤a̷̧l̶g̸o", "z̴̢a̷̧l̶g̸o"),
        ("й", "й"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_is_typed_becomes_plain(typed: str, plain: str) -> None:
    assert plain_words(typed) == unicodedata.normalize("NFC", plain)


@given(ANY)
def test_plain_words_stay_as_they_are(text: str) -> None:
    plain = plain_words(text)
    assert plain_words(plain) == plain
    assert not any(unicodedata.category(one) in {"Cc", "Cs", "Cn"} for one in plain if one != "\n")


@given(ANY)
def test_no_text_becomes_anything_but_paragraphs_and_links(text: str) -> None:
    html = said_html(plain_words(text))
    for tag in html.split("<")[1:]:
        assert tag.startswith(("p>", "/p>", "br>", "a href=", "/a>")), html


def test_markup_is_shown_as_it_was_typed() -> None:
    html = said_html("<script>alert(1)</script> <img src=x onerror=alert(1)>")
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_links_are_followed_by_nobody_but_readers() -> None:
    html = said_html("Див. https://example.org/a?b=1&c=2, або www.example.org.")
    assert html.count('rel="ugc nofollow noopener"') == 2
    assert 'href="https://example.org/a?b=1&amp;c=2"' in html
    html = said_html('javascript:alert(1) https://x/"onmouseover="alert(1)')
    assert 'href="https://x/"' in html
    assert 'href="javascript' not in html
    assert "onmouseover" not in html.partition("<a ")[2].partition(">")[0]


def test_links_are_found_for_the_judge() -> None:
    text = "https://example.org/x. і ще WWW.Example.org, t.me/chan та слово.інше"
    assert links_in(text) == ("https://example.org/x", "WWW.Example.org", "t.me/chan")


def test_paragraphs_and_lines_stay() -> None:
    assert said_html("а\nб\n\nв") == "<p>а<br>б</p>\n<p>в</p>"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Олена", "олена"), ("Редакція", "Peдакція"), ("О л е н а", "Олена"), ("Óлена!", "Олена")],
)
def test_names_that_look_alike_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)
    assert plain_name(f" {one}\n") == plain_name(one)


def test_other_names_stay_others() -> None:
    assert folded("Олена") != folded("Олеся")
