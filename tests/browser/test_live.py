"""The live rail: headlines that come, change and go while a page is open."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.rail import EDITIONS, LiveHouse, headlines, lines

pytestmark = pytest.mark.browser

WATCH_FOR_JUMPS = """() => {
  window.moved = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      window.moved.push(...entry.sources.map((one) => one.node?.outerHTML));
  }).observe({type: "layout-shift", buffered: true});
}"""
SCROLL_PAST_THE_HEAD = """() => {
  const head = document.querySelector(".rail-head");
  scrollTo(0, scrollY + head.getBoundingClientRect().bottom + 80);
}"""


@pytest.fixture
def page(live: LiveHouse, browser: Browser) -> Iterator[Page]:
    """The front page, on which the script listens."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    live.open(page)
    yield page
    context.close()
    live.tidy()


def test_headlines_are_counted_and_unfold_at_one_press(live: LiveHouse, page: Page) -> None:
    before = headlines(page)
    live.publish("Перша")
    live.publish("Друга", mark="video", importance="breaking")
    more = page.get_by_role("button", name="2 нові")
    expect(more).to_be_visible()
    assert headlines(page) == before

    more.click()

    expect(lines(page)).to_have_count(len(before) + 2)
    assert headlines(page) == ["ТЕРМІНОВО ВІДЕО Друга", "Перша", *before]
    expect(more).to_be_hidden()
    expect(lines(page).first.locator("a")).to_be_focused()


def test_an_unfolded_rail_is_the_rail_of_a_page_loaded_anew(live: LiveHouse, page: Page) -> None:
    live.publish("Звичайна")
    live.publish("Відео з даху", mark="video")
    live.publish("Термінова", importance="breaking")
    page.get_by_role("button", name="3 нові").click()
    expect(lines(page).first).to_contain_text("Термінова")
    live_lines = [_anatomy(page, index) for index in range(3)]

    page.reload()

    assert [_anatomy(page, index) for index in range(3)] == live_lines


def test_what_is_read_out_is_the_count_and_no_headline(live: LiveHouse, page: Page) -> None:
    said = page.get_by_role("status")
    expect(said).to_have_text("")
    live.publish("Не читайте мене вголос")
    expect(said).to_have_text("1 новий заголовок")
    live.publish("І мене")
    expect(said).to_have_text("2 нові заголовки")
    expect(page.locator("#live[aria-live], #live [aria-live]")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1024, 1440])
@pytest.mark.parametrize("edition", EDITIONS)
def test_nothing_on_the_page_moves_when_headlines_come(
    live: LiveHouse, page: Page, edition: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    live.open(page, f"{edition}/")
    page.evaluate(WATCH_FOR_JUMPS)
    for number in range(11):
        live.publish(f"Новина {number}", edition=edition)
    expect(page.locator(".rail-new")).to_be_visible()
    expect(page.locator(".rail-new")).to_contain_text("11")
    page.wait_for_timeout(200)
    assert page.evaluate("window.moved") == []
    assert page.locator(".rail-head").evaluate("head => head.scrollWidth <= head.clientWidth")


def test_who_reads_down_the_rail_keeps_his_place_until_he_comes_back_to_its_head(
    live: LiveHouse, page: Page
) -> None:
    page.set_viewport_size({"width": 390, "height": 500})
    page.evaluate(SCROLL_PAST_THE_HEAD)
    before, at = headlines(page), page.evaluate("scrollY")
    live.publish("Поки читали")
    expect(page.get_by_role("status")).to_have_text("1 новий заголовок")
    assert headlines(page) == before
    assert page.evaluate("scrollY") == at

    page.locator(".rail-head").scroll_into_view_if_needed()

    expect(lines(page).first.locator("a")).to_have_text("Поки читали")
    expect(page.locator(".rail-new")).to_be_hidden()


def test_an_update_changes_its_line_in_place(live: LiveHouse, page: Page) -> None:
    live.publish("Помилка в заголовку")
    page.get_by_role("button", name="1 нова").click()
    line = lines(page).first
    expect(line.locator("a")).to_be_focused()
    count = lines(page).count()

    live.update_newest("Виправлено")

    expect(line.locator("a")).to_have_text("Виправлено")
    expect(line.locator("a")).to_be_focused()
    expect(page.locator(".rail-new")).to_be_hidden()
    expect(lines(page)).to_have_count(count)


def test_a_withdrawn_story_goes_from_the_rail_and_from_what_waits(
    live: LiveHouse, page: Page
) -> None:
    shown = live.publish("Відкличуть з очей")
    page.get_by_role("button", name="1 нова").click()
    count = lines(page).count()
    waiting = live.publish("Відкличуть до показу")
    expect(page.get_by_role("button", name="1 нова")).to_be_visible()

    live.withdraw(waiting)
    live.withdraw(shown)

    expect(page.locator(".rail-new")).to_be_hidden()
    expect(lines(page)).to_have_count(count - 1)
    expect(page.locator("#live").get_by_text("Відкличуть")).to_have_count(0)


def test_hostile_headlines_stay_text(live: LiveHouse, page: Page) -> None:
    live.publish("<img src=x onerror=alert(1)>")
    page.get_by_role("button", name="1 нова").click()
    expect(lines(page).first.locator("a")).to_have_text("<img src=x onerror=alert(1)>")


def test_a_paused_rail_stays_as_it_is_on_the_next_page_too(live: LiveHouse, page: Page) -> None:
    page.get_by_role("button", name="Зупинити стрічку новин").click()
    page.wait_for_function("() => document.querySelector('.rail-pause.is-paused')")
    page.reload()
    resume = page.get_by_role("button", name="Продовжити стрічку новин")
    expect(resume).to_be_visible()
    before = headlines(page)
    live.publish("Під час перерви")
    page.wait_for_timeout(1_000)
    assert headlines(page) == before
    expect(page.locator(".rail-new")).to_be_hidden()

    resume.click()

    expect(page.get_by_role("button", name="1 нова")).to_be_visible()
    live.publish("Після перерви")
    expect(page.get_by_role("button", name="2 нові")).to_be_visible()


@pytest.mark.parametrize(("wish", "animation"), [("reduce", "none"), ("no-preference", "come")])
def test_new_lines_glow_only_for_those_who_do_not_mind_motion(
    live: LiveHouse, page: Page, wish: str, animation: str
) -> None:
    page.emulate_media(reduced_motion=wish)  # type: ignore[arg-type]  # one of its literals
    live.publish("Світиться")
    page.get_by_role("button", name="1 нова").click()
    newest = lines(page).first
    expect(newest).to_have_class("normal fresh")
    assert newest.evaluate("line => getComputedStyle(line).animationName") == animation


def _anatomy(page: Page, index: int) -> str:
    """Give a line's HTML without what only says that it has just come."""
    return str(
        lines(page)
        .nth(index)
        .evaluate(
            """line => { const plain = line.cloneNode(true);
                         plain.classList.remove("fresh");
                         return plain.outerHTML.replace(/\\s+/g, " "); }"""
        )
    )
