"""What stands in the way of campaigns: others, or a placement. Who saves one of them is told."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from shpalta.campaigns.models import Campaign, Placement
from shpalta.campaigns.own_hosts import read_own_hosts
from shpalta.core.campaigns import CreativeFacts, CreativeForm
from shpalta.core.flights import Stage
from shpalta.core.outside_hosts import not_named

_FOREVER = datetime.max.replace(tzinfo=UTC)
_SHOWN = 5


def find_conflicts(campaign: Campaign) -> list[str]:
    """Say which others an exclusive campaign shuts out, or which exclusive ones shut it out.

    Those count that share a placement and a moment with it and are no house promotions.
    """
    if campaign.kind == "house" or campaign.stage == Stage.ENDED:
        return []
    others = Campaign.objects.exclude(pk=campaign.pk).exclude(kind="house")
    others = others.exclude(stage=Stage.ENDED).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=campaign.starts_at),
        starts_at__lt=campaign.ends_at or _FOREVER,
        placements__in=campaign.placements.all(),
    )
    if not campaign.is_exclusive:
        others = others.filter(is_exclusive=True)
    return [_told(campaign, other) for other in others.distinct().order_by("pk")[:_SHOWN]]


def _told(campaign: Campaign, other: Campaign) -> str:
    if campaign.is_exclusive and other.is_exclusive:
        message = _("“%(name)s” is exclusive as well, at the same time and place: they take turns.")
    elif campaign.is_exclusive:
        message = _("“%(name)s” does not run where this campaign, which is exclusive, does.")
    else:
        message = _("“%(name)s” is exclusive: this campaign does not run where that one does.")
    return message % {"name": other.name}


def find_shut_out(campaigns: Iterable[Campaign], placements: Iterable[Placement]) -> list[str]:
    """Say which HTML some placements do not show, because it loads from hosts they do not name."""
    message = _(
        "“%(placement)s” does not show HTML of “%(campaign)s”: it loads from %(hosts)s, which is "
        "not named there."
    )
    own_hosts = read_own_hosts()
    found = [
        message % {"placement": row, "campaign": campaign.name, "hosts": ", ".join(missing)}
        for row in placements
        if CreativeForm.HTML in row.forms
        for campaign in campaigns
        for creative in campaign.creatives.all()
        if (missing := not_named(creative.facts().hosts, {*row.hosts, *own_hosts}))
    ]
    return list(dict.fromkeys(found))[:_SHOWN]


def not_let_in(
    creative: CreativeFacts, placements: Iterable[Placement], own_hosts: frozenset[str]
) -> str:
    """Say from where a creative loads that none of the placements lets in all of."""
    naming = [row for row in placements if row.hosts]
    if not naming:
        return _("None of the places chosen lets HTML load from outside.")
    outside = not_named(creative.hosts, own_hosts)
    nearest = min(naming, key=lambda row: len(not_named(outside, row.hosts)))
    message = _(
        "It loads from %(hosts)s, which “%(name)s” does not let in: name this there, or choose "
        "another place."
    )
    missing = not_named(outside, nearest.hosts)
    return message % {"hosts": ", ".join(missing), "name": nearest}
