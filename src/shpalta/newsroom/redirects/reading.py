"""Reading what people write: an old address of a title, and where it is to lead.

A `Desk` reads for one title and keeps what it looked up, so that a file of a million lines asks
the database once for a rubric, and once in a while for many stories.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from shpalta.core.old_addresses import (
    OldAddress,
    OldAddressError,
    host_of,
    normal_path,
    read_old_address,
)
from shpalta.core.targets import GONE, Target, TargetError, read_target, recognise
from shpalta.newsroom.pages.models import EditionRoot, StandingPage
from shpalta.newsroom.redirects.errors import RedirectRefusedError
from shpalta.newsroom.redirects.models import LONGEST_TARGET, FormerHost, FormerPrefix, FormerSlug
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition, Host, Rubric, Title
from shpalta.newsroom.vocabulary.models import Author, Entity, Topic

_WORDS = {"topic": ("topic", Topic), "author": ("author", Author), "about": ("entity", Entity)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something leads, as `Redirect` keeps it: an edition's id or None, and a target."""

    edition_id: int | None
    target: str


NOWHERE = Place(None, "")


@dataclass(frozen=True, slots=True)
class Onward:
    """A path of the title that is no page: perhaps another old address, which leads on."""

    address: OldAddress


def reason_told(error: OldAddressError) -> str:
    """Say in the active language what is wrong with an old address."""
    return {
        "long": _("This address is too long."),
        "file": _("Files and parts of pages (/static/, /media/, /-/) are not redirected."),
        "front": _("The front stands here: readers get it, whatever follows in the query."),
    }.get(error.reason, _("Write a path such as /old/page.html, or a whole address."))


@dataclass
class Desk:
    """Reads addresses and targets for one title. `allows_outside`: to other people's hosts."""

    title: Title
    allows_outside: bool = False
    _known: dict[tuple[int, str], bool] = field(default_factory=dict)
    _stories: dict[str, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        editions = Edition.objects.select_related("title").order_by("position", "pk")
        self.editions = [one for one in editions if one.title_id == self.title.pk]
        self._others = [one for one in editions if one.title_id != self.title.pk]
        self._hosts = dict(FormerHost.objects.values_list("name", "title_id"))
        self._hosts |= dict(Host.objects.values_list("name", "title_id"))
        self._prefixes = list(FormerPrefix.objects.values_list("title_id", "prefix", "edition_id"))

    def read_address(self, text: str) -> OldAddress:
        """Read an old address of the title. Raises RedirectRefusedError."""
        host = host_of(text)
        if host and self._hosts.get(host) != self.title.pk:
            message = _("%(host)s is no host of “%(title)s”, and was none.")
            raise RedirectRefusedError("path", message % {"host": host, "title": self.title})
        try:
            return read_old_address(text)
        except OldAddressError as error:
            raise RedirectRefusedError("path", reason_told(error)) from error

    def read_place(self, text: str, source: OldAddress) -> Place | Onward:
        """Read where an address leads; what is not said of the edition follows from its own.

        Raises RedirectRefusedError.
        """
        text = text.strip()
        if text in {"", GONE}:
            return NOWHERE
        if "://" in text:
            return self._whole_address(text)
        if text.startswith("//"):
            raise RedirectRefusedError("target", _("There is no such page."))
        if text.startswith("/"):
            return self._path(text, self.editions, self.title.pk)
        try:
            target = read_target(text)
        except TargetError as error:
            message = _(
                "Write the address of a page, or one of: story:7450714, rubric:city, topic:…, "
                "author:…, about:…, page:…, front:, day:2024-04-10, gone."
            )
            raise RedirectRefusedError("target", message) from error
        if target.sort == "old":
            raise RedirectRefusedError("target", _("old: stands in patterns only."))
        return self._page(target, self._edition(target, source))

    def expect_stories(self, texts: Iterable[str]) -> None:
        """Look up at once which of many targets are stories that there are."""
        numbers = {name for text in texts if (name := _story_number(text))} - self._stories.keys()
        if len(self._stories) > 100_000:  # noqa: PLR2004  a bound on memory, not on what is read
            self._stories.clear()
        self._stories |= {number: set() for number in numbers}
        rows = Story.objects.filter(work_id__in=[int(number) for number in numbers]).order_by()
        for number, edition_id in rows.values_list("work_id", "edition_id"):
            self._stories[str(number)].add(edition_id)

    def _edition(self, target: Target, source: OldAddress) -> Edition:
        if target.language:
            named = [one for one in self.editions if one.language == target.language]
            if not named:
                message = _("“%(title)s” has no edition in the language %(language)s.")
                facts = {"title": self.title, "language": target.language}
                raise RedirectRefusedError("target", message % facts)
            return named[0]
        own = _under(self.editions, source.path) or (self.editions[0] if self.editions else None)
        if own is None:
            message = _("“%(title)s” has no edition yet.") % {"title": self.title}
            raise RedirectRefusedError("target", message)
        if target.sort == "story":
            having = self._editions_of(target.name)
            if own.pk not in having:
                return next((one for one in self.editions if one.pk in having), own)
        return own

    def _whole_address(self, text: str) -> Place | Onward:
        host = host_of(text)
        title_id = self._hosts.get(host)
        if title_id is not None:
            parts = urlsplit(text)
            path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            everybody = self.editions + self._others
            own = [one for one in everybody if one.title_id == title_id]
            return self._path(path, own, title_id)
        if not self.allows_outside:
            message = _("%(host)s is no host of this house. Allow it below if it is meant.")
            raise RedirectRefusedError("target", message % {"host": host or text[:60]})
        try:
            URLValidator(schemes=["http", "https"])(text)
        except ValidationError as error:
            raise RedirectRefusedError("target", error.messages[0]) from error
        if len(text) > LONGEST_TARGET:
            raise RedirectRefusedError("target", _("This address is too long."))
        return Place(None, text)

    def _path(self, text: str, editions: list[Edition], title_id: int) -> Place | Onward:
        path = text.partition("?")[0].partition("#")[0]
        edition = _under(editions, path)
        page = recognise(path[len(edition.prefix) :]) if edition else None
        if page is None or edition is None:
            prefixes = sorted(self._prefixes, key=lambda one: -len(one[1]))
            for owner, prefix, edition_id in prefixes:
                known = next((one for one in editions if one.pk == edition_id), None)
                if owner == title_id and known and f"{path}/".startswith(f"{prefix}/"):
                    page = recognise(path[len(prefix) :])
                    edition = known
                    break
        if page is not None and edition is not None:
            return self._page(page, edition)
        if title_id != self.title.pk:
            raise RedirectRefusedError("target", _("There is no such page."))
        return Onward(self.read_address(text))

    def _page(self, page: Target, edition: Edition) -> Place:
        if not self._exists(page, edition):
            message = _("There is no such page in the edition “%(edition)s”: %(page)s.")
            facts = {"edition": edition, "page": page}
            raise RedirectRefusedError("target", message % facts)
        return Place(edition.pk, page.path)

    def _exists(self, page: Target, edition: Edition) -> bool:
        if page.sort in {"front", "day"}:
            return True
        if page.sort == "story":
            return edition.pk in self._editions_of(page.name)
        key = edition.pk, str(page)
        if key not in self._known:
            self._known[key] = _has_slug(page, edition)
        return self._known[key]

    def _editions_of(self, number: str) -> set[int]:
        if number not in self._stories:
            self.expect_stories([f"story:{number}"])
        return self._stories[number]


def _story_number(text: str) -> str:
    """Find the number in what could be a story's target; "" if it is none."""
    if "story:" in text:
        name = text.rpartition("/" if "/" in text else ":")[2].strip()
        return str(int(name)) if name.isascii() and name.isdigit() and len(name) <= 18 else ""  # noqa: PLR2004
    path = urlsplit(text).path if "://" in text else text.partition("?")[0]
    for place in range(3):
        rest = "/" + "/".join(path.strip("/").split("/")[place:]) + "/"
        page = recognise(rest)
        if page is not None and page.sort == "story":
            return page.name
    return ""


def _under(editions: list[Edition], path: str) -> Edition | None:
    fitting = [one for one in editions if f"{path}/".startswith(f"{one.prefix}/")]
    return max(fitting, key=lambda one: len(one.prefix), default=None)


def _has_slug(page: Target, edition: Edition) -> bool:
    if page.sort == "rubric":
        vocabulary, scope = "rubric", edition.title_id
        found = Rubric.objects.filter(title_id=scope, slug=page.name).exists()
    elif page.sort == "page":
        vocabulary, scope = "page", edition.pk
        branch = EditionRoot.objects.filter(edition=edition).first()
        found = (
            branch is not None
            and StandingPage.objects.child_of(branch).filter(slug=page.name).exists()
        )
    else:
        (vocabulary, model), scope = _WORDS[page.sort], 0
        found = model.objects.filter(slug=page.name).exists()
    former = FormerSlug.objects.filter(vocabulary=vocabulary, scope=scope, slug=page.name)
    return bool(found or former.exists())


def readers_get(title: Title, address: str) -> "Inquiry":
    """Ask the press what readers of a title would get at an address. It is wired by settings."""
    answer: Inquiry = import_string(settings.SHPALTA_ADDRESS_INQUIRY)(title.pk, address)
    return answer


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What readers get: an HTTP status, and where it leads on to, if anywhere."""

    status: int
    location: str = ""


def is_living(title: Title, address: OldAddress) -> bool:
    """Tell whether a page stands at an address, so that a redirect there would never be used.

    Only an address that looks like one of ours can have a page; the press is asked for these.
    """
    path = normal_path(address.path)
    editions = title.editions.values_list("prefix", flat=True)
    below = [path[len(prefix) :] for prefix in editions if f"{path}/".startswith(f"{prefix}/")]
    if not any(recognise(f"{one.rstrip('/')}/") or one == "/icon.svg" for one in below):
        return False
    inquiry = readers_get(title, f"{path}/" if not path.endswith(".svg") else path)
    return inquiry.status == 200  # noqa: PLR2004  # HTTP OK
