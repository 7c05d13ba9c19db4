"""What an edge counts of its readers comes to the origin, once."""

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

from tests.integration.edge.origins import Answer, Asked
from tests.integration.edge.press import STORIES, Edge, Press
from tests.integration.edge.readers import run
from tests.unit.edge.journals import TOKEN, until
from tests.unit.edge.test_counting import FIREFOX

READER = {"User-Agent": FIREFOX, "Sec-Fetch-Site": "same-origin"}


class CountingPress(Press):
    """A press whose stories are counted, and that takes the counts."""

    def __init__(self) -> None:
        super().__init__()
        self.sums: Counter[str] = Counter()
        self.taken: dict[str, int] = {}
        self.waited: list[float] = []
        self.is_deaf = False
        for number, path in enumerate(STORIES, start=1):
            self.headers[path] = [("Shpalta-Count", f"story/1/{number}")]

    def answer(self, asked: Asked) -> Answer:
        if asked.target != "/-/counts":
            return super().answer(asked)
        assert asked.headers["authorization"] == f"Bearer {TOKEN}"
        if self.is_deaf:
            return Answer(b"no", status=503)
        report: dict[str, Any] = json.loads(asked.body)
        name = report["spool"]
        for batch in report["batches"]:
            if batch["n"] > self.taken.get(name, 0):
                self.taken[name] = batch["n"]
                self.sums.update(batch["counts"])
                self.waited.append(report["sent_at"] - batch["at"])
        return Answer(json.dumps({"taken": self.taken.get(name, 0)}).encode())


def test_servings_are_counted_whichever_way_they_take(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with CountingPress() as press, Edge(press, tmp_path) as edge:
            first = await edge.get(STORIES[0], headers=READER)
            assert first["shpalta-count"] is None, "it is none of the readers' business"
            await edge.get(STORIES[0], headers=READER)
            await edge.get(STORIES[0], headers={**READER, "If-None-Match": first["etag"] or ""})
            await edge.get(STORIES[0], headers={"User-Agent": "Googlebot/2.1"})
            await edge.get(STORIES[0], headers=READER, method="HEAD")
            await edge.get("/", headers=READER)
            await until(lambda: press.sums == {"story/1/1": 3})

    run(scenario())


def test_reports_of_browsers_are_taken_within_bounds() -> None:
    async def scenario() -> None:
        async with CountingPress() as press, Edge(press) as edge:

            async def report(body: bytes, **more: Any) -> int:
                headers = {**READER, **more.pop("headers", {})}
                return (
                    await edge.get("/-/count", method="POST", body=body, headers=headers)
                ).status

            assert await report(b"seen/7\nseen/8\nseen/7") == 204
            assert await report(b"story/1/1\nclick/7\nnonsense\n\xff") == 204
            assert await report(b"seen/7", headers={"Sec-Fetch-Site": "cross-site"}) == 204
            assert await report(b"seen/7", headers={"User-Agent": "curl/8"}) == 204
            assert await report(b"seen/7\n" * 200) == 413
            assert (await edge.get("/-/count")).status == 405
            await until(lambda: press.sums == {"seen/7": 1, "seen/8": 1})
            for _ in range(160):
                await report("\n".join(f"seen/{item}" for item in range(100, 120)).encode())
            await until(lambda: press.sums["seen/100"] == 149)
            await asyncio.sleep(0.8)
            assert press.sums["seen/100"] == 149, "from one address only so many a minute"
            assert all(0 <= seconds < 5 for seconds in press.waited)

    run(scenario())


def test_behind_a_proxy_each_address_reports_at_a_pace_of_its_own() -> None:
    async def scenario() -> None:
        async with CountingPress() as press, Edge(press, proxies=1) as edge:
            report = "\n".join(f"seen/{item}" for item in range(100, 120)).encode()
            for address in ("203.0.113.5", "203.0.113.6"):
                headers = {**READER, "X-Forwarded-For": address}
                for _turn in range(140):
                    await edge.get("/-/count", method="POST", body=report, headers=headers)
            await until(lambda: press.sums["seen/100"] == 280)

    run(scenario())


def test_counts_wait_for_an_origin_that_is_away(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with CountingPress() as press:
            press.is_deaf = True
            async with Edge(press, tmp_path) as edge:
                for _ in range(3):
                    await edge.get(STORIES[1], headers=READER)
                    await asyncio.sleep(0.6)
            assert press.sums == {}
            assert len(list((tmp_path / "counts").iterdir())) == 1
            press.is_deaf = False
            async with Edge(press, tmp_path):
                await until(lambda: press.sums == {"story/1/2": 3})
                await until(lambda: list((tmp_path / "counts").iterdir()) == [])
            assert max(press.waited) > 1, "it says how long they waited"

    run(scenario())
