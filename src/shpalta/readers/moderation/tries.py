"""Tries of listed forms, walked by all readings of a word at once."""

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

from shpalta.readers.moderation.letters import ANY

Value = TypeVar("Value")
_END = ""
_MOST_HIDDEN = 3
_LEAST_SEEN = 2
"""Of a word with hidden letters so many must be seen, its first among them."""
_MOST_STEPS = 4000
"""No word of a language needs so many; one that is made to, is given up."""


class Trie(Generic[Value]):
    """Forms, each with a value; a form that is added again keeps its first one."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no form."""
        return not self._root

    def add(self, form: str, value: Value) -> None:
        """Add a form."""
        node = self._root
        for letter in form:
            node = node.setdefault(letter, {})
        node.setdefault(_END, value)

    def walk(
        self, read: Sequence[str], *, start: int = 0, is_open: bool = False
    ) -> Iterator[tuple[Value, bool]]:
        """Give the values of the forms that readings spell from `start` to their end.

        `read` has for each character the letters that it may be, or `ANY`. A character may be
        repeated. The second of a pair tells that one was written twice where the form has it
        once, which good words do too. `is_open`: the form may end before the readings.
        """
        # A step: (place, node, letters hidden, letters seen, is doubled).
        steps = [(start, self._root, 0, 0, False)]
        for _number in range(_MOST_STEPS):
            if not steps:
                return
            place, node, hidden, seen, is_doubled = steps.pop()
            if _END in node and (is_open or place == len(read)):
                if not hidden or seen >= _LEAST_SEEN:
                    yield node[_END], is_doubled
                if is_open:
                    continue
            if place == len(read):
                continue
            letters = read[place]
            if letters == ANY:
                if place > start and hidden < _MOST_HIDDEN:
                    steps.extend(
                        (place + 1, child, hidden + 1, seen, is_doubled)
                        for letter, child in node.items()
                        if letter != _END
                    )
                continue
            if place > start and read[place - 1] == letters:
                is_twice = not _is_run(read, place)
                steps.append((place + 1, node, hidden, seen, is_doubled or is_twice))
            steps.extend(
                (place + 1, node[letter], hidden, seen + 1, is_doubled)
                for letter in letters
                if letter in node
            )


def _is_run(read: Sequence[str], place: int) -> bool:
    """Tell whether the character at a place is one of three alike or more."""
    first = last = place
    while first > 0 and read[first - 1] == read[place]:
        first -= 1
    while last + 1 < len(read) and read[last + 1] == read[place]:
        last += 1
    return last - first >= 2  # noqa: PLR2004  # three of them
