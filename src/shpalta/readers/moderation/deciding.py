"""What is decided about one comment: every rule over plain data, the gravest answer counts.

`Surroundings` is what the judge remembers, the drafts of the same batch included; nothing here
depends on the order of a batch but what somebody wrote before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from shpalta.readers.judging import PREMODERATED, Draft, Outcome, Verdict
from shpalta.readers.moderation.links import LinkFault, LinkRules, find_link_fault
from shpalta.readers.moderation.memory import Print, read_text
from shpalta.readers.moderation.words import Severity, WordBook

SHOUTED_FROM = 24
"""So many letters must be there before capitals are shouting."""
SHOUTED_SHARE = 0.7
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
_GRAVITY = (Outcome.PUBLISH, Outcome.HOLD, Outcome.REFUSE)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one title asks.

    `after` and `by_trust` say when a moderator looks; neither: before everything. Numbers of 0
    switch a rule off, but for links.
    """

    after: bool = False
    by_trust: bool = True
    trusted_from: int = 2
    per_minute: int = 5
    per_hour: int = 40
    network_per_minute: int = 12
    alike: int = 3
    raid_size: int = 25
    slow_seconds: int = 0
    links: LinkRules = field(default_factory=LinkRules)
    words: WordBook = field(default_factory=WordBook)

    def trusts(self, draft: Draft) -> bool:
        """Tell whether an author is trusted here."""
        return not draft.is_guest and draft.level >= self.trusted_from


class Surroundings(Protocol):
    """What the rules ask about other comments: those saved before and those of the batch."""

    def written_by(self, author: str, since: datetime) -> int:
        """Count what somebody wrote before since a moment."""

    def last_in(self, author: str, talk_id: int) -> datetime | None:
        """Say when somebody wrote last under a story."""

    def has_written(self, author: str, print_: Print) -> bool:
        """Tell whether somebody wrote the very same before."""

    def from_network(self, network: str, since: datetime) -> int:
        """Count what newcomers of a network wrote since a moment."""

    def authors_near(self, draft: Draft, print_: Print) -> int:
        """Count the others who wrote nearly the same."""

    def is_raided(self, draft: Draft) -> bool:
        """Tell whether newcomers are held where the draft is written."""


@dataclass(frozen=True, slots=True)
class Objection:
    """What one rule objects to: a code of `shpalta.readers.reasons`, and what it saw."""

    outcome: Outcome
    reason: str
    detail: str = ""


def decide(draft: Draft, rules: Rules, around: Surroundings) -> Verdict:
    """Judge a draft."""
    is_trusted = rules.trusts(draft)
    folded, print_ = read_text(draft.text)
    if draft.edited_id is None:
        early = too_early(draft, print_, rules, around, is_trusted=is_trusted)
        if early is not None:
            return early
    found = text_objections(draft.text, folded, draft.links, rules, is_trusted=is_trusted)
    if not is_trusted:
        found += crowd_objections(draft, print_, rules, around)
        if not rules.after:
            found.append(Objection(Outcome.HOLD, PREMODERATED))
    elif not rules.after and not rules.by_trust:
        found.append(Objection(Outcome.HOLD, PREMODERATED))
    return verdict_of(found)


def verdict_of(found: Sequence[Objection]) -> Verdict:
    """Give the gravest outcome, with the reasons that ask for something."""
    outcome = max((one.outcome for one in found), key=_GRAVITY.index, default=Outcome.PUBLISH)
    reasons = dict.fromkeys(one.reason for one in found if one.outcome != Outcome.PUBLISH)
    return Verdict(outcome, tuple(reasons))


def too_early(
    draft: Draft, print_: Print, rules: Rules, around: Surroundings, *, is_trusted: bool
) -> Verdict | None:
    """Refuse, without keeping it, what comes too fast or was written already."""
    author, now = draft.author_key, draft.at
    if rules.slow_seconds and (last := around.last_in(author, draft.talk_id)) is not None:
        left = rules.slow_seconds - (now - last).total_seconds()
        if left > 0:
            return _wait(int(left) + 1)
    if rules.per_minute and around.written_by(author, now - MINUTE) >= rules.per_minute:
        return _wait(60)
    if rules.per_hour and around.written_by(author, now - HOUR) >= rules.per_hour:
        return _wait(600)
    if not (is_trusted and print_.is_short) and around.has_written(author, print_):
        return Verdict(Outcome.REFUSE, ("repeated",), is_saved=False)
    return None


def _wait(seconds: int) -> Verdict:
    return Verdict(Outcome.REFUSE, ("fast",), wait_seconds=seconds, is_saved=False)


_BY_SEVERITY: Mapping[Severity, Outcome] = {
    Severity.FLAG: Outcome.PUBLISH,
    Severity.HOLD: Outcome.HOLD,
    Severity.REFUSE: Outcome.REFUSE,
}


def text_objections(
    text: str, folded: str, links: Sequence[str], rules: Rules, *, is_trusted: bool
) -> list[Objection]:
    """Give what the text itself is objected to for: words, links, shouting."""
    found = [
        Objection(_BY_SEVERITY[one.entry.severity], "words", one.written)
        for one in rules.words.find_folded(folded)
    ]
    fault = find_link_fault(links, rules.links, is_trusted=is_trusted) if links else None
    if fault is not None:
        outcome = Outcome.REFUSE if fault[0] == LinkFault.DENIED else Outcome.HOLD
        found.append(Objection(outcome, "links", fault[1]))
    if not is_trusted and is_shouted(text):
        found.append(Objection(Outcome.HOLD, "shouted"))
    return found


def is_shouted(text: str) -> bool:
    """Tell whether a text is written in capitals."""
    letters = sum(map(str.isalpha, text))
    return letters >= SHOUTED_FROM and sum(map(str.isupper, text)) > SHOUTED_SHARE * letters


def crowd_objections(
    draft: Draft, print_: Print, rules: Rules, around: Surroundings
) -> list[Objection]:
    """Give what a newcomer is held for because of what others write at the same time."""
    found = []
    if around.is_raided(draft):
        found.append(Objection(Outcome.HOLD, "raid"))
    if rules.alike and not print_.is_short:
        others = around.authors_near(draft, print_)
        if others + 1 >= rules.alike:
            found.append(Objection(Outcome.HOLD, "alike", str(others + 1)))
    if rules.network_per_minute and draft.network:
        number = around.from_network(draft.network, draft.at - MINUTE)
        if number > rules.network_per_minute:
            found.append(Objection(Outcome.HOLD, "network", str(number)))
    return found
