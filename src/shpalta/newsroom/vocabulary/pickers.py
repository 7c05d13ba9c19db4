"""Choosing several topics or entities out of thousands while writing.

The form holds one checkbox for each chosen word. A search field finds more as one types (the
script `word-picker.js`); without the script, names typed into it, separated by commas, are
looked up when the form is saved.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static

from shpalta.core.collation import Key
from shpalta.newsroom.titles.by_name import name_key
from shpalta.newsroom.vocabulary.models import Entity, Named, Topic

WORDS: dict[str, type[Topic] | type[Entity]] = {"topics": Topic, "entities": Entity}
_MOST_FOUND = 12
_MOST_COMPARED = 500


def find_words(request: HttpRequest, vocabulary: str) -> JsonResponse:
    """Answer a search as one types: `{"words": [{"id": 1, "name": "…"}]}`."""
    if vocabulary not in WORDS:
        raise Http404
    seeing = ("stories.change_story", f"vocabulary.view_{WORDS[vocabulary].__name__.lower()}")
    if not any(map(request.user.has_perm, seeing)):
        raise PermissionDenied
    query = request.GET.get("q", "").strip()
    model = WORDS[vocabulary]
    words = _in_order(model.autocomplete(query), query)[:_MOST_FOUND] if query else []
    return JsonResponse({"words": [{"id": word.pk, "name": str(word)} for word in words]})


def _in_order(words: "QuerySet[Any]", query: str) -> list[Named]:
    """Put first what begins with the query, then the rest, each by name."""
    folded = query.casefold()

    def key(word: Named) -> tuple[bool, Key]:
        begins = any(name.casefold().startswith(folded) for name in word.names.values())
        return (not begins, name_key(word.names))

    return sorted(words[:_MOST_COMPARED], key=key)


def _named(model: type[Named], name: str) -> Named | None:
    """Find the word that has exactly this name in some language, ignoring case."""
    folded = name.casefold()
    for word in model.autocomplete(name)[:50]:
        if folded in {text.casefold() for text in word.names.values()}:
            return word
    return None


class WordPicker(forms.SelectMultiple):
    """The chosen words as checkboxes, with a field to find more."""

    template_name = "shpalta/newsroom/word_picker.html"
    allow_multiple_selected = True

    def __init__(self, vocabulary: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.vocabulary = vocabulary

    def __deepcopy__(self, memo: dict[int, Any]) -> "WordPicker":
        copied: WordPicker = super().__deepcopy__(memo)
        copied.vocabulary = self.vocabulary
        return copied

    @property
    def media(self) -> forms.Media:
        """The script that finds words as one types."""
        return forms.Media(js=[versioned_static("shpalta/newsroom/word-picker.js")])

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Give the chosen words only, never the whole vocabulary."""
        ids = [int(item) for item in value or [] if str(item).isdigit()]
        words = WORDS[self.vocabulary].objects.in_bulk(ids)
        return {
            "widget": {
                "name": name,
                "id": (attrs or {}).get("id", f"id_{name}"),
                "attrs": attrs,
                "words": [words[pk] for pk in dict.fromkeys(ids) if pk in words],
                "typed": "",
                "url": reverse("stories_words", args=[self.vocabulary]),
            }
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Gather the checked ids, and the ids of names that were typed."""
        ids = list(super().value_from_datadict(data, files, name) or [])
        typed = [part.strip() for part in data.get(f"{name}-typed", "").split(",")]
        for part in filter(None, typed):
            word = _named(WORDS[self.vocabulary], part)
            ids.append(str(word.pk) if word else f"“{part}”")
        return ids

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Say that it is never left out: no checked box means no words."""
        return False


class WordsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """The form field behind `WordPicker`."""

    default_error_messages = {
        "unknown": _("There is no %(words)s here yet. Choose a known name, or add it first.")
    }

    def __init__(self, vocabulary: str, **kwargs: Any) -> None:
        super().__init__(WORDS[vocabulary].objects.all(), widget=WordPicker(vocabulary), **kwargs)

    def clean(self, value: Any) -> Any:
        """Refuse typed names that nothing has, naming them."""
        unknown = [item for item in _strings(value) if not item.isdigit()]
        if unknown:
            raise ValidationError(
                self.error_messages["unknown"],
                code="unknown",
                params={"words": ", ".join(unknown)},
            )
        return super().clean(value)


def _strings(value: Any) -> Iterable[str]:
    return (str(item) for item in value or [])
