"""What keeps a picture off public pages: its rights, and what the title demands.

Asked of every way of publishing. What readers see already is not asked again: a correction must
not wait for a credit, and a picture whose rights ended has left the page by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shpalta.newsroom.media.choices import NO_LICENCE
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk.models import Demand, PictureRule
from shpalta.newsroom.picturedesk.printed import Printed, printed_in
from shpalta.newsroom.stories.gates import NotYetError
from shpalta.newsroom.stories.models import Exhibit, Story
from shpalta.newsroom.titles.models import Title


class Lack(StrEnum):
    """What is wrong with a picture in a story."""

    ENDED = "ended"
    NOT_FOR_WEB = "not for web"
    CREDIT = "credit"
    LICENCE = "licence"


@dataclass(frozen=True, slots=True)
class Fault:
    """A picture that a story holds, what is wrong with it, and what happens therefore."""

    picture: Picture
    lack: Lack
    demand: Demand

    @property
    def words(self) -> str:
        """Say what is wrong and what to do."""
        return told(self.picture, self.lack)


def told(picture: Picture, lack: Lack) -> str:
    """Say of a picture what is wrong with it and what to do."""
    name = {"name": picture.title}
    if lack is Lack.ENDED and picture.rights_end_at is not None:
        moment = date_format(timezone.localtime(picture.rights_end_at), "DATETIME_FORMAT")
        return _(
            "The rights in the picture “%(name)s” end on %(moment)s: choose another one, or write "
            "the new end into the picture."
        ) % {**name, "moment": moment}
    if lack is Lack.NOT_FOR_WEB:
        return _("The picture “%(name)s” is not for the web: choose another one.") % name
    if lack is Lack.CREDIT:
        return _("The picture “%(name)s” has no credit: write who made it.") % name
    return (
        _(
            "Nobody has said on what grounds the picture “%(name)s” may be used: "
            "choose its licence in the picture."
        )
        % name
    )


def rule_of(title: Title | None) -> PictureRule:
    """Give what a title demands; without a title, what all do."""
    row = PictureRule.objects.filter(title=title).first() if title else None
    return row or PictureRule()


def lacks_of(picture: Picture, rule: PictureRule, *, at: datetime) -> frozenset[Lack]:
    """Say for what publishing would be refused if a story held the picture as it is."""
    faults = _faults(Printed(picture.pk, ""), picture, rule, at)
    return frozenset(fault.lack for fault in faults if fault.demand == Demand.BLOCK)


def fit_for(rule: PictureRule, *, at: datetime) -> Q:
    """Say in SQL that `lacks_of` finds nothing."""
    fit = Q(is_not_for_web=False) & (Q(rights_end_at__isnull=True) | Q(rights_end_at__gt=at))
    if rule.missing_credit == Demand.BLOCK:
        fit &= ~Q(credit="")
    if rule.missing_licence == Demand.BLOCK:
        fit &= ~Q(licence__in=NO_LICENCE)
    return fit


def find_faults(stories: Sequence[Story], *, at: datetime) -> list[Fault]:
    """Find what is wrong with the pictures of stories at `at` (aware), each fault once.

    Two queries; none for stories without pictures.
    """
    printed = {id(story): _printed(story) for story in stories}
    ids = {one.picture_id for several in printed.values() for one in several}
    if not ids:
        return []
    pictures = Picture.objects.in_bulk(ids)
    rules = PictureRule.objects.in_bulk(
        {story.edition.title_id for story in stories}, field_name="title_id"
    )
    found: dict[tuple[int, Lack], Fault] = {}
    for story in stories:
        rule = rules.get(story.edition.title_id) or PictureRule()
        for one in printed[id(story)]:
            picture = pictures.get(one.picture_id)
            for fault in _faults(one, picture, rule, at) if picture else ():
                found.setdefault((fault.picture.pk, fault.lack), fault)
    return list(found.values())


def _printed(story: Story) -> list[Printed]:
    return printed_in(story.lead_picture_id, story.lead_credit, story.body.raw_data)


def _faults(one: Printed, picture: Picture, rule: PictureRule, at: datetime) -> list[Fault]:
    found = []
    if picture.is_not_for_web:
        found.append(Fault(picture, Lack.NOT_FOR_WEB, Demand.BLOCK))
    elif not picture.may_be_shown(at):
        found.append(Fault(picture, Lack.ENDED, Demand.BLOCK))
    if not (one.credit or picture.credit):
        found.append(Fault(picture, Lack.CREDIT, Demand(rule.missing_credit)))
    if not picture.has_licence:
        found.append(Fault(picture, Lack.LICENCE, Demand(rule.missing_licence)))
    return [fault for fault in found if fault.demand != Demand.OFF]


def refuse_unfit(stories: Sequence[Story], *, at: datetime, is_prepared: bool) -> None:
    """Refuse stories that would bring a picture before readers that must not be there.

    Raises NotYetError: the picture may be put right without the story.
    """
    del is_prepared  # The picture may have been changed since.
    faults = [fault for fault in find_faults(stories, at=at) if fault.demand == Demand.BLOCK]
    if not faults:
        return
    out = _out_already([story.pk for story in stories if story.pk])
    holding = {
        one.picture_id
        for story in stories
        for one in _printed(story)
        if one.picture_id not in out.get(story.pk, ())
    }
    errors = [
        ValidationError(fault.words, code="picture")
        for fault in faults
        if fault.picture.pk in holding
    ]
    if errors:
        raise NotYetError(errors)


def _out_already(story_ids: Sequence[int]) -> Mapping[int, set[int]]:
    """Give the pictures that the public versions of stories print, by story."""
    found: dict[int, set[int]] = {}
    rows = Exhibit.objects.filter(story_id__in=story_ids)
    for story_id, picture_id in rows.values_list("story_id", "picture_id"):
        found.setdefault(story_id, set()).add(picture_id)
    return found
