"""Moderators at the queue: by keyboard, in bulk, on a phone, two at once."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.house.running import House, running_house

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A newsroom in which comments wait."""
    with running_house(tmp_path_factory.mktemp("moderation"), services=()) as house:
        house.worker.do("collect_static")
        house.start("newsroom")
        yield house


@pytest.fixture(autouse=True)
def queue(house: House) -> Iterator[None]:
    """Have the same comments wait before each test."""
    house.worker.do("fill_queue")
    yield
    house.worker.do("clear_queue")


def at_the_queue(house: House, browser: Browser, name: str = "olena", **options: Any) -> Page:
    """Open the queue as a moderator."""
    base = f"http://localhost:{house.plan.newsroom_port}"
    context = browser.new_context(**{"viewport": {"width": 1440, "height": 1000}} | options)
    cookie = house.worker.do("make_moderator", name=name, language="en")
    context.add_cookies([cookie | {"url": base}])
    page = context.new_page()
    page.goto(f"{base}/newsroom/comments/")
    return page


def states(house: House) -> dict[str, int]:
    counts: dict[str, int] = house.worker.do("states")
    return {state: number for state, number in counts.items() if number}


def test_by_keyboard_comments_are_published_removed_and_brought_back(
    house: House, browser: Browser
) -> None:
    page = at_the_queue(house, browser)
    items = page.locator(".moderation__item:visible")
    expect(items).to_have_count(8)
    page.keyboard.press("j")
    expect(items.nth(0)).to_be_focused()
    page.keyboard.press("j")
    text = items.nth(1).locator(".moderation__text").inner_text()
    page.keyboard.press("r")
    page.keyboard.press("1")
    expect(page.locator("[data-told]")).to_contain_text("Removed: 1 comment.")
    expect(items).to_have_count(7)
    assert states(house)["removed"] == 2
    page.keyboard.press("a")
    expect(page.locator("[data-told]")).to_contain_text("Approved: 1 comment.")
    expect(items).to_have_count(6)
    page.keyboard.press("u")
    expect(items).to_have_count(7)
    expect(page.get_by_text(text)).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.context.close()


def test_a_wave_is_removed_by_one_click_and_brought_back_by_one(
    house: House, browser: Browser
) -> None:
    page = at_the_queue(house, browser)
    before = states(house)
    page.locator(".moderation__wave summary").first.click()
    page.locator(".moderation__wave").first.get_by_role("button", name="Remove (4)").click()
    expect(page.locator("[data-told]")).to_contain_text("Removed: 4 comments.")
    assert states(house)["removed"] == before["removed"] + 4
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-told]")).to_contain_text("Undid: 4 comments.")
    assert states(house) == before
    page.context.close()


def test_authors_are_banned_and_their_ban_is_lifted(house: House, browser: Browser) -> None:
    page = at_the_queue(house, browser)
    before = states(house)
    for item in page.locator(".moderation__item").all()[2:4]:
        item.locator("[name=id]").check()
    page.locator(".moderation__bulk").get_by_role("button", name="Ban the authors").click()
    expect(page.locator("[data-told]")).to_contain_text("Banned: 2 comments.")
    assert states(house)["shut"] == 2
    page.get_by_role("navigation", name="Screens").get_by_role("link", name="Bans").click()
    page.get_by_role("button", name="Lift, and bring the comments back").click()
    expect(page.get_by_text("Nobody is banned.")).to_be_visible()
    assert states(house) == before
    page.context.close()


def test_what_another_decides_is_told_and_not_decided_twice(house: House, browser: Browser) -> None:
    page, other = (at_the_queue(house, browser, name) for name in ("olena", "ivan"))
    other.locator(".moderation__item").nth(1).locator('[data-act="approve"]').click()
    expect(other.locator("[data-told]")).to_contain_text("Approved")
    gone = page.locator(".moderation__item").nth(1)
    expect(gone).to_contain_text("ivan", timeout=10_000)
    expect(gone.locator('[data-act="approve"]')).to_be_disabled()
    for one in (page, other):
        one.context.close()


def test_no_screen_is_wider_than_a_phone(house: House, browser: Browser) -> None:
    page = at_the_queue(house, browser, viewport={"width": 390, "height": 844})
    for name in ("", "appeals/", "raids/", "bans/", "words/", "rules/", "figures/", "log/"):
        page.goto(f"http://localhost:{house.plan.newsroom_port}/newsroom/comments/{name}")
        width = page.evaluate("document.querySelector('.moderation').scrollWidth")
        assert width <= 390, f"{name or 'queue'} is {width} wide"
    page.goto(f"http://localhost:{house.plan.newsroom_port}/newsroom/comments/raids/")
    labels = page.locator(".moderation__acts > label")
    widths = labels.evaluate_all("all => all.map((one) => one.offsetWidth)")
    assert min(widths) > 250, "the words before a choice stand above it"
    page.context.close()


@pytest.fixture
def phone(house: House, browser: Browser) -> Iterator[Page]:
    """The queue on a phone that runs no script."""
    options: dict[str, Any] = {
        "viewport": {"width": 390, "height": 844},
        "java_script_enabled": False,
    }
    page = at_the_queue(house, browser, **options)
    yield page
    page.context.close()


def tell(page: Page, words: str) -> None:
    """Check what the moderator is told."""
    expect(page.locator("[data-told]")).to_contain_text(words)


def screen(page: Page, name: str) -> None:
    """Go to another screen of moderation."""
    navigation = page.get_by_role("navigation", name="Screens")
    navigation.get_by_role("link", name=name).click()


def test_on_a_phone_without_a_script_single_comments_are_decided(house: House, phone: Page) -> None:
    before = states(house)
    items = phone.locator(".moderation__item")
    waiting = items.count()
    items.first.locator('[data-act="approve"]').click()
    tell(phone, "Approved: 1 comment.")
    expect(items).to_have_count(waiting - 1)
    phone.get_by_role("button", name="Undo").click()
    tell(phone, "Undid")
    item = items.nth(1)
    item.locator("summary").click()
    item.get_by_role("button", name="Remove", exact=True).click()
    expect(phone.locator(".moderation")).to_contain_text("Say why: the author is told.")
    item.locator("summary").click()
    item.get_by_role("radio").first.check()
    item.get_by_label("Words to the author").fill("Please be kind.")
    item.get_by_role("button", name="Remove", exact=True).click()
    tell(phone, "Removed: 1 comment.")
    assert states(house)["removed"] == before["removed"] + 1
    phone.get_by_role("button", name="Undo").click()
    tell(phone, "Undid: 1 comment.")
    assert states(house) == before
    items.nth(1).locator("summary").click()
    items.nth(1).get_by_role("button", name="Ban the author").click()
    tell(phone, "Banned")
    screen(phone, "Bans")
    phone.get_by_role("button", name="Lift, and bring the comments back").click()
    expect(phone.get_by_text("Nobody is banned.")).to_be_visible()
    assert states(house) == before


def test_on_a_phone_without_a_script_many_are_decided_at_once(house: House, phone: Page) -> None:
    before = states(house)
    wave = phone.locator(".moderation__wave").first
    wave.locator("summary").first.click()
    wave.get_by_role("button", name="Remove (4)").click()
    tell(phone, "Removed: 4 comments.")
    phone.get_by_role("button", name="Undo").click()
    tell(phone, "Undid: 4 comments.")
    assert states(house) == before
    bulk = phone.locator(".moderation__bulk")
    for number in (2, 3):
        phone.locator(".moderation__item").nth(number).locator("[name=id]").check()
    bulk.get_by_label("Reason").select_option("insult")
    bulk.get_by_role("button", name="Remove", exact=True).click()
    tell(phone, "Removed: 2 comments.")
    phone.get_by_role("button", name="Undo").click()
    wave.locator("summary").first.click()
    wave.get_by_role("button", name="Ban the networks").click()
    tell(phone, "Banned")
    assert states(house)["shut"] >= 4
    phone.get_by_role("button", name="Undo").click()
    assert states(house) == before
    phone.get_by_label("Words or name").fill("ринку")
    phone.get_by_role("button", name="Show").click()
    expect(phone.locator(".moderation__item")).to_have_count(1)


def test_on_a_phone_without_a_script_the_other_screens_work(house: House, phone: Page) -> None:
    before = states(house)
    screen(phone, "Appeals")
    phone.get_by_label("Answer to the author").fill("You are right.")
    phone.get_by_role("button", name="Publish it after all").click()
    expect(phone.get_by_text("You are right.")).to_be_visible()
    assert states(house).get("removed", 0) == before["removed"] - 1
    screen(phone, "Raids")
    phone.get_by_role("button", name="Hold newcomers", exact=True).click()
    phone.get_by_role("button", name="End it").click()
    expect(phone.get_by_text("It is calm.")).to_be_visible()
    phone.get_by_label("Slow mode").select_option(index=1)
    phone.get_by_role("button", name="Set", exact=True).click()
    expect(phone.get_by_label("Slow mode")).not_to_have_value("0")
    screen(phone, "Words")
    phone.get_by_label("A text, as a reader could write it").fill("Який дурень!")
    phone.get_by_role("button", name="Look for listed words").click()
    expect(phone.locator(".moderation")).to_contain_text("дурень")
    screen(phone, "Log")
    expect(phone.locator(".moderation")).to_contain_text("granted the appeal")
