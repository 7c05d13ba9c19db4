"""Advertisers' HTML: a document of its own, shut in so that it reaches nothing of the site's.

The response itself is a sandbox (CSP, section 6.3): its origin is opaque also for whoever opens
it without the frame, so cookies, storage, the page around it and the site's answers are out of
its reach, and it cannot lead the page away. It loads nothing but what it brings along, unless it
says that it comes from outside; then over HTTPS from the hosts that its placement names, and from
none of the house's.
"""

import hashlib
from collections.abc import Collection

from django.http import HttpResponse
from django.utils.html import escape

from shpalta.core.outside_hosts import loads_policy
from shpalta.press.headers import FRESH

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
"""What a frame may do: run scripts and open links in new windows. Not: be of our origin, send
forms, lead the page elsewhere, open dialogues, take the pointer or the whole screen."""
CLICK = "{{click}}"
"""What an advertiser writes where the address belongs that counts a click and leads on."""
DIGEST_LENGTH = 16


def digest_of(html: str) -> str:
    """Name a creative by its content: another text is another document."""
    return hashlib.sha256(html.encode()).hexdigest()[:DIGEST_LENGTH]


def frame_policy(hosts: Collection[str] = ()) -> str:
    """Give the Content-Security-Policy of an advertiser's document that loads from some hosts."""
    alone = "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    return f"sandbox {SANDBOX}; {loads_policy(hosts)}; {alone}"


def framed_response(
    html: str, *, language: str, click_url: str, hosts: Collection[str] = ()
) -> HttpResponse:
    """Make the document of a creative; it may load from `hosts`.

    Links open in new windows, past the sandbox.
    """
    body = html.replace(CLICK, escape(click_url))
    response = HttpResponse(
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<meta name="robots" '
        'content="noindex">\n<title>—</title>\n<base target="_blank">\n'
        "<style>html,body{margin:0;overflow:hidden}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )
    response["Content-Security-Policy"] = frame_policy(hosts)
    response["Cache-Control"] = FRESH
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
