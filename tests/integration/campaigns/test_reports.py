"""What a report shows, and what leaves the house as a file."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from shpalta.campaigns.exporting import BOM, report_csv, safe_cell
from shpalta.campaigns.models import Campaign, Creative, Fundraiser
from shpalta.campaigns.reports import campaign_report
from shpalta.core.counting import this_hour
from shpalta.newsroom.figures.services import add_counts
from tests.integration.campaigns.conftest import Market

pytestmark = pytest.mark.django_db

NIGHT = datetime(2026, 11, 27, 22, tzinfo=UTC)
"""Midnight in Kyiv: the 28th begins."""


def counted(campaign: Campaign) -> Creative:
    """Have a campaign seen on both sides of a midnight of its title."""
    creative: Creative = campaign.creatives.get()
    add_counts(
        {
            (f"seen/{creative.pk}", NIGHT - timedelta(hours=1)): 30,
            (f"seen/{creative.pk}", NIGHT): 10,
            (f"click/{creative.pk}", NIGHT): 2,
        }
    )
    return creative


def test_days_are_those_of_the_title(market: Market) -> None:
    campaign = market.campaign(starts_at=NIGHT - timedelta(days=2), total_cap=400)
    campaign.ends_at = NIGHT + timedelta(days=2)
    counted(campaign)

    report = campaign_report(campaign, NIGHT)

    assert (report.counts.seen, report.counts.clicks) == (40, 2)
    assert (report.today.seen, report.today.rate) == (10, 20.0)
    assert [(f"{line.day:%d}", line.counts.seen) for line in report.days] == [
        ("28", 10),
        ("27", 30),
    ]
    assert report.hours.total == report.daily.total == 40
    assert report.pace is not None
    assert (report.pace.time, report.pace.goal) == (0.5, 0.1)


def test_the_file_has_a_line_for_each_day_or_hour(market: Market) -> None:
    campaign = market.campaign("=HYPERLINK(1)")
    counted(campaign)
    by_day = list(csv.reader(io.StringIO(report_csv(campaign, with_hours=False, with_bom=False))))
    assert [(row[0], row[3], row[4]) for row in by_day[1:]] == [
        ("2026-11-27", "30", "0"),
        ("2026-11-28", "10", "2"),
    ]
    assert by_day[1][1] == "'=HYPERLINK(1)"
    by_hour = report_csv(campaign, with_hours=True, with_bom=True)
    assert by_hour.startswith(BOM)
    assert "2026-11-28,00:00" in by_hour


@given(st.text())
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    cell = str(safe_cell(text))
    assert not cell.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.endswith(text)


def test_screen_paper_and_file_are_reached(seller: Client, market: Market) -> None:
    campaign = market.campaign()
    add_counts({(f"seen/{campaign.creatives.get().pk}", this_hour(timezone.now())): 1234})
    for name in ("report", "paper"):
        page = seller.get(reverse(f"campaigns_{name}", args=[campaign.pk]))
        assert page.status_code == 200
        assert "1,234" in page.content.decode()
    part = seller.get(reverse("campaigns_report", args=[campaign.pk]), {"part": "1"})
    assert "<html" not in part.content.decode()
    file = seller.get(reverse("campaigns_file", args=[campaign.pk]), {"bom": "1"})
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert file.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in file["Content-Disposition"]


def test_advertisers_html_is_previewed_in_a_frame_without_our_origin(
    seller: Client, market: Market
) -> None:
    campaign = market.campaign()
    Creative.objects.create(
        campaign=campaign, form="html", width=300, height=250, html="<b onclick='1'>\"Кава\"</b>"
    )
    page = seller.get(reverse("campaigns_report", args=[campaign.pk])).content.decode()
    assert '<iframe sandbox="allow-scripts" srcdoc="&lt;!doctype html&gt;' in page
    assert "allow-same-origin" not in page
    assert "<b onclick" not in page


def test_a_report_of_a_fundraiser_shows_its_sums(seller: Client, market: Market) -> None:
    campaign = market.campaign(kind="fundraiser")
    Fundraiser.objects.create(campaign=campaign, goal=2_000_000, raised=350_000)
    page = seller.get(reverse("campaigns_report", args=[campaign.pk])).content.decode()
    assert "UAH\N{NO-BREAK SPACE}350,000" in page
    assert "17%" in page
    response = seller.post(reverse("campaigns_secret", args=[campaign.pk]), follow=True)
    secret = Fundraiser.objects.get().hook_secret
    assert secret.startswith("whsec_")
    assert secret in response.content.decode()
    assert (
        secret not in seller.get(reverse("campaigns_report", args=[campaign.pk])).content.decode()
    )
