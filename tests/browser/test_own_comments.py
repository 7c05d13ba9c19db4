"""What readers are told of, and what they change, where they meet the comments."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.talking_site import Talk, send, sign_up

pytestmark = pytest.mark.browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of its own, in which nobody is known."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="uk")
    yield context
    context.close()


def write(page: Page, talk: Talk, text: str, name: str = "") -> Locator:
    """Write a comment by the page's script, and give its entry."""
    page.goto(talk.story)
    page.locator("#talk .write a.button").click()
    send(page, text, name)
    entry = page.locator("#talk .entry", has_text=text)
    expect(entry).to_be_visible()
    return entry


def test_an_own_comment_is_changed_in_place(talk: Talk, context: BrowserContext) -> None:
    page = context.new_page()
    write(page, talk, "Перша думка з помлкою.", "Соломія")
    talk.house.catch_up()
    page.goto(talk.story)
    entry = page.locator("#talk .entry", has_text="з помлкою")
    change, form = entry.locator("a.change"), entry.locator("form.pen")
    change.click()
    text = form.locator("textarea")
    expect(text).to_be_focused()
    expect(text).to_have_value("Перша думка з помлкою.")
    form.get_by_role("link", name="Скасувати").click()
    expect(form).to_have_count(0)
    expect(change).to_be_focused()

    change.click()
    expect(text).to_be_focused()
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    change.click()
    text.fill(" ")
    form.locator("button").click()
    expect(form.get_by_role("status")).to_have_text("Спершу щось напишіть.")
    expect(text).to_be_focused()
    text.fill("Перша думка.\n\nДруга.")
    page.keyboard.press("Escape")
    expect(text).to_have_value("Перша думка.\n\nДруга.")
    page.route("**/-/readers/comments/", lambda route: route.abort())
    form.locator("button").click()
    expect(form.get_by_role("status")).to_contain_text("Не вдалося надіслати")
    page.unroute("**/-/readers/comments/")
    form.locator("button").click()
    entry = page.locator("#talk .entry", has_text="Перша думка.")
    expect(entry.locator(".said p")).to_have_text(["Перша думка.", "Друга."])
    expect(entry.locator(".edited")).to_be_visible()
    expect(entry.locator("a.change")).to_be_focused()
    assert page.url == talk.story, "the page stayed"

    talk.house.catch_up()
    page.goto(talk.story)
    expect(entry.locator(".said p")).to_have_text(["Перша думка.", "Друга."])


def test_nobody_is_offered_to_change_what_others_wrote(talk: Talk, context: BrowserContext) -> None:
    assert talk.house.worker.do("say_at_once", pick=0, text="Чуже", count=12)
    talk.house.catch_up()
    page = context.new_page()
    entry = write(page, talk, "Моє слово.", "Тарас")
    expect(entry.locator("a.change")).to_be_visible()
    expect(page.locator("#talk a.change")).to_have_count(1)


def test_what_is_new_is_counted_beside_the_comments(
    talk: Talk, context: BrowserContext, browser: Browser
) -> None:
    page = context.new_page()
    sign_up(page, talk, "Ганна", "hanna@example.org")
    write(page, talk, "Хто знає, коли міст відкриють?")
    talk.house.catch_up()

    stranger = browser.new_context(locale="uk")
    other = stranger.new_page()
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    other.goto(talk.story)
    other.locator("#talk").scroll_into_view_if_needed()
    other.wait_for_timeout(300)
    assert not [url for url in asked if "/-/readers/" in url], "nobody asks for a stranger"
    question = other.locator("#talk [data-entry]", has_text="Хто знає")
    question.locator("a.reply").click()
    send(other, "У п'ятницю.", "Сусідка")
    expect(other.locator("#talk .replies", has_text="У п'ятницю.")).to_be_visible()
    stranger.close()

    page.goto(talk.story)
    shift = "() => performance.getEntriesByType('layout-shift').length"
    mine = page.locator("#talk .mine")
    mine.scroll_into_view_if_needed()
    expect(mine.locator(".news")).to_have_text("1")
    expect(page.get_by_role("link", name="Мої коментарі, 1 нове")).to_be_visible()
    assert page.evaluate(shift) == 0
    mine.click()
    expect(page.locator(".entry.is-new")).to_contain_text("У п'ятницю.")
    page.go_back()
    expect(page.locator("#talk .mine")).to_be_visible()
    expect(page.locator("#talk .news")).to_have_count(0)
