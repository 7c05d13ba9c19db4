"""What a change of a word makes stale: a topic, an entity, an author, a source."""

from django.db import models

from shpalta.core import keys
from shpalta.newsroom.announcing.columns import Columns, ColumnsKind, changed
from shpalta.newsroom.announcing.rows import show
from shpalta.newsroom.vocabulary.models import Author, Entity, Named, Source, Topic


class Words(ColumnsKind):
    """The words of one vocabulary; `columns` are those that readers see."""

    def __init__(self, vocabulary: str, model: type[Named], *columns: str) -> None:
        self.vocabulary = vocabulary
        self._model = model
        self.columns = ("slug", "names", *columns)

    @property
    def model(self) -> type[models.Model]:
        """The model of the vocabulary."""
        return self._model

    def keys_of(self, row_id: int, before: Columns | None, after: Columns | None) -> set[str]:
        """Name the word; a slug that came or went changes addresses that led nowhere."""
        named = {keys.word_key(self.vocabulary, row_id)}
        if "slug" in changed(before, after):
            named.add(keys.words_key(self.vocabulary))
        return named


VOCABULARIES: dict[type[Named], Words] = {
    Topic: Words("topic", Topic),
    Entity: Words("entity", Entity, "type", "descriptions"),
    Author: Words("author", Author, "roles", "bios", "portrait_id"),
    Source: Words("source", Source, "url"),
}


def declare() -> None:
    """Declare that changes of these rows are announced."""
    for model, kind in VOCABULARIES.items():
        show(model, kind, unseen=["folded_names"])
