"""An advertiser's document is a sandbox with a policy of its own."""

from shpalta.press.framing import frame_policy


def test_a_frame_is_never_of_our_origin_and_leads_nowhere() -> None:
    policy = frame_policy(["cdn.example"])
    assert policy.startswith("sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; ")
    assert "allow-same-origin" not in policy
    assert "allow-top-navigation" not in policy
    assert policy.endswith("base-uri 'none'; form-action 'none'; frame-ancestors 'self'")
    assert "https:" not in frame_policy()
