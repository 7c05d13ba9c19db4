"""The placements that a title begins with."""

from typing import Any

from django.db import transaction

from shpalta.campaigns.models import Placement
from shpalta.core.campaigns import CampaignKind, CreativeForm, Spot
from shpalta.newsroom.titles.models import Title

_PLAIN = [str(CreativeForm.TEXT), str(CreativeForm.APPEAL), str(CreativeForm.STORY)]
_OWN = [str(CampaignKind.FUNDRAISER), str(CampaignKind.HOUSE)]
_BOX, _LEADER = [[300, 250]], [[728, 90], [970, 90]]
_STRIP = [[320, 100], [320, 50]]

DEFAULTS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "banner",
        {
            "names": {"uk": "Стрічка вгорі", "ru": "Полоса вверху", "en": "Strip at the top"},
            "spot": Spot.BANNER,
            "kinds": _OWN,
            "forms": _PLAIN,
            "phone_height": 96,
            "wide_height": 56,
        },
    ),
    (
        "top",
        {
            "names": {"uk": "Над шпальтою", "ru": "Над полосой", "en": "Above the front"},
            "spot": Spot.TOP,
            "pages": ["front", "rubric", "newsfeed"],
            "phone_sizes": _STRIP,
            "wide_sizes": _LEADER,
            "phone_height": 100,
            "wide_height": 90,
        },
    ),
    (
        "rail",
        {
            "names": {"uk": "Права колонка", "ru": "Правая колонка", "en": "The rail"},
            "spot": Spot.RAIL,
            "phone_sizes": _BOX,
            "wide_sizes": _BOX,
            "phone_height": 250,
            "wide_height": 250,
        },
    ),
    (
        "text",
        {
            "names": {"uk": "У тексті", "ru": "В тексте", "en": "In the text"},
            "spot": Spot.TEXT,
            "pages": ["story"],
            "paragraph": 3,
            "phone_sizes": [*_BOX, [320, 100]],
            "wide_sizes": [*_BOX, [580, 250]],
            "phone_height": 250,
            "wide_height": 250,
        },
    ),
    (
        "under",
        {
            "names": {"uk": "Під новиною", "ru": "Под новостью", "en": "Under the story"},
            "spot": Spot.UNDER,
            "pages": ["story"],
            "phone_sizes": [*_BOX, [320, 100]],
            "wide_sizes": [*_BOX, [580, 250]],
            "phone_height": 250,
            "wide_height": 250,
        },
    ),
    (
        "foot",
        {
            "names": {"uk": "Унизу сторінки", "ru": "Внизу страницы", "en": "At the foot"},
            "spot": Spot.FOOT,
            "phone_sizes": _STRIP,
            "wide_sizes": _LEADER,
            "phone_height": 100,
            "wide_height": 90,
        },
    ),
)


@transaction.atomic
def ensure_placements(title: Title) -> int:
    """Give a title that has none the placements to begin with; say how many were made."""
    if Placement.objects.filter(title=title).exists():
        return 0
    rows = [
        Placement(title=title, code=code, position=place, **fields)
        for place, (code, fields) in enumerate(DEFAULTS)
    ]
    return len(Placement.objects.bulk_create(rows))
