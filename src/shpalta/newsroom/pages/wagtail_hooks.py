"""Where standing pages meet Wagtail's screens of pages: the walls between titles."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from shpalta.newsroom.pages.models import EditionRoot
from shpalta.newsroom.titles.walls import closed_title_ids, own, own_address


def title_of_page(page_id: Any) -> int | None:
    """Find the title on whose branch a page grows."""
    path = Page.objects.filter(pk=page_id).values_list("path", flat=True).first() or ""
    roots = EditionRoot.objects.filter(path__in=[path[:end] for end in range(4, len(path) + 1, 4)])
    found: int | None = roots.values_list("edition__title_id", flat=True).first()
    return found


own(
    Page,
    title_of_page,
    *("page_id", "parent_page_id", "parent_id", "page_to_move_id", "destination_id"),
)
for _name in ("detail", "action"):
    own_address(f"wagtailadmin_api:pages:{_name}", Page)


@hooks.register("construct_explorer_page_queryset")
def open_pages(_parent: Any, pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    """List the branches of open titles alone."""
    return _without_closed(pages, request)


@hooks.register("construct_page_chooser_queryset")
def open_pages_to_choose(pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    """Offer the branches of open titles alone."""
    return _without_closed(pages, request)


def _without_closed(pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    closed = closed_title_ids(request.user)
    if not closed:
        return pages
    paths = EditionRoot.objects.filter(edition__title_id__in=closed).values_list("path", flat=True)
    for path in paths:
        pages = pages.exclude(path__startswith=path)
    return pages
