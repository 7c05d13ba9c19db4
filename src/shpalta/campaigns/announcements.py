"""What a change of placements, campaigns and quiet stories makes stale.

Fragments, for the most part. Pages only where a placement changes, a story becomes quiet, or a
campaign is booked by what tells pages apart; see `shpalta.campaigns.grounds`.
"""

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
        """Name the campaigns of the titles in which they ran and will run, seldom their pages."""
        runs = {title_id for change in changes.values() for title_id in _titles(change)}
        tells = {
            title_id
            for change in changes.values()
            if _tells_otherwise(change)
            for title_id in _titles(change)
        }
        named: list[str] = []
        for pk, code in Title.objects.filter(pk__in=runs).values_list("pk", "code"):
            named.append(keys.campaigns_key(code))
            if pk in tells:
                named.append(keys.title_key(code))
        if any(_paid(change.before) != _paid(change.after) for change in changes.values()):
            named.append(keys.HOUSE)
        return [Draft(tuple(named))] if named else []


def _titles(change: Change[Face]) -> set[int]:
    faces = [face for face in (change.before, change.after) if face is not None]
    return {number for face in faces for number in (face["title_id"], *face["links"]["title_id"])}


def _telling(face: Face | None) -> tuple[Any, ...]:
    """Give what of a campaign tells pages apart; () for most campaigns."""
    if face is None or not (face["links"]["topic_id"] or face["avoided_forms"]):
        return ()
    titles = (face["title_id"], face["links"]["title_id"])
    return (face["links"]["topic_id"], face["avoided_forms"], *titles)


def _tells_otherwise(change: Change[Face]) -> bool:
    """Tell whether pages are told apart otherwise; what ends is forgotten, what revives is not."""
    before, after = _telling(change.before), _telling(change.after)
    if before != after or not after or change.before is None or change.after is None:
        return before != after
    was, is_now = change.before["ends_at"], change.after["ends_at"]
    return was is not None and (is_now is None or is_now > was)


def _paid(face: Face | None) -> tuple[Any, ...]:
    """Give which stories a campaign paid for: they are marked wherever they are met."""
    creatives = () if face is None else face["creatives"] or ()
    stories = [(one["form"], one["story_id"]) for one in creatives if one["story_id"]]
    return (stories, face["kind"], face["advertiser"]) if face is not None and stories else ()


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
        *("wide_height", "phone_sizes", "wide_sizes", "kinds", "forms", "hosts"),
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
