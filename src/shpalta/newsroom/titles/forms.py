"""The forms behind the screens of titles, editions and rubrics."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from shpalta.core.labels import LABELS, printed_label
from shpalta.newsroom.names import publishing_languages
from shpalta.newsroom.titles.models import Host, Title, host_validator
from shpalta.newsroom.titles.screens import NamedForm
from shpalta.newsroom.titles.walls import keep_open


class HostsField(forms.CharField):
    """Host names, one a line; the first one is printed in addresses."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}), **kwargs)

    def clean(self, value: Any) -> Any:
        """Give the names as a list, lower case, each once."""
        text = super().clean(value)
        names = list(dict.fromkeys(text.lower().split()))
        for name in names:
            try:
                RegexValidator(host_validator.regex, host_validator.message)(name)
            except ValidationError as error:
                raise ValidationError([f"{name}: {error.messages[0]}"]) from error
        return names


class TitleForm(WagtailAdminModelForm):
    """A title together with its hosts."""

    hosts = HostsField(
        label=gettext_lazy("Hosts"),
        required=False,
        help_text=gettext_lazy(
            "The host names it answers under, one a line. The first is printed in addresses."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["hosts"] = "\n".join(host.name for host in self.instance.hosts.all())
        for name in ("colour", "dark_colour"):
            self.fields[name].widget = forms.TextInput(attrs={"type": "color"})

    def clean_hosts(self) -> list[str]:
        """Refuse a host that another title has."""
        names: list[str] = self.cleaned_data["hosts"]
        rivals = Host.objects.filter(name__in=names).exclude(title_id=self.instance.pk)
        if rival := rivals.select_related("title").first():
            raise ValidationError(
                _("%(host)s belongs to “%(title)s” already.")
                % {"host": rival.name, "title": rival.title}
            )
        return names

    def save(self, commit: bool = True) -> Title:
        """Save the title, then its hosts as they were written."""
        title: Title = super().save(commit)
        if commit:
            title.hosts.all().delete()
            for place, name in enumerate(self.cleaned_data["hosts"]):
                Host.objects.create(title=title, name=name, is_canonical=place == 0)
        return title


class LabelsWidget(forms.MultiWidget):
    """One input a label, showing the house's own wording where nothing is written."""

    template_name = "shpalta/newsroom/labels_widget.html"

    def __init__(self) -> None:
        self.codes = list(LABELS)
        super().__init__({code: forms.TextInput() for code in self.codes})

    def decompress(self, value: Any) -> list[str]:
        """Spread the stored mapping over the inputs."""
        labels = value if isinstance(value, dict) else {}
        return [labels.get(code, "") for code in self.codes]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add the house's wording of each label in the language of the screen."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        language = (get_language() or "uk").partition("-")[0]
        for code, widget in zip(self.codes, context["widget"]["subwidgets"], strict=True):
            widget["wording"] = printed_label(code, language)
        return context


class LabelsField(forms.MultiValueField):
    """An edition's own wording of block labels: a dict of code to text."""

    def __init__(self, **kwargs: Any) -> None:
        fields = tuple(forms.CharField(required=False, max_length=120) for _code in LABELS)
        super().__init__(fields, require_all_fields=False, widget=LabelsWidget(), **kwargs)

    def compress(self, data_list: list[str]) -> dict[str, str]:
        """Keep what was written."""
        texts = zip(LABELS, data_list, strict=False)
        return {code: text.strip() for code, text in texts if text and text.strip()}


class _OfATitle:
    """Offers the titles that are open to who fills in the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        if form.for_user and "title" in form.fields:
            field = form.fields["title"]
            field.queryset = keep_open(field.queryset, form.for_user, "pk")


class EditionForm(_OfATitle, WagtailAdminModelForm):
    """An edition in one of the languages in which the house publishes."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=publishing_languages)
    labels = LabelsField(
        label=gettext_lazy("Labels"),
        required=False,
        help_text=gettext_lazy("Own wording of block labels. Empty: the house's."),
    )

    def clean_labels(self) -> dict[str, str]:
        """Keep what this form does not show: the wording of ticker marks."""
        hidden = {
            code: text for code, text in (self.instance.labels or {}).items() if code not in LABELS
        }
        return hidden | (self.cleaned_data["labels"] or {})


class RubricForm(_OfATitle, NamedForm):
    """A rubric; its slug is its own within its title."""

    def rivals(self) -> "QuerySet[Any]":
        """Give the rubrics of the same title."""
        rivals: QuerySet[Any] = super().rivals()
        return rivals.filter(title=self.cleaned_data.get("title"))


class DeskForm(_OfATitle, WagtailAdminModelForm):
    """A desk and who works there."""

    members = forms.ModelMultipleChoiceField(
        get_user_model().objects.none(),
        label=gettext_lazy("Who works here"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "As soon as a title has a desk, only those see its stories who work at one of its "
            "desks, and who may work in every title."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members: Any = self.fields["members"]
        # Who left the house keeps the place until it is taken from them here.
        people = get_user_model().objects.filter(is_active=True)
        if self.instance.pk:
            people |= get_user_model().objects.filter(desks=self.instance)
        members.queryset = people.distinct().order_by("last_name", "first_name", "username")
