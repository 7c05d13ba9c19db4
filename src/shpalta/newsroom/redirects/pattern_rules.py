"""Writing patterns: what is refused, and what is kept."""

from django.utils.translation import gettext as _

from shpalta.core.address_patterns import PatternError, compile_pattern, fill, placeholders_in
from shpalta.core.old_addresses import host_of
from shpalta.core.targets import GONE, TargetError, read_target
from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.redirects.errors import RedirectRefusedError
from shpalta.newsroom.redirects.models import RedirectPattern, Status
from shpalta.newsroom.titles.models import Host, Title

_SAMPLES = {"year": "2024", "month": "04", "day": "10"}


def check_pattern(
    *, pattern: str, target: str, status: int, allows_outside: bool = False
) -> tuple[str, str, int]:
    """Read a pattern with its target; give both and the status. Raises RedirectRefusedError."""
    try:
        compiled = compile_pattern(pattern)
    except PatternError as error:
        message = _("This is no pattern: %(about)s. Write it like /news/{year}/{id}-{slug}.html.")
        about = {"about": error.about or pattern[:60]}
        raise RedirectRefusedError("path", message % about) from error
    target = target.strip()
    if status == Status.GONE or target in {"", GONE}:
        return compiled.text, GONE, Status.GONE
    unknown = placeholders_in(target) - compiled.names
    if unknown:
        message = _("The pattern has no %(names)s.")
        names = ", ".join(f"{{{name}}}" for name in sorted(unknown))
        raise RedirectRefusedError("target", message % {"names": names})
    _check_target(fill(target, {name: _SAMPLES.get(name, "1") for name in compiled.names}), target)
    if "://" in target and not allows_outside and not _is_ours(target):
        message = _("%(host)s is no host of this house. Allow it below if it is meant.")
        raise RedirectRefusedError("target", message % {"host": host_of(target)})
    return compiled.text, target, status


def _check_target(filled: str, written: str) -> None:
    if "://" in written:
        scheme, _colon, rest = written.partition("://")
        # No reader may say which host it is.
        if scheme in {"http", "https"} and host_of(filled) and "{" not in rest.partition("/")[0]:
            return
        raise RedirectRefusedError("target", _("There is no such page."))
    if written.startswith("/") and not written.startswith("//"):
        return
    try:
        read_target(filled)
    except TargetError as error:
        message = _(
            "Write the address of a page, or one of: story:7450714, rubric:city, topic:…, "
            "author:…, about:…, page:…, front:, day:2024-04-10, gone."
        )
        raise RedirectRefusedError("target", message) from error


def _is_ours(target: str) -> bool:
    return Host.objects.filter(name=host_of(target)).exists()


@change()
def save_pattern(
    *, title: Title, pattern: str, target: str, status: int, position: int = 0
) -> RedirectPattern:
    """Keep what `check_pattern` read; one that is known is changed."""
    row, _is_new = RedirectPattern.objects.update_or_create(
        title=title,
        pattern=pattern,
        defaults={"target": target, "status": status, "position": position},
    )
    return row
