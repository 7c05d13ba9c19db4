"""The form of a placement."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from shpalta.campaigns.forms.choosing import HostsField, SizesField, boxes
from shpalta.campaigns.models.choices import FormChoice, KindChoice, PageChoice
from shpalta.campaigns.own_hosts import read_own_hosts
from shpalta.core.outside_hosts import without
from shpalta.newsroom.titles.walls import keep_open


class PlacementForm(WagtailAdminModelForm):
    """A placement of one of the titles that are open to who writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title: Any = self.fields["title"]
        if self.for_user:
            title.queryset = keep_open(title.queryset, self.for_user, "pk")
        title.empty_label = None
        for name, choices in (("pages", PageChoice), ("kinds", KindChoice), ("forms", FormChoice)):
            self.fields[name] = boxes(self.fields[name], choices.choices)
        for name in ("phone_sizes", "wide_sizes"):
            old = self.fields[name]
            self.fields[name] = SizesField(label=old.label, help_text=old.help_text, required=False)
        old = self.fields["hosts"]
        self.fields["hosts"] = HostsField(
            known=len(self.instance.hosts),
            label=old.label,
            help_text=old.help_text,
            required=False,
        )

    def clean_hosts(self) -> list[str]:
        """Refuse what would let an advertiser's HTML load from the house itself."""
        names: list[str] = self.cleaned_data["hosts"]
        kept = without(read_own_hosts(), names)
        ours = [name for name in names if name not in kept]
        if ours:
            message = _("“%(name)s” lets in a host of the house itself.")
            raise ValidationError(message % {"name": ours[0]})
        return names
