"""The little that a served picture says of itself: who made it, whose it is, on what terms.

The original keeps everything; what is served is written anew and carries this block alone. There
is no place, no serial number of a camera, no name of an editing machine in it.
"""

from collections.abc import Iterator
from html import escape
from typing import Final

from shpalta.newsroom.media.choices import DIGITAL_SOURCE, MACHINE_SOURCES, Machine
from shpalta.newsroom.media.models import Picture

_NAMESPACES: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
_SOURCES: Final = {machine: code for code, machine in reversed(MACHINE_SOURCES.items())}


def metadata_to_embed(picture: Picture) -> bytes:
    """Give the XMP packet (ISO 16684-1) for the renditions of a picture; b"" if nothing is known.

    Write a rendition with it and with nothing else of the original's metadata:

        image.save(file, "JPEG", xmp=metadata_to_embed(picture), exif=b"", icc_profile=…)

    Pillow takes `xmp` for JPEG, WebP and AVIF. It changes with the picture's fields: a rendition
    made before a change of credit carries the old one until it is made anew.
    """
    properties = "".join(_properties(picture))
    if not properties:
        return b""
    names = " ".join(f'xmlns:{name}="{uri}"' for name, uri in _NAMESPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {names}>'
        f'<rdf:Description rdf:about="">{properties}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def _properties(picture: Picture) -> Iterator[str]:
    if picture.creator:
        yield f"<dc:creator><rdf:Seq>{_item(picture.creator)}</rdf:Seq></dc:creator>"
    if picture.credit:
        yield f"<photoshop:Credit>{escape(picture.credit)}</photoshop:Credit>"
    if picture.copyright_notice:
        yield f"<dc:rights>{_in_any_language(picture.copyright_notice)}</dc:rights>"
        yield "<xmpRights:Marked>True</xmpRights:Marked>"
    if picture.usage_terms:
        terms = _in_any_language(picture.usage_terms)
        yield f"<xmpRights:UsageTerms>{terms}</xmpRights:UsageTerms>"
    if picture.web_statement:
        address = escape(picture.web_statement)
        yield f"<xmpRights:WebStatement>{address}</xmpRights:WebStatement>"
    if source := _source(picture):
        address = escape(DIGITAL_SOURCE + source)
        yield f"<Iptc4xmpExt:DigitalSourceType>{address}</Iptc4xmpExt:DigitalSourceType>"


def _source(picture: Picture) -> str:
    """Give the code that agrees with what readers are told; the file's own where that does."""
    machine = Machine(picture.machine)
    if MACHINE_SOURCES.get(picture.digital_source, Machine.NONE) == machine:
        return picture.digital_source
    return _SOURCES.get(machine, "")


def _in_any_language(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


def _item(text: str) -> str:
    return f"<rdf:li>{escape(text)}</rdf:li>"
