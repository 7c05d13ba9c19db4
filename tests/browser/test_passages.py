"""Marking a passage with its language, from the editor's toolbar to the reader's page."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_site import Site

pytestmark = pytest.mark.browser

PASSWORD = "long-enough-1"
MAKE_EDITOR = f"""
from django.contrib.auth.models import Group
from shpalta.newsroom.staff.models import User
user = User.objects.create_user("linguist", password="{PASSWORD}")
user.groups.set(Group.objects.filter(name__in=["Journalists", "Editors"]))
"""


@pytest.fixture(scope="module")
def desk(demo: Site, browser: Browser) -> Page:
    """Log an editor into the newsroom."""
    demo.run(MAKE_EDITOR)
    page = browser.new_context(locale="uk", viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{demo.newsroom}/")
    page.get_by_label("Ім'я користувача").fill("linguist")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("heading", name="Новий матеріал")).to_be_visible()
    return page


def test_a_passage_is_marked_by_a_button_and_heard_by_readers(
    demo: Site, browser: Browser, desk: Page
) -> None:
    desk.locator(".desk__new a").first.click()
    desk.wait_for_timeout(2_500)  # Wagtail compares with the form as it was two seconds later
    desk.locator("[name=headline]").fill("Мер каже, що місто відкрите")
    desk.locator("[name=lead]").fill("Так він відповів гостям.")
    desk.locator(".c-sf-add-button").first.click()
    desk.get_by_role("option", name="Абзац").click()
    desk.locator(".public-DraftEditor-content").first.click()
    desk.keyboard.type("Він сказав: the city is open")
    for _letter in "the city is open":
        desk.keyboard.press("Shift+ArrowLeft")
    button = desk.locator("[name=LANGUAGE-EN]:visible")
    expect(button).to_have_text("EN")
    button.click()
    expect(button).to_have_class(re.compile("active"))
    expect(desk).to_have_url(re.compile(r"/edit/\d+/"))
    desk.wait_for_timeout(1_500)
    option = desk.locator("#id_rubric optgroup:not([hidden]) option").first
    desk.locator("#id_rubric").select_option(label=str(option.text_content()))
    desk.wait_for_timeout(1_500)
    desk.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").click()
    desk.get_by_role("button", name="Опублікувати").click()
    expect(desk.locator(".messages .success")).to_be_visible()

    reader = browser.new_context(locale="uk").new_page()
    reader.goto(f"{demo.readers}/")
    reader.get_by_role("main").get_by_role("link", name="Мер каже").first.click()
    expect(reader.locator(".text span[lang=en]")).to_have_text("the city is open")


def test_an_edition_s_own_words_reach_its_readers(demo: Site, browser: Browser, desk: Page) -> None:
    desk.goto(f"{demo.newsroom}/snippets/titles/edition/")
    desk.locator("td.title a").filter(has_text="· uk").first.click()
    field = desk.locator("input[name='labels_word-newsfeed']")
    expect(field).not_to_be_visible()
    desk.locator(".wording__group summary").filter(has_text="Слова сторінок").click()
    expect(field).to_have_attribute("placeholder", "Стрічка новин")
    field.fill("Щохвилини")
    desk.locator("footer button[type=submit]").first.click()
    expect(desk.locator(".messages .success")).to_be_visible()

    reader = browser.new_context(locale="uk").new_page()
    reader.goto(f"{demo.readers}/")
    expect(reader.locator(".rail h2").first).to_have_text("Щохвилини")
    reader.goto(f"{demo.readers}/rus/")
    expect(reader.locator(".rail h2").first).to_have_text("Лента новостей")

    desk.locator("td.title a").filter(has_text="· uk").first.click()
    expect(desk.locator(".wording__own")).to_have_text("власних: 1")
    desk.locator(".wording__group summary").filter(has_text="Слова сторінок").click()
    field.fill("")
    desk.locator("footer button[type=submit]").first.click()
    expect(desk.locator(".messages .success")).to_be_visible()
