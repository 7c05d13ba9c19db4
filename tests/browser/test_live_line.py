"""The live rail when the line breaks, the reader sleeps, or there is no script at all."""

import gzip
import re
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.rail import LiveHouse, headlines, lines

pytestmark = pytest.mark.browser

_DEADLINE = 30_000


@pytest.fixture
def page(live: LiveHouse, browser: Browser) -> Iterator[Page]:
    """The front page, on which the script listens."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    live.open(page)
    yield page
    context.close()
    live.tidy()


def test_after_the_edge_was_killed_the_stream_resumes_without_gap_or_repeat(
    live: LiveHouse, page: Page
) -> None:
    before = headlines(page)
    live.publish("До обриву")
    expect(page.get_by_role("button", name="1 нова")).to_be_visible()

    with page.expect_request(lambda one: "last-event-id=" in one.url, timeout=_DEADLINE):
        live.house.kill("edge")
        live.publish("Під час обриву")
        live.house.start("edge")
    live.publish("Після обриву")

    more = page.get_by_role("button", name="3 нові")
    expect(more).to_be_visible(timeout=_DEADLINE)
    more.click()
    expect(lines(page).first).to_contain_text("Після обриву")
    assert headlines(page) == ["Після обриву", "Під час обриву", "До обриву", *before]


def test_a_reader_who_was_offline_gets_each_headline_once(live: LiveHouse, page: Page) -> None:
    before = headlines(page)
    live.publish("Ще в мережі")
    expect(page.get_by_role("button", name="1 нова")).to_be_visible()

    page.context.set_offline(True)
    live.publish("Поза мережею")
    page.wait_for_timeout(500)
    with page.expect_response(lambda one: "last-event-id=" in one.url, timeout=_DEADLINE):
        page.context.set_offline(False)
    live.publish("Знову в мережі")

    more = page.get_by_role("button", name="3 нові")
    expect(more).to_be_visible(timeout=_DEADLINE)
    more.click()
    expect(lines(page).first).to_contain_text("Знову в мережі")
    assert headlines(page) == ["Знову в мережі", "Поза мережею", "Ще в мережі", *before]


def test_after_sleep_a_line_that_went_silent_is_taken_up_anew(
    live: LiveHouse, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.clock.install()
    live.open(page)
    page.clock.run_for(5_000)
    live.publish("Перед сном")
    expect(page.get_by_role("button", name="1 нова")).to_be_visible()

    # Nothing is cut: the line is open and dead, as after a laptop was shut.
    live.house.kill("edge", signal.SIGSTOP)
    try:
        live.publish("Поки спали")
        with page.expect_request(lambda one: "last-event-id=" in one.url, timeout=_DEADLINE):
            page.clock.fast_forward("02:00:00")
    finally:
        live.house.kill("edge", signal.SIGCONT)

    expect(page.get_by_role("button", name="2 нові")).to_be_visible(timeout=_DEADLINE)
    page.close()
    live.tidy()


def test_where_the_stream_is_blocked_the_ticker_is_read_now_and_then(
    live: LiveHouse, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.route("**/-/live/**", lambda route: route.abort())
    page.clock.install()
    page.goto(live.readers + "/")
    expect(page.locator(".rail-pause")).to_be_visible()
    live.publish("Без потоку")
    for _ in range(20):
        page.clock.run_for(20_000)
        if page.locator(".rail-new").is_visible():
            break
        page.wait_for_timeout(100)
    page.locator(".rail-new").click()
    expect(lines(page).first).to_contain_text("Без потоку")
    page.close()
    live.tidy()


def test_without_script_the_rail_is_right_at_every_load_and_has_no_buttons(
    live: LiveHouse, browser: Browser
) -> None:
    page = browser.new_page(java_script_enabled=False)
    for number in range(3):
        live.publish(f"Без скрипту {number}")
        live.house.catch_up()
        page.goto(live.readers + "/")
        expect(lines(page).first.locator("a")).to_have_text(f"Без скрипту {number}")
    expect(page.locator(".rail button")).to_have_count(0)
    page.close()
    live.tidy()


def test_the_script_is_deferred_and_smaller_than_four_kilobytes(live: LiveHouse) -> None:
    front = live.house.edge("/").body.decode()
    # Modules are deferred by themselves (WHATWG HTML, section 4.12.1).
    script = re.search(r'<script type="module" src="(/static/shpalta/press/live[^"]*)">', front)
    assert script is not None
    sent = live.house.edge(script[1], accept_encoding="gzip")
    assert sent.status == 200
    assert sent.headers["content-encoding"] == "gzip"
    assert len(sent.body) < 4_000
    assert gzip.decompress(sent.body).startswith(b"// The live rail")
