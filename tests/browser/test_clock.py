"""A story is scheduled in the newsroom, moved, and goes out by itself at its second."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_site import Site

pytestmark = pytest.mark.browser

HEADLINE = "Уранці відчинять оновлену бібліотеку"
LEAD = "Читальний зал працюватиме до вечора."
PASSWORD = "long-enough-1"
MAKE_EDITOR = f"""
from django.contrib.auth.models import Group
from shpalta.newsroom.staff.models import User
user = User.objects.create_user("scheduler", password="{PASSWORD}")
user.groups.set(Group.objects.filter(name="Editors"))
"""
KYIV = ZoneInfo("Europe/Kyiv")
_DEADLINE = 90.0


@pytest.fixture(scope="module")
def desk(demo: Site, browser: Browser) -> Iterator[Page]:
    """Log an editor into the newsroom, on a phone."""
    demo.run(MAKE_EDITOR)
    context = browser.new_context(locale="uk", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{demo.newsroom}/")
    page.get_by_label("Ім'я користувача").fill("scheduler")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("heading", name="Новий матеріал")).to_be_visible()
    yield page
    context.close()


def test_a_story_is_scheduled_on_a_phone_moved_and_goes_out_by_itself(
    demo: Site, browser: Browser, desk: Page
) -> None:
    _write(desk)
    _press_schedule(desk)
    _choose(desk, "2020-01-01T12:00")
    expect(desk.get_by_text("Цей час уже минув.")).to_be_visible()

    tomorrow = datetime.now(UTC) + timedelta(days=1)
    _choose(desk, f"{tomorrow.astimezone(KYIV):%Y-%m-%dT%H:%M}")
    expect(desk.locator("div.order-notice")).to_contain_text("таким, як збережено зараз")
    reader = browser.new_context(locale="uk").new_page()
    reader.goto(f"{demo.readers}/")
    expect(reader.get_by_text(HEADLINE)).to_have_count(0)

    # The keyboard alone moves it: from the field, Enter sends the form.
    desk.get_by_role("link", name="Змінити час або скасувати").click()
    due_at = (datetime.now(UTC) + timedelta(seconds=6)).replace(microsecond=0)
    desk.locator("[name=due_at]").fill(f"{due_at.astimezone(KYIV):%Y-%m-%dT%H:%M:%S}")
    desk.locator("[name=due_at]").press("Enter")
    expect(desk).to_have_url(re.compile(r"/edit/\d+/"))

    _wait_for_front(demo, reader, due_at)


def test_the_first_screen_shows_that_the_clock_runs(demo: Site, desk: Page) -> None:
    desk.goto(f"{demo.newsroom}/")
    expect(desk.get_by_role("heading", name="Що вийде далі")).to_be_visible()
    expect(desk.locator(".orders__clock")).to_contain_text(re.compile(r"озивався \d+ с тому"))
    expect(desk.locator(".clock-alarm")).to_have_count(0)


def _write(desk: Page) -> None:
    desk.locator(".desk__new a").first.click()
    # Wagtail compares with the form as it was two seconds after it was opened: write no sooner.
    desk.wait_for_timeout(2_500)
    desk.locator("[name=headline]").fill(HEADLINE)
    desk.locator("[name=lead]").fill(LEAD)
    expect(desk).to_have_url(re.compile(r"/edit/\d+/"))  # autosave made a draft of it


def _press_schedule(desk: Page) -> None:
    desk.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").click()
    desk.get_by_role("button", name="Призначити час…").click()
    expect(desk).to_have_url(re.compile(r"/clock/story/\d+/"))


def _choose(desk: Page, moment: str) -> None:
    desk.locator("[name=due_at]").fill(moment)
    desk.get_by_role("button", name="Призначити", exact=True).click()


def _wait_for_front(demo: Site, reader: Page, due_at: datetime) -> None:
    """Reload the front until the headline is there; it must not have been before its second."""
    until = time.monotonic() + _DEADLINE
    while time.monotonic() < until:
        asked_at = datetime.now(UTC)
        reader.goto(f"{demo.readers}/")
        if reader.get_by_text(HEADLINE).count():
            assert datetime.now(UTC) >= due_at, (asked_at, due_at)
            return
        reader.wait_for_timeout(250)
    pytest.fail("the scheduled story did not reach the front")
