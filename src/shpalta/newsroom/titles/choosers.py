"""Choosers of rows of ours that speak the language of whoever looks.

Wagtail translates the words of a chooser's window when it is imported, and puts those of its
button together in the language of the first who opens the form, in one case of the noun. Here the
viewset of the chooser words both, and they are translated when they are shown.
"""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

_WORDS = ("choose_one_text", "choose_another_text", "link_to_chosen_text")


class SpokenChooser(AdminSnippetChooser):
    """The button, which keeps the words of its viewset as they are."""

    def __init__(self, model: Any = None, **kwargs: Any) -> None:
        super().__init__(model, **kwargs)
        for name in _WORDS:
            if name not in kwargs:
                del self.__dict__[name]


class SpokenChooserViewSet(SnippetChooserViewSet):
    """The window, with words that are right for any noun."""

    base_widget_class = SpokenChooser
    choose_one_text = _("Choose")
    choose_another_text = _("Choose another")
    edit_item_text = _("Edit")
    search_tab_label = _("Search")


class SpokenChooserBlock(SnippetChooserBlock):
    """The same in a story's text. Migrations know it as Wagtail's block, which it stores like."""

    @cached_property
    def widget(self) -> Any:
        """Give the chooser of the viewset."""
        viewset = self.target_model.snippet_viewset
        if not self.has_explicit_icon:
            self.set_meta_options({"icon": viewset.icon})
        return viewset.chooser_viewset.widget_class(icon=self.meta.icon)

    def deconstruct(self) -> Any:
        """Name Wagtail's block."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.snippets.blocks.SnippetChooserBlock", args, kwargs
