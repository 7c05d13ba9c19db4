"""What the demo shows of two titles in one house: each one's look, and stories that both run."""

from shpalta.demo.house import House
from shpalta.demo.reading import Content
from shpalta.newsroom.design.models import Design
from shpalta.newsroom.shares.models import ShareRule
from shpalta.newsroom.shares.services import take_story
from shpalta.newsroom.stories.choices import Importance
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition, Title

LOOKS = {
    "amper": {
        "display_face": "sans",
        "tint": "#e9f1f3",
        "dark_tint": "#142327",
        "breaking": "#9c2b1c",
        "dark_breaking": "#ff9d85",
    }
}
"""How a title looks where it is not as the house has it."""


def add_demo_designs(content: Content) -> None:
    """Give each title its look and its contacts."""
    for entry in content.vocabulary["title"]:
        contacts = entry["contacts"]
        design = Design(
            title=Title.objects.get(code=entry["code"]),
            email=contacts["email"],
            phone=contacts["phone"],
            address=contacts["address"],
            **LOOKS.get(entry["code"], {}),
        )
        design.full_clean()
        design.save()


def add_demo_shares(house: House) -> None:
    """Let the titles take each other's stories, and have two run in the first one already."""
    titles = list(Title.objects.order_by("position"))
    for giver in titles:
        for taker in titles:
            if giver != taker:
                ShareRule.objects.create(giver=giver, taker=taker)
    first, *sisters = titles
    for (code, language), edition in house.editions.items():
        if code == first.code:
            _take_two(edition, sisters, language)


def _take_two(edition: Edition, sisters: list[Title], language: str) -> None:
    """Take the newest of the sisters as a headline, the next one on a page of its own."""
    theirs = Story.objects.public().filter(title__in=sisters, edition__language=language)
    newest = theirs.filter(importance=Importance.NORMAL).order_by("-listed_at", "-pk")[:2]
    for story, mode in zip(newest, ("headline", "page"), strict=False):
        take_story(story_id=story.pk, edition_id=edition.pk, mode=mode, actor=None)
