"""The headers of public responses, all in one place: who may keep them, and what they may load.

Readers and ordinary caches get `Cache-Control` (RFC 9111) and RFC 5861's stale-while-revalidate.
A surrogate that announced itself is told more: `Surrogate-Control` (W3C Edge Architecture
Specification, section 2.3), and in `Surrogate-Key` what the answer was made from, so that it can
be kept until one of these changes. Nobody else is told: keys also name what is not public yet.
"""

from datetime import datetime
from functools import lru_cache

from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.http import http_date

from shpalta.core.policies import style_source
from shpalta.press.keys import Gathered

FRESH = "public, max-age=0, s-maxage=5, stale-while-revalidate=10"
"""For pages: shared caches keep them for seconds, browsers always ask whether they changed."""
MOMENTARY = "public, max-age=0, s-maxage=2"
"""For what may become a page any moment."""
FOREVER = "public, max-age=31536000, immutable"
"""For files whose name changes with their content."""
A_DAY = "public, max-age=86400"
"""For what a browser need not ask for every time."""
NEVER = "no-store"

OWN_FRAMES = "'self'"
"""Frames of our own host, for the policy of a page."""

SURROGATE_SECONDS = 86_400
"""How long a surrogate keeps a page of which no key was purged."""
NEGATIVE_SECONDS = 60
"""The same for the answer that there is no page: of those there are as many as addresses."""
STALE_SECONDS = 604_800
"""How long the last good page may stand in while the origin is away."""

NO_QUERY = "params"
"""No-Vary-Search (WICG): nothing in the query makes another page."""
CURSOR_QUERY = 'params, except=("before")'
"""Nothing but the place in a list, from which a page of it goes on."""


def keep_until(response: HttpResponseBase, moment: datetime) -> None:
    """Let everybody keep a file, but not beyond a moment (aware).

    It is told as a moment: who gets the file from a surrogate that has had it for a while would
    count a number of seconds from then.
    """
    response["Cache-Control"] = "public"
    response["Expires"] = http_date(moment.timestamp())


@lru_cache(maxsize=64)
def content_policy(inline_css: str, frames: tuple[str, ...] = ()) -> str:
    """Give the Content-Security-Policy (W3C, level 3) of a page with one inline stylesheet.

    `frames` are the origins whose players may come into the page when a reader asks for them,
    and `OWN_FRAMES` for documents of our own, each with a policy of its own.
    """
    framed = f"frame-src {' '.join(frames)}; " if frames else ""
    return (
        f"default-src 'none'; img-src 'self'; style-src 'self' {style_source(inline_css)}; "
        f"script-src 'self'; connect-src 'self'; media-src 'self'; {framed}"
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


def harden(
    response: HttpResponseBase, *, inline_css: str = "", frames: tuple[str, ...] = ()
) -> None:
    """Let a response load nothing but our own files, and be taken as it says.

    `frames`: but for documents of these origins.
    """
    response.headers.setdefault("Content-Security-Policy", content_policy(inline_css, frames))
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")


def tell_surrogate(
    response: HttpResponseBase,
    gathered: Gathered,
    *,
    has_includes: bool = False,
    is_negative: bool = False,
) -> None:
    """Tell a surrogate how long to keep a response, what it depends on and what to put in.

    It is never kept beyond the moment at which time alone makes it another.
    """
    seconds = NEGATIVE_SECONDS if is_negative else SURROGATE_SECONDS
    if gathered.until is not None:
        seconds = max(0, min(seconds, _whole_seconds_to(gathered.until)))
    control = [f"max-age={seconds}"]
    if not is_negative:
        control.append(f"stale-if-error={STALE_SECONDS}")
    if has_includes:
        control.append('content="ESI/1.0"')
    response["Surrogate-Control"] = ", ".join(control)
    response["Surrogate-Key"] = " ".join(gathered.keys)


def _whole_seconds_to(moment: datetime) -> int:
    return int((moment - timezone.now()).total_seconds())
