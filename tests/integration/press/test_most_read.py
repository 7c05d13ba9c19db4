"""What is most read stands on every page as a part of its own, and pages say what counts them."""

import json

import pytest
from django.conf import settings as django_settings
from django.test import Client

from shpalta.newsroom.figures.models import MostRead
from shpalta.newsroom.figures.queries import total
from tests.factories import make_story, withdraw
from tests.integration.press.conftest import Newspaper, Reader
from tests.integration.press.surrogate import ask, keys_of

COUNTS = "/-/counts"


def test_the_part_lists_public_stories_in_their_order(paper: Newspaper, reader: Reader) -> None:
    stories = [make_story(paper.uk, f"Новина {number}") for number in range(7)]
    for rank, story in enumerate(reversed(stories), start=1):
        MostRead.objects.create(edition=paper.uk, rank=rank, number=story.number)
    withdraw(stories[5])
    text = reader.text("/-/read/")
    places = [text.find(f"Новина {number}") for number in (6, 4, 3, 2, 1)]
    assert places == sorted(places)
    assert -1 not in places
    assert "Новина 5" not in text
    assert "Новина 0" not in text, "five are enough"
    assert text.strip() in reader.text("/")
    keys = set(keys_of(ask(reader, "/-/read/")))
    assert {"read:daily:uk", f"story:daily:uk:{stories[5].number}"} <= keys


def test_where_nothing_was_read_nothing_stands(paper: Newspaper, reader: Reader) -> None:
    assert reader.text("/-/read/").strip() == ""


def test_only_surrogates_are_told_what_a_page_counts_as(paper: Newspaper, reader: Reader) -> None:
    story = make_story(paper.uk, "Новина")
    assert "Shpalta-Count" not in reader.get(story.path).headers
    counted = ask(reader, story.path).headers["Shpalta-Count"]
    assert counted == f"story/{paper.uk.pk}/{story.number}"
    assert "Shpalta-Count" not in ask(reader, "/").headers


@pytest.mark.django_db
def test_counts_are_taken_from_who_has_the_token_alone() -> None:
    client = Client(headers={"host": "127.0.0.1"})
    report = {
        "spool": "one",
        "batches": [{"n": 1, "hour": "2026-11-24T10", "counts": {"story/1/2": 3}}],
    }

    def post(token: str, body: object) -> tuple[int, dict[str, object]]:
        answer = client.post(
            COUNTS,
            body if isinstance(body, str) else json.dumps(body),
            content_type="application/json",
            headers={"authorization": f"Bearer {token}"},
        )
        return answer.status_code, answer.json()

    token = django_settings.SHPALTA_JOURNAL_TOKEN
    assert post("wrong", report)[0] == 401
    assert post("", report)[0] == 401
    assert total("story/1/2") == 0
    assert post(token, report) == (200, {"taken": 1})
    assert post(token, report) == (200, {"taken": 1})
    assert total("story/1/2") == 3
    assert post(token, "{")[0] == 422
    assert post(token, {})[0] == 422
    assert client.get(COUNTS).status_code == 405
