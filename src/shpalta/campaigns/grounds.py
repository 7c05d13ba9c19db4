"""What of campaigns stands on pages themselves, and not in their places alone.

That is where the places are, and what tells one page from another for campaigns: topics that some
of them ask for, words beside which some do not want to stand, stories that a partner paid for. It
changes when a campaign is booked, not when it begins, ends or gets another picture.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from shpalta.campaigns.models import Campaign, Creative, Placement
from shpalta.core.avoiding import Phrase
from shpalta.core.campaigns import CampaignKind, CreativeForm, PlacementFacts


@dataclass(frozen=True, slots=True)
class Ground:
    """One title's placements in use, the topics that campaigns ask for, what each avoids by id."""

    placements: tuple[PlacementFacts, ...] = ()
    topics: frozenset[int] = frozenset()
    avoided: Mapping[int, tuple[Phrase, ...]] = field(default_factory=dict)

    def find_placement(self, placement_id: int) -> PlacementFacts | None:
        """Find a placement by its id."""
        return next((one for one in self.placements if one.id == placement_id), None)


NO_GROUND = Ground()


def read_grounds(now: datetime, own_hosts: frozenset[str]) -> dict[int, Ground]:
    """Read the grounds of all titles by the title's id. Four queries.

    Of campaigns those count that are not over at a moment (aware), whether or not they run: what
    is over tells nothing apart, so it does not matter when it is left out. `own_hosts`: all host
    names that titles have or had.
    """
    placements: defaultdict[int, list[PlacementFacts]] = defaultdict(list)
    for row in Placement.objects.filter(is_active=True).order_by("position", "code"):
        placements[row.title_id].append(row.facts(own_hosts))
    topics: defaultdict[int, set[int]] = defaultdict(set)
    avoided: defaultdict[int, dict[int, tuple[Phrase, ...]]] = defaultdict(dict)
    coming = Campaign.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))
    telling = coming.filter(Q(topics__isnull=False) | ~Q(avoided_forms=[])).distinct()
    for campaign in telling.prefetch_related("other_titles", "topics").order_by("pk"):
        phrases = tuple(tuple(map(frozenset, phrase)) for phrase in campaign.avoided_forms)
        for title_id in campaign.title_ids:
            topics[title_id].update(topic.pk for topic in campaign.topics.all())
            if phrases:
                avoided[title_id][campaign.pk] = phrases
    return {
        title_id: Ground(tuple(places), frozenset(topics[title_id]), dict(avoided[title_id]))
        for title_id, places in placements.items()
    }


def read_partners() -> dict[int, Mapping[str, str]]:
    """Read who paid for a story, in all languages, by the work's number: for every one ever."""
    rows = Creative.objects.filter(
        form=CreativeForm.STORY, story__isnull=False, campaign__kind=CampaignKind.ADVERTISING
    )
    return dict(rows.order_by("pk").values_list("story__work_id", "campaign__advertiser"))
