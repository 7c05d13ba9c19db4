"""Content codings: what a client takes, read as RFC 9110 section 12.5.3 says it."""

import gzip

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from shpalta.edge import encoding
from shpalta.edge.encoding import (
    CODINGS,
    IDENTITY,
    choose,
    classify,
    compress,
    is_worth_compressing,
    strong_etag,
)

ALL = {*CODINGS, IDENTITY}


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "identity"),
        (b"", "identity"),
        (b"gzip, deflate, br, zstd", "br"),
        (b"gzip, deflate", "gzip"),
        (b"gzip, zstd", "zstd"),
        (b"GZIP", "gzip"),
        (b"gzip;q=0.3", "gzip"),
        (b"gzip;q=0", "identity"),
        (b"x-gzip", "gzip"),
        (b"br;q=0.5, gzip;q=1.0", "gzip"),
        (b"br;q=0, *", "zstd"),
        (b"*", "br"),
        (b"*;q=0", None),
        (b"identity;q=0", None),
        (b"identity;q=0, gzip;q=0.001", "gzip"),
        (b"*;q=0, identity", "identity"),
        (b"gzip;q=0.5, identity", "identity"),
        (b"deflate", "identity"),
        (b"br ; q=0.8 , gzip;q=0.8", "br"),
        (b"br;q=nonsense, gzip", "gzip"),
        (b"br;q=1.001, gzip;q=2", "identity"),
        (b",,gzip,", "gzip"),
        (b"\xff\xfe", "identity"),
    ],
)
def test_the_best_coding_that_the_client_takes_is_chosen(
    header: bytes | None, chosen: str | None
) -> None:
    assert choose(classify(header), ALL) == chosen


def test_only_what_is_offered_is_chosen() -> None:
    client = classify(b"br, gzip")
    assert choose(client, {"gzip", IDENTITY}) == "gzip"
    assert choose(client, {IDENTITY}) == IDENTITY
    assert choose(classify(b"br, identity;q=0"), {IDENTITY}) is None


def accepts(weights: dict[str, int], coding: str) -> bool:
    """Read the RFC's list of rules, one after the other."""
    if coding in weights:
        return weights[coding] > 0
    if "*" in weights:
        return weights["*"] > 0
    return coding == IDENTITY


WEIGHTS = st.dictionaries(
    st.sampled_from([*CODINGS, IDENTITY, "*", "deflate", "compress"]), st.integers(0, 1000)
)


@given(WEIGHTS, st.sets(st.sampled_from(sorted(ALL))))
def test_the_choice_is_what_the_rfc_allows_and_nothing_the_client_likes_better(
    weights: dict[str, int], offered: set[str]
) -> None:
    header = ", ".join(f"{coding};q={weight / 1000:.3f}" for coding, weight in weights.items())
    chosen = choose(classify(header.encode()), offered)
    allowed = {coding for coding in offered if accepts(weights, coding)}
    assert (chosen is None) == (not allowed)
    if chosen is not None:
        assert chosen in allowed
        known = [weights.get(coding, weights.get("*", 0)) for coding in allowed]
        assert weights.get(chosen, weights.get("*", 0)) == max(known)


@given(st.binary(max_size=80))
def test_any_header_has_a_class(header: bytes) -> None:
    assert set(classify(header).split()) <= ALL


def test_the_memory_of_headers_is_bounded() -> None:
    for number in range(5_000):
        classify(b"gzip, x-%d" % number)
    classify(b"gzip," + b"x" * 5_000)
    assert len(encoding._classes) <= 2_000
    assert all(len(header) <= 1_000 for header in encoding._classes)


def test_what_is_compressed_is_the_same_after_decompressing() -> None:
    body = "Рустем Умеров и Лауринас Кащюнас. ".encode() * 100
    assert brotli.decompress(compress(body, "br")) == body
    assert zstandard.ZstdDecompressor().decompress(compress(body, "zstd")) == body
    assert gzip.decompress(compress(body, "gzip")) == body
    assert compress(body, IDENTITY) is body
    assert all(len(compress(body, coding)) < len(body) / 10 for coding in CODINGS)


def test_the_same_body_gives_the_same_bytes_and_tag_each_time() -> None:
    body = b"headline " * 100
    for coding in CODINGS:
        assert compress(body, coding) == compress(body, coding)
    tags = {strong_etag(compress(body, coding)) for coding in ALL}
    assert len(tags) == len(ALL)
    assert all(tag.startswith('"') and tag.endswith('"') for tag in tags)


@pytest.mark.parametrize(
    ("content_type", "length", "worth"),
    [
        ("text/html; charset=utf-8", 20_000, True),
        ("Application/JSON", 1_000, True),
        ("image/svg+xml", 300, True),
        ("text/html", 255, False),
        ("image/webp", 20_000, False),
        ("font/woff2", 20_000, False),
        ("", 20_000, False),
    ],
)
def test_only_text_of_some_length_is_worth_compressing(
    content_type: str, length: int, *, worth: bool
) -> None:
    assert is_worth_compressing(content_type, length) is worth
