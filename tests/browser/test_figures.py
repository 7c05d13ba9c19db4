"""Figures that grow while somebody looks at them, because readers read in real browsers."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_site import Site
from tests.house.running import wait_until

pytestmark = pytest.mark.browser

READER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0"
READERS = 3
KNOWN = """
import json
from shpalta.campaigns.models import Campaign
from shpalta.newsroom.stories.models import Story
stories = Story.objects.public().filter(edition__title__code="naberezhna", edition__language="uk")
story = stories.filter(rubric__isnull=False).order_by("pk").first()
campaign = Campaign.objects.get(kind="fundraiser", title__code="naberezhna")
print("known", json.dumps({
    "path": story.path,
    "story": f"/figures/story/{story.pk}/",
    "rubric": f"/figures/{story.edition_id}/{story.rubric_id}/",
    "campaign": f"/campaigns/{campaign.pk}/report/",
}))
"""


@dataclass
class Watched:
    """A page of figures that an editor has open, and what its bars added up to."""

    page: Page
    before: int

    @property
    def now(self) -> int:
        """What its bars add up to, after it was given the occasion to ask anew."""
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        self.page.wait_for_timeout(300)
        return counted_bars(self.page)

    def has_reached(self, number: int) -> Callable[[], bool]:
        """Give a question whether it shows a number, or more."""
        return lambda: self.now >= number


def number_of(page: Page) -> int:
    """Read the first of a page's figures: readings of a story or of an hour, or impressions."""
    return int(re.sub(r"\D", "", page.locator(".figures__tiles dd").first.inner_text()))


def counted_bars(page: Page) -> int:
    """Add up what the bars of the chart by the hour say."""
    titles = page.locator(".figures__chart").last.locator("rect title").all_text_contents()
    return sum(int(re.sub(r"\D", "", title.rpartition(": ")[2])) for title in titles)


def test_the_figures_of_story_rubric_and_campaign_grow_as_readers_read(
    demo: Site, browser: Browser
) -> None:
    printed = demo.run(KNOWN)
    found = re.search(r"^known (.*)$", printed, re.MULTILINE)
    assert found is not None, printed
    known: dict[str, str] = json.loads(found[1])
    desk = browser.new_context(viewport={"width": 1440, "height": 900})
    login = desk.new_page()
    login.goto(f"{demo.newsroom}/")
    login.locator("[name=username]").fill(demo.user)
    login.locator("[name=password]").fill(demo.password)
    login.locator("button[type=submit]").click()
    expect(login.locator("main h1").first).to_be_visible()
    watched = {}
    for name in ("story", "rubric", "campaign"):
        page = desk.new_page()
        page.goto(f"{demo.newsroom}{known[name]}")
        page.evaluate("window.wasHere = true")
        watched[name] = Watched(page, counted_bars(page))
    seen_before = number_of(watched["campaign"].page)
    # Somebody is at the chart with the keyboard.
    watched["rubric"].page.locator(".figures__scroll--newest").focus()

    for _reader in range(READERS):
        reading = browser.new_context(user_agent=READER, viewport={"width": 1440, "height": 900})
        page = reading.new_page()
        with page.expect_request("**/-/count"):
            page.goto(demo.readers + known["path"])
        page.wait_for_timeout(200)
        reading.close()

    for name, one in watched.items():
        expected = one.before + READERS
        wait_until(one.has_reached(expected), f"{name} shows {expected}", 40)
        assert one.now == expected, name
        assert one.page.evaluate("window.wasHere"), "nobody loaded it again"
    expect(watched["rubric"].page.locator(".figures__scroll--newest")).to_be_focused()
    assert number_of(watched["campaign"].page) == seen_before + READERS
    assert number_of(watched["story"].page) >= READERS
    desk.close()
