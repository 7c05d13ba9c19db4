"""That there is no page at an address, and what would make one."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from shpalta.press.headers import NO_QUERY
from shpalta.press.pages.origins import Origin


@dataclass(frozen=True, slots=True)
class MissingSlug:
    """A slug that nothing has now; `scope` is that of `FormerSlug`."""

    vocabulary: str
    slug: str
    scope: int = 0


class NotHere(Http404):
    """There is no such page. Says what would make one: a change of an origin, or time (`until`).

    `query` names what of the query the answer depends on; `slug` is what nothing has, if it is
    that: something may have had it before.
    """

    def __init__(
        self,
        *waits_for: Origin,
        until: datetime | None = None,
        query: str = NO_QUERY,
        slug: MissingSlug | None = None,
    ) -> None:
        super().__init__()
        self.waits_for = waits_for
        self.until = until
        self.query = query
        self.slug = slug
