"""Content Credentials: what is said of a manifest, and that it is no more than is so."""

import datetime as dt
import io
import json
from dataclasses import dataclass
from typing import Any

import c2pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from shpalta.newsroom.media.credentials import Seal, read_credentials
from tests.unit.newsroom.test_hostile_pictures import picture

SOURCES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Office:
    """Who signs: the chain of certificates, the key, and the root that could be trusted."""

    chain: str
    key: str
    root: str


def _name(name: str) -> x509.Name:
    parts = {NameOID.COMMON_NAME: name, NameOID.ORGANIZATION_NAME: "Test House"}
    return x509.Name([x509.NameAttribute(kind, text) for kind, text in parts.items()])


def _certificate(subject: str, key: Key, signer: Key, *, is_root: bool) -> str:
    now = dt.datetime.now(dt.UTC)
    usage = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False
    )
    usage |= {"encipher_only": False, "decipher_only": False, "digital_signature": True}
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name("Root"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False
        )
        .add_extension(x509.KeyUsage(key_cert_sign=is_root, crl_sign=is_root, **usage), True)
    )
    if not is_root:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False
        )
    signed = builder.sign(signer, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM).decode()


@pytest.fixture(scope="module")
def office() -> Office:
    root, leaf = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root_text = _certificate("Root", root, root, is_root=True)
    key = leaf.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    chain = _certificate("Signer", leaf, root, is_root=False) + root_text
    return Office(chain, key.decode(), root_text)


def signed(office: Office, data: bytes, source: str = "digitalCapture") -> bytes:
    """Give a picture with a manifest that was signed."""
    action = {"action": "c2pa.created", "digitalSourceType": SOURCES + source}
    manifest: dict[str, Any] = {
        "claim_generator_info": [{"name": "Test camera", "version": "1.0"}],
        "format": "image/jpeg",
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [action]}}],
    }
    info = c2pa.C2paSignerInfo(
        alg=c2pa.C2paSigningAlg.ES256,
        sign_cert=office.chain.encode(),
        private_key=office.key.encode(),
        ta_url=None,
    )
    file = io.BytesIO()
    with c2pa.Signer.from_info(info) as signer, c2pa.Builder(json.dumps(manifest)) as builder:
        builder.sign(signer, "image/jpeg", io.BytesIO(data), file)
    return file.getvalue()


def test_a_valid_signature_that_nobody_vouches_for_is_called_that(office: Office) -> None:
    told = read_credentials(signed(office, picture()), "image/jpeg")
    assert told["seal"] == Seal.UNTRUSTED
    assert (told["generator"], told["issuer"]) == ("Test camera 1.0", "Test House")
    assert told["machine"] == ""
    assert told["problems"] == []


def test_a_signature_by_who_is_trusted_is_called_that(office: Office) -> None:
    data = signed(office, picture())
    assert read_credentials(data, "image/jpeg", trusted=office.root)["seal"] == Seal.TRUSTED


def test_a_file_that_was_changed_after_signing_is_called_that(office: Office) -> None:
    data = bytearray(signed(office, picture()))
    data[-300] ^= 1
    told = read_credentials(bytes(data), "image/jpeg", trusted=office.root)
    assert told["seal"] == Seal.INVALID
    assert "assertion.dataHash.mismatch" in told["problems"]


def test_what_the_manifest_says_of_ai_is_read(office: Office) -> None:
    data = signed(office, picture(), "trainedAlgorithmicMedia")
    assert read_credentials(data, "image/jpeg")["machine"] == "made"


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "image/gif", "image/webp"])
def test_a_file_without_a_manifest_says_nothing(kind: str) -> None:
    data = picture({"image/jpeg": "JPEG"}.get(kind, kind.rpartition("/")[2].upper()))
    assert read_credentials(data, kind) == {}
    assert read_credentials(data + b"c2pa", kind) == {}


def test_a_manifest_that_is_garbage_is_called_unreadable_or_absent(office: Office) -> None:
    data = bytearray(signed(office, picture()))
    at = data.index(b"c2pa")
    data[at + 40 : at + 400] = b"\xff" * 360
    told = read_credentials(bytes(data), "image/jpeg")
    assert told.get("seal") in {None, Seal.UNREADABLE, Seal.INVALID}
