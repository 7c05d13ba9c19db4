"""Which edition a request of a reader is for: by its host the title, by its path the edition."""

from dataclasses import dataclass, field

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
    by_host = {row.name: editions.get(row.title_id, {}) for row in Host.objects.all()}
    unknown = next((pk for pk, title in titles.items() if title.answers_unknown_hosts), None)
    return Directory(version, by_host, editions.get(unknown or 0, {}))
