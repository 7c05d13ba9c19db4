"""Lists of words that are not wanted, found in any form and under any disguise.

A list is compiled once into tries of all forms of its words; a text is then read word by word,
and what was read once is kept. Whole words alone are found (a town may have a listed word inside
its name), unless an entry says otherwise with a star at its beginning or end.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from shpalta.readers.moderation.inflection import forms_of, is_in_dictionary
from shpalta.readers.moderation.letters import (
    cyrillic_readings,
    fold,
    is_cyrillic,
    is_latin,
    latin_readings,
)
from shpalta.readers.moderation.tries import Trie

LONGEST_WORD = 48
"""Longer runs of letters are read this far."""
SHORTEST_WORD = 3
"""Shorter entries would be found in everything."""
_KEPT_WORDS = 50_000
_EDGES = '.,:;()[]{}<>"«»“”„…—–-_/\\~=&%^?!|+'
_STOPS = '.,:;()"«»'
_LETTERS = re.compile(r"[^\W_]")
_PARTS = re.compile(r"[^\w*@$€#!|+]+|_+")
_SEPARATED = re.compile(r"(?<![^\W_])[^\W_]((?:[\W_]{1,3}[^\W_](?![^\W_])){2,})")
_NOT_LETTERS = re.compile(r"[\W_]+")
_NEVER_DOUBLED = re.compile(r"aa|ii|uu|jj|vv|ww|xx|yy")
_LITTLE_WORDS = """
а б в во до з за зі и из й к ко ми мы на не ні но ну о об от по с со та те ти то ты у це я він ви
вы же як ще a an as at by do he i if in is it me my no of on or so to up us we
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
_LINK = re.compile(r"(?:https?://|www\.)\S+")


class Severity(IntEnum):
    """What is done with a comment that has a listed word; the gravest of its words decides."""

    FLAG = 1
    HOLD = 2
    REFUSE = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One listed word or phrase, as somebody typed it."""

    text: str
    language: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Found:
    """A listed word in a text: the entry, and how it was written there (folded)."""

    entry: Entry
    written: str


@dataclass(frozen=True, slots=True)
class WordList:
    """Words of one language and severity, and the words that must not be taken for them."""

    language: str
    severity: Severity
    words: tuple[str, ...]
    exceptions: tuple[str, ...] = ()


class WordBook:
    """Lists compiled for reading; safe to share, its memory of words read is bounded."""

    def __init__(self, lists: Iterable[WordList] = ()) -> None:
        self._whole: Trie[Entry] = Trie()
        self._begun: Trie[Entry] = Trie()
        self._inside: Trie[Entry] = Trie()
        self._phrases: dict[str, list[tuple[tuple[frozenset[str], ...], Entry]]] = {}
        self._forms: dict[str, Entry] = {}
        self._exceptions: set[str] = set()
        self._read: dict[str, tuple[Found, ...]] = {}
        self._severities: set[Severity] = set()
        # The gravest first: a word that stands in two lists counts by the graver.
        for words in sorted(lists, key=lambda one: -one.severity):
            self._take(words)

    def _take(self, words: WordList) -> None:
        for text in words.exceptions:
            self._exceptions.update(forms_of(text, words.language))
        for text in words.words:
            bare = fold(text.strip().strip("*"))
            if len(bare) >= SHORTEST_WORD:
                self._add(text.strip(), Entry(text.strip(), words.language, words.severity))
                self._severities.add(words.severity)

    def _add(self, text: str, entry: Entry) -> None:
        bare = text.strip("*").strip()
        if " " in bare:
            parts = tuple(forms_of(part, entry.language) for part in bare.split())
            for form in parts[0]:
                self._phrases.setdefault(form, []).append((parts, entry))
        elif text.startswith("*"):
            self._inside.add(fold(bare), entry)
        elif text.endswith("*"):
            self._begun.add(fold(bare), entry)
        else:
            for form in forms_of(bare, entry.language):
                self._whole.add(form, entry)
                self._forms.setdefault(form, entry)

    def has_severity(self, severity: Severity) -> bool:
        """Tell whether a list of some severity has any word."""
        return severity in self._severities

    def find(self, text: str) -> tuple[Found, ...]:
        """Find the listed words of a text, each entry once, in the order of the text."""
        return self.find_folded(fold(text))

    def find_folded(self, folded: str) -> tuple[Found, ...]:
        """Find them in a text that is folded already."""
        if not self._severities:
            return ()
        if "://" in folded or "www." in folded:
            folded = _LINK.sub(" ", folded)
        found: dict[Entry, Found] = {}
        chunks = folded.split()
        for chunk in chunks:
            known = self._read.get(chunk)
            if known is None:
                known = self._keep(chunk)
            for one in known:
                found.setdefault(one.entry, one)
        for one in (*self._spelled(folded), *self._halved(chunks), *self._phrased(folded)):
            found.setdefault(one.entry, one)
        return tuple(found.values())

    def _keep(self, chunk: str) -> tuple[Found, ...]:
        if len(self._read) >= _KEPT_WORDS:
            self._read.clear()
        found = self._read[chunk] = tuple(self._in_chunk(chunk))
        return found

    def _in_chunk(self, chunk: str) -> Iterator[Found]:
        if not _LETTERS.search(chunk):
            return
        bare = chunk.strip(_EDGES)
        # What stands between the letters parts words, hides a letter or only disturbs.
        tries = dict.fromkeys([bare, bare.strip("*"), *_PARTS.split(bare)])
        tries.update(dict.fromkeys(_PARTS.split(bare.strip("*#@$+"))))
        tries[_NOT_LETTERS.sub("", bare)] = None
        if bare != chunk:
            tries[chunk.strip(_STOPS)] = None
        for word in tries:
            entry = self._as_word(word)
            if entry is not None:
                yield Found(entry, chunk.strip(_EDGES))

    def _as_word(self, word: str) -> Entry | None:
        """Read a folded word in each script and find what it spells."""
        word = word[:LONGEST_WORD]
        if len(word) < SHORTEST_WORD or word in self._exceptions or not _is_word(word):
            return None
        spelled = (cyrillic_readings(word), None if _is_honest(word) else latin_readings(word))
        for read in spelled:
            if read is not None and (entry := self._spelling(word, read)) is not None:
                return entry
        return None

    def _spelling(self, word: str, read: list[str]) -> Entry | None:
        for trie, is_open in ((self._whole, False), (self._begun, True)):
            for entry, is_doubled in trie.walk(read, is_open=is_open):
                if not (is_doubled and _is_doubled_word(word)):
                    return entry
        if not self._inside.is_empty:
            for start in range(len(read)):
                for entry, _is_doubled in self._inside.walk(read, start=start, is_open=True):
                    return entry
        return None

    def _spelled(self, folded: str) -> Iterator[Found]:
        """Find words that are spelled letter by letter: `д у р е н ь`."""
        for match in _SEPARATED.finditer(folded):
            joined = _NOT_LETTERS.sub("", match[0])[:LONGEST_WORD]
            # Words of one letter may stand before and after it.
            spans = ((start, end) for start in range(3) for end in range(3))
            for start, end in spans:
                entry = self._as_word(joined[start : len(joined) - end])
                if entry is not None:
                    yield Found(entry, match[0])
                    break

    def _halved(self, chunks: list[str]) -> Iterator[Found]:
        """Find words that a blank cuts in two: `ду рень`; good words beside each other are none."""
        for first, second in pairwise(chunks):
            entry = self._forms.get(first + second.rstrip(_EDGES))
            if entry is not None and not all(map(_is_own_word, (first, second.rstrip(_EDGES)))):
                yield Found(entry, f"{first} {second}")

    def _phrased(self, folded: str) -> Iterator[Found]:
        if not self._phrases:
            return
        words = [word for word in _NOT_LETTERS.split(folded) if word]
        for place, word in enumerate(words):
            for parts, entry in self._phrases.get(word, ()):
                here = words[place : place + len(parts)]
                if len(here) == len(parts) and all(map(frozenset.__contains__, parts, here)):
                    yield Found(entry, " ".join(here))


def _is_word(word: str) -> bool:
    """Tell a word from a number with a letter at it."""
    digits = sum(map(str.isdigit, word))
    return any(map(str.isalpha, word)) and 2 * digits <= len(word) + 1


def _is_own_word(half: str) -> bool:
    """Tell whether a half of a word is a word by itself, so that it stands there as one."""
    return half in _LITTLE or (len(half) > 2 and (is_in_dictionary(half) or is_latin(half)))  # noqa: PLR2004


def _is_honest(word: str) -> bool:
    """Tell whether a word is a good one in Cyrillic, not written to be read as a Latin one."""
    return is_cyrillic(word) and is_in_dictionary(word)


def _is_doubled_word(word: str) -> bool:
    """Tell whether a word may be a good one that differs from a listed one by a doubled letter."""
    if is_cyrillic(word):
        return is_in_dictionary(word)
    return is_latin(word) and not _NEVER_DOUBLED.search(word)
