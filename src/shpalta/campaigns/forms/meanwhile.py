"""What others did with a campaign while somebody had its form open."""

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from shpalta.campaigns.models import Campaign

_BY_WAGTAIL = "wagtail."
"""Such lines stand beside our own, which say more."""


def last_line(campaign: Campaign) -> int:
    """Give the number of the last line of a campaign's log; 0 if nobody did anything yet."""
    if campaign.pk is None:
        return 0
    rows = ModelLogEntry.objects.for_instance(campaign).order_by("-pk")
    return rows.values_list("pk", flat=True).first() or 0


def told_since(campaign: Campaign, base: int | None) -> str:
    """Say who did what after a line of the log, "" for nothing; None is no form of a campaign."""
    if campaign.pk is None or base is None:
        return ""
    rows = ModelLogEntry.objects.for_instance(campaign).filter(pk__gt=base).order_by("pk")
    lines = list(rows.exclude(action__startswith=_BY_WAGTAIL).select_related("user"))
    if not lines:
        return ""
    message = _(
        "While it was open here it was changed, at %(time)s by %(who)s: %(what)s. Open it anew, or "
        "save once more to put what stands here in its place."
    )
    return message % {
        "time": f"{timezone.localtime(lines[-1].timestamp):%H:%M}",
        "who": ", ".join(dict.fromkeys(str(line.user or "–") for line in lines)),
        "what": "; ".join(dict.fromkeys(str(line.message) for line in lines)),
    }
