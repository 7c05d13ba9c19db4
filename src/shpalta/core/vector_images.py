"""Drawings in SVG that strangers send: taken only if they can do nothing but be looked at.

A drawing is parsed and written anew from elements and attributes of a list. Whatever is not on it
(scripts, styles, references elsewhere, foreign namespaces) makes the whole drawing refused: what
was half taken away would look wrong, and nobody would know why.
"""

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

NAMESPACE = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
_ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "title",
        "desc",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "use",
        "symbol",
    ]
)
_ATTRIBUTES = frozenset(
    [
        "viewBox",
        "width",
        "height",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "d",
        "points",
        "transform",
        "id",
        "class",
        "role",
        "fill",
        "fill-rule",
        "fill-opacity",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-opacity",
        "opacity",
        "offset",
        "stop-color",
        "stop-opacity",
        "gradientUnits",
        "gradientTransform",
        "spreadMethod",
        "clip-path",
        "clip-rule",
        "clipPathUnits",
        "mask",
        "maskUnits",
        "preserveAspectRatio",
        "version",
        "color",
        "href",
    ]
)
_IGNORED = re.compile(r"^\{http://(www\.inkscape\.org|sodipodi\.sourceforge\.net)/")
_NUMBER = re.compile(r"^\s*([0-9]*\.?[0-9]+)(px)?\s*$")
_OUTSIDE = re.compile(r"url\((?!\s*['\"]?#)|javascript:|data:|https?:", re.IGNORECASE)
LARGEST = 100_000
"""Bytes: a nameplate is a few curves."""


class BadDrawingError(ValueError):
    """A drawing cannot be taken. `part` names the element or attribute that is in the way."""

    def __init__(self, part: str = "") -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing that is safe to show, with its size in CSS pixels."""

    svg: bytes
    width: int
    height: int


def read_drawing(data: bytes) -> Drawing:
    """Read an SVG document and write it anew. Raises BadDrawingError."""
    if len(data) > LARGEST:
        raise BadDrawingError
    if b"<!DOCTYPE" in data.upper() or b"<!ENTITY" in data.upper():
        data = _without_plain_doctype(data)
    try:
        root = ET.fromstring(data)  # noqa: S314  entities were refused above
    except ET.ParseError as error:
        raise BadDrawingError(str(error)) from error
    if root.tag != f"{{{NAMESPACE}}}svg":
        raise BadDrawingError(_short(root.tag))
    _check(root)
    width, height = _size(root)
    ET.register_namespace("", NAMESPACE)
    root.set("width", str(width))
    root.set("height", str(height))
    return Drawing(ET.tostring(root, encoding="utf-8"), width, height)


def _without_plain_doctype(data: bytes) -> bytes:
    """Take away a DOCTYPE that declares nothing, as drawing programs write it."""
    plain = re.sub(rb"<!DOCTYPE\s+svg[^<>\[\]]*>", b"", data, count=1, flags=re.IGNORECASE)
    if b"<!DOCTYPE" in plain.upper() or b"<!ENTITY" in plain.upper():
        part = "DOCTYPE"
        raise BadDrawingError(part)
    return plain


def _check(element: ET.Element) -> None:
    for child in list(element):
        if not isinstance(child.tag, str) or _IGNORED.match(child.tag) or _is_metadata(child.tag):
            element.remove(child)
            continue
        _check(child)
    name = _short(element.tag)
    if not element.tag.startswith(f"{{{NAMESPACE}}}") or name not in _ELEMENTS:
        raise BadDrawingError(f"<{name}>")
    for attribute, value in list(element.attrib.items()):
        if _IGNORED.match(attribute) or attribute.startswith("{http://www.w3.org/XML/"):
            del element.attrib[attribute]
        elif attribute == _LINK:
            del element.attrib[attribute]
            element.set("href", value)
            attribute = "href"  # noqa: PLW2901  the modern spelling of the same
        elif attribute not in _ATTRIBUTES:
            raise BadDrawingError(_short(attribute))
        if attribute == "href" and not value.startswith("#"):
            raise BadDrawingError(attribute)
        if _OUTSIDE.search(value):
            raise BadDrawingError(_short(attribute))


def _is_metadata(tag: str) -> bool:
    return _short(tag) == "metadata" and tag.startswith(f"{{{NAMESPACE}}}")


def _short(name: str) -> str:
    return name.rpartition("}")[2]


def _size(root: ET.Element) -> tuple[int, int]:
    given = [_NUMBER.match(root.get(name, "")) for name in ("width", "height")]
    if all(given):
        sizes = [float(match[1]) for match in given if match]
    else:
        try:
            sizes = [float(part) for part in root.get("viewBox", "").replace(",", " ").split()[2:4]]
        except ValueError:
            sizes = []
    if len(sizes) != 2 or min(sizes) < 1 or max(sizes) > 10_000:  # noqa: PLR2004
        part = "viewBox"
        raise BadDrawingError(part)
    if not root.get("viewBox"):
        root.set("viewBox", f"0 0 {sizes[0]:g} {sizes[1]:g}")
    return round(sizes[0]), round(sizes[1])
