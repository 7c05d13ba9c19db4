"""Bytes of copy into text: which encoding it is, and what is no text at all."""

from dataclasses import dataclass

from shpalta.intake.text.cleaning import clean_text
from shpalta.intake.text.errors import CopyError
from shpalta.intake.text.letters import cyrillic_likeness, western_likeness

MAX_BYTES = 5_000_000
"""The largest copy that is taken; ask the file's size before reading it (`check_size`)."""

_SAMPLE = 30_000
_BINARY = 0.02  # The share of control characters that no text has.
_ASCII = 127
_WRONG = 0.9  # Below it the best reading is no text that people write.
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16le"),
    (b"\xfe\xff", "utf-16be"),
)
_MAGIC = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b",
    b"Rar!", b"7z\xbc\xaf", b"RIFF", b"OggS", b"ID3", b"\x7fELF", b"MZ\x90", b"SQLite format 3",
)  # fmt: skip
_KOI8_UKRAINIAN = bytes.fromhex("a4a6a7adb4b6b7bd")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The plain text of a copy and the encoding it came in (utf-8, windows-1251, koi8-u, …)."""

    text: str
    encoding: str


def check_size(size: int) -> None:
    """Raise `CopyError` when a copy of `size` bytes is too big to be read at all."""
    if size > MAX_BYTES:
        message = (
            f"the copy is too big: {size / 1_000_000:,.1f} MB, at most "
            f"{MAX_BYTES / 1_000_000:,.0f} MB; a story as text has a few kilobytes"
        )
        raise CopyError(message)


def decode_copy(data: bytes) -> Decoded:
    """Decode a copy, finding its encoding, and make its characters plain.

    Knows UTF-8, UTF-16 with and without a byte order mark, windows-1251, KOI8-U, KOI8-R and
    windows-1252. Raises `CopyError` for what is empty, too big, binary or in no known encoding.
    """
    check_size(len(data))
    if not data.strip():
        raise CopyError("the copy is empty: there is no text in it")
    if data.startswith(_MAGIC):
        raise _binary()
    text, encoding = _decode(data)
    text = clean_text(text)
    if not text.strip():
        raise CopyError("the copy is empty: there is no text in it")
    return Decoded(text, encoding)


def _binary() -> CopyError:
    return CopyError("the copy is binary, not text: save the story as plain text")


def _decode(data: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data[len(bom) :], encoding), encoding
    wide = _find_utf16(data)
    if wide:
        return _strictly(data, wide), wide
    if b"\x00" in data:
        raise _binary()
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_bytewise(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"the copy is damaged: it is marked {encoding} but is not from byte {error.start}"
        raise CopyError(message) from error


def _find_utf16(data: bytes) -> str | None:
    """Find UTF-16 without a mark: nearly every second byte names the Latin or Cyrillic page."""
    if len(data) % 2:
        return None
    sample = data[:_SAMPLE]
    for high, encoding in ((sample[1::2], "utf-16le"), (sample[0::2], "utf-16be")):
        pages = high.count(0) + high.count(4) + high.count(0x20)
        if pages >= 0.9 * len(high) and high.count(0) + high.count(4) >= 0.8 * len(high):
            return encoding
    return None


def _decode_bytewise(data: bytes) -> tuple[str, str]:
    """Choose among the one-byte encodings by what the text would look like in each."""
    if _control_share(data) > _BINARY:
        raise _binary()
    sample = _telling_part(data)
    scored = [
        (western_likeness(sample.decode("windows-1252", "replace")), "windows-1252"),
        (cyrillic_likeness(sample.decode("koi8-r", "replace")), "koi8-r"),
        (cyrillic_likeness(sample.decode("koi8-u", "replace")), "koi8-u"),
        (cyrillic_likeness(sample.decode("windows-1251", "replace")), "windows-1251"),
    ]
    best, encoding = max(scored, key=lambda pair: pair[0])
    if encoding == "koi8-r" and any(byte in data for byte in _KOI8_UKRAINIAN):
        encoding = "koi8-u" if scored[2][0] >= best - 0.5 else encoding
    if best < _WRONG:
        message = (
            "the copy is in no encoding that can be told (tried UTF-8, UTF-16, windows-1251, "
            "KOI8-U, KOI8-R): save it as UTF-8"
        )
        raise CopyError(message)
    return data.decode(encoding, "replace"), encoding


def _control_share(data: bytes) -> float:
    plain = data[:_SAMPLE]
    odd = len(plain) - len(
        plain.translate(None, bytes(n for n in range(32) if n not in b"\t\n\r\f"))
    )
    return odd / len(plain)


def _telling_part(data: bytes) -> bytes:
    """Return the part of the copy to judge by: from the first byte that is not ASCII."""
    start = next((n for n, byte in enumerate(data) if byte > _ASCII), 0)
    return data[max(0, start - 100) : start + _SAMPLE]
