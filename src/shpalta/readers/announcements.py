"""What a change of a title's rules makes stale: all of that title's pages.

Comments are announced by the services that write them, many at a time.
"""

from django.db import models

from shpalta.core import keys
from shpalta.newsroom.announcing.columns import Columns, ColumnsKind
from shpalta.newsroom.announcing.rows import show
from shpalta.readers.models import TalkRules


class TalkRulesKind(ColumnsKind):
    """Rules of comments."""

    columns = (
        *("title__code", "is_on", "opens", "guests_may_write", "closes_after_days"),
        *("under_taken", "edit_minutes", "rules_slug", "invitations"),
    )
    model: type[models.Model] = TalkRules

    def keys_of(self, row_id: int, before: Columns | None, after: Columns | None) -> set[str]:
        """Name the title."""
        del row_id
        return {keys.title_key(columns["title__code"]) for columns in (before, after) if columns}


TALK_RULES = TalkRulesKind()


def declare() -> None:
    """Declare that changes of these rows are announced."""
    show(TalkRules, TALK_RULES)
