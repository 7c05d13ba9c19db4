"""How moderation does: what waits, how long it takes, how much is held."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from shpalta.readers.moderation.counting import moderation_figures
from shpalta.readers.moderation.screens.base import ModerationView


class FiguresView(ModerationView):
    """Shows the figures of the titles that are open, or of one."""

    page_title = gettext_lazy("Figures")
    template_name = "shpalta/moderation/figures.html"
    tab = "figures"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show them."""
        asked = request.GET.get("title", "")
        chosen = [title.pk for title in self.titles if str(title.pk) == asked]
        context = self.get_context_data(
            figures=moderation_figures(chosen or self.title_ids),
            titles=self.titles,
            chosen=chosen[0] if chosen else None,
        )
        return self.render_to_response(context)
