"""How the many fields of a picture are grouped, wherever its form is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

_PRINTED = ("title", "alts", "caption", "credit")
_RIGHTS = (
    *("licence", "commons_licence", "copyright_notice", "usage_terms", "web_statement"),
    *("rights_end_at", "is_not_for_web", "machine"),
)
_SHOWN = ("headline", "persons", "city", "country", "taken_at", "creator", "tags")


@dataclass(frozen=True, slots=True)
class Fieldset:
    """Some fields under a heading; `is_open`: shown without being asked for."""

    heading: str
    fields: Sequence[Any]
    is_open: bool


def fieldsets_of(form: Any) -> list[Fieldset]:
    """Group the visible fields of a picture's form; the file and what is unknown come first."""
    grouped = {*_PRINTED, *_RIGHTS, *_SHOWN}
    first = [field for field in form.visible_fields() if field.name not in grouped]
    groups = [
        (_("In print"), [*first, *_named(form, _PRINTED)]),
        (_("Rights"), _named(form, _RIGHTS)),
        (_("What it shows"), _named(form, _SHOWN)),
    ]
    return [
        Fieldset(heading, fields, number == 0 or any(field.errors for field in fields))
        for number, (heading, fields) in enumerate(groups)
        if fields
    ]


def _named(form: Any, names: Sequence[str]) -> list[Any]:
    return [form[name] for name in names if name in form.fields]
