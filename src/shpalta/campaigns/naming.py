"""What a creative is called on the newsroom's screens."""

from django.utils.translation import get_language

from shpalta.campaigns.models import Creative
from shpalta.newsroom.names import name_in


def creative_name(creative: Creative) -> str:
    """Name a creative by its form and what it says, or how large it is."""
    said = name_in(creative.headings, get_language() or "uk")
    if not said and creative.has_size:
        said = f"{creative.width} × {creative.height}"
    if not said and creative.story is not None:
        said = creative.story.headline
    number = f"№ {creative.pk}"
    return " · ".join(filter(None, (str(creative.get_form_display()), said, number)))
