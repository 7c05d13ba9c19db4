"""A partner's service reports sums: signed, recent, each once, not too often."""

import json
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from shpalta.campaigns.errors import ReportRefusedError
from shpalta.campaigns.models import Fundraiser, Progress
from shpalta.campaigns.models.fundraiser import make_secret
from shpalta.campaigns.webhooks import MOST_A_MINUTE, sign, take_report
from shpalta.press.fundraisers import take_sum
from tests.integration.campaigns.conftest import Market
from tests.integration.newsroom.world import listening

pytestmark = pytest.mark.django_db


@pytest.fixture
def fundraiser(market: Market) -> Fundraiser:
    campaign = market.campaign(kind="fundraiser", places="banner")
    return Fundraiser.objects.create(campaign=campaign, goal=1000, hook_secret=make_secret())


def report(
    fundraiser: Fundraiser,
    raised: Any = "350.50",
    *,
    event: str = "msg_1",
    age: float = 0,
    secret: str = "",
    **facts: Any,
) -> dict[str, Any]:
    """Give a report as the service sends it."""
    body = json.dumps({"raised": raised} | facts).encode()
    timestamp = str(int(timezone.now().timestamp() - age))
    signature = sign(secret or fundraiser.hook_secret, event, timestamp, body)
    fields = {"webhook-id": event, "webhook-timestamp": timestamp}
    fields["webhook-signature"] = f"v1,xxxx {signature}"
    return {"hook_id": fundraiser.hook_id, "fields": fields, "body": body, "now": timezone.now()}


def test_a_signed_report_is_taken_once(fundraiser: Fundraiser) -> None:
    sent = report(fundraiser)
    with listening() as heard:
        assert take_report(**sent)
        assert not take_report(**sent)

    fundraiser.refresh_from_db()
    assert str(fundraiser.raised) == "350.50"
    assert Progress.objects.count() == 1
    assert heard.keys == {"campaigns:visnyk"}


def test_an_older_sum_that_comes_later_does_not_replace_a_newer(fundraiser: Fundraiser) -> None:
    take_report(**report(fundraiser, "500", event="b"))
    take_report(**report(fundraiser, "400", event="a", age=60))
    fundraiser.refresh_from_db()
    assert fundraiser.raised == 500
    assert Progress.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"secret": make_secret()}, 401),
        ({"age": 301}, 400),
        ({"age": -301}, 400),
        ({"raised": "NaN"}, 422),
        ({"raised": "-1"}, 422),
        ({"raised": "1e40"}, 422),
        ({"raised": None}, 422),
        ({"currency": "USD"}, 422),
        ({"event": "x" * 81}, 400),
    ],
)
def test_other_reports_are_refused_and_leave_nothing(
    fundraiser: Fundraiser, change: dict[str, Any], status: int
) -> None:
    with pytest.raises(ReportRefusedError) as refused:
        take_report(**report(fundraiser, **change))
    assert refused.value.status == status
    assert not Progress.objects.exists()


def test_without_a_secret_nobody_reports(fundraiser: Fundraiser) -> None:
    sent = report(fundraiser)
    Fundraiser.objects.update(hook_secret="")
    with pytest.raises(ReportRefusedError):
        take_report(**sent)
    with pytest.raises(ReportRefusedError):
        take_report(**(sent | {"hook_id": "unknownunknown"}))


def test_a_body_that_was_changed_on_the_way_is_refused(fundraiser: Fundraiser) -> None:
    with pytest.raises(ReportRefusedError):
        take_report(**(report(fundraiser) | {"body": b'{"raised": "999999"}'}))


def test_too_many_reports_are_refused(fundraiser: Fundraiser) -> None:
    for number in range(MOST_A_MINUTE):
        take_report(**report(fundraiser, number, event=f"msg_{number}"))
    with pytest.raises(ReportRefusedError) as refused:
        take_report(**report(fundraiser, event="one more"))
    assert refused.value.status == 429


def test_the_door_of_the_press_takes_it(fundraiser: Fundraiser) -> None:
    sent = report(fundraiser)
    headers = {name.title(): value for name, value in sent["fields"].items()}
    path = f"/-/fundraiser/{fundraiser.hook_id}/"
    request = RequestFactory().post(
        path, sent["body"], content_type="application/json", headers=headers
    )
    response = take_sum(request, fundraiser.hook_id)
    assert (response.status_code, json.loads(response.content)) == (200, {"taken": True})
    assert "no-store" in response["Cache-Control"]
    assert take_sum(RequestFactory().get(path), fundraiser.hook_id).status_code == 405
    large = RequestFactory().post(path, b"x" * 5000, content_type="application/json")
    assert take_sum(large, fundraiser.hook_id).status_code == 413


def test_the_newsroom_has_no_such_door(fundraiser: Fundraiser, client: Client) -> None:
    assert client.post(f"/-/fundraiser/{fundraiser.hook_id}/").status_code == 404
