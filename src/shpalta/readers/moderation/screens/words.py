"""Lists of words, by title and language, and a box in which a text is tried against them."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from shpalta.newsroom.names import publishing_languages
from shpalta.readers.moderation.access import has_house
from shpalta.readers.moderation.models import ListedWords, WordSeverity
from shpalta.readers.moderation.ruling import set_words
from shpalta.readers.moderation.screens.base import ModerationView
from shpalta.readers.moderation.standing import book_of, word_lists

HOUSE = "house"
LONGEST_TRIED = 3000


class WordsForm(forms.ModelForm):  # type: ignore[type-arg]
    """The words of one list."""

    class Meta:
        model = ListedWords
        fields = ["words", "exceptions"]
        widgets = {
            "words": forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
            "exceptions": forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        }


class WordsView(ModerationView):
    """Shows one list of words, changes it, and tries texts."""

    page_title = gettext_lazy("Words")
    template_name = "shpalta/moderation/words.html"
    tab = "words"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read which list is meant."""
        super().setup(request, *args, **kwargs)
        given = request.POST if request.method == "POST" else request.GET
        codes = [code for code, _name in publishing_languages()]
        self.of = given.get("of", "")
        self.language = given["language"] if given.get("language") in codes else codes[0]
        severity = given.get("severity", "")
        self.severity = (
            WordSeverity(int(severity)) if severity in {"1", "2", "3"} else WordSeverity.HOLD
        )
        self.tried = given.get("text", "")[:LONGEST_TRIED]

    @property
    def title_id(self) -> int | None:
        """Give the title whose list it is; None: the house's."""
        if self.of == HOUSE or (not self.of and not self.titles):
            return None
        wanted = int(self.of) if self.of.isdigit() and len(self.of) < 10 else None  # noqa: PLR2004
        if wanted is None and not self.of:
            return None if has_house(self.request.user) else self.titles[0].pk
        if wanted not in self.title_ids:
            raise Http404
        return wanted

    @property
    def may_change(self) -> bool:
        """Tell whether this person may change the list: the house's only with the whole house."""
        return self.title_id is not None or has_house(self.request.user)

    @property
    def list(self) -> ListedWords:
        """Find the list, or begin one."""
        key = {"title_id": self.title_id, "language": self.language, "severity": self.severity}
        return ListedWords.objects.filter(**key).first() or ListedWords(**key)

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the list."""
        return self.render(WordsForm(instance=self.list))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save the list, or say at the field why not."""
        if not self.may_change:
            raise PermissionDenied
        form = WordsForm(request.POST, instance=self.list)
        if not form.is_valid():
            return self.render(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        set_words(
            title_id=self.title_id,
            language=self.language,
            severity=self.severity,
            words=form.cleaned_data["words"],
            exceptions=form.cleaned_data["exceptions"],
            actor=request.user,
        )
        messages.success(request, _("The list is saved and holds from the next comment on."))
        of = self.title_id or HOUSE
        query = f"?of={of}&language={self.language}&severity={int(self.severity)}"
        return redirect(reverse("moderation_words") + query)

    def render(self, form: WordsForm, status: int = HTTPStatus.OK) -> HttpResponse:
        """Show the list, and what of the tried text it finds."""
        found = book_of(word_lists(self.title_id)).find(self.tried) if self.tried else ()
        context = self.get_context_data(
            form=form,
            of=str(self.title_id or HOUSE),
            titles=[
                (HOUSE, _("the whole house")),
                *((str(one.pk), str(one)) for one in self.titles),
            ],
            language=self.language,
            languages=publishing_languages(),
            severity=int(self.severity),
            severities=WordSeverity.choices,
            may_change=self.may_change,
            tried=self.tried,
            found=[
                (one.written, one.entry.text, WordSeverity(one.entry.severity).label)
                for one in found
            ],
        )
        return self.render_to_response(context, status=status)
