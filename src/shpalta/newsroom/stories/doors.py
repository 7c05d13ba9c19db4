"""The rule of what is public, in SQL, for rows that hang on a story: list entries, exhibits."""

from datetime import datetime

from django.db.models import Q

from shpalta.core.visibility import State


def public_through(relation: str, *, now: datetime) -> Q:
    """Say of the story behind a relation what `shpalta.core.visibility.is_public` says of one.

    `now` is aware. A test proves that both, and `StoryQuerySet.public`, agree.
    """
    embargo = f"{relation}__embargo_until"
    return (Q((f"{embargo}__isnull", True)) | Q((f"{embargo}__lte", now))) & Q(
        (f"{relation}__state", State.PUBLISHED), (f"{relation}__published_at__lte", now)
    )


def placed_through(relation: str, *, now: datetime) -> Q:
    """Say of rows that hang on a story, and some on a placement of it, which may be seen.

    `relation` leads to the placement, None for what stands in the story's own edition. Of the
    story itself `public_through` is asked besides.
    """
    return Q((f"{relation}__isnull", True)) | Q(
        (f"{relation}__taken_back_at__isnull", True), (f"{relation}__placed_at__lte", now)
    )
