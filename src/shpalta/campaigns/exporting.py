"""A campaign's report as a CSV file (RFC 4180) that is safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from shpalta.campaigns.counting import CLICK, SEEN, Row, read_rows
from shpalta.campaigns.models import Campaign
from shpalta.campaigns.naming import creative_name

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"
"""Without it some spreadsheets take UTF-8 for something else."""


def safe_cell(value: object) -> object:
    """Give a cell that no spreadsheet takes for a formula: a text that looks like one is quoted.

    See OWASP, CSV injection. Numbers stay numbers.
    """
    if isinstance(value, str) and value.lstrip(" \u00a0").startswith(_FORMULA):
        return f"'{value}"
    return value


def report_csv(campaign: Campaign, *, with_hours: bool, with_bom: bool) -> str:
    """Write a line for each creative and day of the title's zone, or hour of it."""
    names = {one.pk: creative_name(one) for one in campaign.creatives.all()}
    head = [_("Date"), *([_("Hour")] if with_hours else [])]
    head += [_("Campaign"), _("Creative"), _("Impressions"), _("Clicks"), _("Clicks per 100")]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(safe_cell, head))
    for when, number, seen, clicks in _lines(campaign, read_rows(names), with_hours=with_hours):
        rate = f"{100 * clicks / seen:.3f}" if seen else ""
        line = [*when, campaign.name, names[number], seen, clicks, rate]
        writer.writerow(map(safe_cell, line))
    return (BOM if with_bom else "") + out.getvalue()


def _lines(
    campaign: Campaign, rows: Iterable[Row], *, with_hours: bool
) -> Iterator[tuple[Sequence[str], int, int, int]]:
    """Add rows up and give (date and hour, creative, impressions, clicks) in order."""
    sums: dict[tuple[tuple[str, ...], int], dict[str, int]] = {}
    for kind, item, hour, count in rows:
        local = hour.astimezone(campaign.title.zone)
        day = (f"{local:%Y-%m-%d}",)
        key = ((*day, f"{local:%H}:00") if with_hours else day, item)
        counted = sums.setdefault(key, {SEEN: 0, CLICK: 0})
        counted[kind] += count
    for (when, item), counted in sorted(sums.items()):
        yield when, item, counted[SEEN], counted[CLICK]
