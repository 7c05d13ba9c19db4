"""What a version and the story's row have in common: it need not be written again.

The row of a draft holds its newest version. When just that version is published, its bylines,
sources and topics are stored already, and what refers to what is indexed already.
"""

from typing import Any

from shpalta.newsroom.stories.models import Story

PARTS = ("topics", "entities", "bylines", "attributions")

_DERIVED = {"listed_at"}
"""Follows from other columns; a revision keeps its time cut to milliseconds."""

Parts = dict[str, list[Any]]


def parts_of(story: Story) -> Parts:
    """Give the parts of a story as it stands in memory."""
    return {name: list(getattr(story, name).all()) for name in PARTS}


def spare_stored_parts(story: Story) -> tuple[Parts, bool]:
    """Let a version (in memory) write only those parts that differ from what is stored.

    Gives all its parts, and whether nothing differs: neither a part nor a column of the row.
    """
    stored = Story.objects.get(pk=story.pk)
    parts, theirs = parts_of(story), parts_of(stored)
    is_stored = _columns(story) == _columns(stored)
    for name in PARTS:
        if _facts(parts[name]) == _facts(theirs[name]):
            # What is not held in memory is left as it is stored.
            story._cluster_related_objects.pop(name, None)  # noqa: SLF001  modelcluster's own store
        else:
            is_stored = False
    return parts, is_stored


def _facts(parts: list[Any]) -> list[list[Any]]:
    return sorted((_columns(part) for part in parts), key=repr)


def _columns(row: Any) -> list[Any]:
    return [
        field.get_prep_value(getattr(row, field.attname))
        for field in row._meta.concrete_fields  # noqa: SLF001  Django's name
        if field.attname not in _DERIVED
    ]
