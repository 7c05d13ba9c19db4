"""The edition's own words, and passages that are in another language than their page."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shpalta.core.languages import direction_of
from shpalta.press.words import say as said

register = template.Library()


@register.simple_tag
def say(text: str) -> str:
    """Print a word of the pages: `{% say "All news" %}`."""
    return said(text)


@register.simple_tag(takes_context=True)
def lang(context: dict[str, Any], language: str) -> SafeString:
    """Print the attributes of an element in `language`; nothing for "" (the page's own)."""
    if not language:
        return SafeString()
    direction = direction_of(language)
    if direction == _page_direction(context):
        return format_html(' lang="{}"', language)
    return format_html(' lang="{}" dir="{}"', language, direction)


@register.simple_tag(takes_context=True)
def passage(context: dict[str, Any], text: str, language: str) -> str | SafeString:
    """Print a text, marked with its language where that is another than the page's."""
    if not language:
        return text
    return format_html("<span{}>{}</span>", lang(context, language), text)


def _page_direction(context: dict[str, Any]) -> str:
    frame, fragment = context.get("frame"), context.get("fragment")
    if frame is not None:
        return str(frame.direction)
    return direction_of(fragment.edition.language) if fragment is not None else "ltr"
