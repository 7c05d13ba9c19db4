"""The form by which two stories become siblings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.widgets import AdminSnippetChooser

from shpalta.newsroom.stories.models import Story


class _StoryChooser(AdminSnippetChooser):
    """The chooser of stories; what is no story's id is shown as nothing chosen."""

    def get_instance(self, value: Any) -> Any:
        """Find the chosen story, if it is one."""
        try:
            return super().get_instance(value)
        except (ValueError, Story.DoesNotExist):
            return None


class LinkForm(forms.Form):
    """Which story is the same one in another language."""

    other = forms.ModelChoiceField(
        Story.objects.all(),
        label=_("The same story in another language"),
        help_text=_("Of the two, one that was never published takes the other's number."),
        error_messages={
            "required": _("Choose a story."),
            "invalid_choice": _("This story was deleted."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].widget = _StoryChooser(model=Story)
