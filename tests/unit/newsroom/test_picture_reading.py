"""What a picture's file says of itself."""

import io
import struct
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from shpalta.newsroom.media.inspection import inspect
from shpalta.newsroom.media.reading import Said, read_said

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:iptc="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
<rdf:Description rdf:about="" photoshop:Credit="Шум / Агенція" photoshop:City="Вигаданськ"
 photoshop:DateCreated="2026-11-20T14:05:06+02:00">
<photoshop:Headline>Повінь</photoshop:Headline>
<photoshop:Country>Україна</photoshop:Country>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Рятувальники
 на набережній</rdf:li><rdf:li xml:lang="en">Rescuers</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>Олена Шум</rdf:li><rdf:li>Іван Крок</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© Шум</rdf:li></rdf:Alt></dc:rights>
<dc:subject><rdf:Bag><rdf:li>повінь</rdf:li><rdf:li>річка</rdf:li></rdf:Bag></dc:subject>
<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Once</rdf:li></rdf:Alt>
</xmpRights:UsageTerms>
<xmpRights:WebStatement>https://creativecommons.org/licenses/by-sa/4.0/</xmpRights:WebStatement>
<iptc:PersonInImage><rdf:Bag><rdf:li>Марко Гай</rdf:li></rdf:Bag></iptc:PersonInImage>
<iptc:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia</iptc:DigitalSourceType>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def iim(*records: tuple[int, int, bytes]) -> dict[int, bytes]:
    """Write IIM records as they lie among Photoshop's resources."""
    return {
        0x0404: b"".join(
            bytes([0x1C, record, dataset]) + struct.pack(">H", len(value)) + value
            for record, dataset, value in records
        )
    }


def exif_block(tags: dict[int, Any], inner: dict[int, Any] | None = None) -> bytes:
    """Write an Exif block."""
    exif = Image.Exif()
    for tag, value in tags.items():
        exif[tag] = value
    for tag, value in (inner or {}).items():
        exif.get_ifd(0x8769)[tag] = value
    return exif.tobytes()


def test_xmp_fills_the_fields_of_a_picture() -> None:
    assert read_said({"xmp": XMP.encode()}) == Said(
        caption="Рятувальники на набережній",
        headline="Повінь",
        creator="Олена Шум, Іван Крок",
        credit="Шум / Агенція",
        copyright_notice="© Шум",
        usage_terms="Once",
        web_statement="https://creativecommons.org/licenses/by-sa/4.0/",
        licence="cc",
        commons_licence="by-sa",
        taken_at=datetime(2026, 11, 20, 12, 5, 6, tzinfo=UTC),
        city="Вигаданськ",
        country="Україна",
        persons="Марко Гай",
        digital_source="trainedAlgorithmicMedia",
        machine="made",
        keywords=("повінь", "річка"),
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_packet_is_found_in_each_kind_of_file(kind: str) -> None:
    file = io.BytesIO()
    options: dict[str, Any] = {"xmp": XMP.encode()}
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        options = {"pnginfo": PngInfo()}
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", XMP)
    Image.new("RGB", (40, 30)).save(file, kind, **options)
    name = "a.jpg" if kind == "JPEG" else f"a.{kind.lower()}"
    assert read_said(inspect(name, file.getvalue()).notes).headline == "Повінь"


@pytest.mark.parametrize("code", ["utf-8", "cp1251"])
def test_older_records_are_read_in_the_encodings_of_the_region(code: str) -> None:
    said = read_said(
        {
            "photoshop": iim(
                (2, 120, "Рятувальники на набережній".encode(code)),
                (2, 80, "Олена Шум".encode(code)),
                (2, 25, "повінь".encode(code)),
                (2, 25, "річка".encode(code)),
                (2, 55, b"20261120"),
                (2, 60, b"140506+0200"),
            )
        }
    )
    assert said.caption == "Рятувальники на набережній"
    assert said.credit == said.creator == "Олена Шум"
    assert said.keywords == ("повінь", "річка")
    assert said.taken_at == datetime(2026, 11, 20, 12, 5, 6, tzinfo=UTC)


def test_exif_is_asked_last_and_by_the_house_s_clock() -> None:
    block = exif_block(
        {0x010E: "Набережна".encode(), 0x013B: "Шум".encode()}, {0x9003: "2026:07:01 12:00:00"}
    )
    said = read_said({"exif": block})
    assert (said.caption, said.creator) == ("Набережна", "Шум")
    assert said.taken_at == datetime(2026, 7, 1, 9, tzinfo=UTC)
    both = read_said({"exif": block, "xmp": XMP.encode()})
    assert both.creator == "Олена Шум, Іван Крок"


def test_neither_places_nor_serial_numbers_are_read() -> None:
    exif = Image.Exif()
    exif[0x013B] = "Шум".encode()
    exif.get_ifd(0x8825)[2] = (50.0, 27.0, 0.0)
    exif.get_ifd(0x8769)[0xA431] = "SERIAL-123"
    said = read_said({"exif": exif.tobytes()})
    assert said == Said(creator="Шум", credit="Шум")


@pytest.mark.parametrize(
    "packet",
    [
        b"no xml at all",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1/evil"><x/>',
        b"<x>" * 50_000,
    ],
)
def test_a_packet_that_plays_tricks_says_nothing(packet: bytes) -> None:
    assert read_said({"xmp": packet}) == Said()


def test_an_address_that_is_none_is_left_out() -> None:
    evil = XMP.replace("https://creativecommons.org/licenses/by-sa/4.0/", "javascript:alert(1)")
    said = read_said({"xmp": evil.encode()})
    assert said.web_statement == said.licence == ""


@given(exif=st.binary(max_size=200), block=st.binary(max_size=200), xmp=st.binary(max_size=200))
def test_whatever_a_file_holds_reading_it_breaks_nothing(
    exif: bytes, block: bytes, xmp: bytes
) -> None:
    notes = {"exif": b"Exif\0\0II*\0" + exif, "photoshop": {0x0404: b"\x1c\x02" + block}}
    said = read_said(notes | {"xmp": b"<x>" + xmp})
    assert len(said.caption) <= 500
