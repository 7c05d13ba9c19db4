"""From a removal to its end: the author is told why, appeals, is heard, and is told of that."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.talking_site import Talk, send, sign_up, talking_site

pytestmark = pytest.mark.browser
TEXT = "Цей звіт мерія переписала тричі."
OWN = ".entry:has(.state)"
"""What one wrote, on one's own page; what one was told stands above and quotes it."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """A house with comments and a newsroom."""
    with talking_site(tmp_path_factory.mktemp("appeals")) as site:
        site.house.worker.do("collect_static")
        site.house.start("newsroom")
        yield site


def moderator(site: Talk, browser: Browser, name: str) -> Page:
    """Open the queue as somebody who moderates."""
    base = f"http://localhost:{site.house.plan.newsroom_port}"
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    cookie: dict[str, Any] = site.house.worker.do("make_moderator", name=name, language="en")
    context.add_cookies([cookie | {"url": base}])  # type: ignore[list-item]  # what was got
    page = context.new_page()
    page.goto(f"{base}/newsroom/comments/?state=public")
    return page


def removed(site: Talk, browser: Browser) -> None:
    """Have a moderator remove the comment."""
    page = moderator(site, browser, "olena")
    item = page.locator(".moderation__item", has_text=TEXT)
    item.locator("summary").click()
    item.get_by_role("radio").first.check()
    item.get_by_label("Words to the author").fill("Без звинувачень.")
    item.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator("[data-told]")).to_contain_text("Removed: 1 comment.")
    page.goto(page.url.partition("?")[0] + "appeals/")
    expect(page.get_by_text("No appeal waits.")).to_be_visible()
    page.context.close()


def granted(site: Talk, browser: Browser) -> None:
    """Have another moderator read the appeal and grant it; the first one may not."""
    first = moderator(site, browser, "olena")
    first.get_by_role("navigation", name="Screens").get_by_role("link", name="Appeals").click()
    expect(first.locator(".moderation__item")).to_contain_text("somebody else has to decide")
    first.context.close()
    page = moderator(site, browser, "ivan")
    tab = page.get_by_role("navigation", name="Screens").get_by_role("link", name="Appeals")
    expect(tab.locator(".moderation__number")).to_have_text("1")
    tab.click()
    item = page.locator(".moderation__item")
    expect(item).to_contain_text(TEXT)
    expect(item).to_contain_text("Я лише процитувала протокол.")
    item.get_by_label("Answer to the author").fill("Маєте рацію.")
    item.get_by_role("button", name="Publish it after all").click()
    expect(page.get_by_text("No appeal waits.")).to_be_visible()
    page.context.close()


def mine(context: BrowserContext, site: Talk) -> Page:
    """Go from the story to one's own comments by the link that counts what is new."""
    site.house.catch_up()
    page = context.pages[0]
    page.goto(site.story)
    expect(page.locator("#talk .news")).to_have_text("1")
    page.locator("#talk .mine").click()
    return page


def test_an_author_appeals_and_is_heard(site: Talk, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="uk")
    page = context.new_page()
    sign_up(page, site, "Віра", "vira@example.org")
    page.goto(site.story)
    page.locator("#talk .write a.button").click()
    send(page, TEXT)
    expect(page.locator("#talk .entry", has_text=TEXT)).to_be_visible()

    removed(site, browser)
    page = mine(context, site)
    expect(page.locator(".entry.is-new")).to_contain_text("Без звинувачень.")
    own = page.locator(OWN, has_text=TEXT)
    expect(own).to_contain_text("Він когось ображає.")
    own.get_by_role("link", name="Апеляція").click()
    page.locator("[name=text]").fill("Я лише процитувала протокол.")
    page.locator("main form button").click()
    expect(page.locator(OWN, has_text=TEXT)).to_contain_text("розглядається")
    page.goto(site.story)
    expect(page.locator("#talk .entry", has_text=TEXT)).to_have_count(0)

    granted(site, browser)
    page = mine(context, site)
    expect(page.locator(".entry.is-new")).to_contain_text("відповідь на апеляцію")
    expect(page.locator(OWN, has_text=TEXT)).to_contain_text("Маєте рацію.")
    page.goto(site.story)
    expect(page.locator("#talk .entry", has_text=TEXT)).to_be_visible()
    context.close()
