"""Judging many drafts at once: what was saved before, and what comes along with each."""

from collections.abc import Callable, Sequence
from datetime import datetime

from shpalta.readers.judging import Draft, Verdict
from shpalta.readers.moderation.deciding import Rules, decide
from shpalta.readers.moderation.memory import Memory, Print, Seen, read_text
from shpalta.readers.moderation.raids import Target

RulesOf = Callable[[Draft], Rules]


def as_seen(draft: Draft, number: int, rules: Rules) -> Seen:
    """Give a draft as it would be remembered."""
    return Seen(
        number=number,
        at=draft.at,
        title_id=draft.title_id,
        talk_id=draft.talk_id,
        author=draft.author_key,
        network=draft.network,
        is_new=not rules.trusts(draft),
        print=read_text(draft.text)[1],
    )


class Batch:
    """Drafts before the background of a memory.

    What others write counts however they stand in the batch; what somebody wrote before counts
    by the moments.
    """

    def __init__(self, drafts: Sequence[Draft], rules_of: RulesOf, memory: Memory) -> None:
        self._drafts, self._rules_of, self._memory = drafts, rules_of, memory
        self._raided: frozenset[Target] = frozenset()
        self._all = Memory(
            as_seen(draft, number, rules_of(draft))
            for number, draft in enumerate(drafts)
            if draft.edited_id is None
        )
        self._before = Memory()

    @property
    def targets(self) -> set[Target]:
        """The stories and titles in which something is written."""
        stories = {Target(draft.title_id, draft.talk_id) for draft in self._drafts}
        return stories | {Target(draft.title_id, None) for draft in self._drafts}

    def count(self, target: Target, since: datetime, by_new: bool) -> int:
        """Count what was written there, before and in this batch."""
        memories = (self._memory, self._all)
        if target.talk_id is None:
            return sum(one.in_title(target.title_id, since, by_new=by_new) for one in memories)
        return sum(one.in_talk(target.talk_id, since, by_new=by_new) for one in memories)

    def verdicts(self, raided: frozenset[Target]) -> list[Verdict]:
        """Judge all, in the order in which they were given; newcomers are held where a raid is."""
        self._raided = raided
        verdicts: dict[int, Verdict] = {}
        for number in sorted(range(len(self._drafts)), key=lambda one: self._drafts[one].at):
            draft = self._drafts[number]
            rules = self._rules_of(draft)
            verdicts[number] = decide(draft, rules, self)
            if draft.edited_id is None and verdicts[number].is_saved:
                self._before.add(as_seen(draft, number, rules))
        return [verdicts[number] for number in range(len(self._drafts))]

    def written_by(self, author: str, since: datetime) -> int:
        """Count what somebody wrote before since a moment."""
        return self._memory.by_author(author, since) + self._before.by_author(author, since)

    def last_in(self, author: str, talk_id: int) -> datetime | None:
        """Say when somebody wrote last under a story."""
        memories = (self._before, self._memory)
        times = (one.last_by_author(author, talk_id) for one in memories)
        return max((time for time in times if time is not None), default=None)

    def has_written(self, author: str, print_: Print) -> bool:
        """Tell whether somebody wrote the very same before."""
        memories = (self._before, self._memory)
        return any(one.has_written(author, print_) for one in memories)

    def from_network(self, network: str, since: datetime) -> int:
        """Count what newcomers of a network wrote since a moment."""
        return sum(one.by_network(network, since) for one in (self._memory, self._all))

    def authors_near(self, draft: Draft, print_: Print) -> int:
        """Count the others who wrote nearly the same in this title, newcomers as well."""

        def counts(entry: Seen) -> bool:
            return entry.is_new and entry.title_id == draft.title_id

        near = self._memory.near(print_, counts) | self._all.near(print_, counts)
        return len(near - {draft.author_key})

    def is_raided(self, draft: Draft) -> bool:
        """Tell whether newcomers are held where the draft is written."""
        targets = (Target(draft.title_id, draft.talk_id), Target(draft.title_id, None))
        return any(target in self._raided for target in targets)
