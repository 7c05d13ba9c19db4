from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from shpalta.newsroom.media.embedding import metadata_to_embed
from shpalta.newsroom.media.models import Picture

pytestmark = pytest.mark.django_db

NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rights": "http://ns.adobe.com/xap/1.0/rights/",
    "iptc": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}


def _read(picture: Picture) -> Element:
    packet: Element = fromstring(metadata_to_embed(picture))
    return packet


def test_a_served_picture_says_who_made_it_and_whose_it_is() -> None:
    packet = _read(
        Picture(
            creator="Олена Шум",
            credit="Шум & Ко / <Рев>",
            copyright_notice="© Шум",
            usage_terms="Once",
            web_statement="https://example.com/terms?a=1&b=2",
        )
    )
    found = {
        name: packet.findtext(f".//{name}{'//rdf:li' if deep else ''}", namespaces=NAMES)
        for name, deep in [
            ("dc:creator", True),
            ("photoshop:Credit", False),
            ("dc:rights", True),
            ("rights:UsageTerms", True),
            ("rights:WebStatement", False),
        ]
    }
    assert found == {
        "dc:creator": "Олена Шум",
        "photoshop:Credit": "Шум & Ко / <Рев>",
        "dc:rights": "© Шум",
        "rights:UsageTerms": "Once",
        "rights:WebStatement": "https://example.com/terms?a=1&b=2",
    }


def test_nothing_is_said_where_nothing_is_known() -> None:
    assert metadata_to_embed(Picture(city="Вигаданськ", persons="Хтось")) == b""


@pytest.mark.parametrize(
    ("machine", "source", "told"),
    [
        ("", "", None),
        ("", "digitalCapture", "digitalCapture"),
        ("made", "", "trainedAlgorithmicMedia"),
        ("made", "digitalCapture", "trainedAlgorithmicMedia"),
        ("altered", "", "compositeWithTrainedAlgorithmicMedia"),
        ("altered", "compositeSynthetic", "compositeSynthetic"),
        ("", "trainedAlgorithmicMedia", None),
    ],
)
def test_what_machines_read_agrees_with_what_readers_are_told(
    machine: str, source: str, told: str | None
) -> None:
    packet = _read(Picture(credit="x", machine=machine, digital_source=source))
    found = packet.findtext(".//iptc:DigitalSourceType", namespaces=NAMES)
    assert (found or "").rpartition("/")[2] == (told or "")
