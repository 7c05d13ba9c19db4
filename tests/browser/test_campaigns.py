"""Somebody books a campaign, pauses it, and takes advertisements off a story, with a mouse."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_site import Site

pytestmark = pytest.mark.browser

PASSWORD = "long-enough-1"
PREPARE = f"""
from django.contrib.auth.models import Group
from shpalta.newsroom.staff.models import User
user = User.objects.create_user("seller", password="{PASSWORD}")
user.groups.set([Group.objects.get(name="Advertising")])
"""


@pytest.fixture(scope="module")
def desk(demo: Site, browser: Browser) -> Iterator[Page]:
    """Log in somebody who books campaigns."""
    demo.run(PREPARE)
    context = browser.new_context(locale="uk", viewport={"width": 1440, "height": 1200})
    page = context.new_page()
    page.goto(f"{demo.newsroom}/")
    page.locator("[name=username]").fill("seller")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    expect(page.locator("main h1").first).to_be_visible()
    yield page
    context.close()


def test_a_campaign_is_booked_with_what_its_form_needs(demo: Site, desk: Page) -> None:
    desk.goto(f"{demo.newsroom}/snippets/campaigns/campaign/add/")
    desk.locator("#id_kind").select_option("fundraiser")
    expect(desk.locator(".campaign-fundraiser")).to_be_visible()
    desk.locator("#id_kind").select_option("advertising")
    expect(desk.locator(".campaign-fundraiser")).to_be_hidden()
    desk.locator("#id_name").fill("Човни на озері")
    desk.locator("#id_advertiser_0").fill("Прокат «Весло»")
    desk.locator("#id_creatives-ADD").click()
    html = desk.locator("#id_creatives-0-html")
    expect(html).to_be_hidden()
    expect(desk.locator("label[for=id_creatives-0-html]")).to_be_hidden()
    desk.locator("#id_creatives-0-form").select_option("html")
    expect(html).to_be_visible()
    expect(desk.locator("#id_creatives-0-headings_0")).to_be_hidden()
    desk.locator("#id_creatives-0-form").select_option("text")
    desk.locator("#id_creatives-0-headings_0").fill("Година на воді")
    desk.locator("#id_creatives-0-link").fill("http://veslo.example/")
    desk.get_by_role("tab").nth(1).click()
    desk.get_by_label("Набережна: Унизу сторінки").check()
    desk.locator("button[type=submit].action-save").click()

    refusal = desk.locator(".w-field--error #id_creatives-0-link")
    expect(refusal).to_have_count(1)
    desk.get_by_role("tab").first.click()
    desk.locator("#id_creatives-0-link").fill("https://veslo.example/")
    desk.locator("button[type=submit].action-save").click()
    expect(desk.locator("main")).to_contain_text("Човни на озері")


def choose(desk: Page, name: str, what: str) -> None:
    """Choose something from the menu of a campaign's row."""
    row = desk.locator("tr", has_text=name)
    row.locator("[data-w-dropdown-target=toggle]").first.click()
    desk.get_by_role("button", name=what).locator("visible=true").click()


def test_one_click_pauses_and_another_lets_go(demo: Site, desk: Page) -> None:
    desk.goto(f"{demo.newsroom}/snippets/campaigns/campaign/")
    row = desk.locator("tr", has_text="Книгарня")
    expect(row.locator(".campaign-stage--running")).to_be_visible()
    choose(desk, "Книгарня", "Призупинити")
    expect(row.locator(".campaign-stage--paused")).to_be_visible()
    choose(desk, "Книгарня", "Відновити")
    expect(row.locator(".campaign-stage--running")).to_be_visible()


def test_the_report_shows_each_creative_and_lets_html_reach_nothing(demo: Site, desk: Page) -> None:
    desk.goto(f"{demo.newsroom}/snippets/campaigns/placement/")
    desk.get_by_role("link", name="«Сонцедах»: калькулятор").click()
    frame = desk.frame_locator(".campaign-preview iframe").first
    expect(frame.locator("main")).to_contain_text("Площа даху")
    inner = next(one for one in desk.frames if one.parent_frame is not None)
    assert inner.evaluate("self.origin") == "null"
    assert (
        inner.evaluate("(() => { try { return document.cookie } catch { return 'no' } })()") == "no"
    )
    assert (
        inner.evaluate("(() => { try { return parent.document } catch { return 'no' } })()") == "no"
    )


def test_a_list_is_read_on_a_phone_without_pushing_it_aside(demo: Site, desk: Page) -> None:
    desk.set_viewport_size({"width": 390, "height": 844})
    for name, label in (("campaign", "Період показу"), ("placement", "Розміри")):
        desk.goto(f"{demo.newsroom}/snippets/campaigns/{name}/")
        cell = desk.locator(f'table.as-cards td[data-label="{label}"]').first
        expect(cell).to_be_visible()
        named = cell.evaluate("one => getComputedStyle(one, '::before').content")
        assert label in named
        widest = desk.locator("table.as-cards td").evaluate_all(
            "all => Math.max(...all.map((one) => one.getBoundingClientRect().right))"
        )
        assert widest <= 390
        expect(desk.locator("table.as-cards td.title a").first).to_be_visible()
    desk.set_viewport_size({"width": 1440, "height": 1200})
    expect(desk.locator("table.as-cards thead")).to_be_visible()
