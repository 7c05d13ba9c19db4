"""Says on the screens of a picture how far its files are."""

from typing import Any

from django import template

from shpalta.newsroom.media.models import Picture

register = template.Library()


@register.inclusion_tag("shpalta/renditions/files.html", takes_context=True)
def files_of(
    context: dict[str, Any], picture: Picture, *, is_of_crops: bool = False
) -> dict[str, Any]:
    """Print how far the files of a picture are; on the screen of its crops without a way there."""
    return {
        "picture": picture,
        "preparation": getattr(picture, "preparation", None),
        "is_of_crops": is_of_crops,
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
    }
