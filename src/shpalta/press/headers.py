"""The headers of public responses: how long they may be kept, what a page may load."""

import base64
import hashlib
from functools import lru_cache

from django.http import HttpResponseBase

FRESH = "public, max-age=0, s-maxage=5, stale-while-revalidate=10"
"""For pages: shared caches keep them for seconds, browsers always ask whether they changed."""
MOMENTARY = "public, max-age=0, s-maxage=2"
"""For what may become a page any moment."""
FOREVER = "public, max-age=31536000, immutable"
"""For files whose name changes with their content."""


@lru_cache(maxsize=64)
def content_policy(inline_css: str) -> str:
    """Give the Content-Security-Policy (W3C, level 3) of a page with one inline stylesheet."""
    digest = base64.b64encode(hashlib.sha256(inline_css.encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src 'self'; style-src 'self' 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


def harden(response: HttpResponseBase, *, inline_css: str = "") -> None:
    """Let a response load nothing but our own pictures and styles, and be taken as it says."""
    response.headers.setdefault("Content-Security-Policy", content_policy(inline_css))
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
