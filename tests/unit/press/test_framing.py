"""An advertiser's document loads from the hosts that its text names, and from none of ours."""

import pytest

from shpalta.press.framing import frame_policy, hosts_of

OWN = {"daily.test", "old.daily.test"}


@pytest.mark.parametrize(
    ("html", "hosts"),
    [
        ("<img src=https://cdn.example/a.png>", ("cdn.example",)),
        ("<script src='//a.b-c.example.org/x'></script>", ("a.b-c.example.org",)),
        ("<!-- https://ONE.example https://two.example/ -->", ("one.example", "two.example")),
        ("fetch('https://daily.test/-/count'); //old.daily.test/x", ()),
        ("http://plain.example/ https://127.0.0.1/ https://localhost/", ("plain.example",)),
        ("https://evil.example; script-src * https://x.example", ("evil.example", "x.example")),
        ("no address at all", ()),
    ],
)
def test_hosts_are_read_from_the_text(html: str, hosts: tuple[str, ...]) -> None:
    assert hosts_of(html, own=OWN) == hosts


def test_without_hosts_nothing_is_loaded_from_anywhere() -> None:
    policy = frame_policy()
    assert "https:" not in policy
    assert "connect-src" not in policy
    assert policy.startswith("sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; ")
    assert "allow-same-origin" not in policy
    assert "allow-top-navigation" not in policy
