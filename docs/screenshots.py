"""Takes the pictures in the documentation anew, from a fresh demo: `make screenshots`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

IMAGES = Path(__file__).parent / "images"
sys.path.insert(0, str(Path(__file__).parent.parent))


def main() -> None:
    """Start the demo, photograph front, story and newsroom, stop it."""
    from tests.browser.conftest import FLAGS
    from tests.browser.demo_site import running_demo

    with (
        tempfile.TemporaryDirectory() as data,
        running_demo(Path(data)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        take_pictures(browser, site.readers, site.newsroom, site.user, site.password)
        browser.close()


def take_pictures(browser: Browser, readers: str, newsroom: str, user: str, password: str) -> None:
    """Photograph the screens as a reader and as a journalist."""
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(f"{readers}/")
    page.screenshot(path=IMAGES / "front.png")
    page.click("main h2 a, main h3 a")
    page.screenshot(path=IMAGES / "story.png")
    page.goto(f"{newsroom}/login/")
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.goto(f"{newsroom}/snippets/stories/story/")
    page.screenshot(path=IMAGES / "newsroom.png")
    phone = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    phone.goto(f"{readers}/")
    phone.screenshot(path=IMAGES / "phone-dark.png")


if __name__ == "__main__":
    main()
