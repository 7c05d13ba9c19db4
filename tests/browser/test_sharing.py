"""Two titles on two hosts share a story: taken, corrected at its origin, withdrawn, taken back."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_site import Site

pytestmark = pytest.mark.browser

PASSWORD = "long-enough-1"
PREPARE = f"""
from shpalta.newsroom.staff.models import User
User.objects.create_superuser("sharer", password="{PASSWORD}")
"""
WRITE = """
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.services import add_stories
from shpalta.newsroom.titles.models import Edition, Rubric
edition = Edition.objects.get(title__code="amper", language="ru")
story = Story(edition=edition, rubric=Rubric.objects.filter(title=edition.title).first(),
    headline="{headline}", lead="Лид.", body=[("paragraph", "<p>Текст.</p>")])
add_stories([story], publish=True)
taker = Edition.objects.get(title__code="naberezhna", language="ru")
print("made", story.pk, story.work_id, taker.pk, story.path)
"""
CORRECT = """
from shpalta.newsroom.stories.models import Story
story = Story.objects.get(pk={pk})
story.headline = "{headline}"
story.body = [("paragraph", "<p>Исправленный текст.</p>")]
story.save_revision().publish()
"""
WITHDRAW = """
from shpalta.newsroom.stories.models import Story
Story.objects.get(pk={pk}).unpublish()
"""


@pytest.fixture(scope="module")
def desk(demo: Site, browser: Browser) -> Iterator[Page]:
    """Log somebody with all rights into the newsroom."""
    run(demo, PREPARE)
    context = browser.new_context(locale="ru", viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    page.goto(f"{demo.newsroom}/")
    page.locator("[name=username]").fill("sharer")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    expect(page.locator("#parity")).to_be_visible()
    yield page
    context.close()


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """Give somebody who reads the Russian edition."""
    context = browser.new_context(locale="ru", viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def run(demo: Site, script: str) -> str:
    return demo.run(script)


def written(demo: Site, headline: str) -> tuple[int, int, int, str]:
    """Publish a story of the second title; give id, number, the first title's edition, its path."""
    found = re.search(r"made (\d+) (\d+) (\d+) (\S+)", run(demo, WRITE.format(headline=headline)))
    assert found is not None
    return int(found[1]), int(found[2]), int(found[3]), found[4]


def sister(demo: Site) -> str:
    """Give the second title's address: another host, the same port."""
    return demo.readers.replace("localhost", "amper.localhost")


def seen(page: Page, url: str, text: str, *, there: bool = True) -> None:
    """Reload until a text stands in a page, or stands there no more."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        page.goto(url)
        if (text in page.content()) is there:
            return
        time.sleep(0.1)
    pytest.fail(f"{text!r} in {url}: {not there}")


def test_a_headline_leads_to_its_origin_and_goes_with_it(
    demo: Site, desk: Page, reader: Page
) -> None:
    pk, _number, edition, path = written(demo, "Подстанция вернулась в сеть")
    desk.goto(f"{demo.newsroom}/shares/{edition}/")
    row = desk.locator(".shares__row", has_text="Подстанция вернулась в сеть")
    row.get_by_role("button", name="Взять заголовком").click()
    expect(desk.locator(".messages .success")).to_contain_text("Подстанция вернулась")

    front = f"{demo.readers}/rus/"
    seen(reader, front, "Подстанция вернулась в сеть")
    line = reader.locator(".ticker li", has_text="Подстанция вернулась в сеть")
    expect(line.locator(".from")).to_have_text("Ампер")
    line.locator("a").click()
    expect(reader).to_have_url(f"{sister(demo)}{path}")

    run(demo, CORRECT.format(pk=pk, headline="Подстанция вернулась в сеть досрочно"))
    seen(reader, front, "в сеть досрочно")
    run(demo, WITHDRAW.format(pk=pk))
    seen(reader, front, "Подстанция вернулась", there=False)
    assert reader.goto(f"{sister(demo)}{path}").status == 410  # type: ignore[union-attr]


def test_a_page_of_its_own_names_its_origin_and_follows_it(
    demo: Site, desk: Page, reader: Page
) -> None:
    pk, number, edition, path = written(demo, "Ветряки у моря подключены")
    desk.goto(f"{demo.newsroom}/shares/{edition}/")
    row = desk.locator(".shares__row", has_text="Ветряки у моря подключены")
    row.get_by_role("link", name="Взять страницей").click()
    desk.get_by_label("Заголовок", exact=True).fill("Море даёт ток")
    desk.get_by_role("button", name="Разместить").click()
    expect(desk.locator(".shares__row").first).to_contain_text("Море даёт ток")

    rubric = f"{demo.readers}/rus/"
    seen(reader, rubric, "Море даёт ток")
    reader.locator(".ticker a", has_text="Море даёт ток").click()
    expect(reader).to_have_url(re.compile(rf"{demo.readers}/rus/news/.*/{number}/$"))
    own = reader.url
    expect(reader.locator("h1")).to_have_text("Море даёт ток")
    source = reader.locator("article .source")
    expect(source).to_contain_text("Источник: Ампер")
    expect(source.locator("a").first).to_have_attribute("href", f"{sister(demo)}{path}")
    canonical = reader.locator("link[rel=canonical]")
    expect(canonical).to_have_attribute("href", f"{sister(demo)}{path}")
    assert reader.locator("link[rel=alternate][hreflang]").count() == 0

    run(demo, CORRECT.format(pk=pk, headline="Ветряки у моря дают ток"))
    seen(reader, own, "Исправленный текст")
    expect(reader.locator("h1")).to_have_text("Море даёт ток")
    seen(reader, f"{sister(demo)}{path}", "Ветряки у моря дают ток")

    desk.goto(f"{demo.newsroom}/snippets/stories/story/edit/{pk}/")
    expect(desk.locator(".shares-notice")).to_contain_text("Море даёт ток")
    run(demo, WITHDRAW.format(pk=pk))
    seen(reader, rubric, "Море даёт ток", there=False)
    for url in (own, f"{sister(demo)}{path}"):
        assert reader.goto(url).status == 410  # type: ignore[union-attr]


def test_what_is_taken_back_is_gone_here_and_stays_at_its_origin(
    demo: Site, desk: Page, reader: Page
) -> None:
    _pk, _number, edition, path = written(demo, "Счётчики заменят к весне")
    desk.goto(f"{demo.newsroom}/shares/{edition}/")
    row = desk.locator(".shares__row", has_text="Счётчики заменят к весне")
    row.get_by_role("link", name="Взять страницей").click()
    desk.get_by_role("button", name="Разместить").click()
    seen(reader, f"{demo.readers}/rus/", "Счётчики заменят к весне")
    reader.locator(".ticker a", has_text="Счётчики заменят к весне").click()
    own = reader.url

    taken = desk.locator(".shares__row", has_text="Счётчики заменят к весне")
    taken.get_by_role("button", name="Снять").click()
    expect(desk.locator(".messages .success")).to_be_visible()
    seen(reader, f"{demo.readers}/rus/-/ticker/", "Счётчики", there=False)
    assert reader.goto(own).status == 410  # type: ignore[union-attr]
    assert reader.goto(f"{sister(demo)}{path}").status == 200  # type: ignore[union-attr]
