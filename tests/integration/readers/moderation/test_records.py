"""What is kept of acts, as moderators read it: the log, and the bans that hold."""

import re

import pytest
from django.test import Client

from tests.integration.readers.moderation.conftest import (
    Paper,
    logged_in,
    make_moderator,
    make_paper,
    make_reader,
    write,
)

ACT, QUEUE = "/newsroom/comments/act/", "/newsroom/comments/"


@pytest.fixture
def desk(paper: Paper) -> Client:
    """A moderator's browser."""
    return logged_in(make_moderator("olena"))


def test_the_log_names_who_was_banned_and_which_story_was_slowed(
    paper: Paper, desk: Client
) -> None:
    reader = make_reader("Галина")
    row = write(paper.story, "Спірне", reader)
    desk.post(ACT, {"act": f"ban:{row.pk}"})
    raids = f"{QUEUE}raids/"
    guard = {"act": "guard", "talk": row.talk_id, "slow": "30", "moderating": "before"}
    for given in (guard, {"act": "begin", "talk": row.talk_id}):
        assert desk.post(raids, given).status_code == 302
    superuser = make_moderator()
    superuser.is_superuser = True
    superuser.save()
    words = {"of": "house", "language": "uk", "severity": "2", "words": "каструля"}
    assert logged_in(superuser).post(f"{QUEUE}words/", words).status_code == 302
    page = logged_in(superuser).get(f"{QUEUE}log/", headers={"accept-language": "en"})
    told = re.sub(r"\s*<[^>]+>\s*", " ", page.content.decode())
    for line in (
        "banned Галина · against the rules",
        "set slow mode · Міст відкрито · 30 s · before it is published",
        "raid began · Міст відкрито",
        "changed a list of words · Українська · hold it for a moderator",
    ):
        assert line in told


def test_bans_of_one_click_tell_how_many_people_and_in_which_titles(paper: Paper) -> None:
    sister = make_paper("city", "city.test")
    there = write(sister.story, "Там", guest="e" * 32, host="city.test")
    here = write(paper.story, "Тут", guest="e" * 32)
    boss = logged_in(make_moderator())
    assert boss.post(ACT, {"act": "ban", "id": [here.pk, there.pk], "days": "7"}).status_code == 302
    page = boss.get(f"{QUEUE}bans/", headers={"accept-language": "en"}).content.decode()
    assert f"{here.name} (a guest)" in page or f"{there.name} (a guest)" in page
    assert "in all" not in page
    assert f"{paper.title}, {sister.title}" in page
