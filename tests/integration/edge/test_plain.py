"""The edge as a plain shared cache, driven in this process before a real origin."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from typing import Any

import pytest

from shpalta.edge.app import EdgeApp
from shpalta.edge.errors import OriginError
from tests.integration.edge.origins import Answer, Asked, Origin
from tests.integration.edge.readers import ask, plain, run, running

FRESH = [("Cache-Control", "max-age=60")]


def drive(
    handler: Callable[[Asked], Answer],
    test: Callable[[EdgeApp, Origin], Awaitable[None]],
    **options: Any,
) -> None:
    async def whole() -> None:
        async with Origin(handler) as origin, running(plain(origin.url, **options)) as app:
            await test(app, origin)

    run(whole())


def test_what_is_fresh_is_answered_from_memory_with_its_age() -> None:
    async def test(app: EdgeApp, origin: Origin) -> None:
        first = await ask(app)
        second = await ask(app)
        third = await ask(app)
        assert [first.body, second.body, third.body] == [b"one", b"one", b"one"]
        assert len(origin.asked) == 1
        assert first["cache-status"] == "shpalta; fwd=uri-miss; fwd-status=200; stored"
        assert first["age"] is None
        assert second["age"] in {"40", "41"}
        assert second["cache-status"] in {"shpalta; hit; ttl=19", "shpalta; hit; ttl=18"}
        assert third["age"] in {"40", "41"}

    date = formatdate(time.time() - 40, usegmt=True)
    drive(lambda asked: Answer(b"one", [*FRESH, ("Date", date)]), test)


@pytest.mark.parametrize("control", ["no-store", "private", "s-maxage=60, no-store"])
def test_what_must_not_be_stored_is_asked_for_each_time(control: str) -> None:
    async def test(app: EdgeApp, origin: Origin) -> None:
        for number in range(3):
            assert (await ask(app)).body == b"x"
            assert len(origin.asked) == number + 1

    drive(lambda asked: Answer(b"x", [("Cache-Control", control)]), test)


def test_a_stale_answer_is_validated_and_brought_up_to_date() -> None:
    def handler(asked: Asked) -> Answer:
        if asked.headers.get("if-none-match") == '"1"':
            return Answer(status=304, headers=[("ETag", '"1"'), ("X-New", "yes"), *FRESH])
        return Answer(b"body", [("ETag", '"1"'), ("Cache-Control", "max-age=0")])

    async def test(app: EdgeApp, origin: Origin) -> None:
        assert (await ask(app)).body == b"body"
        second = await ask(app)
        assert (second.status, second.body, second["x-new"]) == (200, b"body", "yes")
        assert second["cache-status"] == "shpalta; fwd=stale; fwd-status=304; stored"
        assert (await ask(app)).body == b"body"
        assert len(origin.asked) == 2

    drive(handler, test)


def test_readers_get_304_for_what_they_have() -> None:
    changed_at = formatdate(1_700_000_000, usegmt=True)
    headers = [("ETag", '"a"'), ("Last-Modified", changed_at), ("Content-Type", "text/x"), *FRESH]

    async def test(app: EdgeApp, origin: Origin) -> None:
        for condition in (
            {"If-None-Match": 'W/"a"'},
            {"If-None-Match": '"b", "a"'},
            {"If-None-Match": "*"},
            {"If-Modified-Since": changed_at},
        ):
            reply = await ask(app, headers=condition)
            assert (reply.status, reply.body, reply["etag"]) == (304, b"", '"a"'), condition
            assert reply["content-length"] is None
            assert reply["content-type"] is None
        other = await ask(app, headers={"If-None-Match": '"b"', "If-Modified-Since": changed_at})
        assert other.status == 200
        assert len(origin.asked) == 1
        assert "if-none-match" not in origin.asked[0].headers

    drive(lambda asked: Answer(b"body", headers), test)


def test_variants_are_kept_apart() -> None:
    def handler(asked: Asked) -> Answer:
        language = asked.headers.get("accept-language", "none")
        return Answer(language.encode(), [*FRESH, ("Vary", "Accept-Language")])

    async def test(app: EdgeApp, origin: Origin) -> None:
        for _ in range(2):
            for language in ("uk", "en", "pl"):
                reply = await ask(app, headers={"Accept-Language": language})
                assert reply.body == language.encode()
            assert (await ask(app)).body == b"none"
        assert len(origin.asked) == 4

    drive(handler, test)


def test_whoever_shows_a_name_gets_only_what_is_for_all() -> None:
    controls = {"/own": "max-age=60", "/all": "public, max-age=60"}

    def handler(asked: Asked) -> Answer:
        text = asked.headers.get("authorization", "nobody").encode()
        return Answer(text, [("Cache-Control", controls[asked.target])])

    async def test(app: EdgeApp, origin: Origin) -> None:
        ann = {"Authorization": "ann"}
        assert (await ask(app, "/own", headers=ann)).body == b"ann"
        assert (await ask(app, "/own")).body == b"nobody"
        assert (await ask(app, "/all", headers=ann)).body == b"ann"
        assert (await ask(app, "/all")).body == b"ann"

    drive(handler, test)


def test_a_thousand_readers_cost_one_request() -> None:
    async def whole() -> None:
        let_go = asyncio.Event()
        answer = Answer(b"shared", FRESH, after=let_go)
        async with Origin(lambda asked: answer) as origin, running(plain(origin.url)) as app:
            readers = [asyncio.create_task(ask(app)) for _ in range(1000)]
            while not origin.asked:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            let_go.set()
            replies = await asyncio.gather(*readers)
            assert {reply.body for reply in replies} == {b"shared"}
            assert len(origin.asked) == 1
            assert sum("collapsed" in (reply["cache-status"] or "") for reply in replies) == 999

    run(whole())


def test_what_is_for_one_reader_is_given_to_no_other_who_waited() -> None:
    def handler(asked: Asked) -> Answer:
        name = asked.headers["cookie"].encode()
        return Answer(name, [("Cache-Control", "private")])

    async def test(app: EdgeApp, origin: Origin) -> None:
        names = [f"name={number}" for number in range(20)]
        replies = await asyncio.gather(*(ask(app, headers={"Cookie": name}) for name in names))
        assert [reply.body.decode() for reply in replies] == names

    drive(handler, test)


def test_what_varies_is_given_to_those_alone_whom_it_fits() -> None:
    def handler(asked: Asked) -> Answer:
        return Answer(asked.headers["x-kind"].encode(), [*FRESH, ("Vary", "X-Kind")])

    async def test(app: EdgeApp, origin: Origin) -> None:
        kinds = ["a", "b"] * 10
        replies = await asyncio.gather(*(ask(app, headers={"X-Kind": kind}) for kind in kinds))
        assert [reply.body.decode() for reply in replies] == kinds

    drive(handler, test)


def test_an_unsafe_request_makes_invalid_what_it_may_have_changed() -> None:
    def handler(asked: Asked) -> Answer:
        if asked.method == "POST":
            return Answer(asked.body, [("Location", "/b"), ("Content-Location", "//other/c")])
        return Answer(b"page", FRESH)

    async def test(app: EdgeApp, origin: Origin) -> None:
        for target in ("/a", "/b", "/c"):
            await ask(app, target)
        reply = await ask(app, "/a", method="POST", body=b"new text")
        assert (reply.status, reply.body) == (200, b"new text")
        before = len(origin.asked)
        for target in ("/a", "/b", "/c"):
            await ask(app, target)
        assert origin.targets[before:] == ["/a", "/b"]

    drive(handler, test)


def test_a_failed_unsafe_request_changes_nothing() -> None:
    def handler(asked: Asked) -> Answer:
        return Answer(status=500) if asked.method == "DELETE" else Answer(b"page", FRESH)

    async def test(app: EdgeApp, origin: Origin) -> None:
        await ask(app)
        assert (await ask(app, method="DELETE")).status == 500
        await ask(app)
        assert [asked.method for asked in origin.asked] == ["GET", "DELETE"]

    drive(handler, test)


def test_a_stale_answer_is_used_while_a_new_one_is_fetched() -> None:
    control = ("Cache-Control", "max-age=0, stale-while-revalidate=60")
    count = iter(range(100))

    async def test(app: EdgeApp, origin: Origin) -> None:
        assert (await ask(app)).body == b"0"
        second = await ask(app)
        assert second.body == b"0"
        assert "detail=stale-while-revalidate" in (second["cache-status"] or "")
        while (await ask(app)).body == b"0":  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert len(origin.asked) >= 2

    drive(lambda asked: Answer(b"%d" % next(count), [control]), test)


@pytest.mark.parametrize("failure", ["status", "cut", "gone"])
def test_a_stale_answer_is_used_when_the_origin_fails(failure: str) -> None:
    good = Answer(b"good", [("Cache-Control", "max-age=0, stale-if-error=60"), ("ETag", '"1"')])

    async def whole() -> None:
        async with Origin(lambda asked: good) as origin, running(plain(origin.url)) as app:
            await ask(app)
            if failure == "gone":
                await origin.stop()
            cut = Answer(b"half of it", good.headers, cut_after=4)
            origin.handler = lambda asked: cut if failure == "cut" else Answer(b"!", status=500)
            reply = await ask(app)
            assert (reply.status, reply.body) == (200, b"good")
            assert "detail=stale-if-error" in (reply["cache-status"] or "")

    run(whole())


def test_without_leave_a_stale_answer_is_not_used_when_the_origin_fails() -> None:
    async def whole() -> None:
        control = [("Cache-Control", "max-age=0, must-revalidate, stale-if-error=60")]
        async with (
            Origin(lambda asked: Answer(b"x", [*control, ("ETag", '"1"')])) as origin,
            running(plain(origin.url)) as app,
        ):
            await ask(app)
            await origin.stop()
            reply = await ask(app)
            assert reply.status == 504
            assert reply["cache-control"] == "no-store"

    run(whole())


@pytest.mark.parametrize("chunked", [False, True])
def test_half_a_body_is_a_failure_and_is_not_stored(chunked: bool) -> None:
    async def test(app: EdgeApp, origin: Origin) -> None:
        assert (await ask(app)).status == 502
        whole = Answer(b"0123456789", FRESH)
        origin.handler = lambda asked: whole
        assert (await ask(app)).body == b"0123456789"

    drive(lambda asked: Answer(b"0123456789", FRESH, cut_after=5, chunked=chunked), test)


def test_what_is_too_large_goes_through_and_is_not_kept() -> None:
    large = bytes(range(256)) * 8192  # 2 MiB

    async def test(app: EdgeApp, origin: Origin) -> None:
        for number in range(2):
            reply = await ask(app)
            assert reply.body == large
            assert len(origin.asked) == number + 1
        assert len(app.engine.shelves) == 0

    drive(lambda asked: Answer(large, FRESH), test, largest_object_mib=1)


def test_a_streamed_answer_that_breaks_off_breaks_off_for_the_reader() -> None:
    large = bytes(2 * 1024 * 1024)

    async def test(app: EdgeApp, origin: Origin) -> None:
        with pytest.raises(OriginError):
            await ask(app)

    answer = Answer(large, FRESH, cut_after=1_500_000)
    drive(lambda asked: answer, test, largest_object_mib=1)


def test_parts_are_answered_from_what_is_stored() -> None:
    headers = [*FRESH, ("ETag", '"1"')]

    async def test(app: EdgeApp, origin: Origin) -> None:
        await ask(app)
        part = await ask(app, headers={"Range": "bytes=2-4"})
        assert (part.status, part.body, part["content-range"]) == (206, b"234", "bytes 2-4/10")
        end = await ask(app, headers={"Range": "bytes=-3"})
        assert (end.status, end.body) == (206, b"789")
        beyond = await ask(app, headers={"Range": "bytes=10-"})
        assert (beyond.status, beyond["content-range"]) == (416, "bytes */10")
        same = await ask(app, headers={"Range": "bytes=0-0", "If-Range": '"1"'})
        assert (same.status, same.body) == (206, b"0")
        other = await ask(app, headers={"Range": "bytes=0-0", "If-Range": '"2"'})
        assert (other.status, other.body) == (200, b"0123456789")
        several = await ask(app, headers={"Range": "bytes=0-0,2-2"})
        assert several.status == 200
        assert len(origin.asked) == 1

    drive(lambda asked: Answer(b"0123456789", headers), test)


def test_a_part_of_what_is_not_stored_is_asked_of_the_origin() -> None:
    answer = Answer(b"234", [("Content-Range", "bytes 2-4/10"), *FRESH], status=206)

    async def test(app: EdgeApp, origin: Origin) -> None:
        part = await ask(app, headers={"Range": "bytes=2-4"})
        assert (part.status, part.body) == (206, b"234")
        assert origin.asked[0].headers["range"] == "bytes=2-4"
        assert len(app.engine.shelves) == 0

    drive(lambda asked: answer, test)


def test_a_request_can_ask_for_more_or_less_than_is_stored() -> None:
    date = formatdate(time.time() - 30, usegmt=True)

    async def test(app: EdgeApp, origin: Origin) -> None:
        only = await ask(app, headers={"Cache-Control": "only-if-cached"})
        assert only.status == 504
        await ask(app)
        asked_again = {
            "no-cache": 1,
            "max-age=10": 1,
            "min-fresh=40": 1,
            "max-age=50": 0,
            "min-fresh=10": 0,
            "only-if-cached": 0,
            "no-store": 0,
        }
        for control, more in asked_again.items():
            before = len(origin.asked)
            assert (await ask(app, headers={"Cache-Control": control})).status == 200
            assert len(origin.asked) - before == more, control
        before = len(origin.asked)
        await ask(app, headers={"Pragma": "no-cache"})
        assert len(origin.asked) == before + 1

    drive(lambda asked: Answer(b"x", [*FRESH, ("Date", date)]), test)


def test_max_stale_takes_what_is_a_little_too_old() -> None:
    date = formatdate(time.time() - 70, usegmt=True)

    async def test(app: EdgeApp, origin: Origin) -> None:
        await ask(app)
        reply = await ask(app, headers={"Cache-Control": "max-stale=30"})
        assert reply["cache-status"] in {"shpalta; hit; ttl=-10", "shpalta; hit; ttl=-11"}
        await ask(app, headers={"Cache-Control": "max-stale=5"})
        assert len(origin.asked) == 2

    drive(lambda asked: Answer(b"x", [*FRESH, ("Date", date)]), test)


def test_hop_by_hop_fields_stay_on_their_connection() -> None:
    headers = [*FRESH, ("Connection", "X-Secret"), ("X-Secret", "1"), ("Keep-Alive", "5")]

    async def test(app: EdgeApp, origin: Origin) -> None:
        reply = await ask(app, headers={"Connection": "X-Mine", "X-Mine": "2", "TE": "trailers"})
        assert reply["x-secret"] is reply["keep-alive"] is None
        heard = origin.asked[0].headers
        assert "x-mine" not in heard
        assert "te" not in heard
        assert heard["via"] == "1.1 shpalta"
        assert heard["host"] == "up.localhost"

    drive(lambda asked: Answer(b"x", headers), test)


def test_head_is_answered_from_what_get_stored() -> None:
    async def test(app: EdgeApp, origin: Origin) -> None:
        first = await ask(app, method="HEAD")
        assert (first.body, first["content-length"]) == (b"", "5")
        await ask(app)
        second = await ask(app, method="HEAD")
        assert (second.body, second["content-length"]) == (b"", "5")
        assert [asked.method for asked in origin.asked] == ["HEAD", "GET"]

    drive(lambda asked: Answer(b"hello", FRESH), test)


def test_a_targeted_field_rules_over_cache_control() -> None:
    headers = [("Cache-Control", "no-store"), ("CDN-Cache-Control", "max-age=60")]

    async def test(app: EdgeApp, origin: Origin) -> None:
        await ask(app)
        second = await ask(app)
        assert len(origin.asked) == 1
        assert second["cache-control"] == "no-store"

    drive(lambda asked: Answer(b"x", headers), test)


def test_named_fields_are_not_stored() -> None:
    headers = [("Cache-Control", 'max-age=60, no-cache="x-once"'), ("X-Once", "1"), ("X-All", "2")]

    async def test(app: EdgeApp, origin: Origin) -> None:
        await ask(app)
        second = await ask(app)
        assert second["x-once"] is None
        assert second["x-all"] == "2"
        assert len(origin.asked) == 1

    drive(lambda asked: Answer(b"x", headers), test)


def test_a_crawler_of_addresses_that_lead_nowhere_drives_out_no_page() -> None:
    def handler(asked: Asked) -> Answer:
        return Answer(b"page", FRESH) if asked.target == "/" else Answer(b"no", FRESH, status=404)

    async def test(app: EdgeApp, origin: Origin) -> None:
        await ask(app)
        for number in range(50):
            await ask(app, f"/{number}")
        assert len(app.engine.shelves.negative) == 10
        before = len(origin.asked)
        await ask(app)
        assert len(origin.asked) == before

    drive(handler, test, negative_objects=10)


@pytest.mark.parametrize(
    ("target", "headers", "status"),
    [
        ("/" + "a" * 5000, {}, 414),
        ("/", {"X-Large": "a" * 40_000}, 431),
    ],
)
def test_what_is_too_large_is_refused(target: str, headers: dict[str, str], status: int) -> None:
    async def test(app: EdgeApp, origin: Origin) -> None:
        assert (await ask(app, target, headers=headers)).status == status
        assert not origin.asked

    drive(lambda asked: Answer(), test)


def test_health_and_status_are_told_in_both_forms() -> None:
    async def test(app: EdgeApp, origin: Origin) -> None:
        assert (await ask(app, "/-/health")).status == 200
        await ask(app)
        await ask(app)
        assert b'"hits": 1' in (await ask(app, "/-/status")).body
        text = (await ask(app, "/-/status", headers={"Accept": "text/plain"})).body
        assert b"shpalta_edge_hits_total{" in text
        hidden = await ask(app, "/-/status", headers={"X-Forwarded-For": "192.0.2.1"})
        assert hidden.status == 403

    drive(lambda asked: Answer(b"x", FRESH), test)
