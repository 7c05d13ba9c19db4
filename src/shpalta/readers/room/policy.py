"""What pages of the room may load and where their forms may go."""

from functools import lru_cache

from django.conf import settings

from shpalta.core.policies import style_source


@lru_cache(maxsize=64)
def content_policy(inline_css: str) -> str:
    """Give the Content-Security-Policy (W3C, level 3) of a page with one inline stylesheet.

    A form that begins a login elsewhere is led there, which counts as where it goes.
    """
    targets = " ".join(("'self'", *settings.SHPALTA_LOGIN_ORIGINS))
    return (
        f"default-src 'none'; img-src 'self'; style-src 'self' {style_source(inline_css)}; "
        f"script-src 'self'; connect-src 'self'; base-uri 'none'; form-action {targets}; "
        "frame-ancestors 'none'"
    )
