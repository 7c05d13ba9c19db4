"""Which stored objects a purge hits, and whether one hit a fetch that was still under way.

Both structures live in one event loop; they take no locks. The key names themselves are written
by `shpalta.core.keys`; here they are plain strings.
"""

from array import array
from collections import deque
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

ObjectId = TypeVar("ObjectId", bound=Hashable)


class KeyIndex(Generic[ObjectId]):
    """Finds objects by surrogate keys; made for 100,000 objects of 30 keys each.

    Objects and keys are numbered inwardly, so that a pair costs about eight bytes. A key's list
    keeps the numbers of discarded objects until half of it is dead, and then drops them all.
    """

    def __init__(self) -> None:
        self._slots: dict[ObjectId, int] = {}
        self._objects: list[ObjectId | None] = []
        self._keys_of: list[array[int]] = []
        self._free_slots: list[int] = []
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []
        self._postings: list[array[int]] = []
        self._dead: list[int] = []
        self._free_numbers: list[int] = []

    def __len__(self) -> int:
        """Give the number of objects."""
        return len(self._slots)

    def add(self, object_id: ObjectId, keys: Iterable[str]) -> None:
        """Say which keys an object has now; those that it had before are forgotten."""
        self.discard(object_id)
        slot = self._take_slot(object_id)
        numbers = array("I", [self._number(key) for key in set(keys)])
        self._keys_of[slot] = numbers
        for number in numbers:
            self._postings[number].append(slot)

    def discard(self, object_id: ObjectId) -> None:
        """Forget an object; one that is not here is no error."""
        slot = self._slots.pop(object_id, None)
        if slot is None:
            return
        numbers, self._keys_of[slot] = self._keys_of[slot], array("I")
        self._objects[slot] = None
        self._free_slots.append(slot)
        for number in numbers:
            self._dead[number] += 1
            if self._dead[number] * 2 > len(self._postings[number]):
                self._tidy(number)

    def find(self, keys: Iterable[str]) -> set[ObjectId]:
        """Give the objects that have any of the keys."""
        slots: set[int] = set()
        for key in keys:
            number = self._numbers.get(key)
            if number is not None:
                slots.update(self._live(number))
        # A live slot always holds an object; None only fills those that wait for a new one.
        return {self._objects[slot] for slot in slots}  # type: ignore[misc]

    def clear(self) -> None:
        """Forget everything."""
        self.__init__()  # type: ignore[misc]

    def _live(self, number: int) -> Iterable[int]:
        posting = self._postings[number]
        if not self._dead[number]:
            return posting
        keys_of = self._keys_of
        return [slot for slot in posting if number in keys_of[slot]]

    def _tidy(self, number: int) -> None:
        live = set(self._live(number))
        self._dead[number] = 0
        self._postings[number] = array("I", live)
        if not live:
            del self._numbers[self._names[number]]
            self._names[number] = ""
            self._free_numbers.append(number)

    def _take_slot(self, object_id: ObjectId) -> int:
        if self._free_slots:
            slot = self._free_slots.pop()
            self._objects[slot] = object_id
        else:
            slot = len(self._objects)
            self._objects.append(object_id)
            self._keys_of.append(array("I"))
        self._slots[object_id] = slot
        return slot

    def _number(self, key: str) -> int:
        number = self._numbers.get(key)
        if number is not None:
            return number
        if self._free_numbers:
            number = self._free_numbers.pop()
            self._names[number] = key
        else:
            number = len(self._names)
            self._names.append(key)
            self._postings.append(array("I"))
            self._dead.append(0)
        self._numbers[key] = number
        return number


class PurgeLog:
    """Remembers which keys were purged lately, for answers that were fetched meanwhile.

    Take `mark()` before a fetch and ask `touched_since(mark, keys)` after it. Marks only grow,
    also when the journal begins anew with smaller numbers. Holds at most `capacity` keys; of
    what is older than that it says that everything was touched.
    """

    def __init__(self, sequence: int = 0, *, capacity: int = 100_000) -> None:
        self._capacity = capacity
        self._base = 0
        self._newest = self._floor = sequence
        self._touched: dict[str, int] = {}
        self._entries: deque[tuple[int, tuple[str, ...]]] = deque()
        self._held = 0

    def mark(self) -> int:
        """Give the present moment, for a later `touched_since`."""
        return self._newest

    def mark_at(self, sequence: int) -> int:
        """Give the moment right after an entry of the journal that is followed now."""
        return self._base + sequence

    def record(self, sequence: int, keys: Iterable[str]) -> None:
        """Note that an entry of the journal purged these keys.

        Raises ValueError if the sequence is not higher than all before it: a purge with an old
        number would be missed by fetches that began after that number.
        """
        at = self._base + sequence
        if at <= self._newest:
            message = f"Entry {sequence} was recorded after {self._newest - self._base}."
            raise ValueError(message)
        names = tuple(keys)
        self._newest = at
        self._touched.update(dict.fromkeys(names, at))
        self._entries.append((at, names))
        self._held += len(names)
        while self._held > self._capacity:
            self._forget_oldest()

    def reset(self, sequence: int) -> None:
        """Take everything fetched until now as touched, and go on after `sequence`."""
        at = self._newest + 1
        self._base = at - sequence
        self._newest = self._floor = at
        self._touched.clear()
        self._entries.clear()
        self._held = 0

    def touched_since(self, mark: int, keys: Iterable[str]) -> bool:
        """Say whether any of the keys may have been purged after the mark was taken."""
        if mark < self._floor or mark > self._newest:
            return True
        touched = self._touched
        return any(touched.get(key, -1) > mark for key in keys)

    def _forget_oldest(self) -> None:
        at, names = self._entries.popleft()
        self._floor = at
        self._held -= len(names)
        for name in names:
            if self._touched.get(name) == at:
                del self._touched[name]
