"""Video in a real browser: it plays and seeks, a card asks nobody before a click."""

import json
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.demo_site import Site
from tests.browser.test_every_page import fetch, paths_of

pytestmark = pytest.mark.browser

SHOWN = """
import json
from shpalta.newsroom.stories.models import Showing
rows = Showing.objects.filter(story__edition__prefix="").select_related("story__edition__title")
print("shown", json.dumps({
    "film": next(row.story.path for row in rows if row.video_id),
    "card": next(row.story.path for row in rows if row.embed_id),
}))
"""
SCHEDULED = """
from datetime import timedelta
from django.utils import timezone
from shpalta.newsroom.titles.models import Edition
from shpalta.newsroom.video.models import Video
from shpalta.newsroom.video_of_day.models import DayVideo
begins_at = timezone.now().replace(microsecond=0) + timedelta(seconds={seconds})
DayVideo.objects.create(
    edition=Edition.objects.get(title__code="naberezhna", language="uk"),
    begins_at=begins_at, video=Video.objects.first(), headline="{headline}",
)
print("begins", begins_at.timestamp())
"""
ELSEWHERE = """
from django.utils import timezone
from shpalta.newsroom.titles.models import Edition
from shpalta.newsroom.video.models import Embed
from shpalta.newsroom.video_of_day.models import DayVideo
card = Embed.objects.filter(address__contains="youtube").first()
for edition in Edition.objects.filter(title__code="naberezhna", language="uk"):
    DayVideo.objects.create(edition=edition, begins_at=timezone.now(), embed=card)
print("card", card.pk)
"""


@dataclass
class Asked:
    """The addresses that a page asked for, beside those of its own host."""

    elsewhere: list[str] = field(default_factory=list)


def shell(demo: Site, code: str, word: str) -> str:
    printed = demo.run(code)
    found = re.search(rf"^{word} (.*)$", printed, re.MULTILINE)
    assert found is not None, printed
    return found[1]


@pytest.fixture(scope="module")
def paths(demo: Site) -> dict[str, str]:
    shown: dict[str, str] = json.loads(shell(demo, SHOWN, "shown"))
    return shown


def watched(page: Page, demo: Site) -> Asked:
    """Note whom a page asks, and answer in the place of everybody else."""
    asked, own = Asked(), urlsplit(demo.readers).netloc

    def answer(route: Route) -> None:
        if urlsplit(route.request.url).netloc == own:
            return route.continue_()
        asked.elsewhere.append(route.request.url)
        return route.fulfill(body="<title>player</title><p>player</p>", content_type="text/html")

    page.route("**/*", answer)
    return asked


def test_a_video_waits_plays_and_seeks(demo: Site, browser: Browser, paths: dict[str, str]) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    asked = watched(page, demo)
    media: list[str] = []
    page.on("response", lambda one: media.append(one.url) if "/media/videos/" in one.url else None)
    page.goto(demo.readers + paths["film"])
    page.wait_for_load_state("networkidle")
    assert media == [], "nothing of it is loaded before somebody plays it"
    height = page.eval_on_selector("article video", "one => one.getBoundingClientRect().height")
    assert height > 100
    page.eval_on_selector("article video", "one => { one.muted = true; return one.play(); }")
    page.wait_for_function("() => document.querySelector('article video').currentTime > 0.4")
    page.eval_on_selector("article video", "one => { one.currentTime = 3.5; }")
    page.wait_for_function(
        "() => { const one = document.querySelector('article video');"
        " return !one.seeking && one.currentTime >= 3.5 && !one.error; }"
    )
    assert media
    after = page.eval_on_selector("article video", "one => one.getBoundingClientRect().height")
    assert after == pytest.approx(height, abs=1)
    assert page.eval_on_selector_all("article video track", "all => all.length") == 3
    assert asked.elsewhere == []
    page.close()


def test_a_card_asks_nobody_until_somebody_presses_play(
    demo: Site, browser: Browser, paths: dict[str, str]
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    asked = watched(page, demo)
    page.goto(demo.readers + paths["card"])
    page.wait_for_load_state("networkidle")
    page.locator(".embed").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    assert asked.elsewhere == []
    before = page.locator(".embed a.still").bounding_box()
    page.locator(".embed a.still").click()
    frame = page.locator(".embed iframe")
    frame.wait_for()
    assert (frame.get_attribute("src") or "").startswith("https://www.youtube-nocookie.com/embed/")
    page.wait_for_timeout(500)
    hosts = {urlsplit(url).netloc for url in asked.elsewhere}
    assert hosts == {"www.youtube-nocookie.com"}, "the policy lets this frame in"
    after = frame.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] == pytest.approx(before["height"], abs=1)
    page.close()


def test_the_video_of_the_day_from_elsewhere_plays_in_place_after_a_click_alone(
    demo: Site, browser: Browser
) -> None:
    number = shell(demo, ELSEWHERE, "card")
    for path in ("/", "/nowhere/"):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        asked = watched(page, demo)
        page.goto(demo.readers + path)
        still = page.locator(".day-video a.still")
        still.scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        assert asked.elsewhere == [], "nobody is asked before a reader presses play"
        before = still.bounding_box()
        still.click()
        frame = page.locator(".day-video iframe")
        assert frame.get_attribute("src") == f"/-/player/{number}/"
        player = page.frame_locator(".day-video iframe").frame_locator("iframe")
        player.locator("p", has_text="player").wait_for()
        assert {urlsplit(url).netloc for url in asked.elsewhere} == {"www.youtube-nocookie.com"}
        after = frame.bounding_box()
        assert before is not None
        assert after is not None
        assert after["height"] == pytest.approx(before["height"], abs=1)
        page.close()


def test_without_the_script_a_card_leads_to_its_provider(
    demo: Site, browser: Browser, paths: dict[str, str]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    watched(page, demo)
    page.goto(demo.readers + paths["card"])
    page.locator(".embed a.still").click()
    page.wait_for_url("https://www.youtube.com/watch?v=*")
    context.close()


def test_the_video_of_the_day_changes_at_its_second_on_every_page(demo: Site) -> None:
    pages = [*paths_of(demo, "localhost", ""), "/nowhere/"]
    headline = "Інше відео дня"
    for path in pages:
        html = fetch(demo, "localhost", path).html
        assert "Відео дня" in html, path
        assert headline not in html
    code = SCHEDULED.format(seconds=8, headline=headline)
    begins = float(shell(demo, code, "begins"))
    assert time.time() < begins - 0.5, "this machine is too slow to see it"
    while time.time() < begins - 0.5:
        assert headline not in fetch(demo, "localhost", "/").html
        time.sleep(0.2)
    time.sleep(max(0.0, begins + 1.0 - time.time()))
    stale = [path for path in pages if headline not in fetch(demo, "localhost", path).html]
    assert stale == []
    assert headline not in fetch(demo, "localhost", "/rus/").html
