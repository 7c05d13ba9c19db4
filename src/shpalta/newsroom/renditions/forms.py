"""The form of a picture's crops: the focal point and, for each shape, a rectangle of its own.

Everything is in per cent of the picture, so that it can be typed as well as drawn.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shpalta.core.crops import RATIOS, Shape, Size
from shpalta.newsroom.renditions.choices import CropShape
from shpalta.newsroom.renditions.services import Framing, rectangle_of

_WHOLE = 100.0
_LEAST = 2.0
"""A rectangle is at least so wide, in per cent."""


def _percent(label: Any, lowest: float = 0.0) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        required=False,
        min_value=lowest,
        max_value=_WHOLE,
        widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
    )


@dataclass(frozen=True, slots=True)
class ShapeFields:
    """A shape with its fields, for the template."""

    code: str
    label: Any
    across: int
    down: int
    own: BoundField
    numbers: tuple[BoundField, ...]

    @property
    def has_errors(self) -> bool:
        """Whether one of the numbers is wrong."""
        return any(field.errors for field in self.numbers)


class FramingForm(forms.Form):
    """How a picture of some size is cut."""

    focus_x = _percent(_("from the left, %"))
    focus_y = _percent(_("from the top, %"))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, size: Size, framing: Framing
    ) -> None:
        self._shapes = [CropShape(shape) for shape in RATIOS]
        initial: dict[str, Any] = {}
        if framing.focus:
            initial = {"focus_x": _round(framing.focus[0]), "focus_y": _round(framing.focus[1])}
        for shape in self._shapes:
            rectangle = rectangle_of(Shape(shape), size, framing)
            initial |= {
                f"{shape}-own": Shape(shape) in framing.crops,
                f"{shape}-left": _round(rectangle.left),
                f"{shape}-top": _round(rectangle.top),
                f"{shape}-width": _round(rectangle.width),
            }
        super().__init__(data, initial=initial)
        for shape in self._shapes:
            self.fields[f"{shape}-own"] = forms.BooleanField(label=_("Cut by hand"), required=False)
            self.fields[f"{shape}-left"] = _percent(_("from the left, %"))
            self.fields[f"{shape}-top"] = _percent(_("from the top, %"))
            self.fields[f"{shape}-width"] = _percent(_("width, %"), _LEAST)

    def focus_fields(self) -> tuple[BoundField, BoundField]:
        """Give the two numbers of the focal point."""
        return self["focus_x"], self["focus_y"]

    def shapes(self) -> Iterator[ShapeFields]:
        """Give each shape with its fields."""
        for shape in self._shapes:
            across, down = RATIOS[Shape(shape)]
            yield ShapeFields(
                code=str(shape),
                label=shape.label,
                across=across,
                down=down,
                own=self[f"{shape}-own"],
                numbers=tuple(self[f"{shape}-{name}"] for name in ("left", "top", "width")),
            )

    def clean(self) -> dict[str, Any]:
        """Ask for both numbers of the point, and for all three of a rectangle that is used."""
        given = super().clean() or {}
        if (given.get("focus_x") is None) != (given.get("focus_y") is None):
            raise ValidationError(gettext("A point needs both numbers, or none."))
        for shape in self._shapes:
            names = [f"{shape}-{name}" for name in ("left", "top", "width")]
            if given.get(f"{shape}-own") and any(given.get(name) is None for name in names):
                self.add_error(names[-1], gettext("A rectangle needs all three numbers."))
        return given

    def framing(self) -> Framing:
        """Give what was chosen; the form must be valid."""
        given = self.cleaned_data
        has_focus = given["focus_x"] is not None
        return Framing(
            (given["focus_x"] / _WHOLE, given["focus_y"] / _WHOLE) if has_focus else None,
            {
                Shape(shape): (
                    given[f"{shape}-left"] / _WHOLE,
                    given[f"{shape}-top"] / _WHOLE,
                    given[f"{shape}-width"] / _WHOLE,
                )
                for shape in self._shapes
                if given[f"{shape}-own"]
            },
        )


def _round(part: float) -> float:
    return round(part * _WHOLE, 2)
