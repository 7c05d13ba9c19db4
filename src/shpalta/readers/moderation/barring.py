"""What bans mean for somebody who writes: one's own ends it, a network's spares its regulars.

A network is what many share: a house, a village, a mobile provider's customers. Its ban is meant
for whoever comes anew under another name each time.
"""

from collections.abc import Callable
from enum import Enum

from shpalta.readers.judging import Draft, Outcome, Verdict
from shpalta.readers.moderation.trust import KNOWN, TRUSTED

BEHIND_BAN = "behind-ban"
"""The reason of what waits because the network of a known author is banned."""
BANNED = Verdict(Outcome.REFUSE, ("banned",))


class Bar(Enum):
    """How far somebody may write."""

    OPEN = "open"
    HELD = "held"
    """All that they write waits for a moderator."""
    SHUT = "shut"


def bar_of(draft: Draft, is_banned: Callable[[str], bool]) -> Bar:
    """Say how far the author of a draft may write.

    `is_banned` is asked for an author key, and for `n:` and a network, in the draft's title.
    Guests and new accounts share the ban of their network, known authors are looked at first, and
    those who are trusted are not touched by it.
    """
    if is_banned(draft.author_key):
        return Bar.SHUT
    if not draft.network or not is_banned(f"n:{draft.network}"):
        return Bar.OPEN
    if draft.is_guest or draft.level < KNOWN:
        return Bar.SHUT
    return Bar.OPEN if draft.level >= TRUSTED else Bar.HELD


def barred(verdict: Verdict, bar: Bar) -> Verdict:
    """Give a verdict as a bar lets it stand."""
    if bar is Bar.SHUT:
        return BANNED
    if bar is Bar.OPEN or verdict.outcome is Outcome.REFUSE:
        return verdict
    return Verdict(Outcome.HOLD, (*verdict.reasons, BEHIND_BAN))
