"""Creatives as they are printed: from a campaign's row and the option that a place chose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.core.files.storage import default_storage

from shpalta.campaigns.models import Campaign, Creative, Fundraiser
from shpalta.core import dates, money
from shpalta.core.campaigns import CampaignKind, CreativeForm
from shpalta.core.rotation import ALL_DEVICES, Option
from shpalta.newsroom.names import named_in
from shpalta.press.builders.cards import card
from shpalta.press.builders.site import Site
from shpalta.press.framing import SANDBOX, digest_of
from shpalta.press.pages.origins import Origin, PlacedOrigin, StoryOrigin, WorkOrigin
from shpalta.press.pages.parts import Card
from shpalta.press.pages.places import Appeal, CreativeView, Sized, Words
from shpalta.press.queries import Listed, listed_by_id, listed_by_number, works_of
from shpalta.press.words import say


@dataclass(frozen=True, slots=True)
class PartnerStories:
    """Public stories that creatives lead to: as they were named, by row, and as they run here."""

    named: Mapping[int, Listed]
    here: Mapping[int, Listed]
    """By the work's number: what the edition runs itself goes before another language."""
    made_from: tuple[Origin, ...] = ()
    """What would make other stories of them, public or not."""

    def find(self, creative: Creative) -> Listed | None:
        """Find a creative's story as the edition's readers should get it, if it is public."""
        named = self.named.get(creative.story_id or 0)
        return named and self.here.get(named.number, named)


def read_partner_stories(site: Site, creatives: Iterable[Creative]) -> PartnerStories:
    """Read the stories that creatives lead to."""
    wanted = {creative.story_id for creative in creatives if creative.story_id}
    if not wanted:
        return PartnerStories({}, {})
    named, numbers = listed_by_id(wanted), works_of(wanted)
    code = site.edition.title.code
    return PartnerStories(
        named,
        listed_by_number(site.edition.pk, numbers, full=True),
        tuple(
            origin
            for number in numbers
            for origin in (WorkOrigin(number), PlacedOrigin(code, number), site.story(number))
        ),
    )


@dataclass(frozen=True, slots=True)
class Booked:
    """A title's campaigns that run or will, by id, and their partner stories."""

    campaigns: Mapping[int, Campaign]
    stories: PartnerStories

    def find_creative(self, option: Option) -> Creative | None:
        """Find the row of an option."""
        rows: Iterable[Creative] = self.campaigns[option.campaign.id].creatives.all()
        return next((row for row in rows if row.pk == option.creative.id), None)


def book(site: Site, rows: Iterable[Campaign]) -> Booked:
    """Take campaigns whose rows are read, and read the stories that they lead to."""
    campaigns = {row.pk: row for row in rows}
    creatives = [one for row in campaigns.values() for one in row.creatives.all()]
    return Booked(campaigns, read_partner_stories(site, creatives))


def go_url(site: Site, creative_id: int) -> str:
    """Give the address that counts a click on a creative and leads on."""
    return f"{site.base}{site.edition.prefix}/-/go/{creative_id}/"


def frame_url(site: Site, creative: Creative, placement_id: int) -> str:
    """Give the address of a creative's own document, which each placement gives a policy."""
    name = f"{creative.pk}/{placement_id}/{digest_of(creative.html)}"
    return f"{site.base}{site.edition.prefix}/-/creative/{name}/"


def build_creative(
    site: Site, booked: Booked, option: Option, placement_id: int
) -> CreativeView | None:
    """Make a creative in a placement.

    None for one that has nothing to show, or whose story is not public.
    """
    row = booked.find_creative(option)
    if row is None:
        return None
    view = _bare(site, booked.campaigns[option.campaign.id], row, option)
    if row.form == CreativeForm.IMAGE:
        return _with_image(site, view, row)
    if row.form == CreativeForm.HTML:
        return _with_frame(site, view, row, placement_id)
    if row.form == CreativeForm.STORY:
        return _of_story(view, _partner_card(site, booked, row))
    if row.form == CreativeForm.APPEAL:
        view = _with_sums(site, view, booked.campaigns[option.campaign.id])
    return view if view.heading or view.text else None


def _words(site: Site, names: Mapping[str, str]) -> Words:
    return Words(*named_in(names, site.language))


def _bare(site: Site, campaign: Campaign, row: Creative, option: Option) -> CreativeView:
    advertiser = _words(site, campaign.advertiser) or _words(site, site.edition.title.names)
    alone = option.devices != ALL_DEVICES
    return CreativeView(
        id=row.pk,
        campaign=campaign.pk,
        form=CreativeForm(row.form),
        rank=option.rank,
        share=campaign.weight,
        weight=row.weight,
        most=campaign.frequency,
        device=next(iter(option.devices)) if alone else None,
        label=say("Advertising"),
        advertiser=advertiser,
        url=go_url(site, row.pk) if row.link or row.story_id else "",
        is_paid=campaign.kind != CampaignKind.HOUSE,
        heading=_words(site, row.headings),
        text=_words(site, row.texts),
        button=_words(site, row.buttons),
    )


def _with_image(site: Site, view: CreativeView, row: Creative) -> CreativeView | None:
    if not row.image:
        return None
    src = f"{site.base}{default_storage.url(row.image.name)}"
    alt = _words(site, row.alts) or view.heading or view.advertiser
    return replace(view, image=Sized(src, row.width, row.height), alt=alt)


def _with_frame(
    site: Site, view: CreativeView, row: Creative, placement_id: int
) -> CreativeView | None:
    if not row.html.strip():
        return None
    frame = Sized(frame_url(site, row, placement_id), row.width, row.height)
    return replace(view, frame=frame, sandbox=SANDBOX, url="")


def _partner_card(site: Site, booked: Booked, row: Creative) -> Card | None:
    listed = booked.stories.find(row)
    return card(site, listed, is_short=True) if listed else None


def _of_story(view: CreativeView, found: Card | None) -> CreativeView | None:
    if found is None:
        return None
    made_from: tuple[StoryOrigin, ...] = (found.story,)
    return replace(
        view,
        label=f"{view.label} · {say('Partner content')}",
        heading=view.heading or Words(found.headline, found.language),
        text=view.text or Words(found.lead, found.language),
        made_from=made_from,
    )


def _with_sums(site: Site, view: CreativeView, campaign: Campaign) -> CreativeView:
    fundraiser: Fundraiser | None = getattr(campaign, "fundraiser", None)
    if fundraiser is None:
        return view
    percent = money.percent_of(fundraiser.raised, fundraiser.goal)
    language = site.language
    raised, goal = (
        money.sum_line(amount, fundraiser.currency, language=language)
        for amount in (fundraiser.raised, fundraiser.goal)
    )
    appeal = Appeal(
        percent=percent,
        percent_text=money.percent_line(percent, language=language),
        raised=raised,
        goal=goal,
    )
    if fundraiser.deadline is not None:
        day = dates.short_day(fundraiser.deadline, today=site.today, language=language)
        appeal = replace(
            appeal,
            deadline=day,
            deadline_iso=fundraiser.deadline.isoformat(),
        )
    return replace(view, appeal=appeal)
