"""The door of every screen: what an address of the newsroom names must be open to who asks.

Screens of ours and of Wagtail alike name what they are about in their address. Asked here, no
screen can forget it: what belongs to a title that is closed to somebody does not exist for them.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse

from shpalta.newsroom.titles.walls import (
    closed_title_ids,
    is_owned,
    may_reach,
    owner_named,
)

_SNIPPETS, _CHOOSERS = "wagtailsnippets_", "wagtailsnippetchoosers_"
_OF_THE_WHOLE_HOUSE = frozenset(
    {
        *(
            "wagtailadmin_reports:",
            "wagtailadmin_pages:search",
            "wagtailadmin_pages:search_results",
        ),
        *("wagtailadmin_pages:type_use", "wagtailadmin_api:pages:find"),
    }
)
"""Screens that list what all titles have, with no way to leave something out."""
_API_LISTING = "wagtailadmin_api:pages:listing"
"""The menu of pages asks it `for_explorer`, and gets the branches of open titles alone."""


class WallsMiddleware:
    """Answers 404 to an address that names something of a closed title."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: Mapping[str, Any]
    ) -> None:
        """Ask before any view is called. Raises Http404."""
        if not request.user.is_authenticated or request.resolver_match is None:
            return
        name = request.resolver_match.view_name
        for model, row_id in _named(request, kwargs):
            if not may_reach(request.user, model, row_id, to_point=name.startswith(_CHOOSERS)):
                raise Http404
        is_whole = _is_of_the_whole_house(name) or (
            name == _API_LISTING and request.GET.get("for_explorer") not in {"1", "true"}
        )
        if is_whole and closed_title_ids(request.user):
            raise Http404


def _is_of_the_whole_house(name: str) -> bool:
    return name in _OF_THE_WHOLE_HOUSE or name.partition(":")[0] + ":" in _OF_THE_WHOLE_HOUSE


def _named(request: HttpRequest, kwargs: Mapping[str, Any]) -> Iterator[tuple[type[Model], Any]]:
    """Give what an address names: (model, id) of each row that belongs to a title."""
    match = request.resolver_match
    for name, value in kwargs.items():
        if (model := owner_named(name, match.view_name if match else "")) is not None:
            yield model, value
    for namespace in match.namespaces if match else ():
        snippet = _snippet(namespace)
        if snippet is not None and is_owned(snippet):
            for name in ("pk", "object_id"):
                if name in kwargs:
                    yield snippet, unquote(str(kwargs[name]))
            for row_id in request.GET.getlist("id") + request.POST.getlist("id"):
                yield snippet, row_id
    if match and match.url_name == "wagtail_bulk_action":
        yield from _in_bulk(request, kwargs)


def _snippet(namespace: str) -> type[Model] | None:
    for beginning in (_SNIPPETS, _CHOOSERS):
        if namespace.startswith(beginning):
            # The name of a model has no underscore; that of an app may.
            app, _line, model = namespace.removeprefix(beginning).rpartition("_")
            return _model(app, model)
    return None


def _model(app: str, model: str) -> type[Model] | None:
    try:
        return apps.get_model(app, model)
    except LookupError:
        return None


def _in_bulk(request: HttpRequest, kwargs: Mapping[str, Any]) -> Iterator[tuple[type[Model], Any]]:
    model = _model(kwargs["app_label"], kwargs["model_name"])
    if model is None or not is_owned(model):
        return
    ids = request.GET.getlist("id") + request.POST.getlist("id")
    if "all" in ids and closed_title_ids(request.user):
        raise Http404
    for row_id in ids:
        yield model, row_id
