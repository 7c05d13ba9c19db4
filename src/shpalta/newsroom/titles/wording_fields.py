"""The part of an edition's form in which it words labels, marks and the pages' words anew."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shpalta.core.languages import direction_of
from shpalta.newsroom.titles.wording import MARK, groups, house_wording, own_mark

LONGEST = 300


def _is_refused(text: str) -> bool:
    return len(text) > LONGEST or text != strip_tags(text)


def _input_name(code: str) -> str:
    return code.replace(":", "-")


class WordingWidget(forms.MultiWidget):
    """One input a word, by sort, folded; the house's wording stands where nothing is written."""

    template_name = "shpalta/newsroom/wording_widget.html"
    language = ""
    """The edition's; "" while it is not known."""

    def __init__(self) -> None:
        self.groups = groups()
        self.codes = [code for group in self.groups for code in group.codes]
        super().__init__({_input_name(code): forms.TextInput() for code in self.codes})

    def decompress(self, value: Any) -> list[str]:
        """Spread the stored mapping over the inputs."""
        labels = value if isinstance(value, dict) else {}
        return [
            own_mark(labels, code.removeprefix(MARK))
            if code.startswith(MARK)
            else labels.get(code, "")
            for code in self.codes
        ]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Name each input in the language of the screen; show the house's wording inside it."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        screen = get_language() or "uk"
        language = self.language or screen
        called, printed = house_wording(screen), house_wording(language)
        rows = dict(zip(self.codes, context["widget"]["subwidgets"], strict=True))
        for code, widget in rows.items():
            widget["wording"] = called[code]
            widget["attrs"] |= {
                "placeholder": printed[code],
                "lang": language,
                "dir": direction_of(language),
                "maxlength": LONGEST,
            }
        context["widget"]["groups"] = [
            {
                "heading": group.heading,
                "rows": [rows[code] for code in group.codes],
                "own": sum(bool(rows[code]["value"]) for code in group.codes),
                "is_open": any(_is_refused(rows[code]["value"] or "") for code in group.codes),
            }
            for group in self.groups
        ]
        return context


class WordingField(forms.MultiValueField):
    """An edition's own wording: a dict of code to text."""

    def __init__(self, **kwargs: Any) -> None:
        widget = WordingWidget()
        self.codes = widget.codes
        fields = tuple(forms.CharField(required=False) for _code in self.codes)
        super().__init__(fields, require_all_fields=False, widget=widget, **kwargs)

    def compress(self, data_list: list[str]) -> dict[str, str]:
        """Keep what was written; refuse what is no plain text or too long, saying which."""
        texts = zip(self.codes, data_list, strict=False)
        own = {code: " ".join(text.split()) for code, text in texts if text and text.strip()}
        called = house_wording(get_language() or "uk")
        refused = []
        for code, text in own.items():
            if len(text) > LONGEST:
                refused.append(
                    _("“%(word)s”: at most %(most)s characters.")
                    % {"word": called[code], "most": LONGEST}
                )
            if text != strip_tags(text):
                refused.append(
                    _("“%(word)s”: plain text only, without HTML tags.") % {"word": called[code]}
                )
        if refused:
            raise ValidationError(refused)
        return own
