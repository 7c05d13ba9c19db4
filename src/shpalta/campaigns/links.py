"""Where creatives lead: to another site by https, or to a path of the house."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

_validate_url = URLValidator(schemes=["https"])
REFUSED = _("Write an address that begins with https://, or a path of the house like /page/about/.")
_PATH = re.compile(r"/(?![/\\])[\w%!$&'()*+,;=:@~./?#-]*", re.ASCII)


def is_link(value: str) -> bool:
    """Say whether readers may be led there; asked again by the door that leads them."""
    if _PATH.fullmatch(value):
        return True
    try:
        _validate_url(value)
    except ValidationError:
        return False
    return True


def validate_link(value: str) -> None:
    """Refuse what is neither an https address nor a path of our own."""
    if not is_link(value):
        raise ValidationError(REFUSED)
