"""Which query parameters matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.edge.rules.search import NOTHING_MATTERS, SearchRule, parse_search_rule


@pytest.mark.parametrize(
    ("value", "query", "reduced"),
    [
        ("params", b"a=1&b=2", b""),
        ('params, except=("before")', b"utm=1&before=5&x", b"before=5"),
        ('params, except=("before")', b"utm=1", b""),
        ('params=("utm" "x")', b"utm=1&a=2&x=3", b"a=2"),
        ("key-order", b"b=1&a=2", b"a=2&b=1"),
        ("params=?0", b"a=1", b"a=1"),
        ('params, except=("q")', b"q=%D1%97&Q=2", b"q=%D1%97"),
    ],
)
def test_the_query_keeps_what_matters(value: str, query: bytes, reduced: bytes) -> None:
    rule = parse_search_rule(value)
    assert rule is not None
    assert rule.reduce(query) == reduced


@pytest.mark.parametrize(
    "value",
    [None, "", "params=1", 'except=("a")', "params, except=a", "key-order=1", "PARAMS", "=("],
)
def test_a_rule_that_cannot_be_read_is_none(value: str | None) -> None:
    assert parse_search_rule(value) is None


@given(st.binary(max_size=60))
def test_of_any_query_only_what_matters_is_left(query: bytes) -> None:
    assert NOTHING_MATTERS.reduce(query) == b""
    kept = SearchRule(all_ignored=True, kept=frozenset({"a"})).reduce(query)
    assert all(part.startswith(b"a=") for part in kept.split(b"&") if part)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=5)), max_size=5))
def test_reducing_twice_is_reducing_once(pairs: list[tuple[str, str]]) -> None:
    from urllib.parse import urlencode

    rule = SearchRule(all_ignored=True, kept=frozenset({"a", "b"}))
    once = rule.reduce(urlencode(pairs).encode())
    assert rule.reduce(once) == once


def test_floods_of_parameters_matter_to_nobody() -> None:
    rule = SearchRule(all_ignored=True, kept=frozenset({"a"}))
    assert rule.reduce(b"&".join([b"a=1"] * 100)) == b""
    assert rule.reduce(b"a=" + b"1" * 1000) == b""
