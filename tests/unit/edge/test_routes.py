"""Which addresses pass: all that the press has, and nothing that could become another one."""

import posixpath
from datetime import UTC, date, datetime
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.core import addresses
from shpalta.core.addresses import Kind
from shpalta.edge.routes import is_public, missing_path, stranger_path

KYIV = ZoneInfo("Europe/Kyiv")
MOMENT = datetime(2024, 4, 10, 20, 37, tzinfo=UTC)


@pytest.mark.parametrize("prefix", ["", "/rus", "/zh-hant"])
def test_every_address_that_core_writes_passes_with_and_without_its_last_slash(prefix: str) -> None:
    paths = [
        addresses.story_path(prefix, kind=kind, published_at=MOMENT, zone=KYIV, number=7450714)
        for kind in Kind
    ]
    paths += [
        addresses.front_path(prefix),
        addresses.newsfeed_path(prefix),
        addresses.day_path(prefix, date(2024, 4, 10)),
        addresses.rubric_path(prefix, "politics"),
        addresses.topic_path(prefix, "nato_2024"),
        addresses.author_path(prefix, "olena-r"),
        addresses.entity_path(prefix, "umerov"),
        addresses.page_path(prefix, "rules"),
    ]
    paths += [f"{prefix}/-/{name}/" for name in ("ticker", "today", "missing", "more/all")]
    paths.append(f"{prefix}/-/more/rubric/politics/")
    paths += [f"{prefix}/-/place/3/{context}/" for context in ("all", "r3-t5-x12-q")]
    paths += [f"{prefix}/-/player/7/", f"{prefix}/-/go/7/"]
    paths.append(f"{prefix}/-/creative/7/3/00ff00ff00ff00ff/")
    for path in paths:
        assert is_public(path), path
        if path != "/":
            assert is_public(path.rstrip("/")), path


@pytest.mark.parametrize(
    "path",
    [
        "/icon.svg",
        "/rus/icon.svg",
        "/rus/-/nameplate/00112233445566778899aabbccddeeff.svg",
        "/media/pictures/42/2e16d0ba51c7/800.webp",
        "/static/shpalta/press/press.5a0b.css",
        "/static/shpalta/press/fonts/a.woff2",
        "/news/7450714",
        "/politics/2024/4/1/7450714/",
    ],
)
def test_files_and_older_addresses_of_stories_pass(path: str) -> None:
    assert is_public(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "//",
        "/newsroom",
        "/newsroom/",
        "/newsroom/login/",
        "/newsroom/-/ticker/",
        "/documents/1/a.pdf",
        "/documents/",
        "/-/journal",
        "/-/status",
        "/-/live/up/uk",
        "/-/more/",
        "/-/more/topic/nato/",
        "/-/place/3/",
        "/-/place/banner/all/",
        "/-/place/3/r3/t5/",
        "/-/go/",
        "/-/go/https:/elsewhere.example/",
        "/-/creative/7/",
        "/-/creative/7/3/00FF00FF00FF00FF/",
        "/-/creative/7/00ff00ff00ff00ff/",
        "/-/player/",
        "/-/player/https:/elsewhere.example/",
        "/media/original_images/umerov.jpg",
        "/media/pictures/",
        "/media/pictures/42/2e16d0ba51c7/",
        "/media/images/umerov.jpg",
        "/media/pictures/../original_images/umerov.jpg",
        "/media/pictures/42/.hidden",
        "/static/wagtailadmin/js/core.js",
        "/static/shpalta/press/../../a",
        "/rus/../newsroom/",
        "/./",
        "/rus//",
        "//newsroom/",
        "/rus/%2e%2e/newsroom/",
        "/rus%2fnewsroom/",
        "/news/2024/04/10/1/\0",
        "/rus\\newsroom",
        "/date/2024/04/10/\n",
        "/date/2024/04/10\n",
        "/rubric/політика/",
        "/news/٣/",
        "/icon.svg/",
        "/-/nameplate/00112233445566778899aabbccddeeff.html",
        "/RUS/",
        "/a/b/c/",
        "/rubric/" + "a" * 500 + "/",
        "/?x",
    ],
)
def test_nothing_else_passes(path: str) -> None:
    assert not is_public(path)


PIECES = st.sampled_from(
    [
        *("/", "//", ".", "..", "%2e", "%2F", "%5c", "\\", "\0", "%00", " ", ";", "?", "#", "-"),
        *("newsroom", "documents", "journal", "rus", "news", "2024", "04", "10", "1", "rubric"),
        *("ticker", "more", "all", "media", "images", "static", "shpalta", "press", "a.css"),
    ]
)


@given(st.lists(PIECES, max_size=9).map("".join) | st.text(max_size=30))
def test_what_passes_is_the_same_after_any_normalisation(rest: str) -> None:
    path = f"/{rest}"
    if not is_public(path):
        return
    assert unquote(path) == path
    assert posixpath.normpath(path) == (path.rstrip("/") or "/")
    assert not any(character in path for character in "\\\0?#;% \n")
    assert path.split("/")[1] not in {"newsroom", "documents"}
    assert "/-/journal" not in path


@pytest.mark.parametrize(
    ("path", "missing"),
    [
        ("/rus/garbage/x", "/rus/-/missing/"),
        ("/eng/", "/eng/-/missing/"),
        ("/garbage", "/-/missing/"),
        ("/news/garbage/", "/-/missing/"),
        ("/newsroom/", "/-/missing/"),
        ("/r/x", "/-/missing/"),
        ("/longersegment/x", "/-/missing/"),
        ("/RUS/x", "/-/missing/"),
        ("", "/-/missing/"),
        ("/рус/x", "/-/missing/"),
    ],
)
def test_strangers_are_led_to_the_not_found_page_of_their_edition(path: str, missing: str) -> None:
    assert missing_path(path) == missing


@pytest.mark.parametrize(
    "path",
    ["/index.php", "/rus/news/7450714.html", "/a/b", "/%D0%BD", "/news_2024-04-10_x", "/x/~y/"],
)
def test_what_could_be_an_old_address_goes_to_its_door(path: str) -> None:
    assert not is_public(path)
    assert stranger_path(path) == f"/-/moved{path}"


@pytest.mark.parametrize(
    "path",
    [
        *("/newsroom/x", "/documents/1/x", "/static/admin/x.js", "/media/original_images/a.jpg"),
        *("/-/journal", "/rus/-/journal", "/a/../b", "/a/./b", "/a//b", "/a/%2e%2e/b", "/a%2Fb"),
        *("/a\\b", "/a%5Cb", "/a%00", "/a%0a", "/рус/x", "/a?b", "/" + "a" * 600, "", "x"),
    ],
)
def test_what_is_no_address_at_all_is_not_asked_for(path: str) -> None:
    assert stranger_path(path) == missing_path(path)


@given(st.lists(PIECES, max_size=9).map("".join) | st.text(max_size=30))
def test_no_old_address_can_be_taken_for_another_one(rest: str) -> None:
    asked = stranger_path(f"/{rest}")
    if asked.endswith("/-/missing/"):
        return
    assert asked == f"/-/moved/{rest}"
    decoded = unquote(asked)
    assert posixpath.normpath(decoded).startswith("/-/moved/")
    assert "//" not in decoded
    assert not any(character in decoded for character in "\\\0\n")


@given(st.text(max_size=40))
def test_every_not_found_page_is_itself_public(path: str) -> None:
    assert is_public(missing_path(path))
    assert is_public(missing_path(f"/{path}/x"))
