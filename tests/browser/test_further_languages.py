"""A fourth language, and one that runs from right to left, by settings and message files alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.polyglot import LANGUAGES, TEXTS, running_polyglot
from tests.browser.test_every_page import AXE

pytestmark = pytest.mark.browser

OVERFLOW = """() => {
  const root = document.documentElement;
  const all = [...document.querySelectorAll("main *, header *, aside *, footer *")];
  const wide = all.filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && !one.closest(".unseen, .rubrics, .table, .skip")
      && (box.left < -1 || box.right > root.clientWidth + 1);
  });
  return [root.scrollWidth - root.clientWidth, wide.slice(0, 3).map((one) => one.outerHTML)];
}"""
COUNTED = """() => {
  const words = JSON.parse(document.getElementById("live").dataset.words);
  const rule = new Intl.PluralRules(document.documentElement.lang);
  return Array.from({length: 130}, (_, n) => words.headlines[rule.select(n + 1)] ?? n + 1)
    .filter((form) => typeof form !== "string");
}"""
OLD = "/news/2024/04/10/"
DATE_LINES = {
    "uk": "Середа, 10 квітня 2024, 23:37",
    "pl": "Środa, 10 kwietnia 2024, 23:37",
    "ar": "الأربعاء، 10 أبريل 2024، 23:37",
}


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_polyglot(tmp_path_factory.mktemp("polyglot")) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


def prefix_of(language: str) -> str:
    return "" if language == "uk" else f"/{language}"


def story_at(page: Page, readers: str, language: str, *, old: bool = False) -> str:
    """Find the newest story with a body, or the one of 2024."""
    if old:
        page.goto(f"{readers}{prefix_of(language)}/date/2024/04/10/")
        return str(page.locator(".feed a").first.get_attribute("href"))
    page.goto(f"{readers}{prefix_of(language)}/date/")
    link = page.locator(".feed a, .ticker a").filter(has_text=TEXTS[language][0])
    return str(link.first.get_attribute("href"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_in_their_language_and_print_its_dates(
    readers: str, page: Page, language: str
) -> None:
    page.goto(readers + story_at(page, readers, language, old=True))
    html = page.locator("html")
    assert html.get_attribute("lang") == language
    assert html.get_attribute("dir") == ("rtl" if language == "ar" else None)
    assert page.locator(".moments time").first.inner_text() == DATE_LINES[language]
    text = page.locator("body").inner_text()
    assert ("Стрічка новин" in text) == (language == "uk")
    assert "All news" not in text
    labels = {"uk": "Деталі", "pl": "Szczegóły", "ar": "التفاصيل"}
    assert labels[language] in page.locator(".labelled .label").first.inner_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_in_another_language_says_so(readers: str, page: Page, language: str) -> None:
    page.goto(readers + story_at(page, readers, language))
    assert page.locator(".text span[lang=en]").inner_text() == "The bridge is open"
    assert page.locator(".text span[lang=ar]").get_attribute("dir") == "rtl"
    assert page.locator(".quote blockquote").get_attribute("lang") == "en"
    assert page.locator(".embed cite").get_attribute("lang") == "en"
    author = page.locator(".byline a").get_attribute("lang")
    assert author == ("uk" if language == "ar" else None)
    alternates = page.locator("link[rel=alternate]")
    codes = [one.get_attribute("hreflang") for one in alternates.all()]
    assert codes == [*LANGUAGES, "x-default"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_new_headlines_are_counted_in_every_plural_form(
    readers: str, page: Page, language: str
) -> None:
    page.goto(f"{readers}{prefix_of(language)}/")
    assert page.evaluate(COUNTED) == []


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", ["pl", "ar"])
def test_nothing_runs_over_the_edge_and_axe_finds_no_violation(
    readers: str, page: Page, language: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    prefix = prefix_of(language)
    story = story_at(page, readers, language)
    for path in (
        f"{prefix}/",
        story,
        f"{prefix}/rubric/world/",
        f"{prefix}/date/",
        f"{prefix}/no/",
    ):
        page.goto(readers + path)
        assert page.evaluate(OVERFLOW) == [0, []], path
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        problems = [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
        assert problems == [], path


def test_arabic_pages_are_laid_out_from_the_right(readers: str, page: Page) -> None:
    page.goto(f"{readers}/ar/")
    main, rail = page.locator("main").bounding_box(), page.locator(".rail").bounding_box()
    assert main is not None
    assert rail is not None
    assert rail["x"] + rail["width"] <= main["x"] + 1
    line = page.locator(".ticker li").first
    time, link = line.locator("time").bounding_box(), line.locator("a").bounding_box()
    assert time is not None
    assert link is not None
    assert time["x"] > link["x"] + link["width"] - 1
    page.goto(readers + story_at(page, readers, "ar"))
    text, label = (
        page.locator(".labelled p").first.bounding_box(),
        page.locator(".labelled .label").first.bounding_box(),
    )
    assert text is not None
    assert label is not None
    assert label["x"] > text["x"] + text["width"] / 2
    quote = page.locator(".quote").evaluate("one => getComputedStyle(one).borderRightWidth")
    assert quote == "4px"
