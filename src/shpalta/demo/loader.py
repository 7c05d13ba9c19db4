"""Brings the demo newspaper into an empty newsroom: the house first, then its stories."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from shpalta.demo.campaigns import add_demo_campaigns
from shpalta.demo.films import add_demo_films
from shpalta.demo.house import make_house
from shpalta.demo.moderation import add_demo_moderation
from shpalta.demo.reading import read_content
from shpalta.demo.siblings import add_demo_siblings
from shpalta.demo.sisters import add_demo_designs, add_demo_shares
from shpalta.demo.stories import add_demo_stories
from shpalta.demo.talk import add_demo_talk
from shpalta.newsroom.titles.models import Title

ZONE = ZoneInfo("Europe/Kyiv")


def is_loaded() -> bool:
    """Tell whether the newsroom has a title already: then nothing is to be loaded."""
    return Title.objects.exists()


def load_demo(
    *, on_progress: Callable[[float], None] = lambda _part: None, now: datetime | None = None
) -> None:
    """Load the demo newspaper, its newest day being the day of `now` (aware; default: now).

    `on_progress` hears which part of the work is done, from 0 to 1. Drawing the pictures is most
    of it. All of it is one transaction: interrupted, it leaves an empty newsroom.
    """
    content = read_content()
    with transaction.atomic():
        house = make_house(content, on_progress=lambda part: on_progress(part * 0.8))
        add_demo_stories(content, house, now=(now or timezone.now()).astimezone(ZONE))
        add_demo_siblings(house)
        add_demo_designs(content)
        add_demo_shares(house)
        add_demo_talk(house)
        add_demo_films(house, now or timezone.now())
        add_demo_campaigns(content, now or timezone.now())
        add_demo_moderation(house)
        on_progress(1.0)
