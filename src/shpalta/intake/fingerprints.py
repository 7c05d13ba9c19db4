"""When two pieces of copy are the same: by what they tell, not by their bytes."""

import hashlib
import json

from shpalta.intake.text.document import Copy


def fingerprint(copy: Copy) -> str:
    """Give the SHA-256 (hex) of the story that the copy tells.

    The page around it (ads, ticker), the encoding and the line ends make no difference.
    """
    told = [
        copy.language,
        copy.headline,
        copy.published_at.isoformat() if copy.published_at else None,
        copy.lead,
        [[block.kind, block.label, block.text] for block in copy.blocks],
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
