"""What the readers' room's tests share: a newspaper with comments, and people who come by."""

import asyncio
import json
import queue
import re
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition, Title
from shpalta.press.house import forget_house
from shpalta.readers.door import short_way
from shpalta.readers.editions import forget_directory
from shpalta.readers.models import Comment, Moderating, TalkRules
from shpalta.readers.passes import COOKIE
from shpalta.readers.reacting import react_all
from shpalta.readers.saving import save_all
from shpalta.readers.sending import Answered, Felt, Sent
from shpalta.readers.writer import WRITER
from shpalta.site import settings as whole_settings
from tests.factories import make_edition, make_story, make_title

HOST = "daily.test"
ROOM = "/-/readers/"
BY_TRUST = "shpalta.readers.judging.judge_by_trust"


@dataclass
class Paper:
    """A title with three editions, open to guests, where nobody looks before."""

    title: Title
    uk: Edition
    ru: Edition
    en: Edition
    rules: TalkRules
    story: Story
    extra: dict[str, Any] = field(default_factory=dict)


_waiting: "queue.Queue[tuple[Sent | Felt, Future[Answered]]]" = queue.Queue()


def submit(sent: Sent | Felt) -> "Future[Answered]":
    """Save what is submitted in the test's own transaction, which its thread alone has."""
    future: Future[Answered] = Future()
    if threading.current_thread() is threading.main_thread():
        save(sent, future)
    else:
        _waiting.put((sent, future))
    return future


def save(sent: Sent | Felt, future: "Future[Answered]") -> None:
    """Save one and answer it."""
    saved = save_all([sent]) if isinstance(sent, Sent) else react_all([sent])
    future.set_result(saved[0])


@pytest.fixture(autouse=True)
def readers_room(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make this process the readers' room, whose writer saves at once."""
    settings.SHPALTA_ROOM = "readers"
    settings.ROOT_URLCONF = "shpalta.site.urls_readers"
    settings.MIDDLEWARE = whole_settings.READERS_MIDDLEWARE
    settings.AUTHENTICATION_BACKENDS = whole_settings.READERS_BACKENDS
    settings.SESSION_COOKIE_NAME = "readers_session"
    settings.CSRF_COOKIE_NAME = "readers_csrf"
    settings.LOGIN_URL = "account_login"
    monkeypatch.setattr(WRITER, "submit", submit)
    cache.clear()
    forget_house()
    forget_directory()
    yield
    forget_house()
    forget_directory()


@pytest.fixture
def paper(db: None, settings: Any) -> Paper:
    """A newspaper that answers under daily.test, with one public story and no rule but its own."""
    settings.SHPALTA_JUDGE = BY_TRUST
    title = make_title("daily", host=HOST, names={"uk": "Щоденник", "en": "The Daily"})
    uk, ru, en = (make_edition(title, language=code) for code in ("uk", "ru", "en"))
    rules = TalkRules.objects.create(
        title=title, guests_may_write=True, moderating=Moderating.AFTER
    )
    return Paper(title, uk, ru, en, rules, make_story(uk, "Міст відкрито"))


class Visitor:
    """Somebody with a browser: it keeps cookies, sends forms and, by its script, JSON."""

    def __init__(self, address: str = "203.0.113.7") -> None:
        self.client = Client(
            headers={"host": HOST, "x-forwarded-for": address}, enforce_csrf_checks=True
        )
        self.address = address

    def get(self, path: str) -> HttpResponse:
        """Ask for a page."""
        return self.client.get(path)  # type: ignore[return-value]

    def text(self, path: str) -> str:
        """Ask for a page that must be there."""
        response = self.get(path)
        assert response.status_code == 200, f"{path} answers {response.status_code}"
        return response.content.decode()

    def send(self, path: str, follow: bool = False, **fields: Any) -> Any:
        """Fill in the form of a page and send it."""
        return self.send_to(path, path, follow=follow, **fields)

    def send_to(self, path: str, page: str, follow: bool = False, **fields: Any) -> Any:
        """Send a form of a page to another address than the page's own."""
        shown = self.get(page).content.decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)
        assert found is not None, f"{page} has no form"
        data = fields | {"csrfmiddlewaretoken": found[1]}
        return self.client.post(path, data, follow=follow)

    def post(self, door: str, prefix: str = "", **body: Any) -> tuple[int, dict[str, Any]]:
        """Send JSON as the page's script does; cookies are kept."""
        return self.post_raw(door, json.dumps(body).encode(), prefix=prefix)

    def post_raw(
        self, door: str, body: bytes, *, prefix: str = "", **headers: str
    ) -> tuple[int, dict[str, Any]]:
        """Send bytes by the short way; a header that is "" is left out."""
        usual = {
            "host": HOST,
            "content-type": "application/json",
            "sec-fetch-site": "same-origin",
            "x-forwarded-for": self.address,
        }
        if COOKIE in self.client.cookies:
            usual["cookie"] = f"{COOKIE}={self.client.cookies[COOKIE].value}"
        given = usual | {name.replace("_", "-"): value for name, value in headers.items()}
        scope = {
            "type": "http",
            "method": "POST",
            "path": f"{prefix}{ROOM}{door}/",
            "headers": [(name.encode(), value.encode()) for name, value in given.items() if value],
        }
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(asyncio.run, self._ask(scope, body))
            while not asked.done():
                with suppress(queue.Empty):
                    save(*_waiting.get(timeout=0.01))
            return asked.result()

    async def _ask(self, scope: dict[str, Any], body: bytes) -> tuple[int, dict[str, Any]]:
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await short_way(scope, receive, send)
        for name, value in sent[0]["headers"]:
            if name == b"set-cookie":
                cookie, _equals, rest = value.decode().partition("=")
                self.client.cookies[cookie] = rest.partition(";")[0]
        return sent[0]["status"], json.loads(sent[1]["body"])


def code_of_mail() -> str:
    """Read the code in the newest e-mail."""
    found = re.search(
        r"^\s*([A-Z0-9]{3,8}(?:-[A-Z0-9]{3,8})?)\s*$", str(mail.outbox[-1].body), re.MULTILINE
    )
    assert found is not None, mail.outbox[-1].body
    return found[1]


def sign_up(visitor: Visitor, name: str, email: str) -> None:
    """Sign up and confirm the address, as a reader does."""
    answer = visitor.send(f"{ROOM}signup/", name=name, email=email)
    assert answer.status_code == 302, answer.content.decode()
    answer = visitor.send(answer["Location"], code=code_of_mail())
    assert answer.status_code == 302, answer.content.decode()


def newest() -> Comment:
    """Give the comment that was written last."""
    return Comment.objects.order_by("-pk")[0]
