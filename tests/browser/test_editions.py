"""Editions of a story as an editor and a reader meet them: made, translated, kept in step."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_site import Site

pytestmark = pytest.mark.browser

PASSWORD = "long-enough-1"
PREPARE = f"""
from django.contrib.auth.models import Group
from shpalta.newsroom.staff.models import User
user = User.objects.create_superuser("translator", password="{PASSWORD}")
"""
WRITE = """
import json
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.services import add_stories
from shpalta.newsroom.titles.models import Edition, Rubric
edition = Edition.objects.filter(language="{language}").order_by("title__position").first()
rubric = Rubric.objects.filter(title_id=edition.title_id).first()
body = [
    {{"type": "paragraph", "value": "<p>Уранці <b>міст</b> відчинили.</p>"}},
    {{"type": "subheading", "value": "Що далі"}},
    {{"type": "paragraph", "value": "<p>Рух відновлять увечері.</p>"}},
]
story = Story(edition=edition, rubric=rubric, headline="{headline}", lead="Лід.", kind="news",
    body=json.dumps(body))
add_stories([story], publish={publish})
print("made", story.pk, story.work_id)
"""
_PATIENCE = 20_000


@pytest.fixture(scope="module")
def desk(demo: Site, browser: Browser) -> Iterator[Page]:
    """Log somebody with all rights into the newsroom."""
    demo.run(PREPARE)
    context = browser.new_context(locale="uk", viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    page.goto(f"{demo.newsroom}/")
    page.get_by_label("Ім'я користувача").fill("translator")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    expect(page.locator("#parity")).to_be_visible()
    yield page
    context.close()


def written(
    demo: Site, headline: str, *, language: str = "uk", publish: bool = True
) -> tuple[int, int]:
    """Write a story of the first title; give its id and its number."""
    script = WRITE.format(language=language, headline=headline, publish=publish)
    said = demo.run(script)
    found = re.search(r"made (\d+) (\d+)", said)
    assert found is not None, said
    return int(found[1]), int(found[2])


def edit_url(demo: Site, story_id: int) -> str:
    """Give the address of a story's editor."""
    return f"{demo.newsroom}/snippets/stories/story/edit/{story_id}/"


def press(page: Page, name: str) -> None:
    """Press a button of the editor's footer, which may stand in its menu."""
    button = page.locator(f"footer button[name={name}]").first
    if not button.is_visible():
        page.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").click()
    button.click()


def test_a_story_is_translated_confirmed_published_and_found_by_the_switch(
    demo: Site, browser: Browser, desk: Page
) -> None:
    story_id, number = written(demo, "Міст відчинили")
    reader = browser.new_context(locale="ru").new_page()
    reader.goto(f"{demo.readers}/")
    expect(reader.locator("html")).to_have_attribute("lang", "uk")
    story_link = reader.locator(f'main a[href$="/{number}/"], #live a[href$="/{number}/"]').first
    story_link.click()
    switch = reader.locator('.languages a[hreflang="ru"]')
    expect(switch.locator(".to-front")).to_be_visible()
    expect(switch).to_have_attribute("href", re.compile(r"/rus/$"))
    own = reader.url

    desk.goto(edit_url(demo, story_id))
    desk.locator(f".editions-strip a[href$='/editions/{story_id}/']").first.click()
    desk.locator(".editions__make button[value=machine]").first.click()
    expect(desk).to_have_url(re.compile(r"/beside/\d+/"))
    expect(desk.locator("#w-editor-form .beside__piece")).to_have_count(5)
    expect(desk.locator("[name=headline]")).to_have_value(re.compile(r"^\[ru\]"))
    expect(desk.locator(".order-notice--alarm")).to_be_visible()

    press(desk, "action-publish")
    expect(desk.locator(".messages")).to_contain_text("ніхто", timeout=_PATIENCE)
    desk.locator("[name=headline]").fill("Мост открыли")
    desk.locator("button[name=action-confirm]").click()
    expect(desk.locator(".order-notice--alarm")).to_have_count(0, timeout=_PATIENCE)
    press(desk, "action-publish")
    expect(desk.locator(".editions-strip")).to_be_visible()

    reader.goto(own)
    for _attempt in range(40):
        if not switch.locator(".to-front").count():
            break
        reader.wait_for_timeout(250)
        reader.goto(own)
    switch.click()
    expect(reader.locator("h1")).to_have_text("Мост открыли")
    expect(reader.locator("html")).to_have_attribute("lang", "ru")
    reader.context.close()


def test_a_change_is_shown_at_the_sibling_until_it_is_marked_in_step(
    demo: Site, desk: Page
) -> None:
    story_id, _number = written(demo, "Ринок відкриють о десятій")
    desk.goto(f"{demo.newsroom}/editions/{story_id}/")
    desk.locator(".editions__make button[value=copy]").first.click()
    expect(desk).to_have_url(re.compile(r"/beside/\d+/"))
    sibling_url = desk.url
    expect(desk.locator(".step")).to_have_count(0)

    desk.goto(edit_url(demo, story_id))
    desk.wait_for_timeout(2_500)  # Wagtail compares with the form as it was after two seconds.
    desk.locator("[name=headline]").fill("Ринок відкриють о дев'ятій")
    press(desk, "action-publish")
    expect(desk).not_to_have_url(re.compile(r"/edit/"), timeout=_PATIENCE)

    desk.goto(sibling_url)
    step = desk.locator(".step")
    expect(step.locator("del")).to_contain_text("десятій")
    expect(step.locator("ins").first).to_contain_text("дев")
    button = step.locator("button[type=submit]")
    button.focus()
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(sibling_url)
    expect(desk.locator(".step")).to_have_count(0)


def test_parity_is_measured_warned_of_and_enforced(demo: Site, desk: Page) -> None:
    story_id, _number = written(demo, "Только по-русски", language="ru", publish=False)
    desk.goto(f"{demo.newsroom}/parity/")
    expect(desk.locator(".parity tbody tr")).to_have_count(14)
    desk.locator("[name=mode][value=block]").check()
    desk.locator(".parity__rule button").click()
    expect(desk.locator("[name=mode][value=block]")).to_be_checked()

    desk.goto(edit_url(demo, story_id))
    press(desk, "action-publish")
    expect(desk.locator(".messages")).to_contain_text("Только по-русски", timeout=_PATIENCE)

    desk.goto(f"{demo.newsroom}/parity/")
    desk.locator("[name=mode][value=warn]").check()
    desk.locator(".parity__rule button").click()
    desk.goto(edit_url(demo, story_id))
    press(desk, "action-publish")
    expect(desk.locator(".messages .warning")).to_be_visible(timeout=_PATIENCE)
    desk.goto(f"{demo.newsroom}/parity/")
    expect(desk.locator("[aria-labelledby=parity-lacking]")).to_contain_text("Только по-русски")
    desk.locator("[name=mode][value=off]").check()
    desk.locator(".parity__rule button").click()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_screens_fit_a_phone(demo: Site, desk: Page, width: int) -> None:
    story_id, _number = written(demo, f"На ширині {width}")
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(f"{demo.newsroom}/editions/{story_id}/")
    desk.locator(".editions__make button[value=machine]").first.click()
    expect(desk.locator("#w-editor-form .beside__piece")).to_have_count(5)
    for url in (desk.url, f"{demo.newsroom}/editions/{story_id}/", f"{demo.newsroom}/parity/"):
        desk.goto(url)
        overflow = desk.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, url
    desk.set_viewport_size({"width": 1440, "height": 1000})
