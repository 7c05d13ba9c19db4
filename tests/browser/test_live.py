"""The live rail: headlines that come, change and go while a page is open."""

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientSession, web
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.demo_site import SHPALTA, free_port

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
KYIV = ZoneInfo("Europe/Kyiv")
MAKE_HOUSE = """
from tests.factories import make_edition, make_story, make_title
title = make_title("daily", host="localhost", answers_unknown_hosts=True)
for language in ("uk", "ru", "en"):
    edition = make_edition(title, language=language)
    for number in range(1, 7):
        make_story(edition, f"Рядок {number}")
"""
PUBLISH = """
import json
from tests.factories import make_story
from shpalta.newsroom.titles.models import Edition
story = make_story(Edition.objects.get(language="uk"), {headline!r})
print(json.dumps({{"number": story.number, "url": story.path, "headline": story.headline,
                   "at": story.published_at.isoformat()}}))
"""


class StandIn:
    """Stands where an edge will stand: hands pages on from the press, and plays the stream."""

    def __init__(self, press: str) -> None:
        self.press = press
        self.port = free_port()
        self.readers: list[asyncio.Queue[bytes]] = []
        self.streams = 0
        self.is_streaming = True
        self._sequence = 0
        self._loop = asyncio.new_event_loop()
        self._stopped = asyncio.Event()
        self._session: ClientSession | None = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def say(self, name: str, story: dict[str, Any]) -> None:
        """Send one event to everybody who listens."""
        self._sequence += 1
        data = json.dumps({"type": name} | story)
        message = f"event: {name}\nid: {self._sequence}-0f3a9c11\ndata: {data}\n\n"
        self._loop.call_soon_threadsafe(self._send, message.encode())

    def hang_up(self) -> None:
        """Cut every stream."""
        self._loop.call_soon_threadsafe(self._send, b"")

    def _send(self, message: bytes) -> None:
        for reader in self.readers:
            reader.put_nowait(message)

    @contextmanager
    def expect_stream(self) -> Iterator[None]:
        """Wait until somebody has begun to listen who did not before."""
        before, until = self.streams, time.monotonic() + 20
        yield
        while self.streams == before:
            assert time.monotonic() < until, "nobody listens"
            time.sleep(0.02)

    async def _live(self, request: web.Request) -> web.StreamResponse:
        if not self.is_streaming:
            return web.Response(status=503)
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        await response.write(b"event: beat\ndata: {}\n\n")
        self.readers.append(queue)
        self.streams += 1
        try:
            while message := await queue.get():
                await response.write(message)
        except ConnectionError:
            pass  # The page was closed.
        finally:
            self.readers.remove(queue)
        return response

    async def _page(self, request: web.Request) -> web.Response:
        assert self._session is not None
        async with self._session.get(
            self.press + request.path_qs,
            headers={"Host": request.headers["Host"]},
            allow_redirects=False,
        ) as answer:
            kept = ("Content-Type", "Content-Security-Policy", "Location", "X-Content-Type-Options")
            headers = {name: answer.headers[name] for name in kept if name in answer.headers}
            return web.Response(status=answer.status, body=await answer.read(), headers=headers)

    @asynccontextmanager
    async def _serving(self) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_get("/-/live/{title}/{edition}", self._live)
        app.router.add_get("/{path:.*}", self._page)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        async with ClientSession() as self._session:
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", self.port).start()
            yield
            self._send(b"")
            await runner.cleanup()

    def run(self, started: threading.Event) -> None:
        """Serve until `stop` is called."""

        async def serve() -> None:
            async with self._serving():
                started.set()
                await self._stopped.wait()

        self._loop.run_until_complete(serve())
        self._loop.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)


def _shell(data: Path, code: str) -> str:
    environment = os.environ | {"DATA": str(data), "PYTHONPATH": str(ROOT)}
    command = [str(SHPALTA), "manage", "shell", "--no-imports", "-c", code]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("live")
    environment = os.environ | {"DATA": str(folder)}
    subprocess.run([str(SHPALTA), "setup"], env=environment, check=True, capture_output=True)
    _shell(folder, MAKE_HOUSE)
    return folder


@pytest.fixture(scope="module")
def origin(data: Path) -> Iterator[StandIn]:
    """A real press with a house of its own, behind the stand-in."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    press = subprocess.Popen(
        [*command, "--log-level", "warning", "shpalta.site.wsgi:application"],
        env=os.environ | {"DATA": str(data), "SHPALTA_ROOM": "press"},
        start_new_session=True,
    )
    stand_in = StandIn(f"http://127.0.0.1:{port}")
    started = threading.Event()
    thread = threading.Thread(target=stand_in.run, args=(started,))
    thread.start()
    try:
        assert started.wait(20)
        _wait_until_ready(stand_in.press + "/-/health")
        yield stand_in
    finally:
        stand_in.stop()
        thread.join(20)
        press.terminate()
        press.wait(20)


def _wait_until_ready(url: str) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            assert time.monotonic() < until, f"{url} does not answer"
            time.sleep(0.1)


@pytest.fixture
def page(origin: StandIn, browser: Browser) -> Iterator[Page]:
    """A page on which the script listens and has caught up."""
    origin.is_streaming = True
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    _open(page, origin, "/")
    yield page
    context.close()


def _open(page: Page, origin: StandIn, path: str) -> None:
    with origin.expect_stream():
        page.goto(origin.address + path)


def _story(number: int, headline: str, **fields: Any) -> dict[str, Any]:
    """Make an event's story of just now; the day in its address is the rail's first."""
    now = datetime.now(KYIV)
    at, day = now.isoformat(timespec="seconds"), f"{now:%Y/%m/%d}"
    plain = {"mark": "", "importance": "normal", "time": "12:49", "at": at}
    return plain | {
        "number": number,
        "headline": headline,
        "url": f"/news/{day}/{number}/",
        **fields,
    }


def _lines(page: Page) -> Locator:
    return page.locator("#live li")


def _headlines(page: Page) -> list[str]:
    return page.locator("#live li a").all_inner_texts()


def test_headlines_are_counted_and_unfold_at_one_press(origin: StandIn, page: Page) -> None:
    before = _headlines(page)
    origin.say("published", _story(9001, "Перша"))
    origin.say("published", _story(9002, "Друга", mark="video", importance="breaking"))
    origin.say("published", _story(9002, "Друга", mark="video", importance="breaking"))
    more = page.get_by_role("button", name="2 нові")
    expect(more).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("2 нові заголовки")
    assert _headlines(page) == before
    more.click()
    expect(_lines(page)).to_have_count(len(before) + 2)
    assert _headlines(page)[:2] == ["ТЕРМІНОВО ВІДЕО Друга", "Перша"]
    assert page.locator("#live li.breaking time").first.inner_text() == "12:49"
    expect(more).to_be_hidden()
    expect(_lines(page).first.locator("a")).to_be_focused()


@pytest.mark.parametrize("width", [390, 1024, 1440])
@pytest.mark.parametrize("prefix", ["", "/rus", "/eng"])
def test_nothing_on_the_page_moves_when_headlines_come(
    origin: StandIn, page: Page, prefix: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    _open(page, origin, f"{prefix}/")
    page.evaluate(
        """() => { window.moved = []; new PerformanceObserver((list) => {
             for (const entry of list.getEntries())
               window.moved.push(...entry.sources.map((one) => one.node?.outerHTML));
           }).observe({type: "layout-shift", buffered: true}); }"""
    )
    for number in range(9101, 9115):
        origin.say("published", _story(number, f"Новина {number}"))
    expect(page.locator(".rail-new")).to_be_visible()
    expect(page.locator(".rail-new")).to_contain_text("14")
    page.wait_for_timeout(200)
    assert page.evaluate("window.moved") == []
    assert page.locator(".rail-head").evaluate("head => head.scrollWidth <= head.clientWidth")


def test_an_update_changes_its_line_in_place(origin: StandIn, page: Page) -> None:
    line = _lines(page).nth(2)
    number = int(line.get_attribute("data-number") or 0)
    url = line.locator("a").get_attribute("href") or ""
    line.locator("a").focus()
    at = line.locator("time").get_attribute("datetime")
    origin.say("updated", _story(number, "Виправлено", url=url, at=at, importance="important"))
    expect(line.locator("a")).to_have_text("Виправлено")
    expect(line.locator("a")).to_be_focused()
    expect(line).to_have_class("important")
    expect(page.locator(".rail-new")).to_be_hidden()


def test_a_withdrawn_story_goes_from_the_rail_and_from_what_waits(
    origin: StandIn, page: Page
) -> None:
    count = _lines(page).count()
    number = int(_lines(page).last.get_attribute("data-number") or 0)
    origin.say("published", _story(9201, "Відкличуть"))
    expect(page.get_by_role("button", name="1 нова")).to_be_visible()
    origin.say("withdrawn", {"number": 9201})
    origin.say("withdrawn", {"number": number})
    expect(page.locator(".rail-new")).to_be_hidden()
    expect(_lines(page)).to_have_count(count - 1)
    expect(page.locator(f'#live [data-number="{number}"]')).to_have_count(0)


def test_hostile_headlines_stay_text(origin: StandIn, page: Page) -> None:
    origin.say("published", _story(9301, "<img src=x onerror=alert(1)>"))
    page.get_by_role("button", name="1 нова").click()
    expect(_lines(page).first.locator("a")).to_have_text("<img src=x onerror=alert(1)>")


def test_a_paused_rail_stays_as_it_is_on_the_next_page_too(origin: StandIn, page: Page) -> None:
    page.get_by_role("button", name="Зупинити стрічку новин").click()
    page.wait_for_function("() => document.querySelector('.rail-pause.is-paused')")
    page.reload()
    resume = page.get_by_role("button", name="Продовжити стрічку новин")
    expect(resume).to_be_visible()
    with origin.expect_stream():
        resume.click()
    origin.say("published", _story(9401, "Після перерви"))
    expect(page.get_by_role("button", name="1 нова")).to_be_visible()


def test_a_cut_stream_resumes_where_it_ended(origin: StandIn, page: Page) -> None:
    origin.say("published", _story(9501, "До обриву"))
    expect(page.get_by_role("button", name="1 нова")).to_be_visible()
    resumed = page.expect_request(lambda one: "last-event-id=" in one.url, timeout=20_000)
    with resumed, origin.expect_stream():
        origin.hang_up()
    origin.say("published", _story(9501, "До обриву"))
    origin.say("published", _story(9502, "Після обриву"))
    expect(page.get_by_role("button", name="2 нові")).to_be_visible()


def test_without_a_stream_the_ticker_is_read_now_and_then(
    origin: StandIn, browser: Browser, data: Path
) -> None:
    origin.is_streaming = False
    page = browser.new_context().new_page()
    page.clock.install()
    page.goto(origin.address + "/")
    expect(page.locator(".rail-pause")).to_be_visible()
    story = json.loads(_shell(data, PUBLISH.format(headline="Без потоку")))
    for _ in range(20):
        page.clock.run_for(20_000)
        if page.locator(".rail-new").is_visible():
            break
        page.wait_for_timeout(100)
    page.locator(".rail-new").click()
    expect(page.locator(f'#live [data-number="{story["number"]}"]')).to_have_count(1)
    page.context.close()


def test_without_script_the_rail_is_right_and_has_no_buttons(
    origin: StandIn, browser: Browser
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(origin.address + "/")
    assert _lines(page).count() >= 6
    expect(page.locator(".rail button")).to_have_count(0)
    page.context.close()
