"""Looking old addresses up: one statement for an address that leads nowhere."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from shpalta.core.old_addresses import OldAddress
from shpalta.newsroom.pages.models import StandingPage
from shpalta.newsroom.redirects.models import FormerSlug, OldNumber, Redirect
from shpalta.newsroom.titles.models import Rubric, Title
from shpalta.newsroom.vocabulary.models import Author, Entity, Topic

_VOCABULARIES = {"rubric": Rubric, "topic": Topic, "entity": Entity, "author": Author}


@dataclass(frozen=True, slots=True)
class Found:
    """What the table says of an address; `has_queries`: the query decides at this path."""

    redirect: Redirect | None
    has_queries: bool


def find_redirect(title_id: int, address: OldAddress) -> Found:
    """Find where an old address leads: as it is with its query, or else without one."""
    rows = Redirect.objects.filter(title_id=OuterRef("pk"), path=address.path).order_by()
    looked_up = (
        Title.objects.filter(pk=title_id)
        .order_by()
        .values_list(
            Subquery(rows.filter(query=address.query).values("pk")[:1]),
            Subquery(rows.filter(query="").values("pk")[:1]),
            Exists(rows.filter(query__gt="")),
        )
        .first()
    )
    exact, bare, has_queries = looked_up or (None, None, False)
    chosen = exact or bare
    redirect = Redirect.objects.filter(pk=chosen).first() if chosen else None
    return Found(redirect, bool(has_queries))


def find_old_number(title_id: int, old: str) -> tuple[int, int] | None:
    """Find the story that had a number on another site, as (edition id, number)."""
    rows = OldNumber.objects.filter(title_id=title_id, old=old)
    return rows.values_list("edition_id", "number").first()


def find_renamed(vocabulary: str, scope: int, slug: str) -> str | None:
    """Find the slug that something has now which had another before."""
    rows = FormerSlug.objects.filter(vocabulary=vocabulary, scope=scope, slug=slug)
    row_id = rows.values_list("row", flat=True).first()
    if row_id is None:
        return None
    model = StandingPage if vocabulary == "page" else _VOCABULARIES[vocabulary]
    return model.objects.filter(pk=row_id).values_list("slug", flat=True).first()
