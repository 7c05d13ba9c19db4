"""Whether a title's colours can be read by everybody, on light and on dark."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from shpalta.core.contrast import TEXT, nearest_passing, worst_contrast

_COLOUR = re.compile(r"#[0-9a-f]{6}")
colour_validator = RegexValidator(r"^#[0-9a-f]{6}$", _("A colour such as #0a5c8f."))


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands behind and beside a title's colours in one theme.

    These are the press's stylesheet's; a test compares them.
    """

    paper: str
    tint: str
    ink: str
    soft: str


LIGHT = Ground(paper="#fffdf8", tint="#f6f1e7", ink="#17140f", soft="#5c554a")
DARK = Ground(paper="#161511", tint="#211f1a", ink="#ece8de", soft="#aca595")


def accent_errors(title: Any) -> Iterator[tuple[str, ValidationError]]:
    """Say which of a title's two accents cannot be read on its grounds."""
    design = getattr(title, "design", None) if title.pk else None
    tint, dark_tint = (design.tint, design.dark_tint) if design else ("", "")
    yield from refused("colour", title.colour, LIGHT.paper, tint or LIGHT.tint)
    yield from refused("dark_colour", title.dark_colour, DARK.paper, dark_tint or DARK.tint)


def is_colour(text: str) -> bool:
    """Tell whether a text is a colour at all."""
    return bool(_COLOUR.fullmatch(text))


def refused(field: str, colour: str, *others: str) -> Iterator[tuple[str, ValidationError]]:
    """Say at a field that a colour cannot be told from others, and which one could."""
    if not is_colour(colour):  # empty, or refused by its validator already
        return
    ratio = worst_contrast(colour, *others)
    if ratio >= TEXT:
        return
    values = {"ratio": f"{ratio:.2f}", "least": f"{TEXT:g}"}
    better = nearest_passing(colour, *others)
    if better is None:
        words = _("The contrast is %(ratio)s : 1, and %(least)s : 1 is needed (WCAG 2.2, AA).")
    else:
        values["better"] = better
        words = _(
            "The contrast is %(ratio)s : 1, and %(least)s : 1 is needed (WCAG 2.2, AA). "
            "The nearest colour that reaches it: %(better)s."
        )
    yield field, ValidationError(words, code="contrast", params=values)
