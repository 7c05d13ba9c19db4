"""The short way for what comes often: comments and reactions as JSON, past Django's stack.

A request counts as our own page's when the browser says so (`Sec-Fetch-Site`, else `Origin`) and
its content is `application/json`, which no other site can send without being asked first (CORS).
Who writes is in the pass (`shpalta.readers.passes`); what is sent waits for the writer.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation

from shpalta.readers.models import LONGEST_TEXT
from shpalta.readers.network import network_of
from shpalta.readers.pace import Pace
from shpalta.readers.passes import (
    COOKIE,
    KNOWN,
    SECONDS,
    Pass,
    guest_pass,
    read_pass,
    write_pass,
)
from shpalta.readers.problems import problem_words
from shpalta.readers.reasons import reason_words
from shpalta.readers.sending import Answered, Felt, Result, Sent, problem
from shpalta.readers.wording import plain_name
from shpalta.readers.writer import WRITER

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LARGEST = 8 * LONGEST_TEXT
READ_SECONDS = 10.0
_DOORS = re.compile(r"(/[a-z][a-z0-9-]{0,18})?/-/readers/(comments|reactions)/")
_REACTIONS = Pace(40, 60)
_REACTIONS_OF_NETWORK = Pace(600, 60)


def is_short_way(scope: Scope) -> bool:
    """Tell whether a request is for this door."""
    return scope["method"] == "POST" and _DOORS.fullmatch(scope["path"]) is not None


class _Request:
    """What this door needs to know of a request."""

    def __init__(self, scope: Scope, body: dict[str, Any]) -> None:
        fields = {name: value.decode("latin-1") for name, value in scope["headers"]}
        found = _DOORS.fullmatch(scope["path"])
        self.prefix, self.kind = (found[1] or "", found[2]) if found else ("", "")
        self.host = fields.get(b"host", "")
        self.is_secure = fields.get(b"x-forwarded-proto") == "https"
        self.network = network_of(fields.get(b"x-forwarded-for", ""))
        self.language = str(body.get("language", ""))[:12]
        self.body = body
        self.holder = read_pass(_cookie(fields.get(b"cookie", "")))


def is_own(scope: Scope) -> bool:
    """Tell whether a page of the same site sent this, as JSON."""
    fields = {name: value.decode("latin-1") for name, value in scope["headers"]}
    if fields.get(b"content-type", "").partition(";")[0].strip() != "application/json":
        return False
    site = fields.get(b"sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = fields.get(b"origin", "")
    return bool(origin) and urlsplit(origin).netloc == fields.get(b"host")


async def short_way(scope: Scope, receive: Receive, send: Send) -> None:
    """Take a comment or a reaction, and answer once it is saved."""
    if not is_own(scope):
        return await _send(send, HTTPStatus.FORBIDDEN, {"problem": "unknown"})
    body = await _read(receive)
    if body is None:
        return await _send(send, HTTPStatus.BAD_REQUEST, {"problem": "unknown"})
    request = _Request(scope, body)
    holder, is_new = request.holder, False
    if holder is None and (name := plain_name(str(body.get("name", ""))[:200])):
        holder, is_new = guest_pass(name), True
    if holder is None:
        return await _answer(send, request, problem("log-in"))
    sent = _sent(request, holder)
    if isinstance(sent, Answered):
        return await _answer(send, request, sent)
    try:
        answered = await asyncio.wrap_future(WRITER.submit(sent))
    except Exception:  # noqa: BLE001  the writer has told of it; the reader is told to come again
        answered = problem("busy")
    cookies: tuple[str, ...] = ()
    if is_new and answered.result is not Result.PROBLEM:
        cookies = cookie_lines(write_pass(holder), is_secure=request.is_secure)
    return await _answer(send, request, answered, cookies)


def _sent(request: _Request, holder: Pass) -> "Sent | Felt | Answered":
    """Make plain data of a request, or say what is wrong with it."""
    body, now = request.body, datetime.now(UTC)
    if request.kind == "reactions":
        keys = ((_REACTIONS, holder.author_key), (_REACTIONS_OF_NETWORK, request.network))
        if not all(pace.allows(key) for pace, key in keys):
            return problem("fast")
        kind = str(body.get("kind", ""))[:10]
        return Felt(holder=holder, comment_id=_number(body, "comment"), kind=kind, at=now)
    return Sent(
        holder=holder,
        host=request.host,
        prefix=request.prefix,
        network=request.network,
        at=now,
        number=_number(body, "story"),
        text=str(body.get("text", "")),
        answers=_number(body, "answers") or None,
        edits=_number(body, "edits") or None,
        removes=_number(body, "removes") or None,
    )


def _number(body: dict[str, Any], name: str) -> int:
    value = body.get(name)
    is_sane = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**18
    return value if isinstance(value, int) and is_sane else 0


async def _answer(
    send: Send, request: _Request, answered: Answered, cookies: Sequence[str] = ()
) -> None:
    known = {code for code, _name in settings.LANGUAGES}
    language = request.language if request.language in known else settings.LANGUAGE_CODE
    with translation.override(language):
        told: dict[str, Any] = {"result": answered.result.value, "id": answered.comment_id}
        if answered.result is Result.PROBLEM:
            told |= {"problem": answered.reasons[0], "words": problem_words(answered.reasons[0])}
        else:
            told |= {"words": " ".join(reason_words(answered.reasons)), "name": answered.name}
        told["reactions"] = dict(answered.reactions)
    status = HTTPStatus.OK
    if answered.result is Result.PROBLEM:
        is_busy = answered.reasons[0] in {"busy", "fast"}
        status = HTTPStatus.TOO_MANY_REQUESTS if is_busy else HTTPStatus.UNPROCESSABLE_ENTITY
    await _send(send, status, told, cookies)


async def _send(send: Send, status: int, told: dict[str, Any], cookies: Sequence[str] = ()) -> None:
    body = json.dumps(told, ensure_ascii=False).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"content-length", str(len(body)).encode()),
    ]
    headers.extend((b"set-cookie", cookie.encode()) for cookie in cookies)
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})


def cookie_lines(value: str, *, is_secure: bool) -> tuple[str, str]:
    """Write the fields that set the pass, and what tells scripts that there is one."""
    rest = f"; Path=/; Max-Age={SECONDS}; SameSite=Lax{'; Secure' if is_secure else ''}"
    return f"{COOKIE}={value}{rest}; HttpOnly", f"{KNOWN}=1{rest}"


def _cookie(line: str) -> str | None:
    if COOKIE not in line:
        return None
    try:
        found = SimpleCookie(line).get(COOKIE)
    except CookieError:
        return None
    return found.value if found else None


async def _read(receive: Receive) -> dict[str, Any] | None:
    """Read a small JSON object; None for what is large, slow or something else."""
    parts, size, more = [], 0, True
    try:
        async with asyncio.timeout(READ_SECONDS):
            while more:
                message = await receive()
                if message["type"] != "http.request":
                    return None
                part = message.get("body", b"")
                size += len(part)
                if size > LARGEST:
                    return None
                parts.append(part)
                more = message.get("more_body", False)
        body = json.loads(b"".join(parts))
    except (TimeoutError, ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None
