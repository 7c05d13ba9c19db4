"""What pages of the room may load and where their forms may go."""

import base64
import hashlib
from functools import lru_cache

from django.conf import settings


@lru_cache(maxsize=64)
def content_policy(inline_css: str) -> str:
    """Give the Content-Security-Policy (W3C, level 3) of a page with one inline stylesheet.

    A form that begins a login elsewhere is led there, which counts as where it goes.
    """
    digest = base64.b64encode(hashlib.sha256(inline_css.encode()).digest()).decode()
    targets = " ".join(("'self'", *settings.SHPALTA_LOGIN_ORIGINS))
    return (
        f"default-src 'none'; img-src 'self'; style-src 'self' 'sha256-{digest}'; "
        f"script-src 'self'; connect-src 'self'; base-uri 'none'; form-action {targets}; "
        "frame-ancestors 'none'"
    )
