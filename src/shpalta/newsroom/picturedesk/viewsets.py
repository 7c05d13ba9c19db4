"""The screen of what each title demands of pictures and videos."""

from typing import Any

from django import forms
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList

from shpalta.newsroom.picturedesk.models import PictureRule
from shpalta.newsroom.titles.viewsets import HouseViewSet
from shpalta.newsroom.titles.walls import keep_open


class PictureRuleForm(WagtailAdminModelForm):
    """A title's demands; only open titles are offered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title: Any = self.fields["title"]
        if self.for_user:
            title.queryset = keep_open(title.queryset, self.for_user, "pk")


class PictureRuleViewSet(HouseViewSet):
    """What each title demands."""

    model = PictureRule
    icon = "image"
    add_to_settings_menu = True
    list_display = ["__str__", "missing_credit", "missing_licence", "missing_video_credit"]
    edit_handler: Any = ObjectList(
        [
            FieldPanel("title", widget=forms.Select),
            FieldPanel("missing_credit", widget=forms.RadioSelect),
            FieldPanel("missing_licence", widget=forms.RadioSelect),
            FieldPanel("missing_video_credit", widget=forms.RadioSelect),
        ],
        base_form_class=PictureRuleForm,
    )
