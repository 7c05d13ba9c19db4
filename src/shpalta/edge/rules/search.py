"""Which query parameters matter (No-Vary-Search, draft-ietf-httpbis-no-vary-search)."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from shpalta.edge.rules.structured import Member, StructuredFieldError, parse_dictionary

MOST_PARAMETERS = 64
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class SearchRule:
    """`ignored`: parameters that do not matter, or with `all_ignored` all but `kept`."""

    all_ignored: bool = False
    ignored: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    any_order: bool = False

    @property
    def ignores_all(self) -> bool:
        """Whether no query ever matters."""
        return self.all_ignored and not self.kept

    def matters(self, name: str) -> bool:
        """Say whether a parameter of this name changes the answer."""
        return name in self.kept if self.all_ignored else name not in self.ignored

    def reduce(self, query: bytes) -> bytes:
        """Give the query with the parameters that matter alone, in one spelling.

        What cannot be read as parameters does not matter either, and neither does what no
        link of ours would hold: more than MOST_PARAMETERS, or longer than LONGEST_VALUE.
        """
        if not query or self.ignores_all:
            return b""
        try:
            pairs = parse_qsl(
                query.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_PARAMETERS
            )
        except ValueError:
            return b""
        pairs = [pair for pair in pairs if self.matters(pair[0]) and len(pair[1]) <= LONGEST_VALUE]
        if self.any_order or self.all_ignored:
            pairs.sort(key=lambda pair: pair[0])
        return urlencode(pairs).encode("ascii")


NOTHING_MATTERS = SearchRule(all_ignored=True)


def parse_search_rule(value: str | None) -> SearchRule | None:
    """Read the field; None if it is not there or says what it must not (then all matters)."""
    if not value:
        return None
    try:
        members = parse_dictionary(value)
    except StructuredFieldError:
        return None
    params, kept = members.get("params", False), members.get("except", ())
    any_order = members.get("key-order", False)
    if not isinstance(any_order, bool) or not _are_names(kept):
        return None
    if _are_names(params):
        return None if kept else SearchRule(ignored=_names(params), any_order=any_order)
    if not isinstance(params, bool) or (kept and not params):
        return None
    return SearchRule(all_ignored=params, kept=_names(kept), any_order=any_order)


def _are_names(member: Member) -> bool:
    return isinstance(member, tuple) and all(isinstance(name, str) for name in member)


def _names(member: Member) -> frozenset[str]:
    return frozenset(map(str, member)) if isinstance(member, tuple) else frozenset()
