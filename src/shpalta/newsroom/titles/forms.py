"""The forms behind the screens of titles, editions and rubrics."""

from typing import Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from shpalta.newsroom.names import publishing_languages
from shpalta.newsroom.titles.models import Edition, Host, Title, host_validator
from shpalta.newsroom.titles.screens import NamedForm
from shpalta.newsroom.titles.walls import keep_open
from shpalta.newsroom.titles.wording_fields import WordingField, WordingWidget


def _plain_host(name: str) -> str:
    """Write a host name as browsers send it: lower case, in ASCII (RFC 5891), no last dot."""
    name = name.lower().rstrip(".")
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        return name  # refused by the validator


class HostsField(forms.CharField):
    """Host names, one a line; the first one is printed in addresses."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}), **kwargs)

    def clean(self, value: Any) -> Any:
        """Give the names as a list, lower case, each once."""
        text = super().clean(value)
        names = list(dict.fromkeys(map(_plain_host, text.split())))
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

    language = forms.ChoiceField(label=gettext_lazy("Language"))
    labels = WordingField(
        label=gettext_lazy("Own wording"),
        required=False,
        help_text=gettext_lazy("What is left empty is printed as the house words it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = self.instance.language
        choices = dict(publishing_languages())
        if written and written not in choices:  # no longer the house's, but this edition's still
            choices[written] = written
        cast("forms.ChoiceField", self.fields["language"]).choices = list(choices.items())
        cast("WordingWidget", self.fields["labels"].widget).language = written

    def clean(self) -> dict[str, Any]:
        """Refuse what another edition has, and what stories of this one stand on."""
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk and self._has_stories():
            for name in ("title", "language"):
                if name in cleaned and name in self.changed_data:
                    self.add_error(name, _("This edition has stories: it stays what it is."))
        title = cleaned.get("title")
        rivals = Edition.objects.filter(title=title).exclude(pk=self.instance.pk) if title else ()
        for name in ("language", "prefix"):
            rival = next((one for one in rivals if getattr(one, name) == cleaned.get(name)), None)
            if rival is not None:
                words = _("“%(edition)s” has it already.") % {"edition": rival}
                self.add_error(name, words)
        return cleaned

    def _has_stories(self) -> bool:
        edition: Any = self.instance
        return bool(edition.stories.exists() or edition.placements.exists())


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
