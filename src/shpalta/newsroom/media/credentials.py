"""Content Credentials (C2PA) in a file: what its manifest says, and whether its seal is whole.

A valid signature proves that nobody changed the file since it was signed, and by whose
certificate. It proves neither who stands behind that certificate, unless it is one that we trust,
nor that the picture is true. What is printed says no more.
"""

import io
import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

import c2pa

from shpalta.newsroom.media.choices import MACHINE_SOURCES, Machine

_UNTRUSTED = "signingCredential.untrusted"
_LONGEST = 300


class Seal(StrEnum):
    """How far the signature of a manifest holds."""

    TRUSTED = "trusted"
    """Valid, by a certificate on the list of trust."""
    UNTRUSTED = "untrusted"
    """Valid, by a certificate that nobody vouches for."""
    INVALID = "invalid"
    """Broken: the file or the manifest was changed after it was signed."""
    UNREADABLE = "unreadable"
    """There is a manifest, but it cannot be read."""


def read_credentials(data: bytes, content_type: str, *, trusted: str = "") -> dict[str, Any]:
    """Read a file's manifest as plain data; {} if it has none.

    `seal` is a `Seal`; `generator`, `issuer`, `signed_at` are texts, "" where they are not told;
    `machine` is a `Machine`; `problems` are C2PA's codes of what is wrong. `trusted` are the root
    certificates of those whom we trust (PEM). Nothing is fetched: a manifest that lies elsewhere
    is not read.
    """
    if b"c2pa" not in data:
        return {}
    try:
        with c2pa.Reader(content_type, io.BytesIO(data), context=_context(trusted)) as reader:
            state = str(reader.get_validation_state() or "")
            store: dict[str, Any] = json.loads(reader.json())
    except c2pa.C2paError.ManifestNotFound:
        return {}
    except (c2pa.C2paError, ValueError) as error:
        return {"seal": Seal.UNREADABLE, "problems": [type(error).__name__.strip("_")]}
    return _told(state, store)


@lru_cache(maxsize=4)
def _context(trusted: str) -> c2pa.Context:
    """Give the library's settings: an upload must not make this server ask another one."""
    verify = {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": True}
    given: dict[str, Any] = {"version": 1, "verify": verify}
    if trusted:
        given["trust"] = {"trust_anchors": trusted}
    return c2pa.Context(settings=c2pa.Settings.from_dict(given))


def _told(state: str, store: Mapping[str, Any]) -> dict[str, Any]:
    manifest = (store.get("manifests") or {}).get(store.get("active_manifest")) or {}
    signature = manifest.get("signature_info") or {}
    problems = [str(one.get("code"))[:100] for one in store.get("validation_status") or []]
    return {
        "seal": _seal(state, problems),
        "generator": _generator(manifest),
        "issuer": str(signature.get("issuer") or "")[:_LONGEST],
        "signed_at": str(signature.get("time") or "")[:_LONGEST],
        "machine": _machine(manifest),
        "problems": sorted(set(problems) - {_UNTRUSTED})[:10],
    }


def _seal(state: str, problems: list[str]) -> Seal:
    if state == "Invalid" or set(problems) - {_UNTRUSTED}:
        return Seal.INVALID
    return Seal.TRUSTED if state == "Trusted" and not problems else Seal.UNTRUSTED


def _generator(manifest: Mapping[str, Any]) -> str:
    infos = manifest.get("claim_generator_info") or [{}]
    named = " ".join(str(infos[0].get(part) or "") for part in ("name", "version")).strip()
    return (named or str(manifest.get("claim_generator") or ""))[:_LONGEST]


def _machine(manifest: Mapping[str, Any]) -> str:
    """Say what the manifest's actions tell of generative AI; made outweighs altered."""
    told = {MACHINE_SOURCES[source] for source in _sources(manifest) if source in MACHINE_SOURCES}
    return next((one for one in (Machine.MADE, Machine.ALTERED) if one in told), Machine.NONE)


def _sources(manifest: Mapping[str, Any]) -> Iterator[str]:
    for assertion in manifest.get("assertions") or []:
        data = assertion.get("data") if str(assertion.get("label")).startswith("c2pa.act") else None
        for action in data.get("actions", []) if isinstance(data, Mapping) else []:
            yield str(action.get("digitalSourceType") or "").rstrip("/").rpartition("/")[2]
