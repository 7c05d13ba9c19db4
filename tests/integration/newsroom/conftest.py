"""A small house to test the newsroom in: two titles, editions, rubrics, people of both roles."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from shpalta.newsroom.staff.models import User
from shpalta.newsroom.staff.roles import EDITORS, JOURNALISTS, ensure_roles
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition, Host, Rubric, Title


@dataclass(frozen=True)
class House:
    """What the tests write stories in."""

    edition: Edition
    russian: Edition
    rubric: Rubric
    foreign_edition: Edition
    foreign_rubric: Rubric

    def story(self, headline: str = "Headline", **fields: object) -> Story:
        """Save a draft with one revision."""
        given = {"edition": self.edition, "rubric": self.rubric, "headline": headline} | fields
        story = Story(**given)
        story.save()
        story.save_revision()
        return story

    def published(self, headline: str = "Headline", **fields: object) -> Story:
        """Save a story and publish it."""
        given = {"published_at": timezone.now()} | fields
        story = self.story(headline, **given)
        story.latest_revision.publish()
        return Story.objects.get(pk=story.pk)


def _title(code: str) -> Title:
    title = Title.objects.create(code=code, names={"uk": f"Газета {code}", "en": code.capitalize()})
    Host.objects.create(title=title, name=f"{code}.localhost", is_canonical=True)
    return title


@pytest.fixture
def house(db: None) -> House:
    ensure_roles()
    first, second = _title("visnyk"), _title("nauka")
    return House(
        edition=Edition.objects.create(title=first, language="uk"),
        russian=Edition.objects.create(title=first, language="ru", prefix="/rus", position=1),
        rubric=Rubric.objects.create(title=first, slug="city", names={"uk": "Місто"}),
        foreign_edition=Edition.objects.create(title=second, language="uk", position=2),
        foreign_rubric=Rubric.objects.create(title=second, slug="stars", names={"uk": "Зорі"}),
    )


def _client(role: str, *, name: str = "") -> Client:
    # The middleware for static files warns of a folder that nobody has made yet.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    user = User.objects.create_user(name or role.lower(), password="a long password")
    user.groups.set([Group.objects.get(name=role)])
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def editor(house: House) -> Client:
    return _client(EDITORS)


@pytest.fixture
def journalist(house: House) -> Client:
    return _client(JOURNALISTS)
