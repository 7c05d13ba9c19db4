"""What a judge of comments is given and what it answers.

`settings.SHPALTA_JUDGE` names the judge: a function of many drafts at once, called in the
transaction in which they are saved, which gives a verdict for each in their order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.utils.module_loading import import_string

from shpalta.readers.models import Moderating, Talk, TalkRules

PREMODERATED = "premoderated"
"""The reason of comments that wait only because all of their kind do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A comment, or a new wording of one, that somebody has sent and that is not saved yet.

    `author_key` is `r:` and a reader's id, or `g:` and a guest's key. `network` is a keyed hash
    of the truncated address. `links` are the addresses that the text names. `at` is aware.
    """

    text: str
    author: str
    author_key: str
    reader_id: int | None
    level: int
    is_guest: bool
    account_age: timedelta
    network: str
    title_id: int
    edition_id: int
    language: str
    number: int
    talk_id: int
    parent_id: int | None
    links: tuple[str, ...]
    at: datetime
    edited_id: int | None = None
    """The comment that is worded anew; None: it is a new one."""


class Outcome(StrEnum):
    """What becomes of a draft."""

    PUBLISH = "publish"
    HOLD = "hold"
    """It is saved and waits for a moderator."""
    REFUSE = "refuse"
    """It is not published; its author is told why."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judge's answer. `reasons` are codes of `shpalta.readers.reasons`.

    A refused draft is saved, so that its author can appeal, unless `is_saved` is False: then it
    was only too early (`wait_seconds`) or too much, and nothing of it is kept.
    """

    outcome: Outcome
    reasons: tuple[str, ...] = ()
    wait_seconds: int = 0
    is_saved: bool = True


Judge = Callable[[Sequence[Draft]], Sequence[Verdict]]

PASSED = Verdict(Outcome.PUBLISH)
_WAITS = Verdict(Outcome.HOLD, (PREMODERATED,))


def find_judge() -> Judge:
    """Give the judge that the settings name."""
    judge: Judge = import_string(settings.SHPALTA_JUDGE)
    return judge


def judge_by_trust(drafts: Sequence[Draft]) -> list[Verdict]:
    """Judge by nothing but the title's rule, or the story's own, when a moderator looks."""
    rules = {
        row.title_id: row
        for row in TalkRules.objects.filter(title_id__in={draft.title_id for draft in drafts})
    }
    own: Mapping[int, str] = dict(
        Talk.objects.filter(pk__in={draft.talk_id for draft in drafts})
        .exclude(moderating="")
        .values_list("pk", "moderating")
    )
    return [_by_rule(draft, rules.get(draft.title_id), own.get(draft.talk_id)) for draft in drafts]


def _by_rule(draft: Draft, rules: TalkRules | None, own: str | None) -> Verdict:
    if rules is None:
        return _WAITS
    rule = own or rules.moderating
    if rule == Moderating.AFTER:
        return PASSED
    is_trusted = not draft.is_guest and draft.level >= rules.trusted_from
    return PASSED if rule == Moderating.BY_TRUST and is_trusted else _WAITS
