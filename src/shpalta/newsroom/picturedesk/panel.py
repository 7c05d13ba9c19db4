"""The panel of the first screen that says whose rights end within a week."""

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from shpalta.newsroom.picturedesk.ending import ended_in_use, ending_soon, in_use
from shpalta.newsroom.picturedesk.warning import SOON

MOST_SHOWN = 5


class EndingPanel(Component):
    """Pictures in use whose rights end within a week, and ended ones; nothing if there are none."""

    name = "picture-rights"
    order = 25
    template_name = "shpalta/picturedesk/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Read the few first."""
        del parent_context
        now = timezone.now()
        soon = ending_soon(now).filter(in_use(), rights_end_at__lte=now + SOON)
        return {"soon": list(soon[:MOST_SHOWN]), "ended": list(ended_in_use(now)[:MOST_SHOWN])}
