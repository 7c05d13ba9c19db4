"""Asking providers what lives at an address (oEmbed 1.0), within narrow bounds.

Only the endpoints and the still hosts that `providers` names are asked, by their names alone, or
the one server that the installation set. Redirects are not followed, answers are small and in
time. What comes back is text and one picture; the provider's HTML is never shown to anybody.
"""

import http.client
import io
import json
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from PIL import Image, UnidentifiedImageError

from shpalta.newsroom.video.providers import OEmbed, Place, oembed_of

SECONDS = 4.0
LARGEST_ANSWER, LARGEST_STILL = 256 * 1024, 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
_LONGEST_TEXT = 4000
_CHUNK = 64 * 1024
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.FORBIDDEN, 401})
"""What providers answer for what was deleted or made private."""
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


class UnansweredError(Exception):
    """The provider could not be asked, or answered nonsense: that says nothing of the post."""


class GoneError(Exception):
    """The provider says that there is no such post."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider tells of a post; "" and None for what it does not."""

    title: str = ""
    author: str = ""
    text: str = ""
    still: str = ""
    """The address of the still picture."""
    width: int | None = None
    height: int | None = None


def is_askable(place: Place) -> bool:
    """Tell whether anybody can be asked about an address."""
    return bool(settings.SHPALTA_VIDEO.oembed_server) or oembed_of(place.provider) is not None


def ask(place: Place) -> Told:
    """Ask about a post. Raises GoneError and UnansweredError."""
    known = oembed_of(place.provider)
    server = settings.SHPALTA_VIDEO.oembed_server
    if known is None and not server:
        raise UnansweredError("this provider tells nobody without an account")
    endpoint = f"{server}/{place.provider}" if server else known.endpoint  # type: ignore[union-attr]
    question = urlencode({"url": place.address, "format": "json", "dnt": "true"})
    answer = _read(f"{endpoint}?{question}", LARGEST_ANSWER)
    try:
        data = json.loads(answer)
    except ValueError as error:
        raise UnansweredError("the answer is no JSON") from error
    if not isinstance(data, dict):
        raise UnansweredError("the answer is no object")
    return _understood(data)


def _understood(data: Mapping[str, Any]) -> Told:
    return Told(
        title=_text(data.get("title"), 300),
        author=_text(data.get("author_name"), 200),
        text=_words_of_html(str(data.get("html") or "")),
        still=_text(data.get("thumbnail_url"), 1000),
        width=_size(data.get("width")),
        height=_size(data.get("height")),
    )


def _text(value: Any, longest: int) -> str:
    """Give a plain line of text: no control characters, no end of line."""
    if not isinstance(value, str):
        return ""
    return " ".join("".join(one if one.isprintable() else " " for one in value).split())[:longest]


def _words_of_html(html: str) -> str:
    """Give what a post says, of the blockquote that stands for it; "" where there is none."""
    found = re.search(r"<blockquote[^>]*>\s*<p[^>]*>(.*?)</p>", html, re.DOTALL | re.IGNORECASE)
    if found is None:
        return ""
    lines = re.split(r"<br\s*/?>", found[1], flags=re.IGNORECASE)
    plain = (_text(unescape(re.sub(r"<[^>]*>", "", line)), _LONGEST_TEXT) for line in lines)
    return "\n".join(line for line in plain if line)[:_LONGEST_TEXT]


def _size(value: Any) -> int | None:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return value if is_whole and 0 < value <= 10_000 else None  # noqa: PLR2004  pixels


def fetch_still(place: Place, address: str) -> bytes | None:
    """Fetch a still and give it as a JPEG of our own making.

    None if it is not where the provider's stills are, or is no sane picture.
    """
    if not _is_still(oembed_of(place.provider), address):
        return None
    try:
        return _as_jpeg(_read(address, LARGEST_STILL))
    except (UnansweredError, GoneError):
        return None


def _is_still(known: OEmbed | None, address: str) -> bool:
    server = settings.SHPALTA_VIDEO.oembed_server
    if server and address.startswith(f"{server}/"):
        return True
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    host = parts.hostname or ""
    hosts = known.stills if known is not None and not server else ()
    return parts.scheme == "https" and parts.port is None and host in hosts


def _as_jpeg(content: bytes) -> bytes | None:
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS or min(image.size) < 16:  # noqa: PLR2004
                return None
            made = io.BytesIO()
            image.convert("RGB").save(made, "JPEG", quality=90)
            return made.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _read(address: str, largest: int) -> bytes:
    """Read a small answer. Raises GoneError and UnansweredError, also for a redirect."""
    parts = urlsplit(address)
    deadline = time.monotonic() + SECONDS
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            parts.netloc, timeout=SECONDS, context=context
        )
    else:
        connection = http.client.HTTPConnection(parts.netloc, timeout=SECONDS)
    try:
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request("GET", path, headers={"Accept": "*/*", "User-Agent": "Shpalta"})
        answer = connection.getresponse()
        if answer.status in _GONE:
            raise GoneError(str(answer.status))
        if answer.status != HTTPStatus.OK:
            raise UnansweredError(f"it answered {answer.status}")
        return _bounded(answer, largest, deadline)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UnansweredError(type(error).__name__) from error
    finally:
        connection.close()


def _bounded(answer: http.client.HTTPResponse, largest: int, deadline: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    while chunk := answer.read1(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > largest:
            raise UnansweredError("the answer is too large")
        if time.monotonic() > deadline:
            raise UnansweredError("the answer takes too long")
    return b"".join(parts)
