"""Tells caches when the words of the pages changed between two starts: other files, other version.

No row changed then, so no journal entry would say so, and an edge that keeps pages on disk would
go on showing the old words.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from shpalta import __version__
from shpalta.core.keys import HOUSE
from shpalta.journal.services import append
from shpalta.site.languages import DOMAIN

PACKAGE = Path(__file__).resolve().parent.parent


def _digest(languages: Iterable[str], folders: Iterable[Path]) -> str:
    """Sum up what pages say by themselves: version, languages, compiled message files."""
    digest = hashlib.sha256(f"{__version__} {','.join(languages)}".encode())
    for folder in folders:
        for path in sorted(folder.glob(f"*/{DOMAIN}.mo")):
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def announce_words(data: Path, *, languages: Iterable[str]) -> bool:
    """Announce the whole house if its words are not those of the last start; tell whether.

    The first start has nothing to compare with and announces nothing.
    """
    kept = data / "messages" / "announced"
    now = _digest(languages, (PACKAGE / "press" / "locale", data / "messages"))
    before = kept.read_text() if kept.exists() else ""
    if now == before:
        return False
    if before:
        with transaction.atomic():
            append(keys=[HOUSE])
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(now)
    return bool(before)
