"""The judge that the settings name: asked for each batch of drafts, in its transaction."""

import threading
from collections.abc import Iterable, Sequence

from shpalta.readers.judging import Draft, Verdict
from shpalta.readers.moderation.barring import BANNED, Bar, barred
from shpalta.readers.moderation.batches import Batch
from shpalta.readers.moderation.raiding import begin_raids, note_heat
from shpalta.readers.moderation.raids import Target, look_at_targets
from shpalta.readers.moderation.recollection import Recollection
from shpalta.readers.moderation.standing import Standing, TalkModes


class Judge:
    """Judges batches, one at a time. What it remembers is built anew when it is new itself."""

    def __init__(self) -> None:
        self._standing = Standing()
        self._recollection = Recollection()
        self._busy = threading.Lock()

    def judge(self, drafts: Sequence[Draft]) -> list[Verdict]:
        """Give a verdict for each draft, in their order."""
        if not drafts:
            return []
        with self._busy:
            return self._judge(drafts)

    def _judge(self, drafts: Sequence[Draft]) -> list[Verdict]:
        self._standing.renew()
        self._recollection.catch_up(max(draft.at for draft in drafts))
        bars = [self._standing.bar_of(draft) for draft in drafts]
        free = [one for one, bar in zip(drafts, bars, strict=True) if bar is not Bar.SHUT]
        rules_of = TalkModes(drafts, self._standing).rules_of
        batch = Batch(free, rules_of, self._recollection.memory)
        found = dict(zip(map(id, free), batch.verdicts(self._raided(batch, free)), strict=True))
        return [
            barred(found.get(id(draft), BANNED), bar)
            for draft, bar in zip(drafts, bars, strict=True)
        ]

    def _raided(self, batch: Batch, drafts: Iterable[Draft]) -> frozenset[Target]:
        """Look where raids begin, and give the targets of all that are under way."""
        moment = max((draft.at for draft in drafts), default=None)
        if moment is not None:
            raids = self._standing.raids
            size_in = self._standing.size_in
            changes = look_at_targets(batch.targets, raids, batch.count, moment, size_in)
            note_heat(changes.hot, moment)
            if changes.begun:
                begin_raids(changes.begun, moment)
                self._standing.renew_raids()
        return frozenset(raid.target for raid in self._standing.raids)


_JUDGE = Judge()


def judge(drafts: Sequence[Draft]) -> list[Verdict]:
    """Judge drafts by the rules of their titles."""
    return _JUDGE.judge(drafts)


def forget() -> None:
    """Begin anew, as a process that was just started does."""
    global _JUDGE  # noqa: PLW0603  # the one judge of the process
    _JUDGE = Judge()
