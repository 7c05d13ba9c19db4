"""The picture desk in a browser: files dragged, pasted and fetched; rights that end in public."""

import base64
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_site import Site
from tests.integration.newsroom.test_picture_desk import jpeg, photograph
from tests.unit.newsroom.test_picture_reading import XMP

pytestmark = pytest.mark.browser

_DEADLINE = 90.0
PASSWORD = "long-enough-1"
MAKE_EDITOR = f"""
from django.contrib.auth.models import Group
from shpalta.newsroom.staff.models import User
user = User.objects.create_user("photographer", password="{PASSWORD}")
user.groups.set(Group.objects.filter(name="Editors"))
"""
GIVE = """
(event, files, kind) => {
  const data = new DataTransfer();
  for (const [name, type, text] of files) {
    const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
    data.items.add(new File([bytes], name, { type }));
  }
  // Files that no person dragged have no entries in a file system: let the list of files stand.
  if (kind === "drop") Object.defineProperty(data, "items", { value: null });
  const made = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
  event.dispatchEvent(made);
}
"""


def _packed(name: str, data: bytes) -> list[str]:
    return [name, "image/jpeg", base64.b64encode(data).decode()]


@pytest.fixture(scope="module")
def desk(demo: Site, browser: Browser) -> Iterator[Page]:
    """Log an editor into the newsroom."""
    demo.run(MAKE_EDITOR)
    context = browser.new_context(locale="uk", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{demo.newsroom}/")
    page.get_by_label("Ім'я користувача").fill("photographer")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("heading", name="Новий матеріал")).to_be_visible()
    yield page
    context.close()


@pytest.fixture
def uploads(demo: Site, desk: Page) -> Page:
    """Open the page of uploads."""
    desk.goto(f"{demo.newsroom}/images/multiple/add/")
    return desk


def _give(page: Page, selector: str, kind: str, *files: list[str]) -> None:
    page.evaluate(
        f"([files, kind]) => ({GIVE})(document.querySelector('{selector}'), files, kind)",
        [list(files), kind],
    )


def test_many_are_dropped_at_once_and_one_bad_file_hinders_none(uploads: Page) -> None:
    good = _packed("Повінь.jpg", jpeg(photograph(11), xmp=XMP.encode()))
    bad = _packed("не-фото.jpg", b"<html><script>alert(1)</script>")
    other = _packed("Міст.jpg", jpeg(photograph(12)))
    _give(uploads, ".drop-zone", "drop", good, bad, other)
    rows = uploads.locator("#upload-list > li")
    expect(rows).to_have_count(3)
    expect(rows.nth(0).locator("[name$='-caption']")).to_have_value("Рятувальники на набережній")
    expect(rows.nth(1)).to_contain_text("не зображення, яке можна взяти")
    expect(rows.nth(1)).to_contain_text("не-фото.jpg")
    expect(rows.nth(2).locator("[name$='-title']")).to_have_value("Міст")
    rows.nth(0).get_by_role("button", name="Зберегти").click()
    expect(rows).to_have_count(2)


def test_a_picture_is_pasted(uploads: Page) -> None:
    _give(uploads, "body", "paste", _packed("image.png", jpeg(photograph(13))))
    row = uploads.locator("#upload-list > li")
    # It was called "image.png" but is a JPEG: it is named after the moment and what it is.
    expect(row.locator("[name$='-title']")).to_be_visible()
    assert row.locator("[name$='-title']").input_value().startswith("20")


def test_an_address_of_the_house_s_own_network_is_refused(uploads: Page) -> None:
    uploads.get_by_label("За адресою").fill("http://127.0.0.1:8000/a.jpg")
    uploads.get_by_role("button", name="Взяти").click()
    expect(uploads.locator(".picture-address__said")).to_contain_text("не в публічному вебі")
    expect(uploads.locator("#upload-list > li")).to_have_count(0)


def test_a_file_whose_upload_was_cut_off_is_sent_once_more(uploads: Page) -> None:
    uploads.route("**/images/multiple/add/", lambda route: route.abort())
    _give(uploads, ".drop-zone", "drop", _packed("Удруге.jpg", jpeg(photograph(14))))
    again = uploads.get_by_role("button", name="Спробувати ще раз")
    expect(again).to_be_visible()
    uploads.unroute("**/images/multiple/add/")
    again.click()
    expect(uploads.locator("[name$='-title']")).to_have_value("Удруге")


def test_readers_see_what_ai_made_and_lose_a_picture_when_its_rights_end(
    demo: Site, browser: Browser
) -> None:
    find = """
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.stories.models import Story
story = Story.objects.public().filter(lead_picture__machine="made", edition__prefix="").first()
print(story.path, story.lead_picture_id)
"""
    path, picture_id = demo.run(find).split()
    page = browser.new_page()
    # Its prints are made in the background: right after the first start it may not be there yet.
    deadline = time.monotonic() + _DEADLINE
    page.goto(demo.readers + path)
    while not page.locator("figure.leading img").count() and time.monotonic() < deadline:
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.locator("figcaption .machine")).to_have_text("Зображення створив ШІ")
    source = page.locator("figure.leading img").get_attribute("src")
    end = f"""
from datetime import timedelta
from django.utils import timezone
from shpalta.newsroom.media.models import Picture
picture = Picture.objects.get(pk={picture_id})
picture.rights_end_at = timezone.now() + timedelta(seconds=4)
picture.save()
"""
    demo.run(end)
    page.wait_for_timeout(6000)
    page.goto(demo.readers + path)
    expect(page.locator("figure.leading img")).to_have_count(0)
    assert page.request.get(demo.readers + str(source)).status == 404
    page.close()
