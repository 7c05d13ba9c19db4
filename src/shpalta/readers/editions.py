"""Which edition a request of a reader is for: by its host the title, by its path the edition."""

from dataclasses import dataclass, field

from django.conf import settings

from shpalta.journal.queries import house_version
from shpalta.newsroom.titles.models import Edition, Host, Title

ROOM = "/-/readers/"
"""Under this path, after an edition's prefix, everything of this room lies."""


@dataclass(frozen=True)
class Directory:
    """The editions of the house by host and prefix, as the journal's version of it has them."""

    version: int
    by_host: dict[str, dict[str, Edition]] = field(default_factory=dict)
    unknown: dict[str, Edition] = field(default_factory=dict)
    """The editions of the title that answers hosts that nobody claims."""
    hosts: dict[int, str] = field(default_factory=dict)
    """The host under which each title is known."""

    def find(self, host: str, prefix: str) -> Edition | None:
        """Find an edition by host (with or without its port) and prefix."""
        return self.by_host.get(host.partition(":")[0].lower(), self.unknown).get(prefix)


class _Copy:
    kept: Directory | None = None


def current_directory() -> Directory:
    """Give the directory: from memory while the journal knows of no change."""
    version, kept = house_version(), _Copy.kept
    if kept is None or kept.version != version:
        kept = _read(version)
        _Copy.kept = kept
    return kept


def forget_directory() -> None:
    """Read the directory anew: for changes past the journal, as tests make them."""
    _Copy.kept = None


def _read(version: int) -> Directory:
    titles = {title.pk: title for title in Title.objects.all()}
    editions: dict[int, dict[str, Edition]] = {}
    for edition in Edition.objects.all():
        edition.title = titles[edition.title_id]
        editions.setdefault(edition.title_id, {})[edition.prefix] = edition
    rows = list(Host.objects.order_by("is_canonical", "-name"))
    by_host = {row.name: editions.get(row.title_id, {}) for row in rows}
    hosts = {row.title_id: row.name for row in rows}
    unknown = next((pk for pk, title in titles.items() if title.answers_unknown_hosts), None)
    return Directory(version, by_host, editions.get(unknown or 0, {}), hosts)


def origin_of(edition: Edition) -> str:
    """Give scheme and host under which readers know the title of an edition."""
    host = current_directory().hosts.get(edition.title_id, "localhost")
    return str(settings.SHPALTA_READERS.origin(host))


def base_of(edition: Edition, *, seen_from: Edition) -> str:
    """Give what stands before the paths of an edition on a page of another one.

    Of the same title that is its prefix alone, else scheme and host as well.
    """
    is_near = edition.title_id == seen_from.title_id
    return edition.prefix if is_near else f"{origin_of(edition)}{edition.prefix}"
