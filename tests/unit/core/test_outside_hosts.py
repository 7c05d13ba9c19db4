"""Hosts that a placement names: what a name covers, and the policy that follows from names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.outside_hosts import (
    OutsideHostError,
    is_named,
    loads_policy,
    mentioned_in,
    not_named,
    read_names,
    without,
)

labels = st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
hosts = st.builds(
    lambda parts, end: ".".join([*parts, end]),
    st.lists(labels, min_size=1, max_size=3),
    st.sampled_from(["example", "net", "org"]),
)
named = st.builds(lambda host, is_wide: f"*.{host}" if is_wide else host, hosts, st.booleans())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("cdn.example.net", ("cdn.example.net",)),
        ("CDN.example.net\n*.ads.example, cdn.example.net", ("cdn.example.net", "*.ads.example")),
    ],
)
def test_names_are_read_from_lines_each_once(text: str, names: tuple[str, ...]) -> None:
    assert read_names(text) == names


@pytest.mark.parametrize(
    "text",
    [
        *("https://cdn.example", "cdn.example/x", "*", "*.net", "localhost", "127.0.0.1"),
        *("a.*.example", "cdn.example:8443", "-a.example", "x;script-src", "'unsafe-eval'"),
        *("data:", "a..example", "cdn.example.", "*cdn.example"),
    ],
)
def test_what_is_no_host_is_refused(text: str) -> None:
    with pytest.raises(OutsideHostError, match="is no host"):
        read_names(f"good.example {text}")


@given(st.lists(named, max_size=6))
def test_what_is_written_out_reads_the_same(names: list[str]) -> None:
    assert read_names("\n".join(names)) == tuple(dict.fromkeys(names))


@given(hosts, labels)
def test_a_name_covers_itself_and_a_wide_one_what_is_under_it(host: str, label: str) -> None:
    assert is_named(host, [host])
    assert not is_named(f"{label}.{host}", [host])
    assert is_named(f"{label}.{host}", [f"*.{host}"])
    assert not is_named(host, [f"*.{host}"])
    assert not is_named(f"{label}{host}", [f"*.{host}"])


@given(st.lists(hosts, max_size=5), st.lists(named, max_size=5))
def test_what_is_not_named_is_the_rest_in_its_order(found: list[str], names: list[str]) -> None:
    missing = not_named(found, names)
    assert list(missing) == [host for host in found if host in missing]
    assert not any(is_named(host, names) for host in missing)
    assert all(is_named(host, names) for host in found if host not in missing)


@given(st.lists(named, max_size=5), st.sets(hosts, max_size=3))
def test_no_name_that_is_left_lets_in_a_host_of_ours(names: list[str], own: set[str]) -> None:
    kept = without(own, names)
    assert set(kept) <= set(names)
    assert not any(is_named(host, kept) for host in own)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://cdn.example/a.png", ("cdn.example",)),
        ("//a.b-c.example.org/x", ("a.b-c.example.org",)),
        ("https://ONE.example https://two.example/ //one.example", ("one.example", "two.example")),
        ("http://www.w3.org/2000/svg https://127.0.0.1/ https://localhost/", ()),
        ("https://evil.example; script-src * https://x.example", ("evil.example", "x.example")),
        ("no address at all", ()),
    ],
)
def test_hosts_are_read_from_addresses_that_could_be_loaded(
    text: str, found: tuple[str, ...]
) -> None:
    assert mentioned_in(text) == found


def test_without_names_nothing_is_loaded_from_anywhere() -> None:
    policy = loads_policy()
    assert policy.startswith("default-src 'none'; ")
    assert "https:" not in policy
    assert "connect-src" not in policy
    assert "frame-src" not in policy


@given(st.lists(named, min_size=1, max_size=5, unique=True))
def test_the_policy_lets_in_what_is_named_and_nothing_else(names: list[str]) -> None:
    policy = loads_policy(names)
    sources = {source for part in policy.split("; ") for source in part.split(" ")[1:]}
    assert {one for one in sources if one.startswith("https:")} == {f"https://{n}" for n in names}
    assert sources <= {"'none'", "'unsafe-inline'", "data:", *(f"https://{n}" for n in names)}
    assert len(policy.split("; ")) == 8
