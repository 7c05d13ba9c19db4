"""Patterns as the press keeps them: compiled once for each version of the house."""

from dataclasses import dataclass

from shpalta.core.address_patterns import AddressPattern, compile_pattern, fill
from shpalta.core.targets import GONE


@dataclass(frozen=True)
class KnownPattern:
    """A compiled pattern with its target's template and its status."""

    pattern: AddressPattern
    target: str
    status: int

    def match(self, path: str, query: str) -> str | None:
        """Give the target of an address, filled in; None where the address does not fit."""
        found = self.pattern.match(path, query)
        if found is None:
            return None
        return GONE if self.target == GONE else fill(self.target, found)


def known_pattern(pattern: str, target: str, status: int) -> KnownPattern:
    """Compile a stored pattern. Raises PatternError, which the screens let nobody store."""
    return KnownPattern(compile_pattern(pattern), target, status)
