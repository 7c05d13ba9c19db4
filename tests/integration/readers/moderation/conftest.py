"""What moderation's tests share: a newspaper with comments, moderators, people who write."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from shpalta.newsroom.staff.models import User
from shpalta.newsroom.staff.roles import MODERATORS, ensure_roles
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Desk, Edition, Title
from shpalta.readers.editions import forget_directory
from shpalta.readers.models import Comment, Moderating, Reader, TalkRules, TrustLevel
from shpalta.readers.moderation import sorting
from shpalta.readers.passes import Pass
from shpalta.readers.saving import save_all
from shpalta.readers.sending import Answered, Sent
from tests.factories import make_edition, make_story, make_title

HOST = "daily.test"
_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def readers_room() -> Iterator[None]:
    """Stay in the newsroom: the room of readers that its own tests make is not wanted here."""
    forget_directory()
    yield
    forget_directory()


@dataclass
class Paper:
    """A title whose comments are looked at after they are published, with two stories."""

    title: Title
    edition: Edition
    rules: TalkRules
    story: Story
    other: Story


@pytest.fixture
def paper(db: None) -> Paper:
    """A newspaper that answers under daily.test."""
    return make_paper("daily", HOST)


def make_paper(code: str, host: str) -> Paper:
    """Make a newspaper with comments."""
    title = make_title(code, host=host, names={"uk": "Щоденник", "en": "The Daily"})
    edition = make_edition(title)
    rules = TalkRules.objects.create(
        title=title, guests_may_write=True, moderating=Moderating.AFTER
    )
    stories = [make_story(edition, headline) for headline in ("Міст відкрито", "Нова школа")]
    return Paper(title, edition, rules, *stories)


def make_reader(name: str = "", level: int = TrustLevel.TRUSTED, days: int = 100) -> Reader:
    """Make a reader who joined so many days ago."""
    name = name or f"Читач {next(_numbers)}"
    reader = Reader.objects.create(name=name, level=level)
    Reader.objects.filter(pk=reader.pk).update(joined_at=timezone.now() - timedelta(days=days))
    return Reader.objects.get(pk=reader.pk)


def sent(
    story: Story,
    text: str,
    reader: Reader | None = None,
    *,
    guest: str = "",
    network: str = "n1",
    at: datetime | None = None,
    host: str = HOST,
    answers: int | None = None,
) -> Sent:
    """Describe what somebody sends: a reader, or a guest with a key."""
    holder = (
        Pass(reader.pk, reader.pass_key)
        if reader
        else Pass(guest_key=guest or f"{next(_numbers):032x}", name=f"Гість {next(_numbers)}")
    )
    return Sent(
        holder=holder,
        host=host,
        prefix="",
        network=network,
        at=at or timezone.now(),
        number=story.number,
        text=text,
        answers=answers,
    )


def write(story: Story, text: str, reader: Reader | None = None, **values: Any) -> Comment:
    """Let somebody write, and give the comment."""
    (answer,) = write_all([sent(story, text, reader, **values)])
    return Comment.objects.get(pk=answer.comment_id)


def write_all(batch: list[Sent]) -> list[Answered]:
    """Let many write at once."""
    return save_all(batch)


def sort() -> None:
    """Let the workshop do all of its work."""
    for _turn in range(100):
        if not sorting.sort_some():
            return


def make_moderator(name: str = "", *, title: Title | None = None) -> User:
    """Make somebody of the role; with a title, of its desk."""
    ensure_roles()
    name = name or f"moderator{next(_numbers)}"
    user = User.objects.create_user(username=name, first_name=name.capitalize())
    user.groups.add(Group.objects.get(name=MODERATORS))
    if title is not None:
        desk, _is_new = Desk.objects.get_or_create(title=title, names={"uk": "Коментарі"})
        desk.members.add(user)
    return User.objects.get(pk=user.pk)


def logged_in(user: User) -> Client:
    """Give a browser in which somebody is logged in."""
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client
