"""The client of an outside translation service, against a real server that behaves in all ways."""

import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from shpalta.newsroom.translation.chat import ChatTranslator
from shpalta.newsroom.translation.configuring import read_configuration
from shpalta.newsroom.translation.errors import TranslationError
from shpalta.newsroom.translation.running import PORTION, translate_passages
from tests.integration.newsroom import chat_service
from tests.integration.newsroom.chat_service import Service, plainly, texts_by, well, wrapped

KEY = "sk-very-secret-0123456789"


@pytest.fixture
def service() -> Iterator[Service]:
    """A running service; everything is said in English."""
    with chat_service.running_service() as running, translation.override("en"):
        yield running


def client(service: Service, *, timeout: float = 20) -> ChatTranslator:
    """Make a client of the service."""
    return ChatTranslator(
        read_configuration(
            {
                "SHPALTA_TRANSLATION_SERVICE": "chat",
                "SHPALTA_TRANSLATION_URL": f"{service.url}/",
                "SHPALTA_TRANSLATION_MODEL": "some-model",
                "SHPALTA_TRANSLATION_KEY": KEY,
                "SHPALTA_TRANSLATION_TIMEOUT": str(timeout),
            }
        )
    )


def translated(service: Service, *passages: tuple[str, bool], timeout: float = 20) -> list[str]:
    """Have passages translated from Ukrainian into Russian."""
    return translate_passages(
        client(service, timeout=timeout),
        passages,
        source="uk",
        target="ru",
        names={"Київ": "Киев"},
    )


def test_texts_come_back_in_order_with_their_markup(service: Service) -> None:
    service.will(well)
    html = '<p data-block-key="k">Див. <a href="https://example.org/?a=1&amp;b=2">тут</a>.</p>'

    answer = translated(service, ("Місто", False), (html, True), ("", False), ("A < B & C", False))

    assert answer == [
        "МІСТО",
        '<p data-block-key="k">ДИВ. <a href="https://example.org/?a=1&amp;b=2">ТУТ</a>.</p>',
        "",
        "A < B & C",
    ]
    (path, headers, asked), *more = service.asked
    assert (path, more) == ("/v1/chat/completions", [])
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert asked["model"] == "some-model"
    assert "Киев" in asked["messages"][0]["content"]
    assert "example.org" not in asked["messages"][1]["content"]


def test_a_long_story_goes_in_portions(service: Service) -> None:
    service.will(well)
    passages = [("слово " * 200, False)] * 12

    assert len(translated(service, *passages)) == 12
    sizes = [len(asked["messages"][1]["content"]) for _path, _headers, asked in service.asked]
    assert len(sizes) > 1
    assert max(sizes) < PORTION * 1.2


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_service_that_is_busy_is_asked_again(service: Service, status: int) -> None:
    service.will(plainly(status), well)
    assert translated(service, ("так", False)) == ["ТАК"]
    assert len(service.asked) == 2


def test_the_pause_that_it_asks_for_is_kept(service: Service) -> None:
    service.will(plainly(429, Retry_After="2"), well)
    begun = time.monotonic()
    translated(service, ("так", False))
    assert time.monotonic() - begun >= 2


@pytest.mark.alone
def test_a_pause_beyond_the_time_limit_is_not_waited_for(service: Service) -> None:
    service.will(plainly(429, Retry_After="3600"))
    begun = time.monotonic()
    with pytest.raises(TranslationError, match="429"):
        translated(service, ("так", False))
    assert time.monotonic() - begun < 2


@pytest.mark.alone
@pytest.mark.parametrize("way", ["silently", "drop_by_drop"])
def test_nothing_outlasts_the_time_limit(service: Service, way: str) -> None:
    service.will(getattr(chat_service, way))
    begun = time.monotonic()
    with pytest.raises(TranslationError, match="time out"):
        translated(service, ("так", False), timeout=1)
    assert time.monotonic() - begun < 2


def test_an_answer_without_end_is_cut(service: Service) -> None:
    service.will(chat_service.endlessly)
    with pytest.raises(TranslationError, match="too much"):
        translated(service, ("так", False))
    assert len(service.asked) == 1


def test_a_torn_answer_is_asked_for_again(service: Service) -> None:
    service.will(chat_service.torn, well)
    assert translated(service, ("так", False)) == ["ТАК"]


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 403, 404, 422])
def test_a_refusal_is_final_and_no_redirect_is_followed(service: Service, status: int) -> None:
    service.will(plainly(status, KEY.encode(), Location="http://127.0.0.1:1/elsewhere"), well)
    with pytest.raises(TranslationError, match=str(status)):
        translated(service, ("так", False))
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>busy</html>",
        b"\xff\xfe",
        b"[" * 100_000,
        b"{}",
        b"null",
        b'{"choices": []}',
        b'{"choices": [{"message": {"content": null}}]}',
        b'{"choices": [{"message": {"content": "Sure! Here you are"}}]}',
        b'{"choices": [{"message": {"content": "{\\"texts\\": \\"text\\"}"}}]}',
        wrapped([1]),
        wrapped([None]),
        wrapped([]),
        wrapped(["one", "two"]),
        wrapped([""]),
        wrapped(["long " * 1_000]),
        wrapped(["nul \x00"]),
    ],
)
def test_what_is_no_translation_is_refused(service: Service, body: bytes) -> None:
    service.will(plainly(200, body))
    with pytest.raises(TranslationError):
        translated(service, ("так", False))


def test_what_it_adds_is_text_and_never_markup(service: Service) -> None:
    service.will(texts_by(lambda texts: [f"{text}<script>alert(1)</script>" for text in texts]))
    (answer,) = translated(service, ("<p>Так <b>є</b></p>", True))
    assert answer == "<p>Так <b>є</b>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda text: text.replace("⟦1⟧", ""),
        lambda text: text + "⟦1⟧",
        lambda text: text + "⟦7⟧",
        lambda text: text.replace("⟦/1⟧", "⟦x⟧").replace("⟦1⟧", "⟦/1⟧").replace("⟦x⟧", "⟦1⟧"),
    ],
)
def test_lost_marks_are_refused(service: Service, spoilt: Any) -> None:
    service.will(texts_by(lambda texts: [spoilt(text) for text in texts]))
    with pytest.raises(TranslationError, match="emphasis"):
        translated(service, ("<p>Так <b>є</b></p>", True))


@pytest.mark.parametrize("way", [plainly(401, KEY.encode()), plainly(500), plainly(200, b"{}")])
def test_the_key_is_in_no_log_and_no_error(
    service: Service, caplog: pytest.LogCaptureFixture, way: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    service.will(way)
    with pytest.raises(TranslationError) as caught:
        translated(service, ("Таємний текст", False), timeout=1)
    said = f"{caught.value!r} {caught.value.__cause__!r} {caplog.text}"
    assert KEY not in said
    assert "Таємний" not in said
    assert KEY not in repr(client(service)._configuration)


def test_a_service_that_is_not_there_is_told(service: Service) -> None:
    gone = Service("http://127.0.0.1:1/v1")
    with pytest.raises(TranslationError, match="does not answer"):
        translated(gone, ("так", False), timeout=1)
    assert service.asked == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SERVICE": "other"}, "SERVICE"),
        ({"URL": "ftp://example.org"}, "URL"),
        ({"URL": "file:///etc/passwd"}, "URL"),
        ({"URL": "https://user:word@example.org"}, "URL"),
        ({"URL": ""}, "URL"),
        ({"MODEL": ""}, "MODEL"),
        ({"KEY": "two\r\nlines"}, "KEY"),
        ({"TIMEOUT": "soon"}, "TIMEOUT"),
        ({"TIMEOUT": "-1"}, "TIMEOUT"),
        ({"TIMEOUT": "nan"}, "TIMEOUT"),
    ],
)
def test_a_wrong_setting_is_named_at_the_start(change: dict[str, str], named: str) -> None:
    right = {"SERVICE": "chat", "URL": "https://example.org/v1", "MODEL": "m", "KEY": "k"}
    environ = {f"SHPALTA_TRANSLATION_{name}": value for name, value in (right | change).items()}
    with pytest.raises(ImproperlyConfigured, match=f"SHPALTA_TRANSLATION_{named}"):
        read_configuration(environ)


def test_it_is_off_by_default() -> None:
    assert read_configuration({}).service == ""
