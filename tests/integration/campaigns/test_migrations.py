"""What older rows become when the tables of campaigns change."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from shpalta.campaigns.models import Creative, Placement
from shpalta.campaigns.own_hosts import read_own_hosts
from shpalta.core.campaigns import fitting_devices

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = [("campaigns", "0004_spots")], [("campaigns", "0005_hosts")]


def migrated(to: list[tuple[str, str]]) -> Any:
    """Bring the tables to a migration; give the models as they are there."""
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


@pytest.fixture
def before() -> Any:
    return migrated(BEFORE)


def test_a_placement_that_let_all_in_names_what_its_creatives_were_let_load_from(
    before: Any,
) -> None:
    models = {name: before.get_model("campaigns", name) for name in ("Placement", "Campaign")}
    title = before.get_model("titles", "Title").objects.create(code="old", names={"uk": "Старе"})
    before.get_model("titles", "Host").objects.create(title=title, name="old.example")
    place = {"title": title, "spot": "rail"}
    wide = models["Placement"].objects.create(code="wide", allows_third_party=True, **place)
    shut = models["Placement"].objects.create(code="shut", **place)
    campaign = models["Campaign"].objects.create(
        title=title, kind="advertising", name="Стара", starts_at="2026-01-01T00:00:00Z"
    )
    through = models["Campaign"].placements.through.objects
    for placement in (wide, shut):
        through.create(campaign=campaign, placement=placement)
    html = "<img src=//cdn.example/a> <!-- https://B.example --> //old.example //cdn.example"
    before.get_model("campaigns", "Creative").objects.create(
        campaign=campaign, form="html", html=html, is_third_party=True
    )

    after = migrated(AFTER).get_model("campaigns", "Placement").objects

    assert after.get(code="wide").hosts == ["cdn.example", "b.example"]
    assert after.get(code="shut").hosts == []
    back = migrated(BEFORE).get_model("campaigns", "Placement").objects
    assert back.get(code="wide").allows_third_party
    assert not back.get(code="shut").allows_third_party


MANY = "".join(f"<img src='https://cdn{number}.example/a.png'>" for number in range(25))


@pytest.mark.parametrize(
    "html",
    [
        "<img src=https://cdn.example/a.png><img src=https://old.example/logo.png>",
        "<img src=//www.old.example/logo.png>",
        "<script>load('https:' + '//' + name())</script>",
        "<img src='https:&#47;&#47;cdn.example/a.png'>",
        MANY,
    ],
    ids=["of ours too", "of ours alone", "put together", "escaped", "many"],
)
def test_nothing_that_was_shown_vanishes(before: Any, html: str) -> None:
    title = before.get_model("titles", "Title").objects.create(code="old", names={"uk": "Старе"})
    for name in ("old.example", "www.old.example"):
        before.get_model("titles", "Host").objects.create(title=title, name=name)
    placement = before.get_model("campaigns", "Placement").objects.create(
        title=title, code="rail", spot="rail", wide_sizes=[[300, 250]], allows_third_party=True
    )
    campaigns = before.get_model("campaigns", "Campaign")
    campaign = campaigns.objects.create(
        title=title, kind="advertising", name="Стара", starts_at="2026-01-01T00:00:00Z"
    )
    campaigns.placements.through.objects.create(campaign=campaign, placement=placement)
    before.get_model("campaigns", "Creative").objects.create(
        campaign=campaign, form="html", html=html, is_third_party=True, width=300, height=250
    )

    migrated(MigrationExecutor(connection).loader.graph.leaf_nodes("campaigns"))

    facts = Placement.objects.get(code="rail").facts(read_own_hosts())
    assert fitting_devices(Creative.objects.get().facts(), facts)
