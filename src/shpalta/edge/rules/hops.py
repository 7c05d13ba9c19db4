"""Fields that hold for one connection and are not passed on (RFC 9110, section 7.6.1)."""

from shpalta.edge.rules.fields import Fields, find, names_in

HOP_BY_HOP = frozenset(
    {b"connection", b"keep-alive", b"proxy-connection", b"te", b"trailer", b"transfer-encoding"}
    | {b"upgrade", b"proxy-authenticate", b"proxy-authorization", b"proxy-authentication-info"}
)
VIA = b"via"


def end_to_end(fields: Fields) -> list[tuple[bytes, bytes]]:
    """Give the lines that go on: none for this connection, none that Connection names."""
    named = {name.encode("latin-1") for name in names_in(find(fields, b"connection"))}
    unwanted = HOP_BY_HOP | named
    return [line for line in fields if line[0] not in unwanted]


def with_via(fields: Fields, *, version: str, name: str) -> list[tuple[bytes, bytes]]:
    """Add us to Via (section 7.6.3)."""
    return [*fields, (VIA, f"{version} {name}".encode("latin-1"))]
