"""What a place offers: few, the best first, by weight, and something for everybody."""

from collections import Counter
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.campaigns import (
    CampaignFacts,
    CampaignKind,
    Context,
    CreativeFacts,
    CreativeForm,
    Device,
    PageType,
    PlacementFacts,
    Spot,
    eligible,
)
from shpalta.core.rotation import MOST_OPTIONS, Offer, is_crowded, offer

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
PHONE, WIDE = (320, 100), (728, 90)
PLACE = PlacementFacts(
    7, "rail", Spot.RAIL, phone_sizes=frozenset({PHONE}), wide_sizes=frozenset({WIDE})
)
SIZES = st.sampled_from([None, None, PHONE, WIDE])


def campaign(number: int, *sizes: tuple[int, int] | None, **fields: object) -> CampaignFacts:
    creatives = tuple(
        CreativeFacts(
            number * 100 + place, CreativeForm.IMAGE if size else CreativeForm.TEXT, size=size
        )
        for place, size in enumerate(sizes or (None,))
    )
    usual: dict[str, object] = {
        "kind": CampaignKind.ADVERTISING,
        "titles": frozenset({1}),
        "placements": frozenset({PLACE.id}),
        "starts_at": NOW,
    }
    return CampaignFacts(number, creatives=creatives, **{**usual, **fields})  # type: ignore[arg-type]


def offered(*campaigns: CampaignFacts, seed: str = "page") -> Offer:
    candidates = eligible(campaigns, Context(1, "uk", PageType.FRONT, PLACE), NOW)
    return offer(candidates, PLACE, seed)


many = st.lists(
    st.tuples(
        st.lists(SIZES, min_size=1, max_size=4),
        st.integers(1, 3),
        st.integers(0, 2),
        st.sampled_from([CampaignKind.ADVERTISING, CampaignKind.HOUSE, CampaignKind.FUNDRAISER]),
    ),
    max_size=9,
).map(
    lambda rows: [
        campaign(number, *sizes, priority=priority, frequency=most, kind=kind)
        for number, (sizes, priority, most, kind) in enumerate(rows, start=1)
    ]
)


@given(many, st.text(max_size=5))
def test_an_offer_is_small_the_same_each_time_and_leaves_nobody_out(
    campaigns: list[CampaignFacts], seed: str
) -> None:
    candidates = eligible(campaigns, Context(1, "uk", PageType.FRONT, PLACE), NOW)
    found = offer(candidates, PLACE, seed)
    assert found == offer(candidates, PLACE, seed)
    assert len(found.options) == len({option.creative.id for option in found.options})
    assert len(found.options) <= MOST_OPTIONS
    assert [option.rank for option in found.options] == sorted(
        option.rank for option in found.options
    )
    if candidates:
        assert found.options[0].campaign.priority == candidates[0].campaign.priority
    # If anything suits every reader, something offered does.
    for_all = [
        one
        for one in candidates
        if not one.campaign.frequency and any(creative.size is None for creative in one.creatives)
    ]
    if for_all and not any(option.is_for_everybody for option in found.options):
        # A campaign may cover all devices by several creatives; then none of them need suit all.
        assert {
            device
            for option in found.options
            if not option.campaign.frequency
            for device in option.devices
        } == set(Device)


def test_the_first_is_drawn_by_weight() -> None:
    heavy, light = campaign(1, weight=30), campaign(2, weight=10)
    firsts = Counter(
        offered(heavy, light, seed=f"page {number}").options[0].campaign.id
        for number in range(2000)
    )
    assert 0.70 < firsts[1] / 2000 < 0.80


def test_what_is_sold_goes_before_what_the_house_promotes() -> None:
    found = offered(campaign(1, kind=CampaignKind.HOUSE, priority=9), campaign(2, priority=1))
    assert [option.campaign.id for option in found.options] == [2, 1]
    assert [option.rank for option in found.options] == [0, 1]


def test_each_device_has_something_of_its_own_size() -> None:
    found = offered(campaign(1, PHONE, WIDE))
    phone, wide = found.default(Device.PHONE), found.default(Device.WIDE)
    assert phone is not None
    assert wide is not None
    assert (phone.creative.size, wide.creative.size) == (PHONE, WIDE)
    assert offered(campaign(1, WIDE)).devices == {Device.WIDE}
    assert offered().options == ()


def test_in_a_crowd_other_seeds_let_others_in() -> None:
    crowd = [campaign(number) for number in range(1, 13)]
    candidates = eligible(crowd, Context(1, "uk", PageType.FRONT, PLACE), NOW)
    assert is_crowded(candidates)
    met = {
        option.campaign.id
        for hour in range(24)
        for option in offer(candidates, PLACE, f"page {hour}").options
    }
    assert met == set(range(1, 13))
