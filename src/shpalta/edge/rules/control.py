"""What a response lets a shared cache do, and what a request asks of one.

Cache-Control (RFC 9111, section 5.2), the targeted fields (RFC 9213), the extensions for stale
answers (RFC 5861) and Surrogate-Control (Edge Architecture 1.0, section 2.2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shpalta.edge.rules.fields import Fields, directives, find, seconds
from shpalta.edge.rules.structured import StructuredFieldError, parse_dictionary

CDN = b"cdn-cache-control"
SURROGATE = b"surrogate-control"


@dataclass(frozen=True, slots=True)
class Control:
    """The directives that hold for us. `targeted`: they come from a targeted field."""

    directives: Mapping[str, str | None] = field(default_factory=dict)
    targeted: bool = False

    def has(self, name: str) -> bool:
        """Say whether a directive is there without field names (`no-cache`, not `no-cache="x"`).

        With names it limits those fields alone: see `limited_fields`.
        """
        return name in self.directives and not (
            name in {"no-cache", "private"} and self.directives[name]
        )

    def seconds(self, name: str) -> int | None:
        """Give a directive's seconds; 0 if it is there and is no number: then it is stale."""
        if name not in self.directives:
            return None
        return seconds(self.directives[name]) or 0

    def limited_fields(self) -> frozenset[bytes]:
        """Give the fields named by `no-cache="…"` and `private="…"`: they are not stored."""
        names = f"{self.directives.get('no-cache') or ''},{self.directives.get('private') or ''}"
        return frozenset(
            name.strip().lower().encode("latin-1") for name in names.split(",") if name.strip()
        )

    @property
    def stale_while_revalidate(self) -> int:
        """For how many seconds after its freshness it may be used while it is fetched anew."""
        return self.seconds("stale-while-revalidate") or 0

    @property
    def stale_if_error(self) -> int:
        """For how many seconds after its freshness it may be used when the origin fails."""
        return self.seconds("stale-if-error") or 0

    @property
    def forbids_stale(self) -> bool:
        """Whether a stale response must not be used, whatever happens (section 4.2.4)."""
        return any(map(self.has, ("must-revalidate", "proxy-revalidate", "no-cache")))


def response_control(fields: Fields, targets: Sequence[bytes] = (CDN,)) -> Control:
    """Give what governs us: the first targeted field that is there and valid, else Cache-Control.

    RFC 9213, section 2.2: with a targeted field Cache-Control and Expires do not count.
    """
    for target in targets:
        value = find(fields, target)
        if not value:
            continue
        try:
            members = parse_dictionary(value)
        except StructuredFieldError:
            continue
        if members:
            return Control({name: _argument(member) for name, member in members.items()}, True)
    return Control(directives(find(fields, b"cache-control")))


def _argument(member: object) -> str | None:
    if member is True:
        return None
    return " ".join(map(str, member)) if isinstance(member, tuple) else str(member)


def surrogate_control(fields: Fields) -> Control | None:
    """Give what Surrogate-Control says, None if it is not there."""
    value = find(fields, SURROGATE)
    return None if value is None else Control(directives(value), True)


def request_control(fields: Fields) -> Control:
    """Give what a request asks; `Pragma: no-cache` counts without Cache-Control (section 5.4)."""
    value = find(fields, b"cache-control")
    if value is None and "no-cache" in directives(find(fields, b"pragma")):
        return Control({"no-cache": None})
    return Control(directives(value))
