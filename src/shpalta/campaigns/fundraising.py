"""How the sum of a fundraiser grows: told by a person, or by the partner's service."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from shpalta.campaigns.models import Fundraiser, Progress
from shpalta.newsroom.announcing.scope import change


@change()
def tell_progress(
    *, fundraiser: Fundraiser, raised: Decimal, at: datetime, actor: Any = None, event: str = ""
) -> bool:
    """Take what a fundraiser has raised at a moment (aware); say whether it was news.

    The same `event` counts once. A sum of an older moment is kept in the history, and does not
    replace a newer one.
    """
    rows = Fundraiser.objects.filter(pk=fundraiser.pk)
    if connection.features.has_select_for_update:
        rows = rows.select_for_update()
    row = rows.get()
    if event and Progress.objects.filter(fundraiser=row, event=event).exists():
        return False
    Progress.objects.create(fundraiser=row, raised=raised, at=at, by=actor, event=event)
    if row.raised_at is None or at >= row.raised_at:
        row.raised, row.raised_at = raised, at
        row.save(update_fields=["raised", "raised_at"])
    fundraiser.raised, fundraiser.raised_at = row.raised, row.raised_at
    return True
