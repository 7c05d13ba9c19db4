"""Names in several languages: one value that holds a text per language.

A rubric, a topic or an author is one thing with a name in each language in which the house
publishes. A fourth language is a setting, not a migration.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from shpalta.core.languages import direction_of, own_name


def publishing_languages() -> list[tuple[str, str]]:
    """List the languages in which the house publishes, as (code, own name), the default first."""
    return [(code, own_name(code)) for code in settings.SHPALTA_EDITION_LANGUAGES]


def passage_languages() -> list[tuple[str, str]]:
    """List the languages that a passage may be marked with, as (code, own name)."""
    known = [*settings.SHPALTA_EDITION_LANGUAGES, *settings.SHPALTA_PASSAGE_LANGUAGES]
    return [(code, own_name(code)) for code in dict.fromkeys(known)]


def name_in(names: Mapping[str, str], language: str) -> str:
    """Give the name in `language`, or in the first other language that has one, or ""."""
    return named_in(names, language)[0]


def named_in(names: Mapping[str, str], language: str) -> tuple[str, str]:
    """Give the name as `name_in` does, and its language where that is another one, else ""."""
    if names.get(language):
        return names[language], ""
    for code in (*settings.SHPALTA_EDITION_LANGUAGES, *names):
        if names.get(code):
            return names[code], code
    return "", ""


class NamesWidget(forms.MultiWidget):
    """One text input a language, each announced with the language's own name."""

    template_name = "shpalta/newsroom/names_widget.html"

    def __init__(self, *, rows: int = 1, attrs: dict[str, Any] | None = None) -> None:
        self.codes = list(settings.SHPALTA_EDITION_LANGUAGES)
        widget = forms.TextInput if rows == 1 else forms.Textarea
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {}
        for code, label in publishing_languages():
            input_attrs: dict[str, Any] = {
                "lang": code,
                "dir": direction_of(code),
                "aria-label": label,
            }
            if rows > 1:
                input_attrs["rows"] = rows
            widgets[code] = widget(attrs=input_attrs)
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[str]:
        """Spread the stored mapping over the inputs, in the order of the languages."""
        names = value if isinstance(value, Mapping) else {}
        return [names.get(code, "") for code in self.codes]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add each input's language name, which the template prints beside it."""
        context = super().get_context(name, value, attrs)
        labels = dict(publishing_languages())
        for code, subwidget in zip(self.codes, context["widget"]["subwidgets"], strict=True):
            subwidget["language"] = labels[code]
        return context


class NamesFormField(forms.MultiValueField):
    """The form field behind `NamesWidget`: gives a dict of language code to text."""

    def __init__(self, *, rows: int = 1, max_length: int | None = None, **kwargs: Any) -> None:
        for unused in ("encoder", "decoder"):
            kwargs.pop(unused, None)
        fields = tuple(
            forms.CharField(required=False, max_length=max_length)
            for _code in settings.SHPALTA_EDITION_LANGUAGES
        )
        kwargs.setdefault("widget", NamesWidget(rows=rows))
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> dict[str, str]:
        """Gather the inputs into one mapping, leaving out the languages without a text."""
        codes = settings.SHPALTA_EDITION_LANGUAGES
        return {code: text.strip() for code, text in zip(codes, data_list, strict=False) if text}

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare by meaning: an absent language and an empty one are the same."""
        if self.disabled:
            return False
        stored = {code: text for code, text in (initial or {}).items() if text}
        return stored != self.compress([value or "" for value in (data or [])])


class NamesField(models.JSONField):
    """A model field that holds a text per language: `{"uk": "Місто", "en": "City"}`."""

    description = "A text in each language"

    def __init__(self, *args: Any, rows: int = 1, max_length: int = 200, **kwargs: Any) -> None:
        self.rows = rows
        self.max_text_length = max_length
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Keep what the migrations need; how many rows the form shows is not theirs."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "shpalta.newsroom.names.NamesField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """Give the field with one input a language."""
        kwargs = {
            "required": not self.blank,
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
            "rows": self.rows,
            "max_length": self.max_text_length,
        }
        return NamesFormField(**kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse what is no mapping of language codes to plain texts."""
        super().validate(value, model_instance)
        if not isinstance(value, dict) or not all(
            isinstance(code, str) and isinstance(text, str) for code, text in value.items()
        ):
            raise ValidationError(
                _('Names must be given per language, such as {"uk": "…", "en": "…"}.')
            )
        if any(text != strip_tags(text) for text in value.values()):
            raise ValidationError(_("Names are plain text: take the HTML tags out."))
