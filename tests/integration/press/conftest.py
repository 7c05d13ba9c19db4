"""What the press's tests share: a newspaper, and a reader who asks for its pages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from shpalta.newsroom.titles.models import Edition, Rubric, Title
from shpalta.press.house import forget_house
from tests.factories import make_edition, make_rubric, make_title

PRESS_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "shpalta.press.conditional.ConditionalMiddleware",
    "shpalta.press.middleware.EditionMiddleware",
]


@dataclass
class Newspaper:
    """A title with three editions and a rubric."""

    title: Title
    uk: Edition
    ru: Edition
    en: Edition
    rubric: Rubric
    extra: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(autouse=True)
def press_room(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Make this process a press with media of its own and nothing remembered."""
    settings.ROOT_URLCONF = "shpalta.site.urls_press"
    settings.MIDDLEWARE = PRESS_MIDDLEWARE
    settings.MEDIA_ROOT = tmp_path / "media"
    forget_house()
    yield
    forget_house()


@pytest.fixture
def paper(db: None) -> Newspaper:
    """A newspaper that answers under daily.test."""
    title = make_title("daily", host="daily.test", names={"uk": "Щоденник", "en": "The Daily"})
    uk, ru, en = (make_edition(title, language=code) for code in ("uk", "ru", "en"))
    return Newspaper(title=title, uk=uk, ru=ru, en=en, rubric=make_rubric(title))


class Reader:
    """Somebody with a browser."""

    def __init__(self, host: str = "daily.test") -> None:
        self.client = Client(headers={"host": host})

    def get(self, path: str, **headers: str) -> HttpResponse:
        """Ask for a page as the house stands now."""
        forget_house()
        # The test client adds attributes to the response, which its stubs give another type.
        response: HttpResponse = self.client.get(path, headers=headers)  # type: ignore[assignment]
        return response

    def text(self, path: str) -> str:
        """Ask for a page that must be there and give its HTML."""
        response = self.get(path)
        assert response.status_code == 200, f"{path} answers {response.status_code}"
        return response.content.decode()


@pytest.fixture
def reader(db: None) -> Reader:
    """A reader of daily.test."""
    return Reader()
