from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from shpalta.press.house import current_house
from tests.factories import make_story
from tests.integration.press.conftest import Newspaper, Reader


def _refuse(*_args: Any) -> Any:
    message = "the database is away"
    raise RuntimeError(message)


@pytest.fixture
def no_database() -> Iterator[None]:
    with connection.execute_wrapper(_refuse):
        yield


def test_a_page_that_cannot_be_made_says_so_without_the_database(
    paper: Newspaper, no_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(headers={"host": "daily.test"}, raise_request_exception=False)
    response = client.get("/eng/")
    assert response.status_code == 500
    assert "зламалося" in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_the_error_page_speaks_the_edition_s_language(paper: Newspaper) -> None:
    current_house()
    with connection.execute_wrapper(_refuse):
        client = Client(headers={"host": "daily.test"}, raise_request_exception=False)
        response = client.get("/eng/")
    assert response.status_code == 500
    assert "Something broke" in response.content.decode()


def test_a_missing_page_offers_the_newest(paper: Newspaper, reader: Reader) -> None:
    make_story(paper.uk, "Найновіше")
    response = reader.get("/nema/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "Такої сторінки немає" in page
    assert "Найновіше" in page
    assert 'name="robots" content="noindex"' in page
    assert "canonical" not in page
