"""Ways into an account are changed by whoever has proved lately that it is theirs."""

from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.core import mail

from shpalta.readers.pace import Pace
from shpalta.readers.room import proving
from shpalta.readers.room.proving import PROVED
from tests.integration.readers.conftest import ROOM, Paper, Visitor, code_of_mail, sign_up

ADD, AGAIN = f"{ROOM}passkeys/add/", f"{ROOM}login/again/"


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
