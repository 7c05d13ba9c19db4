"""Ways into an account are changed by whoever has proved lately that it is theirs."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.socialaccount.models import SocialAccount
from django.core import mail

from shpalta.newsroom.staff.models import User
from shpalta.readers.pace import Pace
from shpalta.readers.room import proving
from shpalta.readers.room.proving import PROVED
from tests.integration.readers.conftest import ROOM, Paper, Visitor, code_of_mail, sign_up

ADD, AGAIN = f"{ROOM}passkeys/add/", f"{ROOM}login/again/"
TELEGRAM, CONNECTIONS = f"{ROOM}telegram/login/", f"{ROOM}account/social/"
BOT = "4200:a-bot-of-ours"


@pytest.fixture
def forgotten(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """A browser that was left logged in, whose owner has asked for no code yet."""
    monkeypatch.setattr(proving, "_CODES", Pace(3, 600))
    monkeypatch.setattr(proving, "_TRIES", Pace(10, 600))
    visitor = Visitor()
    sign_up(visitor, "Марія", "maria@example.org")
    let_time_pass(visitor)
    return visitor


def let_time_pass(visitor: Visitor) -> None:
    session: Any = visitor.client.session
    session[PROVED] -= 600
    for one in session.get(AUTHENTICATION_METHODS_SESSION_KEY, []):
        one["at"] -= 600
    session.save()


@pytest.fixture
def telegram(settings: Any) -> None:
    """Telegram's logins, as an installation allows them: they are signed by the bot's token."""
    app = {"client_id": "4200", "secret": BOT}
    settings.SOCIALACCOUNT_PROVIDERS = {"telegram": {"APP": app}}


def connect_telegram(visitor: Visitor, *, telegram_id: int, page: str) -> Any:
    """Leave for Telegram by the form of a page, and come back as somebody whom it knows."""
    way = visitor.send_to(TELEGRAM, page, process="connect")
    back = parse_qs(urlsplit(way["Location"]).query)["return_to"][0]
    told = {"id": telegram_id, "first_name": "Хтось", "auth_date": int(time.time())}
    signed = "\n".join(sorted(f"{name}={value}" for name, value in told.items()))
    key = hashlib.sha256(BOT.encode()).digest()
    told["hash"] = hmac.new(key, signed.encode(), hashlib.sha256).hexdigest()
    result = base64.b64encode(json.dumps(told).encode()).decode()
    path = f"{urlsplit(back).path}?{urlsplit(back).query}"
    return visitor.client.post(path, {"tgAuthResult": result})


def test_who_has_just_logged_in_is_not_asked_again(paper: Paper) -> None:
    visitor = Visitor()
    sign_up(visitor, "Марія", "maria@example.org")
    assert visitor.get(ADD).status_code == 200


def test_a_browser_left_logged_in_asks_for_a_code_before_a_passkey(forgotten: Visitor) -> None:
    for path in (ADD, f"{ROOM}passkeys/1/remove/"):
        answer: Any = forgotten.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith(f"{AGAIN}?next=")
    assert forgotten.client.post(ADD, {}).status_code == 403, "no token, no way past"
    wanted = f"{AGAIN}?next={ADD}"
    mail.outbox.clear()
    forgotten.send(wanted)
    (letter,) = mail.outbox
    assert letter.to == ["maria@example.org"]
    assert forgotten.send(wanted, code="AAAA-AAAA", next=ADD).status_code == 422
    assert forgotten.get(ADD).status_code == 302
    answer = forgotten.send(wanted, code=code_of_mail(), next=ADD)
    assert (answer.status_code, answer["Location"]) == (302, ADD)
    assert forgotten.get(ADD).status_code == 200
    let_time_pass(forgotten)
    assert forgotten.get(ADD).status_code == 302


def test_codes_are_sent_and_tried_at_a_pace(forgotten: Visitor) -> None:
    mail.outbox.clear()
    statuses = [forgotten.send(AGAIN).status_code for _turn in range(5)]
    assert statuses == [200, 200, 200, 422, 422]
    assert len(mail.outbox) == 3
    tries = {forgotten.send(AGAIN, code=f"AAAA-{turn:04}").status_code for turn in range(12)}
    assert tries == {422}
    assert forgotten.send(AGAIN, code=code_of_mail()).status_code == 422, "too many were tried"


def test_a_proof_leads_nowhere_else(forgotten: Visitor) -> None:
    forgotten.send(AGAIN)
    answer = forgotten.send(AGAIN, code=code_of_mail(), next="https://evil.example/")
    assert answer["Location"] == f"{ROOM}passkeys/"


def test_a_stranger_is_asked_to_log_in(paper: Paper) -> None:
    for path in (ADD, AGAIN):
        answer: Any = Visitor().get(path)
        assert answer["Location"].startswith(f"{ROOM}login/")


@pytest.mark.usefixtures("telegram")
def test_a_browser_left_logged_in_gets_no_way_in_by_telegram(forgotten: Visitor) -> None:
    answer = connect_telegram(forgotten, telegram_id=666, page=AGAIN)
    assert (answer.status_code, answer["Location"]) == (302, AGAIN)
    assert not SocialAccount.objects.exists(), "who came by has a key to the account"
    forgotten.send(AGAIN)
    forgotten.send(AGAIN, code=code_of_mail())
    connect_telegram(forgotten, telegram_id=7, page=AGAIN)
    account = SocialAccount.objects.get()
    assert (account.uid, account.user.email) == ("7", "maria@example.org")


@pytest.mark.usefixtures("telegram")
def test_a_stranger_who_connects_telegram_gets_nothing(paper: Paper) -> None:
    answer = connect_telegram(Visitor(), telegram_id=666, page=f"{ROOM}login/")
    assert answer["Location"] == CONNECTIONS
    assert not SocialAccount.objects.exists()


@pytest.mark.usefixtures("telegram")
def test_a_browser_left_logged_in_takes_no_way_in_away(forgotten: Visitor) -> None:
    owner = User.objects.get(email="maria@example.org")
    kept = SocialAccount.objects.create(user=owner, provider="telegram", uid="7")
    seen, sent = forgotten.get(CONNECTIONS), forgotten.send_to(CONNECTIONS, AGAIN, account=kept.pk)
    for answer in (seen, sent):
        assert answer.status_code == 302
        assert answer["Location"].startswith(f"{AGAIN}?next=")
    assert SocialAccount.objects.filter(pk=kept.pk).exists()
