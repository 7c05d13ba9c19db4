"""The forms of old addresses: one of them, a file of many, and the question where one leads."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from shpalta.newsroom.redirects.errors import RedirectRefusedError
from shpalta.newsroom.redirects.importing import written_target
from shpalta.newsroom.redirects.models import Redirect, Status
from shpalta.newsroom.redirects.services import Draft, check_redirect, save_redirect
from shpalta.newsroom.titles.models import Title
from shpalta.newsroom.titles.walls import keep_open

LARGEST_FILE = 64_000_000


class RedirectForm(WagtailAdminModelForm):
    """One old address and where it leads."""

    written_path = forms.CharField(
        label=_("Old address"),
        max_length=1200,
        help_text=_("The path on the old site, such as /2009/03/bridge.html?id=7."),
    )
    written_target = forms.CharField(
        label=_("Leads to"),
        max_length=1000,
        required=False,
        help_text=_(
            "A path of this site, story:42, rubric:city, topic:, author:, page:, or a whole "
            "address. Empty where the answer is 410."
        ),
    )
    allows_outside = forms.BooleanField(
        label=_("It may lead to a site outside the house"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title: Any = self.fields["title"]
        if self.for_user:
            title.queryset = keep_open(title.queryset, self.for_user, "pk")
        self.draft: Draft | None = None
        if self.instance.pk:
            self.initial["written_path"] = str(self.instance.address)
            if self.instance.status != Status.GONE:
                target = written_target(self.instance.title, self.instance)
                self.initial["written_target"] = target

    def clean(self) -> dict[str, Any]:
        """Read the address and the target; refuse at the field what cannot be."""
        cleaned: dict[str, Any] = super().clean()
        if self.errors:
            return cleaned
        if cleaned["status"] != Status.GONE and not cleaned["written_target"].strip():
            self.add_error("written_target", _("Write where it leads, or choose 410."))
            return cleaned
        try:
            self.draft = check_redirect(
                title=cleaned["title"],
                path=cleaned["written_path"],
                target=cleaned["written_target"],
                status=cleaned["status"],
                allows_outside=cleaned["allows_outside"],
                own_id=self.instance.pk,
            )
        except RedirectRefusedError as error:
            field = {"path": "written_path", "target": "written_target"}.get(error.field)
            self.add_error(field or error.field, str(error))
        return cleaned

    def _post_clean(self) -> None:
        """Leave the row alone: `check_redirect` says what goes into it."""

    def save(self, commit: bool = True) -> Redirect:
        """Save what was read."""
        assert self.draft is not None  # noqa: S101  a form that is saved was cleaned
        if not commit:
            return self.instance
        return save_redirect(title=self.cleaned_data["title"], draft=self.draft, row=self.instance)


class _OfATitleForm(forms.Form):
    """A form about one of the titles that are open to somebody."""

    title = forms.ModelChoiceField(Title.objects.none(), label=_("Title"), empty_label=None)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title: Any = self.fields["title"]
        title.queryset = keep_open(Title.objects.all(), user, "pk")


class InquiryForm(_OfATitleForm):
    """The question what readers get at an address."""

    address = forms.CharField(
        label=_("Address"),
        max_length=1200,
        widget=forms.TextInput(
            attrs={"spellcheck": "false", "placeholder": "/2009/03/bridge.html"}
        ),
    )

    def clean_address(self) -> str:
        """Take a path, or cut it out of a whole address."""
        text: str = self.cleaned_data["address"].strip()
        if "://" in text:
            text = "/" + text.partition("://")[2].partition("/")[2]
        return text if text.startswith("/") else f"/{text}"


class ImportForm(_OfATitleForm):
    """A file of many old addresses."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "The first line names the columns: from,to,status or pattern,to,status or old,to."
        ),
    )
    allows_outside = forms.BooleanField(
        label=_("They may lead to sites outside the house"), required=False
    )
    is_trial = forms.BooleanField(
        label=_("Only look what is wrong with it"), required=False, initial=True
    )

    def clean_file(self) -> str:
        """Give the text; refuse what is too large for a screen, or no text."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file is too large for this screen: use “shpalta redirects import”.")
            )
        try:
            text: str = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is not in UTF-8.")) from error
        return text
