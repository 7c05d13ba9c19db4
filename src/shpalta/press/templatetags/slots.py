"""Parts that pages share, where they stand in a template."""

from django import template
from django.utils.safestring import SafeString

from shpalta.press.pages.parts import Slot
from shpalta.press.rendering import slot_html

register = template.Library()


@register.simple_tag
def slot(place: Slot) -> SafeString:
    """Print a part, or the include that stands for it."""
    return slot_html(place)
