"""What a change of redirects makes stale; and what is remembered when something is renamed."""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import models

from shpalta.core import keys
from shpalta.journal.services import Draft
from shpalta.newsroom.announcing.columns import Columns
from shpalta.newsroom.announcing.rows import show
from shpalta.newsroom.announcing.scope import Change, Kind
from shpalta.newsroom.pages.models import EditionRoot, StandingPage
from shpalta.newsroom.redirects.models import (
    FormerHost,
    FormerPrefix,
    FormerSlug,
    OldNumber,
    Redirect,
    RedirectPattern,
)
from shpalta.newsroom.titles.models import Edition, Host, Rubric, Title
from shpalta.newsroom.vocabulary.models import Author, Entity, Topic


class TitlesAddresses(Kind[str]):
    """All redirects of a title together: whatever changes among them, one entry tells of it."""

    def __init__(self, *make_keys: Any) -> None:
        self._make_keys = make_keys

    def read(self, ids: Collection[int], *, lock: bool) -> Mapping[int, str]:
        """Read the codes of the titles."""
        del lock
        return dict(Title.objects.filter(pk__in=ids).values_list("pk", "code"))

    def announce(self, changes: Mapping[int, Change[str]]) -> Iterable[Draft]:
        """Give an entry for each title."""
        for change in changes.values():
            code = change.after or change.before or ""
            yield Draft(tuple(make(code) for make in self._make_keys))


REDIRECTS = TitlesAddresses(keys.redirects_key)
PATTERNS = TitlesAddresses(keys.redirects_key, keys.title_key)
"""Patterns are part of what each process of the press keeps of the house, hence the title's key."""


class Remembered(Kind[Columns]):
    """A name that readers' addresses hold: the one before is remembered when it changes.

    That happens in the transaction of the change, whatever way it is made. What becomes stale
    is said by the kinds of the rows themselves.
    """

    model: type[models.Model]
    columns: tuple[str, ...]

    def read(self, ids: Collection[int], *, lock: bool) -> Mapping[int, Columns]:
        """Read the names; the kinds of the rows themselves hold them."""
        del lock
        rows = self.model._base_manager.filter(pk__in=ids)  # noqa: SLF001  Django's own name
        return {row["pk"]: row for row in rows.values("pk", *self.columns)}

    def announce(self, changes: Mapping[int, Change[Columns]]) -> Iterable[Draft]:
        """Remember and forget names; what readers see is announced by others."""
        for change in changes.values():
            if change.after is not None:
                self.forget(change.after)
        for row_id, change in changes.items():
            if change.before is not None:
                self.remember(row_id, change.before, change.after)
        return ()

    @abstractmethod
    def remember(self, row_id: int, before: Columns, after: Columns | None) -> None:
        """Keep the name that a row had; `after` is None for one that was deleted."""

    @abstractmethod
    def forget(self, after: Columns) -> None:
        """Let go of a name that is taken now."""


class Hosts(Remembered):
    """Host names."""

    model = Host
    columns = ("title_id", "name")

    def remember(self, row_id: int, before: Columns, after: Columns | None) -> None:
        """Keep the host for the title that had it, unless a title has it still."""
        del row_id, after
        title_id = before["title_id"]
        if Title.objects.filter(pk=title_id).exists() and not _has(Host, name=before["name"]):
            FormerHost.objects.update_or_create(
                name=before["name"], defaults={"title_id": title_id}
            )

    def forget(self, after: Columns) -> None:
        """Let go of a host that answers now."""
        FormerHost.objects.filter(name=after["name"]).delete()


class Prefixes(Remembered):
    """Prefixes of editions."""

    model = Edition
    columns = ("title_id", "prefix")

    def remember(self, row_id: int, before: Columns, after: Columns | None) -> None:
        """Keep the prefix for the edition."""
        if after is not None and before["prefix"] != after["prefix"]:
            FormerPrefix.objects.update_or_create(
                title_id=before["title_id"],
                prefix=before["prefix"],
                defaults={"edition_id": row_id},
            )

    def forget(self, after: Columns) -> None:
        """Keep it: an edition at a prefix may lack what another had there once."""


class Slugs(Remembered):
    """Slugs of one vocabulary; `scope` is the column within whose row they are unique."""

    def __init__(self, vocabulary: str, model: type[models.Model], scope: str = "") -> None:
        self.vocabulary = vocabulary
        self.model = model
        self.scope = scope
        self.columns = ("slug", scope) if scope else ("slug",)

    def scope_of(self, columns: Columns) -> int:
        """Give the id of the row within which the slug is unique; 0: the house."""
        return int(columns[self.scope]) if self.scope else 0

    def remember(self, row_id: int, before: Columns, after: Columns | None) -> None:
        """Keep the slug for the row."""
        if after is not None and before["slug"] != after["slug"]:
            FormerSlug.objects.update_or_create(
                vocabulary=self.vocabulary,
                scope=self.scope_of(before),
                slug=before["slug"],
                defaults={"row": row_id},
            )

    def forget(self, after: Columns) -> None:
        """Let go of a slug that is taken now."""
        FormerSlug.objects.filter(
            vocabulary=self.vocabulary, scope=self.scope_of(after), slug=after["slug"]
        ).delete()


class PageSlugs(Slugs):
    """Slugs of standing pages, within the edition under which they hang."""

    def __init__(self) -> None:
        super().__init__("page", StandingPage)
        self.columns = ("slug", "path")

    def scope_of(self, columns: Columns) -> int:
        """Find the edition by the place in the tree."""
        branch = columns["path"][: -StandingPage.steplen]
        roots = EditionRoot.objects.filter(path=branch)
        return int(roots.values_list("edition_id", flat=True).first() or 0)


def _has(model: type[models.Model], **columns: Any) -> bool:
    return bool(model._base_manager.filter(**columns).exists())  # noqa: SLF001


REMEMBERED: tuple[Remembered, ...] = (
    Hosts(),
    Prefixes(),
    Slugs("rubric", Rubric, "title_id"),
    Slugs("topic", Topic),
    Slugs("entity", Entity),
    Slugs("author", Author),
    PageSlugs(),
)


def declare() -> None:
    """Declare that changes of these rows are announced, and names of others remembered."""
    show(Redirect, REDIRECTS, "title_id", forced=True)
    show(OldNumber, REDIRECTS, "title_id", forced=True)
    show(RedirectPattern, PATTERNS, "title_id", forced=True)
    for kind in REMEMBERED:
        show(kind.model, kind)
