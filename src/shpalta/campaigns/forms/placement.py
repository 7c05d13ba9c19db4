"""The form of a placement."""

from typing import Any

from wagtail.admin.forms.models import WagtailAdminModelForm

from shpalta.campaigns.forms.choosing import SizesField, boxes
from shpalta.campaigns.models.choices import FormChoice, KindChoice, PageChoice
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
