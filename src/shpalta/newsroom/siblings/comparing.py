"""What changed between two versions of a text: block by block, and inside a block by words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from shpalta.newsroom.siblings.pieces import Piece

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_PAIRS = 4_000_000
"""From how many pairs of words on comparing them takes too long: then all of it is replaced."""


class Mark(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    INSERTED = "inserted"
    DELETED = "deleted"


class Fate(StrEnum):
    """What became of a block."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    INNER = "inner"
    """Its words are the same; its markup, links or pictures are not."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one piece; `words` joined without the deleted ones are its new text."""

    key: str
    kind: str
    fate: Fate
    words: tuple[tuple[Mark, str], ...]


def compare_words(before: str, after: str) -> tuple[tuple[Mark, str], ...]:
    """Compare two texts word by word.

    All but the inserted runs joined give `before`, all but the deleted ones give `after`.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) * len(new) > _MOST_PAIRS:
        return _runs([(Mark.DELETED, before), (Mark.INSERTED, after)])
    runs: list[tuple[Mark, str]] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for name, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if name == "equal":
            runs.append((Mark.SAME, "".join(old[old_from:old_to])))
        else:
            runs.append((Mark.DELETED, "".join(old[old_from:old_to])))
            runs.append((Mark.INSERTED, "".join(new[new_from:new_to])))
    return _runs(runs)


def compare(before: Sequence[Piece], after: Sequence[Piece]) -> list[Difference]:
    """List what changed, in the order of the new text; what was removed stands where it was."""
    old = {piece.key: piece for piece in before}
    new = {piece.key: piece for piece in after}
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    found = []
    for key in _merged(list(old), list(new)):
        fate, words = _fate(old.get(key), new.get(key), is_moved=key in moved)
        if fate is not None:
            found.append(Difference(key, (new.get(key) or old[key]).kind, fate, words))
    return found


def pair(source: Sequence[Piece], sibling: Sequence[Piece]) -> Mapping[str, str]:
    """Pair the blocks of two stories: source key to sibling key.

    Blocks of one identity belong together. Where two texts were written apart, blocks of the
    same kind are paired in their order.
    """
    keys = {piece.key for piece in sibling}
    shared = {piece.key: piece.key for piece in source if piece.key in keys}
    if any(piece.key != piece.kind for piece in source if piece.key in shared):
        return shared
    matcher = SequenceMatcher(
        None, [piece.kind for piece in source], [piece.kind for piece in sibling], autojunk=False
    )
    pairs = dict(shared)
    for first, second, length in matcher.get_matching_blocks():
        for offset in range(length):
            pairs.setdefault(source[first + offset].key, sibling[second + offset].key)
    return pairs


def _runs(runs: Sequence[tuple[Mark, str]]) -> tuple[tuple[Mark, str], ...]:
    return tuple((mark, text) for mark, text in runs if text)


def _fate(
    old: Piece | None, new: Piece | None, *, is_moved: bool
) -> tuple[Fate | None, tuple[tuple[Mark, str], ...]]:
    if old is None:
        text = new.text if new is not None else ""
        return Fate.ADDED, _runs([(Mark.INSERTED, text)])
    if new is None:
        return Fate.REMOVED, _runs([(Mark.DELETED, old.text)])
    if old.text != new.text:
        return Fate.CHANGED, compare_words(old.text, new.text)
    same = _runs([(Mark.SAME, new.text)])
    if (old.kind, old.facts) != (new.kind, new.facts):
        return Fate.INNER, same
    return (Fate.MOVED, same) if is_moved else (None, ())


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Give the fewest keys that have to be moved to turn one order into the other (nearly)."""
    if before == after:
        return set()
    kept = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return set(after) - {key for first, _, size in kept for key in before[first : first + size]}


def _merged(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Give the keys of both, the new order first; what is gone follows what it stood behind."""
    merged = list(after)
    there = set(after)
    for place, key in enumerate(before):
        if key not in there:
            anchor = before[place - 1] if place else None
            merged.insert(merged.index(anchor) + 1 if anchor is not None else 0, key)
            there.add(key)
    return merged
