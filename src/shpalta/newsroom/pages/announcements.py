"""What a change of standing pages makes stale: of a page, of the tree, of who may see it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from wagtail.models import Page, PageViewRestriction  # first: wagtail.actions has a cycle else
from wagtail.models.pages import PageQuerySet

from wagtail.actions.delete_page import DeletePageAction  # isort: skip
from wagtail.actions.move_page import MovePageAction  # isort: skip

from shpalta.core import keys
from shpalta.journal.services import Draft
from shpalta.newsroom.announcing.scope import Change, Kind, change
from shpalta.newsroom.pages.models import EditionRoot, StandingPage

EVERYTHING = 0
"""Touched in place of single rows: one change in the tree can concern many pages."""


@dataclass(frozen=True, slots=True)
class PageFace:
    """A standing page that the public sees, and the edition under which it hangs."""

    page_id: int
    title: str
    language: str
    slug: str
    heading: str
    position: int
    path: str
    text: str

    @property
    def footer(self) -> tuple[Any, ...]:
        """What every page of an edition shows of it; `path` decides between equal positions."""
        return self.title, self.language, self.heading, self.position, self.path


Faces = tuple[PageFace, ...]


class StandingPages(Kind[Faces]):
    """All standing pages together, as one face: there are a few dozen, and they change rarely."""

    def read(self, ids: Collection[int], *, lock: bool) -> Mapping[int, Faces]:
        """Read what the public sees of all standing pages, in three queries."""
        del ids
        roots = {
            path: (code, language)
            for path, code, language in EditionRoot.objects.values_list(
                "path", "edition__title__code", "edition__language"
            )
        }
        if lock:
            # In the order of the tree, so that two changes cannot wait for each other.
            list(EditionRoot.objects.order_by("path").select_for_update().values_list("pk"))
        pages = StandingPage.objects.live().public().order_by("pk")
        faces = []
        for page in pages:
            edition = roots.get(page.path[: -StandingPage.steplen])
            if edition is not None:
                faces.append(_face(page, *edition))
        return {EVERYTHING: tuple(faces)}

    def announce(self, changes: Mapping[int, Change[Faces]]) -> Iterable[Draft]:
        """Give one entry for all that changed."""
        for changed in changes.values():
            before = {face.page_id: face for face in changed.before or ()}
            after = {face.page_id: face for face in changed.after or ()}
            named: set[str] = set()
            gone: set[str] = set()
            for page_id in {*before, *after}:
                old, new = before.get(page_id), after.get(page_id)
                if old != new:
                    named |= _keys(page_id, old, new)
                if new is None:
                    gone.add(keys.page_key(page_id))
            yield Draft(tuple(named), tuple(gone))


STANDING_PAGES = StandingPages()


def _face(page: StandingPage, title: str, language: str) -> PageFace:
    return PageFace(
        page_id=page.pk,
        title=title,
        language=language,
        slug=page.slug,
        heading=page.title,
        position=page.position,
        path=page.path,
        text=f"{page.search_description}\n{list(page.body.raw_data)!r}",
    )


def _keys(page_id: int, old: PageFace | None, new: PageFace | None) -> set[str]:
    named = {keys.page_key(page_id)}
    faces = [face for face in (old, new) if face is not None]
    if old is None or new is None or old.footer != new.footer:
        named |= {keys.edition_key(face.title, face.language) for face in faces}
    if old is None or new is None or (old.slug, old.language) != (new.slug, new.language):
        # Pages of the other editions link to it, and take one of the same slug for its sibling.
        named |= {keys.title_key(face.title) for face in faces}
    return named


_UNSEEN = frozenset(
    {
        *("draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_id"),
        *("latest_revision_created_at", "locked", "locked_at", "locked_by", "url_path", "numchild"),
    }
)
_WRITING: tuple[tuple[type, str], ...] = (
    (Page, "save"),
    (DeletePageAction, "execute"),
    (MovePageAction, "execute"),
    (PageQuerySet, "update"),
    (PageQuerySet, "delete"),
    (PageViewRestriction, "save"),
    (PageViewRestriction, "delete"),
)
"""Where Wagtail writes the tree and who may see it; everything else ends in one of these."""


def declare() -> None:
    """Make each writing of Wagtail's one change that touches the standing pages.

    Its classes commit a move, a deletion or a restriction without an outer transaction, and a
    signal after that comes too late for an entry in the same one; so the methods are wrapped.
    """
    for owner, name in _WRITING:
        setattr(owner, name, _as_change(getattr(owner, name)))


def _as_change(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def wrapped(subject: Any, *args: Any, **kwargs: Any) -> Any:
        columns = kwargs.get("update_fields")
        if method.__name__ == "update":
            columns = kwargs
        if columns is not None and _UNSEEN.issuperset(columns):
            return method(subject, *args, **kwargs)
        with change() as scope:
            scope.touch(STANDING_PAGES, [EVERYTHING])
            return method(subject, *args, **kwargs)

    return wrapped
