"""Encodings of copy, and what is refused before it is read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.intake.text import MAX_BYTES, CopyError, check_size, decode_copy, read_copy

UK = "Їжаки повернулися до міського парку, їх бачили біля фонтана. Ґанок і ще щось є.\n" * 4
RU = "Ежи вернулись в городской парк, их видели у фонтана. Это были взрослые звери.\n" * 4
EN = "Hedgehogs came back to the café in the park – “at last”, said the keeper.\n" * 4


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        (UK, "utf-8", "utf-8"),
        (UK, "utf-8-sig", "utf-8"),
        (UK, "utf-16", "utf-16le"),
        (RU, "utf-16-le", "utf-16le"),
        (RU, "utf-16-be", "utf-16be"),
        (EN, "utf-16-be", "utf-16be"),
        (UK, "cp1251", "windows-1251"),
        (RU, "cp1251", "windows-1251"),
        (UK, "koi8-u", "koi8-u"),
        (RU, "koi8-r", "koi8-r"),
        (RU.upper(), "koi8-r", "koi8-r"),
        (RU.upper(), "cp1251", "windows-1251"),
        (EN, "cp1252", "windows-1252"),
    ],
)
def test_the_encoding_is_found_and_named(text: str, codec: str, encoding: str) -> None:
    decoded = decode_copy(text.encode(codec))
    assert decoded.text == text
    assert decoded.encoding == encoding


def test_invisible_characters_and_line_breaks_are_made_plain() -> None:
    decoded = decode_copy(
        "Мі\u00adс\u200bто\u00a0над\u202fрі\u0438\u0306\r\nта\rліс\u2028гай".encode()
    )
    assert decoded.text == "Місто над рій\nта\nліс\nгай"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        ("\ufeff\u200b\n".encode(), "empty"),
        (b"\x89PNG\r\n\x1a\n0000", "binary"),
        (b"abc\x00def\x01\x02" * 9, "binary"),
        (b"a" * (MAX_BYTES + 1), "too big"),
        (bytes(range(128, 256)) * 20, "no encoding"),
        (b"\xff\xfeabc", "damaged"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_a_reason(data: bytes, word: str) -> None:
    with pytest.raises(CopyError, match=word):
        decode_copy(data)


def test_the_size_can_be_asked_before_reading() -> None:
    check_size(MAX_BYTES)
    with pytest.raises(CopyError, match=r"50\.0 MB"):
        check_size(50_000_000)


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_a_copy_error(data: bytes) -> None:
    try:
        text = decode_copy(data).text
        read_copy(text)
    except CopyError as error:
        assert str(error)  # noqa: PT017 - either outcome is right; a refusal must say why


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parent.glob("copy/*.txt")), ids=lambda p: p.stem
)
def test_a_page_reads_the_same_in_every_encoding(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    codecs = {"uk": ("cp1251", "koi8-u"), "ru": ("cp1251", "koi8-r")}.get(
        path.stem[:2], ("cp1252",)
    )
    for codec in (*codecs, "utf-16", "utf-8-sig"):
        printable = text.encode(codec, "ignore").decode(codec)
        expected = read_copy(printable)
        for copy in (printable, printable.replace("\n", "\r\n")):
            assert read_copy(decode_copy(copy.encode(codec)).text) == expected, codec
