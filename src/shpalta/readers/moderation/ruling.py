"""Changing what judges go by: lists of words, a title's numbers and domains, its reasons."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from shpalta.readers.models import ModerationEntry
from shpalta.readers.moderation.models import JudgeRules, ListedWords, RemovalReason
from shpalta.readers.moderation.standing import raise_version

WORDS, SETTINGS = "words", "settings"


@transaction.atomic
def set_words(
    *,
    title_id: int | None,
    language: str,
    severity: int,
    words: str,
    exceptions: str,
    actor: Any,
) -> ListedWords:
    """Set a list of words of a title, or of the house (None)."""
    key: dict[str, Any] = {"title_id": title_id, "language": language, "severity": severity}
    row, _is_new = ListedWords.objects.update_or_create(
        **key,
        defaults={"words": words, "exceptions": exceptions},
    )
    _log(title_id, WORDS, actor, f"{language} {severity}")
    raise_version()
    return row


@transaction.atomic
def set_rules(*, title_id: int | None, values: Mapping[str, Any], actor: Any) -> JudgeRules:
    """Set the numbers and domains of a title; of the house (None) the domains alone count."""
    key: dict[str, Any] = {"title_id": title_id}
    row, _is_new = JudgeRules.objects.update_or_create(**key, defaults=dict(values))
    _log(title_id, SETTINGS, actor, "")
    raise_version()
    return row


@transaction.atomic
def set_reasons(*, title_id: int, names: Sequence[Mapping[str, str]], actor: Any) -> None:
    """Set a title's own reasons of removals, in their order; each a text by language."""
    kept = [dict(one) for one in names if any(one.values())]
    rows = list(RemovalReason.objects.filter(title_id=title_id))
    for place, one in enumerate(kept):
        row = rows[place] if place < len(rows) else RemovalReason(title_id=title_id)
        row.names, row.position = one, place
        row.save()
    RemovalReason.objects.filter(pk__in=[row.pk for row in rows[len(kept) :]]).delete()
    _log(title_id, SETTINGS, actor, "")


def _log(title_id: int | None, action: str, actor: Any, note: str) -> None:
    ModerationEntry.objects.create(title_id=title_id, actor=actor, action=action, note=note)
