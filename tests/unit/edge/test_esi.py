"""ESI as the W3C note has it, and as nobody has it: any bytes at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.edge.esi import Include, Template, is_esi, parse, plain


def written(template: Template) -> bytes:
    """Write a template's includes as the press does."""
    parts = []
    for part in template.segments:
        if isinstance(part, Include):
            alt = f' alt="{part.alt}"' if part.alt else ""
            error = ' onerror="continue"' if part.optional else ""
            tag = f'<esi:include src="{part.src}"{alt}{error}/>'.replace("&", "&amp;")
            parts.append(tag.encode())
        else:
            parts.append(part)
    return b"".join(parts)


def test_a_page_is_taken_apart_at_its_includes() -> None:
    page = b'<ol><esi:include src="/rus/-/ticker/" onerror="continue"/></ol>'
    include = Include("/rus/-/ticker/", optional=True)
    assert parse(page).segments == (b"<ol>", include, b"</ol>")
    assert parse(page).sources == ("/rus/-/ticker/",)


@pytest.mark.parametrize(
    ("tag", "include"),
    [
        (b'<esi:include src="/a"/>', Include("/a")),
        (b"<esi:include  src='/a' alt='/b'\n/>", Include("/a", "/b")),
        (b'<esi:include src="/a"></esi:include>', Include("/a")),
        (b'<esi:include src = "/a?x=1&amp;y=2" onerror="fail"/>', Include("/a?x=1&y=2")),
        (b'<esi:include alt="http://else.where/" src="/a"/>', Include("/a")),
    ],
)
def test_includes_are_read_with_their_attributes(tag: bytes, include: Include) -> None:
    assert parse(b"x" + tag).segments == (b"x", include)


@pytest.mark.parametrize(
    ("page", "rest"),
    [
        (b'a<esi:comment text="not > for readers"/>b', b"ab"),
        (b"a<esi:remove><a href='x'>b</a></esi:remove>c", b"ac"),
        (b"a<!--esi <p>b</p>-->c", b"a <p>b</p>c"),
        (b"<esi:remove>a</esi:remove><esi:remove>b</esi:remove>", b""),
        (b"<!--esi a<esi:remove>b</esi:remove>c-->", b" ac"),
        (b"<esi:remove><!--esi a</esi:remove>-->", b"-->"),
    ],
)
def test_what_is_not_for_readers_is_removed(page: bytes, rest: bytes) -> None:
    assert parse(page).segments == ((rest,) if rest else ())


def test_includes_inside_of_a_hidden_part_count_and_in_a_removed_part_do_not() -> None:
    assert parse(b'<!--esi <esi:include src="/a"/>-->').segments == (b" ", Include("/a"))
    assert parse(b'<esi:remove><esi:include src="/a"/></esi:remove>').segments == ()


@pytest.mark.parametrize(
    "page",
    [
        b'<esi:include src="http://else.where/"/>',
        b'<esi:include src="//else.where/"/>',
        b'<esi:include src="ticker/"/>',
        b'<esi:include src="/a/../newsroom/"/>',
        b'<esi:include src="/%2e%2e/newsroom/"/>',
        b'<esi:include src="/a\\b"/>',
        b'<esi:include src="/a#b"/>',
        b'<esi:include src="/a b"/>',
        b'<esi:include src="/&#47;else.where/"/>',
        b'<esi:include src="/\xd0\xb0"/>',
        b'<esi:include src=""/>',
        b"<esi:include/>",
        b'<esi:include src="/a">',
        b'<esi:include src="/a"',
        b"<esi:include src=/a/>",
        b'<esi:includesrc="/a"/>',
        b'<esi:include src="/a<b"/>',
        b'<ESI:INCLUDE SRC="/a"/>',
        b'&lt;esi:include src="/a"/&gt;',
        b'<esi:vars src="/a"/>',
        b"<esi:remove>a",
        b"<!--esi a",
        b"<!--esia-->",
        b"a</esi:remove>-->",
        b"<esi:choose><esi:when test='1'>a</esi:when></esi:choose>",
    ],
)
def test_what_is_no_esi_of_ours_is_left_as_it_stands(page: bytes) -> None:
    assert parse(page).segments == (page,)


@pytest.mark.parametrize(
    ("control", "yes"),
    [
        ('max-age=86400, stale-if-error=604800, content="ESI/1.0"', True),
        ('content="ESI/1.0 ESI-INV/1.0"', True),
        ('Content = "esi/1.0"', True),
        ("max-age=86400", False),
        ('content="ESI/1.01"', False),
        ("content=ESI", False),
        ("", False),
        (None, False),
    ],
)
def test_only_a_response_that_asks_for_it_is_taken_apart(control: str | None, *, yes: bool) -> None:
    assert is_esi(control) is yes


PATHS = st.from_regex(r"/[a-z0-9_-]{1,8}/(\?x=1&y=2)?", fullmatch=True)
INCLUDES = st.builds(Include, PATHS, st.none() | PATHS, st.booleans())
LITERALS = st.text(max_size=20).map(lambda text: text.replace("<", "&lt;").encode() + b"|")


@given(st.lists(INCLUDES | LITERALS, max_size=8))
def test_what_is_written_is_read_again(parts: list[Include | bytes]) -> None:
    page = written(Template(tuple(parts)))
    assert written(parse(page)) == page
    assert parse(page).includes == tuple(part for part in parts if isinstance(part, Include))


FRAGMENTS = st.sampled_from(
    [
        *(b"<esi:include", b' src="/a"', b"/>", b">", b"</esi:include>", b"<!--esi ", b"-->"),
        *(b"<esi:remove>", b"</esi:remove>", b"<esi:comment", b' text="b"', b"\xff", b" ", b"<"),
    ]
)


@given(st.lists(FRAGMENTS, max_size=30).map(b"".join) | st.binary(max_size=200))
def test_any_bytes_can_be_read_and_nothing_is_made_up(page: bytes) -> None:
    for part in parse(page).segments:
        assert isinstance(part, Include) or part in page or b"<esi" in page or b"<!--esi" in page
    if b"<esi:" not in page and b"<!--esi" not in page:
        assert parse(page) == plain(page)


@pytest.mark.parametrize("piece", [b"<esi:remove>", b"<!--esi ", b"<esi:include ", b"<esi:include"])
def test_a_hostile_page_is_read_in_time_that_grows_with_its_length_alone(piece: bytes) -> None:
    page = piece * 50_000 + b" " * 100_000
    assert parse(page).segments == (page,)
