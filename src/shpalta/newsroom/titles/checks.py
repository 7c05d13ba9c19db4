"""What an edition must be like: in a language that there is, with patterns that print dates."""

from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shpalta.core.addresses import RESERVED
from shpalta.core.date_patterns import DatePatternError, Flaw, check_date_pattern
from shpalta.core.languages import UnknownLanguageError, locale_of

FLAWS = {
    Flaw.QUOTE: _("An apostrophe is open: words inside the pattern stand between two of them."),
    Flaw.FIELD: _("“%(part)s” is no part of a date. Put words between apostrophes: 'at'."),
    Flaw.LENGTH: _("A letter is repeated more often than CLDR allows."),
    Flaw.NO_DAY: _("Day and month are missing: write d and MMMM."),
    Flaw.NO_TIME: _("Hours and minutes are missing: write HH:mm."),
    Flaw.NO_HALF: _("Hours of twelve need a for the half of the day, or write HH."),
}


class _Edition(Protocol):
    language: str
    prefix: str
    date_line_pattern: str
    day_pattern: str


def refuse_bad_edition(edition: _Edition) -> None:
    """Raise a ValidationError that names the fields which cannot be as they are."""
    errors: dict[str, ValidationError] = {}
    try:
        locale_of(edition.language)
    except UnknownLanguageError:
        errors["language"] = ValidationError(
            _("There is no language “%(tag)s”."), params={"tag": edition.language}
        )
    if edition.prefix.strip("/") in RESERVED:
        errors["prefix"] = ValidationError(
            _("Pages of the edition at the root stand under %(prefix)s. Choose another prefix."),
            params={"prefix": edition.prefix},
        )
    for field, with_time in (("date_line_pattern", True), ("day_pattern", False)):
        try:
            check_date_pattern(getattr(edition, field), with_time=with_time)
        except DatePatternError as error:
            errors[field] = ValidationError(FLAWS[error.flaw], params={"part": error.part})
    if errors:
        raise ValidationError(errors)
