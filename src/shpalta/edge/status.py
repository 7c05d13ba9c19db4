"""What the edge says of itself: `/-/health` for supervisors, `/-/status` for everybody else."""

import hmac
import json
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from shpalta.edge.asgi import Send
from shpalta.edge.configuration import Configuration
from shpalta.edge.metrics import PROMETHEUS_TYPE, Metrics
from shpalta.edge.replies import SERVER, send_whole, send_words
from shpalta.edge.requests import READING, Request
from shpalta.edge.rules.fields import find

HEALTH = b"/-/health"
STATUS = b"/-/status"


async def send_health(request: Request, send: Send, gauges: Mapping[str, float]) -> None:
    """Say that this worker answers, and whether it follows the journal.

    Always 200 as long as it answers: without journal, store and origin it still has pages.
    """
    document = {
        "status": "ok",
        "following": bool(gauges["following"]),
        "store": bool(gauges["store_ok"]),
    }
    await _send_json(request, send, document)


async def send_status(
    request: Request,
    send: Send,
    configuration: Configuration,
    metrics: Metrics,
    gauges: Mapping[str, float],
    facts: Mapping[str, Any],
) -> None:
    """Give all figures, to this machine and to those who have the journal's token; else 403."""
    if not _may_see(request, configuration):
        return await send_words(
            send,
            403,
            "The figures are for this machine, or with the journal's token.",
            with_body=request.wants_body,
        )
    if request.query == b"format=prometheus" or _wants_text(request):
        text = metrics.prometheus(gauges, worker=str(facts["worker"]))
        fields = [
            (b"content-type", PROMETHEUS_TYPE.encode("ascii")),
            (b"cache-control", b"no-store"),
        ]
        return await send_whole(
            send, 200, [*fields, SERVER], text.encode(), with_body=request.wants_body
        )
    return await _send_json(request, send, {**facts, **metrics.document(gauges)})


def is_about_us(request: Request) -> bool:
    """Say whether a request is for one of the two."""
    return request.path in {HEALTH, STATUS} and request.method in READING


def _may_see(request: Request, configuration: Configuration) -> bool:
    client = request.scope.get("client")
    forwarded = find(request.fields, b"x-forwarded-for") or find(request.fields, b"forwarded")
    # A proxy on this machine hides who asks: then only the token opens.
    if client and not forwarded and _is_loopback(str(client[0])):
        return True
    shown = (find(request.fields, b"authorization") or "").encode("latin-1")
    token = configuration.token
    return token is not None and hmac.compare_digest(shown, b"Bearer " + token.encode())


def _is_loopback(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback


def _wants_text(request: Request) -> bool:
    accepted = find(request.fields, b"accept") or ""
    return "text/plain" in accepted or "openmetrics-text" in accepted


async def _send_json(request: Request, send: Send, document: Mapping[str, Any]) -> None:
    fields = [(b"content-type", b"application/json"), (b"cache-control", b"no-store"), SERVER]
    body = json.dumps(document).encode()
    await send_whole(send, 200, fields, body, with_body=request.wants_body)
