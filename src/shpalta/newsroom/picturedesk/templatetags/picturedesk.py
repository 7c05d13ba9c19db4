"""How templates group the fields of a picture's form."""

from typing import Any

from django import template

from shpalta.newsroom.picturedesk.fieldsets import Fieldset, fieldsets_of

register = template.Library()


@register.simple_tag
def grouped(form: Any) -> list[Fieldset]:
    """Group the visible fields of a picture's form: `{% grouped form as fieldsets %}`."""
    return fieldsets_of(form)
