"""The edge before our own press: pages by keys, parts, codings; what passes and what does not."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.edge.origins import Answer
from tests.integration.edge.press import STORIES, Edge, Press, key
from tests.integration.edge.readers import ask, run
from tests.unit.edge.journals import until

STORY = STORIES[0]


def drive(test: Callable[[Press, Edge], Awaitable[None]], **options: object) -> None:
    async def whole() -> None:
        async with Press() as press, Edge(press, **options) as edge:  # type: ignore[arg-type]
            await test(press, edge)

    run(whole())


def test_a_page_is_put_together_once_and_then_sent_from_memory() -> None:
    async def test(press: Press, edge: Edge) -> None:
        first = await edge.get(STORY)
        assert first.body == press.text(STORY)
        asked = len(press.origin.asked)
        assert asked == 2
        second = await edge.get(STORY)
        assert second.body == press.text(STORY)
        assert second["cache-status"] == "shpalta; hit"
        assert len(press.origin.asked) == asked
        for hidden in ("surrogate-control", "surrogate-key", "set-cookie", "age"):
            assert second[hidden] is None
        assert second["no-vary-search"]
        assert second["vary"] == "Accept-Encoding"
        heard = press.origin.asked[0].headers
        assert heard["surrogate-capability"] == 'shpalta="ESI/1.0 Surrogate/1.0"'

    drive(test)


def test_each_coding_has_a_tag_of_its_own() -> None:
    async def test(press: Press, edge: Edge) -> None:
        press.texts[STORY] = "слово " * 200
        bare = await edge.get(STORY)
        zipped = await edge.get(STORY, headers={"Accept-Encoding": "gzip"})
        assert zipped["content-encoding"] == "gzip"
        assert gzip.decompress(zipped.body) == bare.body == press.text(STORY)
        assert zipped["etag"] != bare["etag"]
        for reply, encoding in ((bare, "identity"), (zipped, "gzip")):
            headers = {"Accept-Encoding": encoding, "If-None-Match": reply["etag"] or ""}
            assert (await edge.get(STORY, headers=headers)).status == 304

    drive(test)


def test_a_moment_of_expiry_is_told_of_what_is_whole_and_of_no_page_of_parts() -> None:
    async def scenario() -> None:
        async with Press() as press, Edge(press) as edge:
            moment = "Sun, 06 Nov 2044 08:49:37 GMT"
            press.headers = {path: [("Expires", moment)] for path in ("/", "/-/ticker/")}
            for _twice in range(2):
                assert (await edge.get("/-/ticker/"))["expires"] == moment
                assert (await edge.get("/"))["expires"] is None

    run(scenario())


def test_a_purge_makes_stale_what_it_names_and_nothing_else() -> None:
    async def test(press: Press, edge: Edge) -> None:
        for story in STORIES:
            await edge.get(story)
        press.change(STORY)
        await edge.settled()
        asked = len(press.origin.asked)
        for story in STORIES:
            assert (await edge.get(story)).body == press.text(story)
        assert set(press.origin.targets[asked:]) <= {STORY}

    drive(test)


def test_a_new_ticker_costs_one_request_for_all_pages() -> None:
    async def test(press: Press, edge: Edge) -> None:
        for story in STORIES:
            await edge.get(story)
        asked = len(press.origin.asked)
        press.change("/-/ticker/")
        await edge.settled()
        readers = [edge.get(story) for story in STORIES for _ in range(64)]
        replies = await asyncio.gather(*readers)
        assert {reply.body for reply in replies} == {press.text(story) for story in STORIES}
        assert press.origin.targets[asked:] == ["/-/ticker/"]

    drive(test)


def test_what_is_read_is_fetched_again_before_anybody_asks() -> None:
    async def test(press: Press, edge: Edge) -> None:
        await edge.get(STORY)
        press.change(STORY)
        await until(lambda: press.origin.targets.count(STORY) == 2)
        await edge.get(STORY)
        assert press.origin.targets.count(STORY) == 2

    drive(test)


def test_a_purge_during_a_fetch_is_not_lost() -> None:
    async def test(press: Press, edge: Edge) -> None:
        slow, let_go = asyncio.Event(), asyncio.Event()
        old = press.answer

        async def handler(asked):  # type: ignore[no-untyped-def]
            answer = old(asked)
            if asked.target == STORY and not slow.is_set():
                slow.set()
                await let_go.wait()
            return answer

        press.origin.handler = handler
        early = asyncio.create_task(edge.get(STORY))
        await slow.wait()
        press.change(STORY)
        await edge.settled()
        late = asyncio.create_task(edge.get(STORY))
        await asyncio.sleep(0.02)
        let_go.set()
        assert (await late).body == press.text(STORY)
        assert (await early).status == 200
        assert (await edge.get(STORY)).body == press.text(STORY)

    drive(test)


@pytest.mark.parametrize("failure", ["stopped", "status", "cut", "hanging"])
def test_the_last_good_page_is_given_while_the_origin_fails(failure: str) -> None:
    async def test(press: Press, edge: Edge) -> None:
        good = (await edge.get(STORY)).body
        answers = {
            "status": Answer(b"!", status=500),
            "cut": Answer(b"0123456789", cut_after=3),
            "hanging": Answer(b"x", after=asyncio.Event()),
        }
        if failure == "stopped":
            await press.origin.stop()
        else:
            press.origin.handler = lambda asked: answers[failure]
        press.change(STORY)
        await edge.settled()
        for _ in range(3):
            reply = await edge.get(STORY)
            assert (reply.status, reply.body) == (200, good)
            assert "last-good" in (reply["cache-status"] or "")
        if failure == "stopped":
            await press.origin.start_again()
        press.origin.handler = press.answer

        async def fresh() -> bool:
            return (await edge.get(STORY)).body == press.text(STORY)

        for _ in range(400):
            if await fresh():
                return
            await asyncio.sleep(0.02)
        pytest.fail("the page stayed old after the origin came back")

    drive(test, first_byte_seconds=0.5)


def test_what_is_gone_is_never_given_again() -> None:
    async def test(press: Press, edge: Edge) -> None:
        assert (await edge.get(STORY)).status == 200
        press.change(STORY, gone=True)
        await edge.settled()
        await press.origin.stop()
        reply = await edge.get(STORY)
        assert reply.status == 503
        assert b"story" not in reply.body

    drive(test)


def test_a_broken_fragment_never_breaks_a_page() -> None:
    async def test(press: Press, edge: Edge) -> None:
        press.broken.add("/-/ticker/")
        reply = await edge.get(STORY)
        assert (reply.status, reply.body) == (200, b"<h1>story 1</h1>[]")
        press.broken.clear()
        for _ in range(400):
            if (await edge.get(STORY)).body == press.text(STORY):
                break
            await asyncio.sleep(0.02)
        shown = press.text(STORY)
        press.change("/-/ticker/")
        press.broken.add("/-/ticker/")
        await edge.settled()
        assert (await edge.get(STORY)).body == shown

    drive(test)


def test_parameters_that_do_not_matter_reach_nobody() -> None:
    async def test(press: Press, edge: Edge) -> None:
        for query in ("utm_source=a", "fbclid=1&x=%00", "a&b&&=", "x=" + "y" * 3000):
            assert (await edge.get(f"{STORY}?{query}")).body == press.text(STORY)
        assert set(press.origin.targets) == {STORY, "/-/ticker/"}
        page = await edge.get("/?utm=1&before=42")
        assert b"<!-- before=42 -->" in page.body
        assert "/?before=42" in press.origin.targets
        assert not any("utm" in target for target in press.origin.targets)

    drive(test)


@pytest.mark.parametrize(
    "target",
    [
        "/newsroom/",
        "/static/admin/x.js",
        "/-/journal",
        "/%2e%2e/newsroom/",
        "/documents/1/x",
        "/x/./y/",
        "/x" * 400,
    ],
)
def test_what_is_not_public_does_not_reach_the_origin(target: str) -> None:
    async def test(press: Press, edge: Edge) -> None:
        assert (await edge.get(target)).status == 404
        assert press.origin.targets == ["/-/missing/"]

    drive(test)


def test_what_could_be_an_old_address_is_asked_at_one_door() -> None:
    async def test(press: Press, edge: Edge) -> None:
        assert (await edge.get("/archive.php")).status == 404
        assert (await edge.get("/%D0%BD%D0%BE%D0%B2/")).status == 404
        assert press.origin.targets == [
            "/-/moved/archive.php",
            "/-/moved/%D0%BD%D0%BE%D0%B2/",
        ]

    drive(test)


def test_cookies_and_names_are_neither_stored_nor_passed_on() -> None:
    async def test(press: Press, edge: Edge) -> None:
        secret = {"Cookie": "s=1", "Authorization": "Bearer x", "X-Canary": "1"}
        reply = await edge.get(STORY, headers=secret)
        assert reply.status == 200
        for asked in press.origin.asked:
            assert not {"cookie", "authorization", "x-canary"} & asked.headers.keys()

    drive(test)


def test_pages_can_only_be_read() -> None:
    async def test(press: Press, edge: Edge) -> None:
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"):
            reply = await edge.get(STORY, method=method)
            assert (reply.status, reply["allow"]) == (405, "GET, HEAD")
        assert (await edge.get(STORY, body=b"x")).status == 413
        assert not press.origin.asked

    drive(test)


def test_without_the_journal_pages_are_checked_after_seconds() -> None:
    async def test(press: Press, edge: Edge) -> None:
        await edge.get(STORY)
        press.journal.status = 503
        press.journal.cut()
        follower = edge.app.engine.follower
        assert follower is not None
        await until(lambda: not follower.following)
        press.versions[STORY] += 1
        stored = edge.app.engine.shelves.find((b"up.localhost", STORY.encode(), b""))
        assert stored is not None
        stored.age_at_receipt = 10.0  # As if it had been received that long ago.
        assert (await edge.get(STORY)).body == press.text(STORY)

    drive(test)


def test_after_a_reset_everything_is_asked_for_again() -> None:
    async def test(press: Press, edge: Edge) -> None:
        for story in STORIES:
            await edge.get(story)
        for path in press.versions:
            press.versions[path] += 1
        press.journal.restore(0, "ffffffff")
        await until(lambda: edge.app.engine.metrics.resets == 2)
        await edge.settled()
        for story in STORIES:
            assert (await edge.get(story)).body == press.text(story)

    drive(test)


def test_a_warm_store_answers_with_the_origin_down(tmp_path: Path) -> None:
    async def whole() -> None:
        async with Press() as press:
            async with Edge(press, tmp_path) as edge:
                pages = {story: (await edge.get(story)).body for story in STORIES}
                await edge.get("/documents/here/")
            press.change(STORIES[1])
            press.change(STORIES[2], gone=True)
            await press.origin.stop()
            async with Edge(press, tmp_path) as edge:
                first = await edge.get(STORIES[0])
                assert (first.status, first.body) == (200, pages[STORIES[0]])
                assert first["cache-status"] == "shpalta; hit"
                second = await edge.get(STORIES[1])
                assert (second.status, second.body) == (200, pages[STORIES[1]])
                assert "last-good" in (second["cache-status"] or "")
                assert (await edge.get(STORIES[2])).status == 503
                assert (await edge.get("/documents/else/")).status == 404
                assert (await edge.get("/perhaps/an/old/address/")).status == 503

    run(whole())


def test_a_torn_store_is_begun_anew(tmp_path: Path) -> None:
    async def whole() -> None:
        async with Press() as press:
            async with Edge(press, tmp_path) as edge:
                await edge.get(STORY)
            for path in tmp_path.iterdir():  # noqa: ASYNC240
                size = path.stat().st_size
                path.write_bytes(b"torn" * (size // 4))
            async with Edge(press, tmp_path) as edge:
                assert (await edge.get(STORY)).body == press.text(STORY)
                disk = edge.app.engine.disk
                assert disk is not None
                await until(lambda: disk.state.ok and disk.state.objects > 0)

    run(whole())


def test_two_workers_share_what_one_has_fetched(tmp_path: Path) -> None:
    async def whole() -> None:
        async with Press() as press, Edge(press, tmp_path, workers=2) as one:
            await one.get(STORY)
            disk = one.app.engine.disk
            assert disk is not None
            await until(lambda: disk.state.objects == 2)
            async with Edge(press, tmp_path, workers=2) as other:
                asked = len(press.origin.asked)
                assert (await other.get(STORY)).body == press.text(STORY)
                assert len(press.origin.asked) == asked

    run(whole())


def test_figures_are_for_those_alone_who_may_see_them() -> None:
    async def test(press: Press, edge: Edge) -> None:
        status = await edge.get("/-/status")
        assert b'"following": 1' in status.body
        assert (await ask(edge.app, "/-/health")).status == 200

    drive(test)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["change", "read", "settle", "cut"]),
        st.sampled_from(["/", "/-/ticker/", *STORIES]),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_whatever_happens_what_is_served_equals_a_fresh_render(
    steps: list[tuple[str, str]],
) -> None:
    async def test(press: Press, edge: Edge) -> None:
        for action, path in steps:
            if action == "change":
                press.change(path)
            elif action == "cut":
                press.journal.cut()
            elif action == "settle":
                await edge.settled()
                reply = await edge.get(path)
                assert reply.body == press.text(path)
            else:
                await edge.get(path)
        await edge.settled()
        for path in press.texts:
            for encoding in ("identity", "gzip"):
                reply = await edge.get(path, headers={"Accept-Encoding": encoding})
                body = reply.body
                if reply["content-encoding"] == "gzip":
                    body = gzip.decompress(body)
                assert body == press.text(path)

    drive(test)


def test_keys_are_names_without_blanks() -> None:
    assert key(STORY) == "page:news-2024-04-10-1"
