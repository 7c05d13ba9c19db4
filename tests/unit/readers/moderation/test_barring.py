"""Whom a ban stops: its author always, a network's regulars never altogether."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from shpalta.readers.judging import PASSED, Draft, Outcome, Verdict
from shpalta.readers.moderation.barring import BANNED, BEHIND_BAN, Bar, bar_of, barred
from shpalta.readers.moderation.trust import KNOWN, NEW, TRUSTED
from tests.unit.readers.moderation.test_crowds import draft

ORDER = (Bar.SHUT, Bar.HELD, Bar.OPEN)
LEVELS = (NEW, KNOWN, TRUSTED)
authors = st.builds(
    lambda level, is_guest, network: replace(
        draft(1, "Слово", level=0 if is_guest else level), is_guest=is_guest, network=network
    ),
    st.sampled_from(LEVELS),
    st.booleans(),
    st.sampled_from(["", "n1", "n2"]),
)
bans = st.frozensets(st.sampled_from(["r:1", "r:2", "n:n1", "n:n2", "n:"]))


@given(authors, bans)
def test_an_own_ban_ends_it_whoever_it_is(one: Draft, held: frozenset[str]) -> None:
    assert bar_of(one, (held | {one.author_key}).__contains__) is Bar.SHUT


@given(authors, bans)
def test_a_ban_of_a_network_never_shuts_out_who_is_known_there(
    one: Draft, held: frozenset[str]
) -> None:
    others = held - {one.author_key}
    bar = bar_of(one, others.__contains__)
    is_behind = bool(one.network) and f"n:{one.network}" in others
    assert (bar is Bar.SHUT) == (is_behind and (one.is_guest or one.level < KNOWN))
    assert (bar is Bar.HELD) == (is_behind and not one.is_guest and one.level == KNOWN)


@given(bans, st.sampled_from(["n1", "n2"]))
def test_who_is_known_better_is_never_worse_off(held: frozenset[str], network: str) -> None:
    found = [
        ORDER.index(
            bar_of(replace(draft(1, "Слово", level=level), network=network), held.__contains__)
        )
        for level in LEVELS
    ]
    assert found == sorted(found)


def test_what_waits_keeps_its_reasons_and_what_is_refused_stays_so() -> None:
    refused = Verdict(Outcome.REFUSE, ("words",))
    waits = Verdict(Outcome.HOLD, ("links",))
    assert barred(PASSED, Bar.OPEN) == PASSED
    assert barred(PASSED, Bar.HELD) == Verdict(Outcome.HOLD, (BEHIND_BAN,))
    assert barred(waits, Bar.HELD).reasons == ("links", BEHIND_BAN)
    assert barred(refused, Bar.HELD) == refused
    assert barred(PASSED, Bar.SHUT) == BANNED
