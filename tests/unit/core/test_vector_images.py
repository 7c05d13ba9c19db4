import pytest

from shpalta.core.vector_images import BadDrawingError, read_drawing

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawing(inside: str, attributes: str = 'viewBox="0 0 300 60"', before: str = "") -> bytes:
    return f"{before}<svg {SVG} {attributes}>{inside}</svg>".encode()


def test_a_drawing_is_written_anew_with_its_size() -> None:
    made = read_drawing(
        drawing(
            '<title>Name</title><metadata>secret</metadata><!-- note --><defs><path id="a" '
            'd="M0 0h9"/></defs><use xlink:href="#a" fill="url(#b)"/>',
            before='<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">',
        )
    )
    assert (made.width, made.height) == (300, 60)
    text = made.svg.decode()
    assert text.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert 'width="300"' in text
    assert 'href="#a"' in text
    assert "secret" not in text
    assert "note" not in text


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path onclick="alert(1)"/>',
        '<path style="fill:url(https://example.org)"/>',
        "<style>path{}</style>",
        '<use href="https://example.org/#a"/>',
        '<use xlink:href="data:image/svg+xml;base64,AA"/>',
        '<path fill="url(https://example.org/#a)"/>',
        '<image href="#a"/>',
        "<foreignObject/>",
        '<a href="#x"><path/></a>',
        '<animate attributeName="href"/>',
        '<set attributeName="onclick"/>',
        '<h:b xmlns:h="http://www.w3.org/1999/xhtml">x</h:b>',
        '<text font-family="x">a</text>',
    ],
)
def test_what_could_do_more_than_be_looked_at_is_refused_by_name(inside: str) -> None:
    with pytest.raises(BadDrawingError) as refused:
        read_drawing(drawing(inside))
    assert refused.value.part


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg",
        b"<html/>",
        drawing("", 'viewBox="0 0 0 0"'),
        drawing("", 'viewBox="a b c d"'),
        drawing("", 'width="100%" height="3"'),
        drawing("&x;", before='<!DOCTYPE svg [<!ENTITY x "y">]>'),
        drawing("&x;", before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        drawing("x" * 100_001),
    ],
)
def test_what_is_no_drawing_is_refused(data: bytes) -> None:
    with pytest.raises(BadDrawingError):
        read_drawing(data)
