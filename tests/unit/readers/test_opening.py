"""Comments are open by the title's rule, by the story's own, and only for some days."""

from datetime import UTC, datetime, timedelta

import pytest

from shpalta.readers.models import TalkRules
from shpalta.readers.opening import Open, find_opening

OUT = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def rules(**fields: object) -> TalkRules:
    return TalkRules(**({"opens": True, "closes_after_days": 14} | fields))


@pytest.mark.parametrize(
    ("given", "opening", "now", "expected"),
    [
        (rules(), "", OUT, Open(True, OUT + 14 * DAY)),
        (rules(), "", OUT + 14 * DAY, Open(False)),
        (rules(), "open", OUT + 99 * DAY, Open(True)),
        (rules(), "closed", OUT, Open(False)),
        (rules(closes_after_days=0), "", OUT + 999 * DAY, Open(True)),
        (rules(opens=False), "", OUT, Open(False)),
        (rules(opens=False), "open", OUT, Open(True)),
        (rules(is_on=False), "open", OUT, Open(False)),
        (None, "open", OUT, Open(False)),
    ],
)
def test_who_may_write_when(
    given: TalkRules | None, opening: str, now: datetime, expected: Open
) -> None:
    assert find_opening(given, opening, published_at=OUT, now=now) == expected


def test_a_story_that_was_never_out_is_closed() -> None:
    assert find_opening(rules(), "open", published_at=None, now=OUT) == Open(False)
