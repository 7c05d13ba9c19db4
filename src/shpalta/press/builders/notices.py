"""What a reader gets in place of a page: not found, withdrawn."""

from dataclasses import replace
from datetime import datetime

from shpalta.newsroom.stories.lists import ALL
from shpalta.press.builders.cards import read_cards
from shpalta.press.builders.frame import build_frame, build_head
from shpalta.press.builders.site import Site
from shpalta.press.pages.lists import NoticePage
from shpalta.press.pages.origins import Origin
from shpalta.press.queries import newest
from shpalta.press.words import say

CARDS = 4


def _build(
    site: Site, heading: str, message: str, waits_for: tuple[Origin, ...], until: datetime | None
) -> NoticePage:
    """Make a notice. What it says depends on nothing that was asked for, so it can hint at nothing.

    `waits_for` is what would make a page of it, `until` when time alone would.
    """
    head = build_head(site, {}, heading=heading, url=site.links.front())
    return NoticePage(
        frame=build_frame(site, {}),
        head=replace(head, canonical="", robots="noindex"),
        heading=heading,
        message=message,
        cards=read_cards(site, newest(site.edition.pk, ALL, CARDS, full=True)),
        made_from=(site.shelf(ALL), *waits_for),
        until=until,
    )


def build_not_found(
    site: Site, waits_for: tuple[Origin, ...] = (), until: datetime | None = None
) -> NoticePage:
    """Make the page of HTTP 404."""
    return _build(
        site,
        say("There is no such page"),
        say(
            "The address may have been mistyped, or the page was never there. "
            "The newest stories are below, all others in the newsfeed.",
        ),
        waits_for,
        until,
    )


def build_gone_address(site: Site, waits_for: tuple[Origin, ...]) -> NoticePage:
    """Make the page of HTTP 410 for an old address that is marked as gone."""
    return _build(
        site,
        say("This page is gone"),
        say(
            "It was here once and will not be here again. "
            "The newest stories are below, all others in the newsfeed.",
        ),
        waits_for,
        None,
    )


def build_gone(site: Site, waits_for: tuple[Origin, ...]) -> NoticePage:
    """Make the page of HTTP 410."""
    return _build(
        site,
        say("This story was withdrawn"),
        say(
            "The newsroom has taken it back, and it will not be here again. "
            "The newest stories are below, all others in the newsfeed.",
        ),
        waits_for,
        None,
    )
