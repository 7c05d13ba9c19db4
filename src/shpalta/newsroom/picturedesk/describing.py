"""What the screens say of a picture: its state in a word or two, and what its file tells."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail import hooks

from shpalta.newsroom.media.badges import BADGES, CRITICAL, LEVELS, NOTICE, WARNING, Badge
from shpalta.newsroom.media.choices import Machine
from shpalta.newsroom.media.credentials import Seal
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk.ending import WARNED_BEFORE
from shpalta.newsroom.picturedesk.rules import Lack
from shpalta.newsroom.titles.models import Title


def told_elsewhere(pictures: Sequence[Picture]) -> Mapping[int, list[Badge]]:
    """Ask other apps (`BADGES`) what must be known of pictures; by the picture's id."""
    found: dict[int, list[Badge]] = {picture.pk: [] for picture in pictures}
    for tell in hooks.get_hooks(BADGES):
        for picture_id, badge in tell(pictures).items():
            found[picture_id].append(badge)
    return found


def badges_of(
    picture: Picture, *, now: datetime | None = None, lacks: Collection[Lack] = ()
) -> Sequence[Badge]:
    """Say what one must know before using a picture, the worst first.

    `lacks` are what publishing would be refused for where the picture is to be used.
    """
    now = now or timezone.now()
    found = []
    end = picture.rights_end_at
    if picture.is_not_for_web:
        found.append(Badge(_("not for the web"), CRITICAL))
    elif end is not None and end <= now:
        found.append(Badge(_("rights have ended"), CRITICAL))
    elif end is not None and end <= now + WARNED_BEFORE:
        day = date_format(timezone.localtime(end), "SHORT_DATE_FORMAT")
        found.append(Badge(_("until %(day)s") % {"day": day}, WARNING))
    if not picture.has_licence:
        level = CRITICAL if Lack.LICENCE in lacks else WARNING
        found.append(Badge(_("no licence"), level))
    if not picture.credit:
        level = CRITICAL if Lack.CREDIT in lacks else WARNING
        found.append(Badge(_("no credit"), level))
    if not picture.alts:
        found.append(Badge(_("no description"), NOTICE))
    if picture.machine != Machine.NONE:
        found.append(Badge(_("AI"), NOTICE))
    return sorted(found, key=lambda badge: LEVELS.index(badge.level))


def verdict_of(lacks: Collection[Lack], title: Title | None) -> str:
    """Say that a picture cannot be published, and where; "" if nothing hinders."""
    if not lacks:
        return ""
    if Lack.ENDED in lacks or Lack.NOT_FOR_WEB in lacks or title is None:
        return _("Cannot be published")
    return _("“%(title)s” does not publish it as it is") % {"title": title}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is known of the file."""

    name: str
    text: str


def facts_of(picture: Picture) -> list[Fact]:
    """List what is known of the original's file."""
    facts = [
        Fact(_("File name"), picture.original_name),
        Fact(_("Size"), f"{picture.width} × {picture.height}"),
        Fact(_("Uploaded by"), str(picture.uploaded_by_user or "")),
        Fact("SHA-256", picture.sha256),
        Fact(_("Kind of source (IPTC)"), picture.digital_source),
    ]
    return [fact for fact in facts if fact.text]


def credentials_of(picture: Picture) -> list[Fact]:
    """List what the file's C2PA manifest says; empty if it has none. No more is claimed."""
    told = picture.credentials
    if not told:
        return []
    machine = Machine(told.get("machine") or "")
    facts = [
        Fact(_("Signature"), _seal_words(told.get("seal"))),
        Fact(_("Signed by"), str(told.get("issuer") or "")),
        Fact(_("Signed"), str(told.get("signed_at") or "")),
        Fact(_("Made with"), str(told.get("generator") or "")),
        Fact(_("Artificial intelligence"), str(machine.label) if machine else ""),
        Fact(_("What is wrong"), ", ".join(told.get("problems") or [])),
    ]
    return [fact for fact in facts if fact.text]


def _seal_words(seal: str | None) -> str:
    words = {
        Seal.TRUSTED: _("valid, by a certificate that is trusted"),
        Seal.UNTRUSTED: _("valid, but nobody vouches for the certificate"),
        Seal.INVALID: _("not valid: the file or the manifest was changed after it was signed"),
    }
    return words.get(Seal(seal), "") if seal in words else _("the manifest cannot be read")
