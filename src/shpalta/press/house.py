"""What every page needs to know of the house: titles, hosts, editions, rubrics, standing pages.

It is a handful of rows that change a few times a year, and every request asks for them. So each
process keeps them, and asks the journal with every request whether they are still what they were.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.utils import timezone

from shpalta.campaigns.grounds import Ground, read_grounds, read_partners
from shpalta.core.address_patterns import PatternError
from shpalta.journal.queries import house_version
from shpalta.newsroom.pages.models import EditionRoot, StandingPage
from shpalta.newsroom.redirects.models import FormerHost, FormerPrefix, RedirectPattern
from shpalta.newsroom.redirects.patterns import KnownPattern, known_pattern
from shpalta.newsroom.titles.models import Edition, Host, Rubric, Title
from shpalta.press.looks import PLAIN, Look, read_looks
from shpalta.readers.models import TalkRules

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class StandingLink:
    """Where a public standing page is found: its row's id, slug and title."""

    id: int
    slug: str
    title: str


@dataclass(frozen=True)
class House:
    """All titles of the installation with what hangs on them; ids are those of the rows."""

    titles: tuple[Title, ...]
    hosts: dict[str, Title]
    canonical_hosts: dict[int, str]
    editions: dict[int, tuple[Edition, ...]]
    rubrics: dict[int, tuple[Rubric, ...]]
    standing: dict[int, tuple[StandingLink, ...]]
    former_hosts: dict[str, Title]
    former_prefixes: dict[int, tuple[tuple[str, int], ...]]
    """Of each title: prefixes with the ids of the editions that stood there, the longest first."""
    patterns: dict[int, tuple[KnownPattern, ...]]
    looks: dict[int, Look]
    """The designs of titles that have one."""
    talk_rules: dict[int, TalkRules]
    """The rules of comments of titles that have any."""
    grounds: dict[int, Ground]
    """What of campaigns stands on the pages of titles that have placements."""
    partners: dict[int, Mapping[str, str]]
    """Who paid for a story, in all languages, by the work's number."""

    def look(self, title_id: int) -> Look:
        """Give a title's design; the house's own where it has none."""
        return self.looks.get(title_id, PLAIN)

    def find_title(self, host: str) -> Title | None:
        """Find the title that answers under a host name (without the port)."""
        if title := self.find_claimant(host):
            return title
        return next((title for title in self.titles if title.answers_unknown_hosts), None)

    def find_claimant(self, host: str) -> Title | None:
        """Find the title that has a host name, or had it last."""
        host = host.lower()
        return self.hosts.get(host) or self.former_hosts.get(host)

    def find_elsewhere(self, host: str) -> Title | None:
        """Find the title whose name this is, if it is printed in addresses under another one."""
        title = self.find_claimant(host)
        return title if title and self.canonical_hosts.get(title.pk, host) != host else None

    def find_edition(self, title: Title, path: str) -> Edition | None:
        """Find the title's edition under whose prefix a path lies; the longest prefix wins."""
        fitting = [
            edition
            for edition in self.editions.get(title.pk, ())
            if path == edition.prefix or path.startswith(f"{edition.prefix}/")
        ]
        return max(fitting, key=lambda edition: len(edition.prefix), default=None)

    def find_edition_by_id(self, edition_id: int) -> Edition | None:
        """Find an edition of any title by its row's id."""
        for editions in self.editions.values():
            for edition in editions:
                if edition.pk == edition_id:
                    return edition
        return None

    def siblings(self, edition: Edition) -> tuple[Edition, ...]:
        """List the editions of the same title, itself included, in their order."""
        return self.editions.get(edition.title_id, ())

    def default_edition(self, title_id: int) -> Edition | None:
        """Find the edition that stands at the root of a title's host, or else its first."""
        editions = self.editions.get(title_id, ())
        at_root = (edition for edition in editions if not edition.prefix)
        return next(at_root, editions[0] if editions else None)

    def origin(self, title_id: int) -> str:
        """Give scheme, host and port under which a title is found, as printed in addresses."""
        host = self.canonical_hosts.get(title_id, "localhost")
        origin: str = settings.SHPALTA_READERS.origin(host)
        return origin

    def find_rubric(self, title_id: int, slug: str) -> Rubric | None:
        """Find a title's rubric by its slug."""
        rubrics = self.rubrics.get(title_id, ())
        return next((rubric for rubric in rubrics if rubric.slug == slug), None)

    def find_rubric_by_id(self, title_id: int, rubric_id: int | None) -> Rubric | None:
        """Find a title's rubric by its row's id."""
        rubrics = self.rubrics.get(title_id, ())
        return next((rubric for rubric in rubrics if rubric.pk == rubric_id), None)


def _read_standing() -> dict[int, tuple[StandingLink, ...]]:
    roots = dict(EditionRoot.objects.values_list("path", "edition_id"))
    standing: dict[int, list[StandingLink]] = defaultdict(list)
    pages = StandingPage.objects.live().public().order_by("position", "path")
    for page_id, path, slug, title in pages.values_list("id", "path", "slug", "title"):
        edition_id = roots.get(path[: -StandingPage.steplen])
        if edition_id is not None:
            standing[edition_id].append(StandingLink(page_id, slug, title))
    return _settled(standing)


def _read_editions(titles: Mapping[int, Title]) -> dict[int, tuple[Edition, ...]]:
    editions: dict[int, list[Edition]] = defaultdict(list)
    for edition in Edition.objects.order_by("position", "id"):
        edition.title = titles[edition.title_id]
        editions[edition.title_id].append(edition)
    return _settled(editions)


def _read_rubrics() -> dict[int, tuple[Rubric, ...]]:
    rubrics: dict[int, list[Rubric]] = defaultdict(list)
    for rubric in Rubric.objects.order_by("position", "slug"):
        rubrics[rubric.title_id].append(rubric)
    return _settled(rubrics)


def _read_patterns() -> dict[int, tuple[KnownPattern, ...]]:
    patterns: dict[int, list[KnownPattern]] = defaultdict(list)
    for row in RedirectPattern.objects.order_by("position", "id"):
        with suppress(PatternError):  # one that came past the screens harms no other page
            patterns[row.title_id].append(known_pattern(row.pattern, row.target, row.status))
    return _settled(patterns)


def _read_former_prefixes() -> dict[int, tuple[tuple[str, int], ...]]:
    prefixes: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for former in FormerPrefix.objects.all():
        prefixes[former.title_id].append((former.prefix, former.edition_id))
    for known in prefixes.values():
        known.sort(key=lambda one: (-len(one[0]), one))
    return _settled(prefixes)


def _settled(lists: Mapping[int, Sequence[Row]]) -> dict[int, tuple[Row, ...]]:
    return {key: tuple(rows) for key, rows in lists.items()}


def read_house() -> House:
    """Read the house from the database."""
    titles = {title.pk: title for title in Title.objects.order_by("position", "code")}
    hosts: dict[str, Title] = {}
    canonical: dict[int, str] = {}
    for host in Host.objects.order_by("-is_canonical", "name"):
        hosts[host.name] = titles[host.title_id]
        canonical.setdefault(host.title_id, host.name)
    former_hosts = {former.name: titles[former.title_id] for former in FormerHost.objects.all()}
    return House(
        titles=tuple(titles.values()),
        hosts=hosts,
        canonical_hosts=canonical,
        editions=_read_editions(titles),
        rubrics=_read_rubrics(),
        standing=_read_standing(),
        former_hosts=former_hosts,
        former_prefixes=_read_former_prefixes(),
        patterns=_read_patterns(),
        looks=read_looks(),
        talk_rules={rules.title_id: rules for rules in TalkRules.objects.all()},
        grounds=read_grounds(timezone.now(), frozenset({*hosts, *former_hosts})),
        partners=read_partners(),
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """A house and the journal's version of it, which was asked for before it was read."""

    version: int
    house: House


class _Copy:
    """This process's copy. Threads may replace it by one another's; each is right."""

    kept: _Kept | None = None


def current_house() -> House:
    """Give the house as it is: from memory while the journal knows of no change."""
    version, kept = house_version(), _Copy.kept
    if kept is None or kept.version != version:
        kept = _Kept(version, read_house())
        _Copy.kept = kept
    return kept.house


def last_known_house() -> House | None:
    """Give the house as it was when it was last read: for the page that says that nothing works."""
    return _Copy.kept.house if _Copy.kept else None


def forget_house() -> None:
    """Read the house anew at the next request: for changes past the journal, as tests make them."""
    _Copy.kept = None
