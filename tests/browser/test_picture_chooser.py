"""The window in which a story's editor chooses pictures: found, judged, uploaded, many at once."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.demo_site import Site
from tests.browser.test_pictures import _give, _packed
from tests.integration.newsroom.test_picture_desk import jpeg, photograph
from tests.unit.newsroom.test_picture_reading import XMP

pytestmark = pytest.mark.browser

_PATIENCE = 30_000
PHOTOGRAPH = photograph(31)
PASSWORD = "long-enough-3"
HEADLINE = "Три кадри одного вечора"
PREPARE = f"""
from django.contrib.auth.models import Group
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk.models import PictureRule
from shpalta.newsroom.staff.models import User
user = User.objects.create_user("chooser", password="{PASSWORD}")
user.groups.set(Group.objects.filter(name="Editors"))
names = ["Ворота першої пристані", "Ворота другої пристані", "Ворота третьої пристані"]
for picture, name in zip(Picture.objects.order_by("pk")[:3], names, strict=True):
    picture.title = name
    picture.save()
mute = Picture.objects.order_by("pk")[3]
mute.title, mute.credit = "Ворота без автора", ""
mute.save()
paper = Picture.objects.order_by("pk")[4]
paper.title, paper.is_not_for_web = "Ворота для паперу", True
paper.save()
PictureRule.objects.update(missing_credit="block")
"""
RESTORE = """
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk.models import PictureRule
PictureRule.objects.update(missing_credit="off")
Picture.objects.filter(is_not_for_web=True).update(is_not_for_web=False)
"""


@pytest.fixture(scope="module")
def desk(demo: Site, browser: Browser) -> Iterator[Page]:
    """Log an editor into the newsroom of a house that has five pictures of gates."""
    demo.run(PREPARE)
    context = browser.new_context(locale="uk", viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    page.goto(f"{demo.newsroom}/")
    page.get_by_label("Ім'я користувача").fill("chooser")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("heading", name="Новий матеріал")).to_be_visible()
    yield page
    context.close()
    demo.run(RESTORE)


@pytest.fixture
def story(demo: Site, desk: Page) -> Page:
    """Begin a story."""
    desk.goto(f"{demo.newsroom}/snippets/stories/story/add/")
    # Wagtail compares with the form as it was two seconds after it was opened: write no sooner.
    desk.wait_for_timeout(2_500)
    return desk


def _open(story: Page) -> Locator:
    story.locator("#id_lead_picture-chooser").get_by_role("button").first.click()
    window = story.locator(".modal")
    expect(window.locator("#search-results")).to_be_visible()
    return window


def _open_uploads(window: Locator) -> None:
    window.get_by_role("tab", name="Завантажити").click()
    expect(window.locator("#tab-upload:not([aria-busy])")).to_be_visible()


def _names(window: Locator) -> Locator:
    return window.locator("#search-results li h3")


def test_a_picture_is_found_in_any_form_and_says_if_it_cannot_be_published(story: Page) -> None:
    window = _open(story)
    window.locator("#id_q").fill("воротами")
    expect(_names(window)).to_have_count(5)
    paper = window.locator("#search-results li", has_text="Ворота для паперу")
    expect(paper).to_contain_text("Публікувати не можна")
    mute = window.locator("#search-results li", has_text="Ворота без автора")
    expect(mute).to_contain_text("такого не публікує")
    window.locator("#id_rights").select_option("fit")
    expect(_names(window)).to_have_count(3)
    expect(window.locator("#search-results")).not_to_contain_text("такого не публікує")
    window.locator("#id_since").fill("2031-01-01")
    expect(window.locator("#search-results")).to_contain_text("Таких зображень немає")
    window.locator("#id_since").fill("")
    window.locator("#id_who").type("Шпальти")
    expect(_names(window)).to_have_count(3)
    window.get_by_text("Ворота другої пристані").click()
    expect(story.locator("#id_lead_picture-chooser")).to_contain_text("Ворота другої пристані")


def test_files_are_dropped_into_the_window_and_one_is_used(story: Page) -> None:
    window = _open(story)
    _open_uploads(window)
    good = _packed("Поріг.jpg", jpeg(PHOTOGRAPH, xmp=XMP.encode()))
    bad = _packed("не-фото.jpg", b"<html><script>alert(1)</script>")
    _give(story, ".modal .drop-zone", "drop", bad, good)
    rows = window.locator("#upload-list > li")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("не зображення, яке можна взяти")
    expect(rows.nth(1).locator("[name$='-caption']")).to_have_value("Рятувальники на набережній")
    # What lacks something comes back, and nothing is chosen yet.
    rows.nth(1).locator("[name$='-title']").fill("")
    rows.nth(1).get_by_role("button", name="Зберегти й узяти").click()
    expect(rows.nth(1).locator(".error-message").first).to_be_visible()
    rows.nth(1).locator("[name$='-title']").fill("Поріг річки")
    rows.nth(1).get_by_role("button", name="Зберегти й узяти").click()
    expect(story.locator("#id_lead_picture-chooser")).to_contain_text("Поріг річки")
    expect(window).to_have_count(0)


def test_what_looks_like_a_new_picture_is_used_instead_of_it(demo: Site, story: Page) -> None:
    window = _open(story)
    expect(window.locator("#tab-upload:not([aria-busy])")).to_be_attached()
    _give(story, "body", "paste", _packed("image.png", jpeg(PHOTOGRAPH, quality=60)))
    # Pasted anywhere, it is shown where uploads are.
    row = window.locator("#upload-list > li")
    expect(row).to_contain_text("Поріг річки")
    row.get_by_role("button", name="Узяти натомість це").click()
    expect(story.locator("#id_lead_picture-chooser")).to_contain_text("Поріг річки")
    story.goto(f"{demo.newsroom}/images/?q=поріг")
    expect(story.locator(".images li")).to_have_count(1)


@pytest.fixture
def phone(desk: Page) -> Iterator[Page]:
    """Make the desk as narrow as a phone."""
    desk.set_viewport_size({"width": 390, "height": 844})
    yield desk
    desk.set_viewport_size({"width": 1440, "height": 1000})


def test_on_a_phone_nothing_of_the_window_is_cut_off(demo: Site, story: Page, phone: Page) -> None:
    story.locator(".c-sf-add-button").first.click()
    blocks = phone.locator(".w-combobox-container")
    assert sticking_out(blocks, "[role=option], input") == []
    phone.keyboard.press("Escape")
    window = _open(story)
    window.locator("[value=list]").evaluate("one => one.click()")
    expect(window.locator("td.picture-cell").first).to_be_visible()
    assert sticking_out(window, "#search-results *, .picture-search *") == []
    _open_uploads(window)
    twice = jpeg(photograph(32), xmp=XMP.encode())
    files = _packed("Раз.jpg", twice), _packed("Два.jpg", twice), _packed("не-фото.jpg", b"<html>")
    _give(story, ".modal .drop-zone", "drop", *files)
    rows = window.locator("#upload-list > li")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("Видалити нове")
    expect(rows.nth(2)).to_contain_text("не зображення, яке можна взяти")
    assert sticking_out(window, "#upload-list *") == []
    phone.goto(f"{demo.newsroom}/images/")
    box = phone.locator("header [name=q]").bounding_box()
    assert box is not None
    assert box["width"] > 200, "one sees what one types"


def sticking_out(box: Locator, inside: str) -> list[str]:
    """List what is shown in a box and reaches beyond its edges."""
    found: list[str] = box.evaluate(
        """(box, inside) => {
          const edge = (box.querySelector(".modal-content") ?? box).getBoundingClientRect();
          return [...box.querySelectorAll(inside)]
            .filter((one) => one.checkVisibility({ contentVisibilityAuto: true }))
            .filter((one) => one.getBoundingClientRect().right > edge.right + 1)
            .map((one) => one.outerHTML.slice(0, 120));
        }""",
        inside,
    )
    return found


def test_an_address_of_the_house_s_own_network_is_refused_in_the_window(story: Page) -> None:
    window = _open(story)
    _open_uploads(window)
    window.get_by_label("За адресою").fill("http://127.0.0.1:8000/a.jpg")
    window.get_by_role("button", name="Взяти").click()
    expect(window.locator(".picture-address__said")).to_contain_text("не в публічному вебі")


def test_a_gallery_of_many_chosen_at_once_is_published_in_its_order(
    demo: Site, story: Page, browser: Browser
) -> None:
    story.locator("[name=headline]").fill(HEADLINE)
    story.locator("[name=lead]").fill("Хто прийшов до пристані.")
    story.locator(".c-sf-add-button").first.click()
    story.get_by_role("option", name="Галерея").click()
    story.get_by_role("button", name="Вибрати кілька зображень").click()
    window = story.locator(".modal")
    window.locator("#id_q").fill("пристань")
    expect(_names(window)).to_have_count(3)
    for name in ("першої", "другої", "третьої"):
        window.locator("label", has_text=f"Ворота {name} пристані").click()
    window.locator("[data-multiple-choice-submit]").click()
    expect(window).to_have_count(0)
    titles = story.locator(".c-sf-container--list .chooser__title, [data-chooser-title]")
    expect(titles.filter(has_text="пристані")).to_have_count(3)
    # Two more from the computer, at once.
    story.get_by_role("button", name="Вибрати кілька зображень").click()
    _open_uploads(window)
    more = [
        _packed(f"Берег {one}.jpg", jpeg(photograph(40 + one), xmp=XMP.encode())) for one in (1, 2)
    ]
    _give(story, ".modal .drop-zone", "drop", *more)
    use = window.get_by_role("button", name="Зберегти всі й узяти")
    expect(window.locator("#upload-list form[data-picture]")).to_have_count(2)
    use.click()
    expect(window).to_have_count(0)
    shown = titles.filter(has_text=re.compile("пристані|Берег"))
    expect(shown).to_have_count(5)
    order = shown.all_text_contents()
    assert [name.strip() for name in order[-2:]] == ["Берег 1", "Берег 2"]
    _publish(story)
    reader = browser.new_page()
    reader.goto(f"{demo.readers}/")
    reader.get_by_role("link", name=HEADLINE).first.click()
    gallery = reader.locator("section.gallery")
    # The workshop makes what readers get of the two new ones.
    for _try in range(30):
        if gallery.locator("img").count() == 5:
            break
        reader.wait_for_timeout(2000)
        reader.reload()
    expect(gallery.locator("img")).to_have_count(5)
    reader.close()


def _publish(story: Page) -> None:
    story.locator("#id_rubric").select_option(
        label=str(story.locator("#id_rubric optgroup:not([hidden]) option").first.text_content())
    )
    story.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").click()
    story.get_by_role("button", name="Опублікувати").click()
    expect(story.locator(".messages .success")).to_be_visible()
