"""What tells pages apart for campaigns, written so that it fits into an address.

Pages with the same surroundings share what stands in their places, so the address of a place says
these and not the page: `r3-t5-t9-x12-q` is a page of rubric 3 about topics 5 and 9, beside whose
words campaign 12 does not want to stand, and without advertisements. Each has one such code.
"""

import re
from dataclasses import dataclass

LONGEST = 200
NOWHERE_SPECIAL = "all"
_RUBRIC, _TOPIC, _AVOIDED, _QUIET = "r", "t", "x", "q"
_CODE = re.compile(
    rf"(?:{_RUBRIC}([1-9][0-9]{{0,17}}))?((?:-?{_TOPIC}[1-9][0-9]{{0,17}})*)"
    rf"((?:-?{_AVOIDED}[1-9][0-9]{{0,17}})*)(-?{_QUIET})?",
    re.ASCII,
)
CODE = rf"{NOWHERE_SPECIAL}|(?:[{_RUBRIC}{_TOPIC}{_AVOIDED}][0-9]{{1,18}}-?)*{_QUIET}?"
"""What codes look like, as a regular expression; `find_surroundings` is stricter."""
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A page's rubric and topics, the campaigns that avoid it, and whether it is quiet; all ids."""

    rubric: int | None = None
    topics: frozenset[int] = frozenset()
    avoided_by: frozenset[int] = frozenset()
    is_quiet: bool = False

    @property
    def code(self) -> str:
        """Write them down."""
        parts = [f"{_RUBRIC}{self.rubric}"] if self.rubric else []
        parts += [f"{_TOPIC}{topic}" for topic in sorted(self.topics)]
        parts += [f"{_AVOIDED}{campaign}" for campaign in sorted(self.avoided_by)]
        parts += [_QUIET] if self.is_quiet else []
        return "-".join(parts) or NOWHERE_SPECIAL

    @property
    def is_sayable(self) -> bool:
        """Whether the code is short enough for an address."""
        return len(self.code) <= LONGEST


def find_surroundings(code: str) -> Surroundings | None:
    """Read a code; None for what `Surroundings.code` never writes."""
    if code == NOWHERE_SPECIAL:
        return Surroundings()
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    surroundings = Surroundings(
        rubric=int(found[1]) if found[1] else None,
        topics=frozenset(map(int, _NUMBER.findall(found[2]))),
        avoided_by=frozenset(map(int, _NUMBER.findall(found[3]))),
        is_quiet=found[4] is not None,
    )
    return surroundings if surroundings.code == code and surroundings.is_sayable else None
