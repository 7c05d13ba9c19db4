"""Choosing several of a few: kinds, devices, editions, rows with the title that they are of."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shpalta.core.campaigns import Size
from shpalta.core.outside_hosts import MOST_HOSTS, OutsideHostError, read_names

_MOST_SIZES = 12
_LARGEST = 2000


def boxes(field: Any, choices: Iterable[tuple[str, Any]]) -> forms.MultipleChoiceField:
    """Give a field of boxes in place of one that holds a list of codes."""
    return forms.MultipleChoiceField(
        choices=list(choices),
        required=field.required,
        label=field.label,
        help_text=field.help_text,
        widget=forms.CheckboxSelectMultiple,
    )


class OfTitlesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Several rows as boxes, each with the name of its title if there are several."""

    is_alone = False

    def label_from_instance(self, obj: Any) -> str:
        """Say which title's it is."""
        return str(obj) if self.is_alone else f"{obj.title}: {obj}"


def rows_as_boxes(field: Any, rows: Any, *, is_alone: bool) -> OfTitlesField:
    """Give a field of boxes for rows of titles in place of Django's own."""
    made = OfTitlesField(
        rows,
        required=False,
        label=field.label,
        help_text=field.help_text,
        widget=forms.CheckboxSelectMultiple,
    )
    made.is_alone = is_alone
    return made


class _ListField(forms.CharField):
    """A list that is written as text; `to_python` of its kinds also takes the list itself."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare by meaning."""
        try:
            return bool((initial or []) != self.to_python(data))
        except ValidationError:
            return True


class SizesField(_ListField):
    """Sizes in pixels, written like `300x250, 320x100`: a list of [width, height]."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"placeholder": "300x250, 320x100"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write the sizes as people do."""
        if isinstance(value, list):
            return ", ".join(f"{width}x{height}" for width, height in value)
        return value

    def to_python(self, value: Any) -> Any:
        """Read the sizes. Raises ValidationError."""
        if isinstance(value, list):
            return value
        parts = str(value or "").replace(";", ",").split(",")
        found = [list(_size(part)) for part in parts if part.strip()]
        if len(found) > _MOST_SIZES:
            raise ValidationError(_("At most %(number)s sizes.") % {"number": _MOST_SIZES})
        return found


class HostsField(_ListField):
    """Hosts of others, one a line: names as `shpalta.core.outside_hosts` knows them.

    `known`: how many there are already; so many may stay, even if they are more than one may name.
    """

    def __init__(self, *, known: int = 0, **kwargs: Any) -> None:
        self._most = max(MOST_HOSTS, known)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write them one a line."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Read them. Raises ValidationError."""
        if isinstance(value, list):
            return value
        try:
            found = list(read_names(str(value or "")))
        except OutsideHostError as error:
            message = _("“%(text)s” is no host: write it like cdn.example.net or *.example.net.")
            raise ValidationError(message % {"text": error.text}) from error
        if len(found) > self._most:
            raise ValidationError(_("At most %(number)s hosts.") % {"number": self._most})
        return found


def _size(text: str) -> Size:
    width, _cross, height = text.strip().lower().replace("×", "x").replace("х", "x").partition("x")
    numbers = [int(side) for side in (width, height) if side.isascii() and side.isdigit()]
    if len(numbers) != 2 or not all(0 < side <= _LARGEST for side in numbers):  # noqa: PLR2004
        raise ValidationError(_("“%(text)s” is no size: write it like 300x250.") % {"text": text})
    return numbers[0], numbers[1]
