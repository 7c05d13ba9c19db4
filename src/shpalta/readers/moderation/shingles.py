"""Sketches of texts, by which near-duplicates are found among many thousands.

A sketch holds the smallest hashes of a text's overlapping pieces (a bottom-k MinHash, Broder
1997): the share of hashes that two sketches have in common is about the share of pieces that the
texts have. Look-alike letters are made one before, so that a disguise changes nothing.
"""

import zlib
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

SIZE = 24
"""Hashes in a sketch."""
ALIKE = 0.34
"""Sketches that share so much are of near-duplicates."""
SHORTEST = 24
"""Shorter texts (in letters) are alike by chance: many people say the same short thing."""
LONGEST = 700
"""Of longer texts the beginning and the end are looked at."""
LISTED = 20
"""How many of the latest texts are kept by each hash: enough to tell some from many."""
_PIECE = 5
_PAIRS = """
aа bв cс eе gд hн iи kк mм nп oо pр rг tт uи xх yу @а $с іи їи йи єе ёе эе ґг
"""
_TWINS = {pair[0]: pair[1] for pair in _PAIRS.split()}


class _Letters(dict[int, int | None]):
    """The table of `bare_text`: letters as they are compared, everything else left out."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        letter = _TWINS.get(character, character)
        value = self[code] = ord(letter) if letter.isalpha() else None
        return value


_LETTERS = _Letters()

Sketch = tuple[int, ...]
Key = TypeVar("Key", bound=Hashable)


def bare_text(folded: str) -> str:
    """Give the letters of a folded text alone, look-alikes made one: copies are equal then."""
    return folded.translate(_LETTERS)


def sketch_of(bare: str) -> Sketch:
    """Sketch a bare text, in rising order; empty: it is too short to compare."""
    if len(bare) < SHORTEST:
        return ()
    if len(bare) > LONGEST:
        bare = bare[: LONGEST // 2] + bare[-LONGEST // 2 :]
    data, width = bare.encode("utf-16-le"), 2 * _PIECE
    crc = zlib.crc32
    hashes = {crc(data[place : place + width]) for place in range(0, len(data) - width + 2, 2)}
    return tuple(sorted(hashes)[:SIZE])


def likeness(one: Sketch, other: Sketch) -> float:
    """Estimate how much two texts have in common: 0 to 1."""
    if not one or not other:
        return 0.0
    union = sorted({*one, *other})[:SIZE]
    both = set(one) & set(other)
    return sum(value in both for value in union) / len(union)


class SketchIndex(Generic[Key]):
    """Texts by their sketches. Each hash keeps the latest few, so that a flood costs no more."""

    def __init__(self) -> None:
        self._sketches: dict[Key, Sketch] = {}
        self._by_hash: dict[int, list[Key]] = {}

    def __len__(self) -> int:
        return len(self._sketches)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SketchIndex) and (
            (self._sketches, self._by_hash) == (other._sketches, other._by_hash)
        )

    __hash__ = None  # type: ignore[assignment]

    def add(self, key: Key, sketch: Sketch) -> None:
        """Add a text under a key that is not there yet."""
        if not sketch:
            return
        self._sketches[key] = sketch
        for value in sketch:
            listed = self._by_hash.setdefault(value, [])
            listed.append(key)
            if len(listed) > LISTED:
                del listed[0]

    def discard(self, key: Key) -> None:
        """Take a text away, if it is there."""
        for value in self._sketches.pop(key, ()):
            listed = self._by_hash.get(value, [])
            if key in listed:
                listed.remove(key)
            if not listed:
                self._by_hash.pop(value, None)

    def near(self, sketch: Sketch) -> Iterator[Key]:
        """Give the keys of texts that are near-duplicates: of a flood, some of the latest."""
        votes: dict[Key, int] = {}
        for value in sketch:
            for key in self._by_hash.get(value, ()):
                votes[key] = votes.get(key, 0) + 1
        least = ALIKE * len(sketch) * 0.7
        for key, number in votes.items():
            if number >= least and likeness(sketch, self._sketches[key]) >= ALIKE:
                yield key
