"""Sums that a partner's service reports: signed, recent, each once, not too often.

A report follows Standard Webhooks (standardwebhooks.com): the fields `webhook-id`,
`webhook-timestamp` and `webhook-signature` over a body of JSON, here
`{"raised": "350000.50", "currency": "UAH"}`.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from http import HTTPStatus

from shpalta.campaigns.errors import ReportRefusedError
from shpalta.campaigns.fundraising import tell_progress
from shpalta.campaigns.models import Fundraiser, Progress

TOLERANCE = timedelta(minutes=5)
"""How far the clock of the service may be from ours."""
MOST_A_MINUTE = 30
_LONGEST_ID = 80
_LARGEST_SUM = Decimal(10) ** 12


def take_report(*, hook_id: str, fields: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Take a report and say whether it was news. `fields` are looked up in lower case.

    Raises ReportRefusedError; nothing of such a report is kept.
    """
    fundraiser = Fundraiser.objects.filter(hook_id=hook_id).first()
    # One answer for what is not there and for a wrong signature: nobody learns which hooks exist.
    if fundraiser is None or not is_signed(fundraiser.hook_secret, fields, body):
        raise _refused("The report is not signed with the secret.", HTTPStatus.UNAUTHORIZED)
    at = _moment(fields.get("webhook-timestamp", ""))
    if abs(now - at) > TOLERANCE:
        raise _refused("The report is too old, or from the future.", HTTPStatus.BAD_REQUEST)
    event = fields["webhook-id"]
    if not 0 < len(event) <= _LONGEST_ID:
        raise _refused("A report has a webhook-id of its own.", HTTPStatus.BAD_REQUEST)
    recent = Progress.objects.filter(fundraiser=fundraiser, taken_at__gt=now - timedelta(minutes=1))
    if recent.exclude(event="").count() >= MOST_A_MINUTE:
        raise _refused("Too many reports.", HTTPStatus.TOO_MANY_REQUESTS)
    raised = _sum(body, fundraiser.currency)
    return tell_progress(fundraiser=fundraiser, raised=raised, at=at, event=event)


def sign(secret: str, event: str, timestamp: str, body: bytes) -> str:
    """Give the signature of a report, as `webhook-signature` has it. Raises binascii.Error."""
    key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    content = b".".join((event.encode(), timestamp.encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()


def is_signed(secret: str, fields: Mapping[str, str], body: bytes) -> bool:
    """Tell whether one of the signatures that a report brings is made with the secret."""
    if not secret:
        return False
    event, timestamp = fields.get("webhook-id", ""), fields.get("webhook-timestamp", "")
    try:
        expected = sign(secret, event, timestamp, body).encode()
    except binascii.Error:
        return False
    given = fields.get("webhook-signature", "").split()
    return any(hmac.compare_digest(one.encode(), expected) for one in given)


def _moment(timestamp: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(timestamp), UTC)
    except (ValueError, OverflowError, OSError) as error:
        text = "webhook-timestamp is a number of seconds."
        raise _refused(text, HTTPStatus.BAD_REQUEST) from error


def _sum(body: bytes, currency: str) -> Decimal:
    try:
        document = json.loads(body, parse_float=Decimal, parse_int=Decimal)
        raised = Decimal(document["raised"])
        if document.get("currency", currency) != currency:
            text = f"The fundraiser is in {currency}."
            raise _refused(text, HTTPStatus.UNPROCESSABLE_ENTITY)
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
        text = 'A report is JSON like {"raised": "350000.50", "currency": "UAH"}.'
        raise _refused(text, HTTPStatus.UNPROCESSABLE_ENTITY) from error
    if not (raised.is_finite() and 0 <= raised < _LARGEST_SUM):
        raise _refused("That is no sum.", HTTPStatus.UNPROCESSABLE_ENTITY)
    return raised.quantize(Decimal("0.01"))


def _refused(message: str, status: HTTPStatus) -> ReportRefusedError:
    return ReportRefusedError(message, status)
