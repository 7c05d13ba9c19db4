"""The walker over routes: it finds every one, and refuses to overlook any."""

import re

import pytest
from django.conf import settings
from django.urls import path, re_path
from django.urls.resolvers import get_resolver

from shpalta.press import views
from tests.house.routes import UnreachableRouteError, paths_of

POOL = [
    "2024",
    "04",
    "10",
    "7",
    "all",
    "0123456789abcdef",
    "city",
    "news/",
    "news/2024/04/10/",
    "pictures/7/0123456789ab/800.webp",
    "rubric/city",
    "newest",
]


def test_every_view_of_the_press_is_reached() -> None:
    resolver = get_resolver("shpalta.site.urls_press")
    reached = {resolver.resolve(f"/{one}").func for one in paths_of(resolver.url_patterns, POOL)}
    named = set(re.findall(r"views\.(\w+)", _source("shpalta.press.urls")))
    assert {getattr(views, name) for name in named} <= reached


def test_a_route_for_which_no_word_fits_is_an_error() -> None:
    with pytest.raises(UnreachableRouteError, match="code"):
        list(paths_of([re_path(r"^x/(?P<code>[A-Z]{4})/$", views.front)], POOL))
    with pytest.raises(UnreachableRouteError, match="uuid"):
        list(paths_of([path("x/<uuid:code>/", views.front)], POOL))


def _source(module: str) -> str:
    import importlib
    import inspect

    assert settings.configured
    return inspect.getsource(importlib.import_module(module))
