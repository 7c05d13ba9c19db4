"""Pages put together: equal to the naive way, whole whatever is missing."""

from hypothesis import given
from hypothesis import strategies as st

from shpalta.edge.assembly import Fragment, assemble
from shpalta.edge.esi import Include, Template, parse, plain


def test_fragments_take_their_places_and_bring_their_keys() -> None:
    template = parse(b'a<esi:include src="/t"/>b<esi:include src="/t"/>')
    made = assemble(template, {"/t": Fragment(plain(b"T"), frozenset({"list:up:uk:all"}))})
    assert made.body == b"aTbT"
    assert made.keys == {"list:up:uk:all"}
    assert made.used == {"/t"}
    assert not made.missing


def test_a_missing_fragment_leaves_a_whole_page() -> None:
    made = assemble(parse(b'<p><esi:include src="/t"/></p>'), {})
    assert made.body == b"<p></p>"
    assert made.missing == {"/t"}


def test_the_alternative_is_taken_when_the_first_is_not_there() -> None:
    template = parse(b'<esi:include src="/t" alt="/u"/>')
    fragments = {"/u": Fragment(plain(b"U"), frozenset({"u"}))}
    made = assemble(template, fragments)
    assert made.body == b"U"
    assert made.used == {"/u"}
    fragments["/t"] = Fragment(plain(b"T"))
    assert assemble(template, fragments).body == b"T"


def test_a_fragment_may_have_fragments_and_a_circle_ends() -> None:
    inner = parse(b'[<esi:include src="/t"/>]')
    made = assemble(parse(b'<esi:include src="/t"/>'), {"/t": Fragment(inner)})
    assert made.body == b"[[[]]]"
    assert made.missing == {"/t"}


PATHS = st.sampled_from(["/a", "/b", "/c"])
SEGMENTS = st.lists(st.binary(max_size=5) | st.builds(Include, PATHS), max_size=8)
BODIES = st.dictionaries(PATHS, st.binary(max_size=5))


@given(SEGMENTS, BODIES)
def test_assembling_equals_replacing(
    segments: list[bytes | Include], bodies: dict[str, bytes]
) -> None:
    fragments = {path: Fragment(plain(body)) for path, body in bodies.items()}
    naive = b"".join(
        bodies.get(part.src, b"") if isinstance(part, Include) else part for part in segments
    )
    assert assemble(Template(tuple(segments)), fragments).body == naive
