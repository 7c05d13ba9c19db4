"""The player of what lives elsewhere, in a document of our own that any page may frame.

The video of the day stands on every page, and pages are made before anybody knows whose it will
be: their policy lets in frames of our own host alone. This document lets in one provider, nothing
of ours can be reached from it, and nothing is asked of the provider before a reader pressed play.
"""

from django.http import HttpResponse
from django.template.loader import render_to_string

from shpalta.core.policies import style_source
from shpalta.newsroom.video_of_day.queries import next_played
from shpalta.press.absence import NotHere
from shpalta.press.builders.day_video import build_player, day_origin
from shpalta.press.headers import FRESH
from shpalta.press.pages.origins import EmbedOrigin
from shpalta.press.rendering import label_bare
from shpalta.press.requests import ReaderRequest, site_for

STYLE = (
    "html,body,iframe{display:block;width:100%;height:100%;margin:0;border:0}"
    "html{background:#17140f;color-scheme:dark}"
)
_STYLE_SOURCE = style_source(STYLE)


def player_policy(frame: str) -> str:
    """Give the Content-Security-Policy of a document that holds the player of one origin."""
    return (
        f"default-src 'none'; style-src {_STYLE_SOURCE}; frame-src {frame}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


def player(request: ReaderRequest, number: str) -> HttpResponse:
    """Give the document that plays what lives elsewhere, if it is or was a video of the day."""
    site = site_for(request)
    embed_id = int(number)
    document = build_player(site, embed_id)
    if document is None:
        until = next_played(site.edition.pk, embed_id, site.now)
        raise NotHere(day_origin(site), EmbedOrigin(embed_id), until=until)
    words = {"document": document, "style": STYLE}
    response = HttpResponse(render_to_string("shpalta/press/player.html", words))
    response["Content-Security-Policy"] = player_policy(document.frame)
    response["Cache-Control"] = FRESH
    response["X-Robots-Tag"] = "noindex"
    return label_bare(request, response, document.edition, document.day, document.embed)
