"""What a change of placements, campaigns and quiet stories makes stale: fragments, no pages."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import connection, models

from shpalta.campaigns.models import Campaign, Creative, Fundraiser, Placement, QuietWork
from shpalta.core import keys
from shpalta.journal.services import Draft
from shpalta.newsroom.announcing.columns import Columns, ColumnsKind
from shpalta.newsroom.announcing.rows import show, show_links
from shpalta.newsroom.announcing.scope import Change, Kind
from shpalta.newsroom.titles.models import Title

Face = Mapping[str, Any]
_UNSEEN = frozenset({"id", "name", "avoided", "created_at", "cap_unit", "daily_cap", "total_cap"})
"""What of a campaign no reader sees anything of; caps show in the stage that follows from them."""
_SUMS = ("campaign_id", "goal", "currency", "raised", "deadline")
_LINKS: Mapping[str, type[models.Model]] = {
    "title_id": Campaign.other_titles.through,
    "placement_id": Campaign.placements.through,
    "rubric_id": Campaign.rubrics.through,
    "topic_id": Campaign.topics.through,
}
"""What a campaign is related to: the column of the other side, and the rows of the relation."""


def _columns(model: type[models.Model], unseen: Collection[str]) -> list[str]:
    fields = model._meta.concrete_fields  # noqa: SLF001  Django's own documented name
    return [field.attname for field in fields if field.attname not in unseen]


def _grouped(rows: Iterable[Mapping[str, Any]], name: str) -> dict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[name]].append(dict(row))
    return found


class Campaigns(Kind[Face]):
    """Campaigns with their creatives, sums and targets; planned ones too, whose dates are known."""

    def read(self, ids: Collection[int], *, lock: bool) -> Mapping[int, Face]:
        """Read what readers see of some campaigns, now or when their time comes."""
        rows = Campaign._base_manager.filter(pk__in=ids).order_by("pk")  # noqa: SLF001
        if lock and connection.features.has_select_for_update:
            rows = rows.select_for_update(of=("self",))
        faces: dict[int, dict[str, Any]] = {
            row["pk"]: row for row in rows.values("pk", *_columns(Campaign, _UNSEEN))
        }
        related = Creative.objects.filter(campaign_id__in=ids).order_by("pk").values()
        sums = Fundraiser.objects.filter(campaign_id__in=ids).values(*_SUMS)
        creatives, fundraisers = _grouped(related, "campaign_id"), _grouped(sums, "campaign_id")
        links = {column: _linked(model, column, ids) for column, model in _LINKS.items()}
        for pk, face in faces.items():
            face["creatives"] = creatives.get(pk)
            face["fundraiser"] = fundraisers.get(pk)
            face["links"] = {column: sorted(found.get(pk, ())) for column, found in links.items()}
        return faces

    def announce(self, changes: Mapping[int, Change[Face]]) -> Iterable[Draft]:
        """Name the titles in which they ran and will run."""
        title_ids = {
            title_id
            for change in changes.values()
            for face in (change.before, change.after)
            if face is not None
            for title_id in (face["title_id"], *face["links"]["title_id"])
        }
        codes = Title.objects.filter(pk__in=title_ids).values_list("code", flat=True)
        named = tuple(keys.campaigns_key(code) for code in codes)
        return [Draft(named)] if named else []


def _linked(through: type[models.Model], column: str, ids: Collection[int]) -> dict[int, list[int]]:
    rows = through._base_manager.filter(campaign_id__in=ids)  # noqa: SLF001
    found: defaultdict[int, list[int]] = defaultdict(list)
    for pk, linked in rows.values_list("campaign_id", column):
        found[pk].append(linked)
    return found


class Placements(ColumnsKind):
    """Placements."""

    columns = (
        *("title__code", "code", "names", "spot", "pages", "paragraph", "phone_height"),
        *("wide_height", "phone_sizes", "wide_sizes", "kinds", "forms", "allows_third_party"),
        *("is_active", "position"),
    )
    model: type[models.Model] = Placement

    def keys_of(self, row_id: int, before: Columns | None, after: Columns | None) -> set[str]:
        """Name the title's campaigns, and all its pages: boxes stand on them."""
        del row_id
        codes = {columns["title__code"] for columns in (before, after) if columns}
        return {name(code) for code in codes for name in (keys.campaigns_key, keys.title_key)}


class QuietWorks(ColumnsKind):
    """Stories without advertisements."""

    columns = ("work_id",)
    model: type[models.Model] = QuietWork

    def keys_of(self, row_id: int, before: Columns | None, after: Columns | None) -> set[str]:
        """Name the work's quiet."""
        del row_id
        return {keys.quiet_key(columns["work_id"]) for columns in (before, after) if columns}


CAMPAIGNS, PLACEMENTS, QUIET = Campaigns(), Placements(), QuietWorks()


def declare() -> None:
    """Declare that changes of these rows are announced."""
    show(Campaign, CAMPAIGNS, unseen=_UNSEEN - {"id"})
    show(Creative, CAMPAIGNS, "campaign_id")
    show(Fundraiser, CAMPAIGNS, "campaign_id", unseen=("raised_at", "hook_id", "hook_secret"))
    for through in _LINKS.values():
        show_links(through, CAMPAIGNS, Campaign)
    show(Placement, PLACEMENTS)
    show(QuietWork, QUIET)
