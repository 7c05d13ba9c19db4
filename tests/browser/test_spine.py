"""A story's way: written by a journalist, published by an editor, found by a reader."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_site import Site

pytestmark = pytest.mark.browser

HEADLINE = "Над річкою відкрили пішохідний місток"
LEAD = "Місток сполучив набережну з парком."
TEXT = "Його зводили від травня, і сьогодні ним пройшли перші містяни."
PASSWORD = "long-enough-1"
MAKE_JOURNALIST = f"""
from django.contrib.auth.models import Group
from shpalta.newsroom.staff.models import User
user = User.objects.create_user("spine", password="{PASSWORD}")
user.groups.set(Group.objects.filter(name__in=["Journalists", "Editors"]))
"""


@pytest.fixture(scope="module")
def desk(demo: Site, browser: Browser) -> Page:
    """Log a journalist who may publish into the newsroom."""
    demo.run(MAKE_JOURNALIST)
    page = browser.new_context(locale="uk", viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{demo.newsroom}/")
    page.get_by_label("Ім'я користувача").fill("spine")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("heading", name="Новий матеріал")).to_be_visible()
    return page


def test_a_story_is_written_published_and_found_by_a_reader(
    demo: Site, browser: Browser, desk: Page
) -> None:
    _write(desk)
    rubric = _choose_rubric(desk)
    desk.locator("[name=front_headline]").fill(HEADLINE)  # an autosave begins, and is waited for
    desk.wait_for_timeout(600)
    _publish(desk)

    reader = browser.new_context(locale="uk", java_script_enabled=False).new_page()
    reader.goto(f"{demo.readers}/")
    link = reader.get_by_role("main").get_by_role("link", name=HEADLINE).first
    expect(link).to_be_visible()
    link.click()
    expect(reader.get_by_role("heading", level=1, name=HEADLINE)).to_be_visible()
    expect(reader.get_by_text(TEXT)).to_be_visible()
    assert re.search(r"/news/\d{4}/\d\d/\d\d/\d+/$", reader.url)
    story_path = "/news/" + reader.url.partition("/news/")[2]

    other_story = _another_story(reader, story_path)
    for address in (_rubric_address(reader, rubric), "/date/", other_story):
        reader.goto(f"{demo.readers}{address}")
        assert reader.locator(f'a[href$="{story_path}"]').count() >= 1, address


def test_a_withdrawn_story_is_gone_for_readers(demo: Site, browser: Browser, desk: Page) -> None:
    reader = browser.new_context(locale="uk").new_page()
    reader.goto(f"{demo.readers}/")
    reader.get_by_role("main").get_by_role("link", name=HEADLINE).first.click()
    address = reader.url

    _open_in_the_newsroom(demo, desk)
    desk.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").click()
    desk.get_by_role("link", name="Зняти з публікації").click()
    desk.get_by_role("button", name="Зняти матеріал").click()
    expect(desk.get_by_text("знято з публікації")).to_be_visible()

    response = reader.goto(address)
    assert response is not None
    assert response.status == 410
    reader.goto(f"{demo.readers}/")
    expect(reader.get_by_role("link", name=HEADLINE)).to_have_count(0)


def _write(desk: Page) -> None:
    """Begin a story and write its headline, lead and one paragraph."""
    desk.locator(".desk__new a").first.click()
    # Wagtail compares with the form as it was two seconds after it was opened: write no sooner.
    desk.wait_for_timeout(2_500)
    desk.locator("[name=headline]").fill(HEADLINE)
    desk.locator("[name=lead]").fill(LEAD)
    desk.locator(".c-sf-add-button").first.click()
    desk.get_by_role("option", name="Абзац").click()
    desk.locator(".public-DraftEditor-content").first.click()
    desk.keyboard.type(TEXT)
    expect(desk).to_have_url(re.compile(r"/edit/\d+/"))  # autosave made a draft of it


def _choose_rubric(desk: Page) -> str:
    """Choose the first rubric that is offered; give its name."""
    option = desk.locator("#id_rubric optgroup:not([hidden]) option").first
    name = str(option.text_content())
    desk.locator("#id_rubric").select_option(label=name)
    return name


def _publish(desk: Page) -> None:
    desk.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").click()
    desk.get_by_role("button", name="Опублікувати").click()
    expect(desk.locator(".messages .success")).to_be_visible()


def _open_in_the_newsroom(demo: Site, desk: Page) -> None:
    """Find the story by the list's search, as an editor would."""
    desk.goto(f"{demo.newsroom}/snippets/stories/story/?q=пішохідний місток")
    desk.get_by_role("link", name=HEADLINE).first.click()
    expect(desk.locator("[name=headline]")).to_have_value(HEADLINE)


def _rubric_address(reader: Page, name: str) -> str:
    link = reader.get_by_role("link", name=name, exact=True).first
    return str(link.get_attribute("href"))


def _another_story(reader: Page, story_path: str) -> str:
    """Give the address of some other story of the same edition, whose page shows the ticker."""
    addresses = [
        str(link.get_attribute("href")) for link in reader.locator('a[href*="/news/"]').all()
    ]
    return next(
        "/news/" + address.partition("/news/")[2]
        for address in addresses
        if not address.endswith(story_path) and "/rus/" not in address and "/eng/" not in address
    )
