"""The typefaces among which a title may choose."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db import models
from django.utils.translation import gettext_lazy as _


class Face(models.TextChoices):
    """A family of typefaces that readers' systems have."""

    HOUSE = "", _("the house's serif")
    OLD_STYLE = "old-style", _("old-style serif")
    SLAB = "slab", _("slab serif")
    SANS = "sans", _("sans serif")
    GROTESQUE = "grotesque", _("narrow sans serif")


STACKS: Mapping[str, str] = MappingProxyType(
    {
        Face.OLD_STYLE: (
            '"Iowan Old Style","Palatino Linotype","URW Palladio L",P052,"PT Serif",serif'
        ),
        Face.SLAB: 'Rockwell,"Rockwell Nova","Roboto Slab","DejaVu Serif","Sitka Small",serif',
        Face.SANS: '-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif',
        Face.GROTESQUE: (
            '"PT Sans Narrow","Bahnschrift","DIN Alternate","Franklin Gothic Medium",'
            '"Liberation Sans Narrow","Noto Sans",sans-serif'
        ),
    }
)
