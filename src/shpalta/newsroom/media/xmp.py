"""Reading XMP packets (ISO 16684-1): the properties of IPTC Photo Metadata that a desk needs."""

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

Texts = Mapping[str, tuple[str, ...]]
"""The texts that stand under a name of ours."""

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
_IPTC = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
_PROPERTIES: Mapping[str, tuple[str, ...]] = {
    "caption": (f"{_DC}description",),
    "headline": (f"{_PHOTOSHOP}Headline",),
    "creator": (f"{_DC}creator",),
    "credit": (f"{_PHOTOSHOP}Credit",),
    "copyright": (f"{_DC}rights",),
    "usage terms": (f"{_RIGHTS}UsageTerms",),
    "instructions": (f"{_PHOTOSHOP}Instructions",),
    "web statement": (f"{_RIGHTS}WebStatement",),
    "licence address": (
        "{http://creativecommons.org/ns#}license",
        "{http://ns.useplus.org/ldf/xmp/1.0/}LicensorURL",
    ),
    "taken": (f"{_PHOTOSHOP}DateCreated", "{http://ns.adobe.com/xap/1.0/}CreateDate"),
    "city": (f"{_PHOTOSHOP}City", f"{_IPTC}City"),
    "country": (f"{_PHOTOSHOP}Country", f"{_IPTC}CountryName"),
    "persons": (f"{_IPTC}PersonInImage",),
    "keywords": (f"{_DC}subject",),
    "digital source": (f"{_IPTC}DigitalSourceType",),
}


def read_xmp(packet: Any) -> Texts:
    """Read a packet (bytes or text); one that is no XML, or plays tricks, says nothing."""
    if not packet:
        return {}
    text = packet.encode() if isinstance(packet, str) else bytes(packet)
    try:
        root = fromstring(text.strip(b"\0 \t\r\n"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, RecursionError):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for name, properties in _PROPERTIES.items():
        for one in properties:
            if texts := _texts(root, one):
                found.setdefault(name, texts)
    return found


def _texts(root: Element, name: str) -> tuple[str, ...]:
    """Give the values of a property, which stands as an attribute or as an element."""
    texts = [value for element in root.iter() if (value := element.get(name))]
    for element in root.iter(name):
        items = list(element.iter(f"{_RDF}li"))
        if element.find(f"{_RDF}Alt") is not None:
            items = items[:1]
        texts += ["".join(one.itertext()) for one in items or [element]]
        texts.append(element.get(f"{_RDF}resource") or "")
    return tuple(text for text in texts if text.strip())
