"""Where a video or an embed is used, as far as who asks may see it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import ReferenceIndex

from shpalta.newsroom.titles.walls import is_owned, may_reach


@dataclass(frozen=True, slots=True)
class Uses:
    """What uses something: the rows that may be seen, and how many others there are."""

    seen: tuple[Any, ...]
    hidden: int

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.seen) + self.hidden


def find_uses(thing: Model, user: Any) -> Uses:
    """Find what uses a row; `user` sees what is of titles open to them."""
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(thing), to_object_id=str(thing.pk)
    )
    places = references.values_list("base_content_type_id", "object_id").distinct()
    seen, hidden = [], 0
    for type_id, row_id in places.order_by("base_content_type_id", "object_id")[:100]:
        model = ContentType.objects.get_for_id(type_id).model_class()
        row = model._base_manager.filter(pk=row_id).first() if model is not None else None  # noqa: SLF001
        if row is None or model is None:
            continue
        if is_owned(model) and not may_reach(user, model, row.pk):
            hidden += 1
        else:
            seen.append(row)
    return Uses(tuple(seen), hidden)
