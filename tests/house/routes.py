"""Walks every route that a URL configuration has, without naming one.

For each part of a route that varies, every word of a given pool that fits is tried. A route for
which no word fits is an error: the pool must learn what the new route is about.
"""

import itertools
import re
from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RegexPattern, RoutePattern

MOST_PER_ROUTE = 4000


class UnreachableRouteError(Exception):
    """No word of the pool fits a part of a route. The message names both."""


def paths_of(patterns: Iterable[URLPattern | URLResolver], pool: Iterable[str]) -> Iterator[str]:
    """Give the paths (without the first slash) that routes lead to with the pool's words."""
    words = list(dict.fromkeys(pool))
    for route in patterns:
        heads = _fillings(route.pattern, words)
        if isinstance(route, URLResolver):
            tails = list(paths_of(route.url_patterns, words))
            yield from (head + tail for head in heads for tail in tails)
        else:
            yield from heads


def _fillings(pattern: object, words: list[str]) -> list[str]:
    pieces: list[str | tuple[str, str]]
    if isinstance(pattern, RoutePattern):
        pieces = [
            piece if place % 2 == 0 else (piece, pattern.converters[piece.split(":")[-1]].regex)
            for place, piece in enumerate(re.split(r"<([^>]+)>", str(pattern)))
        ]
    elif isinstance(pattern, RegexPattern):
        pieces = _regex_pieces(str(pattern))
    else:
        message = f"Routes of the kind {type(pattern).__name__} are not known: teach the walker."
        raise UnreachableRouteError(message)
    choices = [
        [piece] if isinstance(piece, str) else _fitting(words, piece, str(pattern))
        for piece in pieces
    ]
    filled = ("".join(parts) for parts in itertools.product(*choices))
    compiled = pattern.regex
    return list(itertools.islice((path for path in filled if compiled.match(path)), MOST_PER_ROUTE))


def _regex_pieces(text: str) -> list[str | tuple[str, str]]:
    """Split a regular expression into literal pieces and groups; each group is a piece to fill."""
    pieces: list[str | tuple[str, str]] = []
    depth, start = 0, 0
    for place, letter in enumerate(text):
        escaped = place > 0 and text[place - 1] == "\\"
        if letter == "(" and not escaped:
            if depth == 0:
                pieces.append(_literal(text[start:place]))
                start = place
            depth += 1
        elif letter == ")" and not escaped:
            depth -= 1
            if depth == 0:
                pieces.append((text[start : place + 1], text[start : place + 1]))
                start = place + 1
    pieces.append(_literal(text[start:]))
    return pieces


def _literal(text: str) -> str:
    return text.strip("^$").replace("\\", "").replace("?", "")


def _fitting(words: list[str], part: tuple[str, str], route: str) -> list[str]:
    name, regex = part
    fitting = [word for word in words if re.fullmatch(regex, word)]
    if not fitting:
        message = f"No word of the pool fits {name!r} in the route {route!r}: teach the pool."
        raise UnreachableRouteError(message)
    return fitting
