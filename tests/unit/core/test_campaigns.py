"""Which campaigns may run where, over plain data."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

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
    next_change,
)
from shpalta.core.outside_hosts import not_named

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)

ids = st.integers(1, 3)
few = st.frozensets(ids, max_size=2)
sizes = st.sampled_from([(300, 250), (320, 100), (728, 90)])
languages = st.frozensets(st.sampled_from(["uk", "ru", "en"]), max_size=2)
moments = st.integers(-3, 3).map(lambda hours: NOW + timedelta(hours=hours))
creatives = st.builds(
    CreativeFacts,
    id=st.integers(1, 99),
    form=st.sampled_from(CreativeForm),
    weight=st.integers(1, 9),
    size=st.none() | sizes,
    languages=languages,
    is_third_party=st.booleans(),
    hosts=st.sampled_from([(), ("a.example",), ("a.example", "b.other.example")]),
)
campaigns = st.builds(
    CampaignFacts,
    id=st.integers(1, 999),
    kind=st.sampled_from(CampaignKind),
    titles=few,
    placements=few,
    creatives=st.lists(creatives, max_size=3).map(tuple),
    starts_at=moments,
    ends_at=st.none() | moments,
    is_held=st.booleans(),
    priority=st.integers(1, 9),
    weight=st.integers(1, 9),
    is_exclusive=st.booleans(),
    languages=languages,
    rubrics=few,
    topics=few,
    devices=st.frozensets(st.sampled_from(Device)),
    avoided=st.sampled_from([(), ((frozenset({"crash"}),),)]),
)
placements = st.builds(
    PlacementFacts,
    id=ids,
    code=st.just("rail"),
    spot=st.sampled_from(Spot),
    pages=st.frozensets(st.sampled_from(PageType), max_size=4),
    phone_sizes=st.frozensets(sizes),
    wide_sizes=st.frozensets(sizes),
    kinds=st.frozensets(st.sampled_from(CampaignKind)),
    forms=st.frozensets(st.sampled_from(CreativeForm)),
    hosts=st.sampled_from([(), ("a.example",), ("a.example", "*.other.example")]),
    own_hosts=st.sampled_from([frozenset(), frozenset({"b.other.example"})]),
)
contexts = st.builds(
    Context,
    title=ids,
    language=st.sampled_from(["uk", "ru", "en"]),
    page=st.sampled_from(PageType),
    placement=placements,
    rubric=st.none() | ids,
    topics=few,
    words=st.sampled_from([(), ("crash",), ("calm", "day")]),
    is_quiet=st.booleans(),
    device=st.none() | st.sampled_from(Device),
)

TEXT = CreativeFacts(1, CreativeForm.TEXT)
RAIL = PlacementFacts(1, "rail", Spot.RAIL, phone_sizes=frozenset({(300, 250)}))
PLAIN = CampaignFacts(
    id=1,
    kind=CampaignKind.ADVERTISING,
    titles=frozenset({1}),
    placements=frozenset({1}),
    creatives=(TEXT,),
    starts_at=NOW - timedelta(days=1),
)
HERE = Context(title=1, language="uk", page=PageType.STORY, placement=RAIL)


@given(st.lists(campaigns, max_size=6), contexts)
def test_nothing_runs_that_any_condition_forbids(
    given_campaigns: list[CampaignFacts], context: Context
) -> None:
    for candidate in eligible(given_campaigns, context, NOW):
        campaign, placement = candidate.campaign, context.placement
        assert not campaign.is_held
        assert campaign.starts_at <= NOW
        assert campaign.ends_at is None or campaign.ends_at > NOW
        assert context.title in campaign.titles
        assert placement.id in campaign.placements
        assert campaign.kind in placement.kinds
        assert not placement.pages or context.page in placement.pages
        assert not campaign.languages or context.language in campaign.languages
        assert not campaign.rubrics or context.rubric in campaign.rubrics
        assert not campaign.topics or campaign.topics & context.topics
        assert not (campaign.avoided and "crash" in context.words)
        assert not context.is_quiet or campaign.kind is CampaignKind.FUNDRAISER
        assert candidate.creatives
        assert candidate.devices
        assert not campaign.devices or candidate.devices <= campaign.devices
        for creative in candidate.creatives:
            assert creative.form in placement.forms
            assert not creative.languages or context.language in creative.languages
            if creative.is_third_party:
                assert not not_named(creative.hosts, {*placement.hosts, *placement.own_hosts})
            assert creative.size is None or any(
                creative.size in placement.sizes(device) for device in candidate.devices
            )


@given(st.lists(campaigns, max_size=6), contexts)
def test_what_is_left_out_is_left_out_for_a_reason(
    given_campaigns: list[CampaignFacts], context: Context
) -> None:
    alone = {one.id for one in given_campaigns if eligible([one], context, NOW)}
    found = eligible(given_campaigns, context, NOW)
    missing = alone - {one.campaign.id for one in found}
    if missing:
        assert any(one.campaign.is_exclusive for one in found)


@given(st.lists(campaigns, max_size=6, unique_by=lambda one: one.id), contexts)
def test_the_order_is_sold_before_house_then_priority_then_weight(
    given_campaigns: list[CampaignFacts], context: Context
) -> None:
    found = [one.campaign for one in eligible(given_campaigns, context, NOW)]
    ranks = [(one.kind is CampaignKind.HOUSE, -one.priority, -one.weight, one.id) for one in found]
    assert ranks == sorted(ranks)
    assert found == [one.campaign for one in eligible(reversed(given_campaigns), context, NOW)]


@given(st.lists(campaigns, max_size=6), contexts)
def test_an_exclusive_campaign_has_only_exclusive_ones_and_house_promotions_beside_it(
    given_campaigns: list[CampaignFacts], context: Context
) -> None:
    found = [one.campaign for one in eligible(given_campaigns, context, NOW)]
    sold = [one for one in found if one.kind is not CampaignKind.HOUSE]
    if any(one.is_exclusive for one in sold):
        assert all(one.is_exclusive for one in sold)


@given(st.lists(campaigns, max_size=6, unique_by=lambda one: one.id), contexts)
def test_until_the_next_change_what_may_run_stays_the_same(
    given_campaigns: list[CampaignFacts], context: Context
) -> None:
    until = next_change(given_campaigns, NOW)
    last = until - SECOND if until else NOW + timedelta(days=9)
    assert eligible(given_campaigns, context, NOW) == eligible(given_campaigns, context, last)


def test_a_flight_begins_and_ends_at_its_second() -> None:
    flight = replace(PLAIN, starts_at=NOW, ends_at=NOW + SECOND)
    assert not eligible([flight], HERE, NOW - timedelta(microseconds=1))
    assert eligible([flight], HERE, NOW)
    assert not eligible([flight], HERE, NOW + SECOND)


def test_an_image_runs_only_on_the_device_that_has_room_for_it() -> None:
    image = CreativeFacts(2, CreativeForm.IMAGE, size=(300, 250))
    [candidate] = eligible([replace(PLAIN, creatives=(image,))], HERE, NOW)
    assert candidate.devices == {Device.PHONE}
    on_wide = replace(HERE, device=Device.WIDE)
    assert not eligible([replace(PLAIN, creatives=(image,))], on_wide, NOW)
