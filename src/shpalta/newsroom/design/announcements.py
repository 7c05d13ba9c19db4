"""What a change of a title's design makes stale: all pages of that title, and no other's."""

from django.db import models

from shpalta.core import keys
from shpalta.newsroom.announcing.columns import Columns, ColumnsKind
from shpalta.newsroom.announcing.rows import show
from shpalta.newsroom.design.models import Design, FrontSection, Nameplate


class _OfATitle(ColumnsKind):
    """Rows that show on all pages of their title."""

    code: str

    def keys_of(self, row_id: int, before: Columns | None, after: Columns | None) -> set[str]:
        """Name the title."""
        del row_id
        return {keys.title_key(columns[self.code]) for columns in (before, after) if columns}


class Designs(_OfATitle):
    """Designs."""

    code = "title__code"
    columns = (
        *("title__code", "display_face", "text_face", "tint", "dark_tint", "breaking"),
        *("dark_breaking", "address", "editor", "email", "phone", "networks"),
    )
    model: type[models.Model] = Design


class Nameplates(_OfATitle):
    """Nameplates."""

    code = "design__title__code"
    columns = ("design__title__code", "theme", "digest", "width", "height", "content_type")
    model: type[models.Model] = Nameplate


class Sections(_OfATitle):
    """The bands of fronts."""

    code = "design__title__code"
    columns = ("design__title__code", "rubric_id", "stories", "position")
    model: type[models.Model] = FrontSection


DESIGNS, NAMEPLATES, SECTIONS = Designs(), Nameplates(), Sections()


def declare() -> None:
    """Declare that changes of these rows are announced."""
    for kind in (DESIGNS, NAMEPLATES, SECTIONS):
        show(kind.model, kind)
