"""Takes the pictures in the documentation anew, from a fresh demo: `make screenshots`."""

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, Page, sync_playwright

if TYPE_CHECKING:
    from tests.browser.demo_site import Site

SCHEDULE = """
from datetime import timedelta
from django.utils import timezone
from shpalta.newsroom.clock.services import order_publishing, order_withdrawal
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition

edition = Edition.objects.filter(language="en").order_by("pk").first()
morning = timezone.localtime(timezone.now(), edition.title.zone) + timedelta(days=1)
morning = morning.replace(hour=7, minute=0, second=0, microsecond=0)
story = Story(
    edition=edition,
    title=edition.title,
    rubric=edition.title.rubrics.first(),
    headline="The library reopens with a reading room under the roof",
    lead="The doors open at nine. The first hundred visitors get a new card.",
)
story.bylines = story.attributions = []
story.save()
revision = story.save_revision()
order_publishing(story_id=story.pk, revision_id=revision.pk, due_at=morning, actor=None)
public = Story.objects.filter(edition=edition, state="published").latest("published_at")
order_withdrawal(story_id=public.pk, due_at=morning + timedelta(hours=5), actor=None)
print(story.pk)
"""
"""A draft that is to go out tomorrow, and a story that is to be withdrawn after it."""

SPOKEN_OF = "Tram 7 is back on the riverside"
"""The headline, as it stands on the front, of a story that has comments."""
IMAGES = Path(__file__).parent / "images"
sys.path.insert(0, str(Path(__file__).parent.parent))


def main() -> None:
    """Start the demo, photograph the screens of all that the documentation shows, stop it."""
    from tests.browser.conftest import FLAGS
    from tests.browser.demo_site import running_demo

    with (
        tempfile.TemporaryDirectory() as data,
        running_demo(Path(data)) as site,
        sync_playwright() as playwright,
    ):
        site.wait_for_pictures()
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        scheduled = int(site.run(SCHEDULE))
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        take_pictures(browser, page, site)
        take_clock(page, site, scheduled)
        take_desks(page, site)
        browser.close()


def take_pictures(browser: Browser, page: Page, site: "Site") -> None:
    """Photograph the screens as a reader and as a journalist, who stays logged in on the page."""
    page.goto(f"{site.readers}/")
    page.screenshot(path=IMAGES / "front.png")
    page.click("main h2 a, main h3 a")
    page.screenshot(path=IMAGES / "story.png")
    page.goto(f"{site.newsroom}/login/")
    page.fill("input[name=username]", site.user)
    page.fill("input[name=password]", site.password)
    page.click("button[type=submit]")
    page.goto(f"{site.newsroom}/snippets/stories/story/")
    page.screenshot(path=IMAGES / "newsroom.png")
    phone = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    phone.goto(f"{site.readers}/")
    phone.screenshot(path=IMAGES / "phone-dark.png")


def take_clock(page: Page, site: "Site", scheduled: int) -> None:
    """Photograph the form of the schedule, its notice above the editor, and the first screen."""
    page.set_viewport_size({"width": 1200, "height": 640})
    page.goto(f"{site.newsroom}/clock/story/{scheduled}/")
    page.screenshot(path=IMAGES / "schedule-form.png")
    page.goto(f"{site.newsroom}/snippets/stories/story/edit/{scheduled}/")
    page.screenshot(path=IMAGES / "schedule-notice.png")
    page.goto(f"{site.newsroom}/")
    page.locator("#orders").scroll_into_view_if_needed()
    page.screenshot(path=IMAGES / "schedule-first-screen.png")


def take_desks(page: Page, site: "Site") -> None:
    """Photograph the list of pictures, the queue of comments, and comments under a story."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{site.newsroom}/images/")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / "pictures.png")
    page.goto(f"{site.newsroom}/comments/")
    page.screenshot(path=IMAGES / "moderation.png")
    page.goto(f"{site.readers}/eng/")
    page.get_by_role("link", name=SPOKEN_OF).first.click()
    page.locator("#talk").evaluate("talk => talk.scrollIntoView()")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / "comments.png")


if __name__ == "__main__":
    main()
