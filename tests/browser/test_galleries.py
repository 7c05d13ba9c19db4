"""Pictures and galleries in the browser: nothing jumps, the right file comes, all ways to leaf."""

import re
import sqlite3
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from tests.browser.demo_site import Site

pytestmark = pytest.mark.browser

PASSWORD = "long-enough-2"
PREPARE = f"""
from shpalta.newsroom.staff.models import User
User.objects.create_superuser("cropper", password="{PASSWORD}")
"""
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1440, "height": 1000}
LARGEST = 120_000
_PATIENCE = 20_000
_MADE_WITHIN = 240.0
_SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def ready(demo: Site) -> Site:
    """The demo once the workshop has made all its pictures."""
    until = time.monotonic() + _MADE_WITHIN
    while time.monotonic() < until:
        with sqlite3.connect(demo.data / "shpalta.sqlite3") as database:
            due = "SELECT COUNT(*) FROM renditions_preparation WHERE is_due"
            if database.execute(due).fetchone() == (0,):
                return demo
        time.sleep(0.5)
    pytest.fail("the workshop has not made the demo's pictures")


@pytest.fixture(scope="module")
def photo_story(ready: Site, browser: Browser) -> str:
    """The address of a story with a gallery of five pictures."""
    page = browser.new_page()
    page.goto(f"{ready.readers}/rubric/city/")
    path = re.search(r"/photo/\d+/\d+/\d+/\d+/", page.content())
    page.close()
    assert path is not None
    return ready.readers + path[0]


@pytest.fixture
def reading(browser: Browser, photo_story: str) -> Iterator[Page]:
    """The story with the gallery, on a desk."""
    page = browser.new_page(viewport=DESKTOP, locale="uk")
    page.goto(photo_story)
    yield page
    page.close()


def delay(route: Route) -> None:
    time.sleep(0.05)
    route.continue_()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("place", ["front", "story"])
def test_nothing_moves_however_late_pictures_come(
    ready: Site, photo_story: str, browser: Browser, place: str, size: ViewportSize
) -> None:
    page = browser.new_page(viewport=size)
    page.add_init_script(_SHIFTS)
    page.route("**/media/pictures/**", delay)
    page.goto(f"{ready.readers}/" if place == "front" else photo_story)
    for _turn in range(8):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(150)
    page.wait_for_load_state("networkidle")
    shown = page.evaluate("[...document.images].filter(one => one.complete).length")
    assert shown >= 3
    assert page.evaluate("window.shifts") == 0
    page.close()


@pytest.mark.parametrize(("size", "dots"), [(PHONE, 3), (PHONE, 1.75), (DESKTOP, 1)])
def test_the_lead_picture_comes_at_once_fits_and_is_light(
    ready: Site, photo_story: str, browser: Browser, size: ViewportSize, dots: float
) -> None:
    context = browser.new_context(viewport=size, device_scale_factor=dots)
    page = context.new_page()
    for address, place in (
        (photo_story, ".story > .leading img"),
        (f"{ready.readers}/", ".leading .card img"),
    ):
        page.goto(address)
        lead = page.locator(place)
        expect(lead).to_have_attribute("fetchpriority", "high")
        assert lead.get_attribute("loading") is None
        page.wait_for_function("place => document.querySelector(place).currentSrc", arg=place)
        source = lead.evaluate("one => one.currentSrc")
        assert source.endswith(".avif")
        response = page.request.get(source)
        assert len(response.body()) <= LARGEST, source
        width = int(source.rsplit("/", 1)[1].removesuffix(".avif"))
        needed = lead.evaluate("one => one.clientWidth") * dots
        assert width >= min(needed, 1200) * 0.98, (source, needed)
    context.close()


def place_of(page: Page, inside: str = ".gallery >") -> str:
    """Say at which picture a strip stands, by what is seen of it."""
    found: str = page.locator(f"{inside} .reel").evaluate(
        """list => {
          const middle = list.getBoundingClientRect().left + list.clientWidth / 2;
          return [...list.children].find(one => {
            const box = one.getBoundingClientRect();
            return box.left <= middle && middle <= box.right;
          })?.querySelector(".nth").textContent ?? "";
        }"""
    )
    return found


def expect_place(page: Page, place: str, inside: str = ".gallery >") -> None:
    until = time.monotonic() + _PATIENCE / 1000
    while place_of(page, inside) != place and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert place_of(page, inside) == place


def test_a_gallery_is_leafed_through_by_keys(reading: Page) -> None:
    reel = reading.locator(".gallery > .reel")
    reel.focus()
    expect_place(reading, "1 з 5")
    for key, place in (
        ("ArrowRight", "2 з 5"),
        ("ArrowRight", "3 з 5"),
        ("ArrowLeft", "2 з 5"),
        ("End", "5 з 5"),
        ("Home", "1 з 5"),
    ):
        reading.keyboard.press(key)
        expect_place(reading, place)
    expect(reading.locator(".gallery > .reel-bar [role=status]")).to_have_text("1 з 5")
    expect(reading.get_by_role("button", name="Попереднє фото")).to_be_disabled()
    reading.get_by_role("button", name="Наступне фото").click()
    expect_place(reading, "2 з 5")


def test_the_whole_screen_opens_where_one_is_and_gives_the_focus_back(reading: Page) -> None:
    reading.locator(".gallery > .reel").focus()
    reading.keyboard.press("ArrowRight")
    expect_place(reading, "2 з 5")
    opener = reading.get_by_role("button", name="На весь екран")
    opener.focus()
    reading.keyboard.press("Enter")
    box = reading.get_by_role("dialog")
    expect(box).to_be_visible()
    expect_place(reading, "2 з 5", "dialog")
    reading.keyboard.press("ArrowRight")
    expect_place(reading, "3 з 5", "dialog")
    expect(box.locator(".nth").nth(2)).to_be_in_viewport()
    reading.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(opener).to_be_focused()
    expect_place(reading, "3 з 5")


def swipe(page: Page, *, x: float, y: float, by: float) -> None:
    """Move a finger sideways over the page."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    for step in range(1, 13):
        touch("touchMove", {"x": x + by * step / 12, "y": y})
        page.wait_for_timeout(16)
    touch("touchEnd")


def test_a_finger_leafs_as_well(browser: Browser, photo_story: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="uk")
    page = context.new_page()
    page.goto(photo_story)
    reel = page.locator(".gallery > .reel")
    reel.scroll_into_view_if_needed()
    box = reel.bounding_box()
    assert box is not None
    swipe(page, x=box["x"] + 280, y=box["y"] + 80, by=-240)
    expect_place(page, "2 з 5")
    expect(page.locator(".gallery > .reel-bar [role=status]")).to_have_text("2 з 5")
    context.close()


def test_a_gallery_needs_no_script(browser: Browser, photo_story: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(photo_story)
    reel = page.locator(".gallery .reel")
    expect(reel.locator("img")).to_have_count(5)
    expect(reel.locator("figcaption").first).to_contain_text("1 з 5")
    expect(page.locator(".gallery button")).to_have_count(0)
    reel.focus()
    page.keyboard.press("ArrowRight")
    expect(reel.locator("img").nth(1)).to_be_in_viewport()
    context.close()


def test_who_wants_no_motion_gets_none(browser: Browser, photo_story: str) -> None:
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    page = context.new_page()
    page.goto(photo_story)
    page.locator(".gallery > .reel").focus()
    page.keyboard.press("End")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert place_of(page) == "5 з 5"
    context.close()


def test_crops_are_drawn_by_mouse_and_by_keys(ready: Site, browser: Browser) -> None:
    ready.run(PREPARE)
    context = browser.new_context(locale="en", viewport=DESKTOP)
    page = context.new_page()
    page.goto(f"{ready.newsroom}/images/1/crops/")
    page.locator("[name=username]").fill("cropper")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    stage = page.locator("[data-stage]")
    expect(page.locator(".crops.is-live")).to_be_visible(timeout=_PATIENCE)
    box = stage.bounding_box()
    assert box is not None
    stage.click(position={"x": box["width"] / 4, "y": box["height"] / 2})
    assert abs(float(page.locator("[name=focus_x]").input_value()) - 25) < 1
    page.keyboard.press("Shift+ArrowRight")
    assert abs(float(page.locator("[name=focus_x]").input_value()) - 30) < 1
    page.locator("[data-shape=card] .crops__pick").click()
    frame = page.locator("[data-frame]")
    expect(frame).to_be_focused()
    before = frame.bounding_box()
    for key in ("-", "-", "-", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    after = frame.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] < before["width"]
    expect(page.locator("[name=card-own]")).to_be_checked()
    width = page.locator("[name=card-width]").input_value()
    page.locator(".crops__foot button[type=submit]").click()
    expect(page.locator(".messages")).to_contain_text("Saved")
    assert float(page.locator("[name=card-width]").input_value()) == pytest.approx(float(width))
    context.close()
