"""Who may write, from where, as whom: the doors of the room."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from shpalta.newsroom.staff.models import User
from shpalta.readers.models import Comment, Opening, Reader, Talk
from shpalta.readers.passes import COOKIE, Pass, guest_pass, write_pass
from shpalta.site import settings as whole_settings
from tests.factories import make_story, withdraw
from tests.integration.readers.conftest import HOST, ROOM, Paper, Visitor, newest, sign_up

FOREIGN: dict[str, dict[str, str]] = {
    "another site, as its browser says": {"sec_fetch_site": "cross-site"},
    "a sister host": {"sec_fetch_site": "same-site"},
    "another origin": {"sec_fetch_site": "", "origin": "https://evil.example"},
    "no origin at all": {"sec_fetch_site": "", "origin": ""},
    "a plain form": {"content_type": "text/plain"},
    "a form": {"content_type": "application/x-www-form-urlencoded"},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_other_sites_cannot_write_for_a_reader(paper: Paper, headers: dict[str, str]) -> None:
    guest = Visitor()
    body = json.dumps({"story": paper.story.number, "text": "Чуже", "name": "Оля"}).encode()
    status, _told = guest.post_raw("comments", body, **headers)
    assert status == 403
    assert not Comment.objects.exists()


def test_an_old_browser_of_our_own_page_can(paper: Paper) -> None:
    body = json.dumps({"story": paper.story.number, "text": "Своє", "name": "Оля"}).encode()
    headers = {"sec_fetch_site": "", "origin": f"http://{HOST}"}
    assert Visitor().post_raw("comments", body, **headers)[0] == 200


def test_forms_want_their_token(paper: Paper) -> None:
    guest = Visitor()
    answer = guest.client.post(
        f"{ROOM}write/?story={paper.story.number}", {"name": "Оля", "text": "Без жетона"}
    )
    assert answer.status_code == 403
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"1", b'"x"', b"\xff", b'{"story": true}', b"[" * 9000, b"x" * 90_000],
)
def test_nonsense_is_refused(paper: Paper, body: bytes) -> None:
    status, _told = Visitor().post_raw("comments", body)
    assert status in {400, 422}


def test_a_pass_that_was_tampered_with_is_none(paper: Paper) -> None:
    visitor = Visitor()
    for value in ("x", write_pass(Pass(reader_id=1, pass_key="guess")) + "x"):
        visitor.client.cookies[COOKIE] = value
        status, told = visitor.post("comments", story=paper.story.number, text="Я?")
        assert (status, told["problem"]) == (422, "log-in")


def test_a_pass_ends_when_its_key_does(paper: Paper) -> None:
    reader = Visitor()
    sign_up(reader, "Марія", "maria@example.org")
    assert reader.post("comments", story=paper.story.number, text="Раз")[0] == 200
    Reader.objects.update(pass_key="another")
    status, told = reader.post("comments", story=paper.story.number, text="Два")
    assert (status, told["problem"]) == (422, "log-in")


def test_a_banned_reader_is_told_and_nothing_is_shown(paper: Paper) -> None:
    reader = Visitor()
    sign_up(reader, "Марія", "maria@example.org")
    Reader.objects.update(is_shut=True)
    status, told = reader.post("comments", story=paper.story.number, text="Пустіть", language="en")
    assert (status, told["result"]) == (200, "refused")
    assert "may not write" in told["words"]
    assert not newest().stands


def test_guests_write_only_where_the_title_allows(paper: Paper) -> None:
    paper.rules.guests_may_write = False
    paper.rules.save()
    guest = Visitor()
    status, told = guest.post("comments", story=paper.story.number, text="Я", name="Оля")
    assert (status, told["problem"]) == (422, "log-in")
    assert (
        "form" not in guest.text(f"{ROOM}write/?story={paper.story.number}").partition("<main")[2]
    )


def test_nobody_takes_a_reader_s_name_or_one_that_looks_like_it(paper: Paper) -> None:
    sign_up(Visitor(), "Марія", "maria@example.org")
    for name in ("Марія", "марія", "М а р і я", "Мapiя", "x", "", "я" * 41):
        status, told = Visitor().post("comments", story=paper.story.number, text="Я", name=name)
        assert status == 422, name
        assert told["problem"] in {"name", "log-in"}
    answer = Visitor().send(f"{ROOM}signup/", name="МАРІЯ", email="other@example.org")
    assert answer.status_code == 200, "the form says why"


@pytest.mark.parametrize("why", ["withdrawn", "closed", "late", "draft", "embargo", "elsewhere"])
def test_nothing_is_written_where_nothing_is_open(paper: Paper, why: str) -> None:
    story = paper.story
    if why == "withdrawn":
        withdraw(story)
    elif why == "closed":
        Talk.objects.create(edition=paper.uk, number=story.number, opening=Opening.CLOSED)
    elif why == "late":
        story = make_story(paper.uk, "Давно", published_at=timezone.now() - timedelta(days=15))
    elif why == "draft":
        story = make_story(paper.uk, "Чернетка", published=False)
    elif why == "embargo":
        type(story).objects.filter(pk=story.pk).update(
            embargo_until=timezone.now() + timedelta(days=1)
        )
    prefix = "/rus" if why == "elsewhere" else ""
    guest = Visitor()
    status, told = guest.post(
        "comments", prefix=prefix, story=story.number, text="Слово", name="Оля"
    )
    assert (status, told["problem"] in {"nothing", "closed"}) == (422, True)
    assert not Comment.objects.exists()
    if why in {"withdrawn", "draft", "embargo", "elsewhere"}:
        assert guest.get(f"{prefix}{ROOM}write/?story={story.number}").status_code == 404
        assert guest.get(f"{prefix}{ROOM}me/?story={story.number}").status_code == 404


def test_readers_are_no_staff(paper: Paper, settings: Any) -> None:
    reader = Visitor()
    sign_up(reader, "Марія", "maria@example.org")
    account = User.everybody.get(email="maria@example.org")
    key = reader.client.cookies["readers_session"].value
    assert SessionStore(key)[SESSION_KEY] == str(account.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.everybody.filter(pk=account.pk).update(is_staff=True)

    settings.SHPALTA_ROOM = "newsroom"
    settings.ROOT_URLCONF = "shpalta.site.urls_newsroom"
    settings.MIDDLEWARE = whole_settings.MIDDLEWARE
    settings.AUTHENTICATION_BACKENDS = whole_settings.STAFF_BACKENDS
    settings.SESSION_COOKIE_NAME = "newsroom_session"
    settings.LOGIN_URL = "wagtailadmin_login"
    assert not User.objects.filter(pk=account.pk).exists()
    account.set_password("a long pass phrase")
    account.save()
    newsroom = Client()
    newsroom.cookies["newsroom_session"] = key
    assert newsroom.get("/newsroom/").status_code == 302, "its session opens nothing there"
    fresh = Client()
    assert not fresh.login(username=account.username, password="a long pass phrase")
    editor = User.objects.create_superuser("editor", "e@example.org", "pass")
    fresh.force_login(editor, backend=whole_settings.STAFF_BACKENDS[0])
    listing = fresh.get("/newsroom/users/").content.decode()
    assert "editor" in listing
    assert "maria@example.org" not in listing


def test_staff_cannot_log_in_as_readers(paper: Paper) -> None:
    User(username="editor", email="editor@example.org", is_staff=True).save()
    Visitor().send(f"{ROOM}login/", login="editor@example.org")
    (letter,) = mail.outbox
    assert "немає" in letter.subject, "it says that there is no such account"
    assert not re.search(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$", str(letter.body), re.MULTILINE)


def test_pages_load_nothing_of_others_and_are_kept_by_nobody(paper: Paper) -> None:
    answer = Visitor().get(f"{ROOM}login/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self';" in policy
    assert "unsafe" not in policy
    assert answer["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in policy


def test_login_leads_to_no_other_site(paper: Paper) -> None:
    reader = Visitor()
    sign_up(reader, "Марія", "maria@example.org")
    for address in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = reader.get(f"{ROOM}login/?next={address}")
        assert answer.status_code == 302
        assert "evil" not in answer["Location"]
        assert "javascript" not in answer["Location"]


def test_a_guest_cannot_touch_what_others_wrote(paper: Paper) -> None:
    author, other = Visitor(), Visitor()
    author.post("comments", story=paper.story.number, text="Моє", name="Оля")
    other.post("comments", story=paper.story.number, text="Інше", name="Іван")
    pk = Comment.objects.order_by("pk")[0].pk
    for body in ({"edits": pk, "text": "Вкрадено"}, {"removes": pk}):
        status, told = other.post("comments", **body)
        assert (status, told["problem"]) == (422, "not-yours")
    for page in ("edit", "remove", "appeal"):
        assert other.get(f"{ROOM}comment/{pk}/{page}/").status_code == 404
    assert Comment.objects.get(pk=pk).text == "Моє"
    assert guest_pass("x").guest_key != guest_pass("x").guest_key
