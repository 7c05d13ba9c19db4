"""Who else shows rows on public pages: apps tell those below them, which must not know them.

A picture is printed by stories; it is also printed by whatever app declares that it prints it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection

from django.db import models

Use = Callable[[Collection[int]], set[int]]

_uses: defaultdict[type[models.Model], dict[str, Use]] = defaultdict(dict)


def declare_use(model: type[models.Model], name: str, use: Use) -> None:
    """Declare a function that keeps, of ids of rows, those that public pages show now."""
    _uses[model][name] = use


def used_elsewhere(model: type[models.Model], ids: Collection[int]) -> set[int]:
    """Keep the rows that an app which declared it shows on a public page now."""
    found: set[int] = set()
    for use in _uses[model].values():
        left = set(ids) - found
        if not left:
            break
        found |= use(left)
    return found
