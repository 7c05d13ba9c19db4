"""Partners' reports go through to the press as they are, within bounds, and nothing else does."""

import json

from shpalta.edge.partners import LARGEST, MOST_A_MINUTE, is_of_partners
from tests.integration.edge.origins import Answer, Asked
from tests.integration.edge.press import Edge, Press
from tests.integration.edge.readers import run

REPORT = "/-/fundraiser/Abc123Def456/"
BODY = b'{"raised": "350.50"}'


class TakingPress(Press):
    """A press that takes reports, and counts them."""

    reports = 0

    def answer(self, asked: Asked) -> Answer:
        if not asked.target.startswith("/-/fundraiser/"):
            return super().answer(asked)
        self.reports += 1
        told = {
            "body": asked.body.decode(),
            "signature": asked.headers.get("webhook-signature"),
            "cookie": asked.headers.get("cookie"),
        }
        return Answer(json.dumps(told).encode(), [("Cache-Control", "no-store")])


def test_a_report_goes_through_with_its_signature_and_without_cookies() -> None:
    async def scenario() -> None:
        async with TakingPress() as press, Edge(press) as edge:
            headers = {"Webhook-Signature": "v1,abc", "Cookie": "a=b"}
            for _twice in range(2):
                reply = await edge.get(REPORT, method="POST", body=BODY, headers=headers)
                assert reply.status == 200
                told = json.loads(reply.body)
                assert told == {"body": BODY.decode(), "signature": "v1,abc", "cookie": None}
            assert press.reports == 2, "nothing was kept"

    run(scenario())


def test_reports_are_small_posted_and_moderate() -> None:
    async def scenario() -> None:
        async with TakingPress() as press, Edge(press) as edge:
            assert (await edge.get(REPORT)).status == 405
            large = await edge.get(REPORT, method="POST", body=b"x" * (LARGEST + 1))
            assert large.status == 413
            answers = [
                (await edge.get(REPORT, method="POST", body=BODY)).status
                for _ in range(2 * MOST_A_MINUTE + 5)
            ]
            # Should a minute end meanwhile, counting begins anew once.
            assert MOST_A_MINUTE - 1 <= answers.count(200) <= 2 * MOST_A_MINUTE
            assert answers.count(429) == len(answers) - answers.count(200)

    run(scenario())


def test_behind_a_proxy_each_address_has_a_pace_of_its_own() -> None:
    async def scenario() -> None:
        async with TakingPress() as press, Edge(press, proxies=1) as edge:
            for address in ("203.0.113.5", "203.0.113.6"):
                headers = {"X-Forwarded-For": address}
                for _turn in range(MOST_A_MINUTE):
                    reply = await edge.get(REPORT, method="POST", body=BODY, headers=headers)
                    assert reply.status == 200

    run(scenario())


def test_only_the_grammar_of_reports_is_let_through() -> None:
    assert is_of_partners(REPORT.encode())
    for path in (
        b"/-/fundraiser/",
        b"/-/fundraiser/a/",
        REPORT.encode() + b"x",
        b"/-/fundraiser/..%2f..%2fx/",
    ):
        assert not is_of_partners(path)
