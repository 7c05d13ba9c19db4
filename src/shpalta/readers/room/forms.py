"""The forms of the room."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shpalta.readers.accounts import is_free, make_reader
from shpalta.readers.models import LONGEST_NAME, LONGEST_TEXT, ReportReason
from shpalta.readers.objecting import LONGEST_APPEAL, LONGEST_NOTE
from shpalta.readers.wording import plain_name


class NameField(forms.CharField):
    """What somebody is to be called."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Your name under comments"))
        kwargs.setdefault("max_length", LONGEST_NAME)
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"})
        )
        super().__init__(**kwargs)


class WriteForm(forms.Form):
    """A comment; guests say their name as well."""

    name = NameField(required=False)
    text = forms.CharField(
        label=gettext_lazy("Comment"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )

    def __init__(self, *args: Any, asks_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_name:
            self.fields["name"].required = True
        else:
            del self.fields["name"]


class ReportForm(forms.Form):
    """What a reader objects to."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"), choices=ReportReason.choices
    )
    note = forms.CharField(
        label=gettext_lazy("More about it"), required=False, max_length=LONGEST_NOTE
    )


class AppealForm(forms.Form):
    """What an author says against a decision."""

    text = forms.CharField(
        label=gettext_lazy("Why the decision is wrong"),
        required=False,
        max_length=LONGEST_APPEAL,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class SignUpForm(forms.Form):
    """What a new reader says besides the e-mail address; allauth derives its form from it."""

    name = NameField()

    def clean_name(self) -> str:
        """Refuse a name that somebody has, or one that looks like it."""
        name = plain_name(self.cleaned_data["name"])
        if not is_free(name):
            raise forms.ValidationError(_("Somebody else has this name, or it is too short."))
        return name

    def signup(self, request: Any, user: Any) -> None:
        """Make the reader of a new account (allauth's call)."""
        del request
        make_reader(user, self.cleaned_data["name"])


class AccountForm(forms.Form):
    """What a reader may change: the name, and which e-mails come."""

    name = NameField()
    mails_replies = forms.BooleanField(
        label=gettext_lazy("E-mail me when somebody replies"), required=False
    )
    mails_decisions = forms.BooleanField(
        label=gettext_lazy("E-mail me what moderators decide about my comments"), required=False
    )

    def __init__(self, *args: Any, reader_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reader_id = reader_id

    def clean_name(self) -> str:
        """Refuse a name that somebody else has, or one that looks like it."""
        name = plain_name(self.cleaned_data["name"])
        if not is_free(name, besides=self._reader_id):
            raise forms.ValidationError(_("Somebody else has this name, or it is too short."))
        return name


class EraseForm(forms.Form):
    """Whether what somebody wrote goes with the account."""

    comments = forms.ChoiceField(
        label=gettext_lazy("What you wrote"),
        choices=[
            ("keep", gettext_lazy("stays, without your name")),
            ("remove", gettext_lazy("is removed")),
        ],
        initial="keep",
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(label=gettext_lazy("Yes, erase my account for good"))
