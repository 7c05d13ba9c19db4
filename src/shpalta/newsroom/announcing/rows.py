"""Which rows show in which faces, and the ways in which rows change.

A model of ours derives from `Announced` and has `AnnouncingManager`: then `save`, `delete` and
the bulk methods of its querysets are changes. Signals say which rows a change touches; they also
catch what a foreign hand writes, for instance `loaddata`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from shpalta.newsroom.announcing.scope import Kind, Scope, change, current_scope

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Shown:
    """That rows of a model show in the faces of a kind.

    `column` holds the id of the row whose face it is: `pk`, or the parent's. `unseen` are columns
    that no reader sees. `forced`: not part of the face, yet pages change with it. `only_old`: a
    new row changes no page.
    """

    kind: Kind[Any]
    column: str = "pk"
    unseen: frozenset[str] = frozenset()
    forced: bool = False
    only_old: bool = False

    def is_seen(self, columns: Collection[str]) -> bool:
        """Tell whether a reader could see a change of these columns."""
        return any(column not in self.unseen for column in columns)


_shown: defaultdict[type[models.Model], list[Shown]] = defaultdict(list)


def show(
    model: type[models.Model],
    kind: Kind[Any],
    column: str = "pk",
    *,
    unseen: Iterable[str] = (),
    forced: bool = False,
    only_old: bool = False,
) -> None:
    """Declare that rows of a model show in the faces of a kind; see `Shown`."""
    _shown[model].append(Shown(kind, column, frozenset(unseen), forced, only_old))
    name = f"announce {model.__name__} {id(kind)} {column}"
    pre_save.connect(_before_save, sender=model, dispatch_uid=f"{name} 1")
    post_save.connect(_after_save, sender=model, dispatch_uid=f"{name} 2")
    pre_delete.connect(_before_delete, sender=model, dispatch_uid=f"{name} 3")
    post_delete.connect(_after_delete, sender=model, dispatch_uid=f"{name} 4")


def show_links(through: type[models.Model], kind: Kind[Any], model: type[models.Model]) -> None:
    """Declare that a many-to-many relation shows in the faces of one of its two sides.

    Rows of `through` that are written as such are not noticed: Django sends no signal for them.
    """
    column = next(
        field.attname
        for field in through._meta.get_fields()  # noqa: SLF001  Django's own documented name
        if isinstance(field, models.ForeignKey) and field.related_model is model
    )

    def receive(sender: Any, instance: models.Model, action: str, **facts: Any) -> None:
        del sender
        if action.startswith("pre_"):
            ids = _linked(instance, model, through, column, facts)
            _scope_for(instance).touch(kind, ids)
        else:
            _end_loose(instance)

    m2m_changed.connect(receive, sender=through, weak=False, dispatch_uid=f"announce {id(through)}")


def _linked(
    instance: models.Model,
    model: type[models.Model],
    through: type[models.Model],
    column: str,
    facts: dict[str, Any],
) -> list[int]:
    if isinstance(instance, model):
        return [instance.pk]
    if facts.get("pk_set") is not None:
        return list(facts["pk_set"])
    # Cleared from the other side: the rows themselves say which are concerned.
    other = next(
        field.attname
        for field in through._meta.get_fields()  # noqa: SLF001
        if isinstance(field, models.ForeignKey) and field.related_model is not model
    )
    rows = through._base_manager.filter(**{other: instance.pk})  # noqa: SLF001
    return list(rows.values_list(column, flat=True))


def _scope_for(instance: models.Model) -> Scope:
    """Give the change under way, or one that lasts from one signal of a row to the next."""
    scope = current_scope() or instance.__dict__.get("_loose_change")
    if scope is None:
        scope = instance.__dict__["_loose_change"] = Scope()
    return scope


def _end_loose(instance: models.Model) -> None:
    scope = instance.__dict__.pop("_loose_change", None)
    if scope is not None:
        with transaction.atomic():
            scope.announce()


def _before_save(
    sender: type[models.Model],
    instance: models.Model,
    update_fields: frozenset[str] | None = None,
    **_facts: Any,
) -> None:
    for shown in _shown[sender]:
        if update_fields is not None and not shown.is_seen(update_fields):
            continue
        if instance.pk is None and shown.only_old:
            continue
        ids = list(_old_ids(sender, instance, shown))
        _scope_for(instance).touch(shown.kind, ids, forced=shown.forced)


def _old_ids(sender: type[models.Model], instance: models.Model, shown: Shown) -> Iterator[int]:
    """Give the ids of the faces in which a row shows now and will show once it is saved."""
    if shown.column == "pk":
        if instance.pk is not None:
            yield instance.pk
        return
    if instance.pk is not None and not instance._state.adding:  # noqa: SLF001
        rows = sender._base_manager.filter(pk=instance.pk)  # noqa: SLF001
        yield from rows.values_list(shown.column, flat=True)
    parent = getattr(instance, shown.column)
    if parent is not None:
        yield parent


def _after_save(
    sender: type[models.Model], instance: models.Model, created: bool, **_facts: Any
) -> None:
    if created:
        for shown in _shown[sender]:
            if shown.column == "pk" and not shown.only_old:
                _scope_for(instance).touch_new(shown.kind, [instance.pk])
    _end_loose(instance)


def _before_delete(sender: type[models.Model], instance: models.Model, **_facts: Any) -> None:
    for shown in _shown[sender]:
        row_id = instance.pk if shown.column == "pk" else getattr(instance, shown.column)
        _scope_for(instance).touch(shown.kind, [row_id], forced=shown.forced)


def _after_delete(sender: type[models.Model], instance: models.Model, **_facts: Any) -> None:
    del sender
    _end_loose(instance)


class AnnouncingQuerySet(models.QuerySet[Row]):
    """Rows that readers can see something of: changes of many at once are announced as well."""

    def update(self, **values: Any) -> int:
        """Update the rows; columns that no reader sees cost nothing more."""
        seen = [shown for shown in _shown[self.model] if shown.is_seen(values)]
        if not seen:
            return super().update(**values)
        with change() as scope:
            for shown in seen:
                self._touch(scope, shown)
                parent = values.get(shown.column, values.get(shown.column.removesuffix("_id")))
                if parent is not None and shown.column != "pk":
                    ids = [getattr(parent, "pk", parent)]
                    scope.touch(shown.kind, ids, forced=shown.forced)
            return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]  # templates may not call it

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows."""
        with change() as scope:
            for shown in _shown[self.model]:
                self._touch(scope, shown)
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        """Insert many rows."""
        rows = list(objs)
        with change() as scope:
            _touch_rows(scope, self.model, rows)
            made = super().bulk_create(rows, *args, **kwargs)
            for shown in _shown[self.model]:
                if shown.column == "pk" and not shown.only_old:
                    scope.touch_new(shown.kind, (row.pk for row in made if row.pk is not None))
            return made

    def bulk_update(self, objs: Iterable[Row], fields: Iterable[str], *args: Any, **kw: Any) -> int:
        """Update many rows, each with its own values; it ends in `update`."""
        rows, columns = list(objs), list(fields)
        if not any(shown.is_seen(columns) for shown in _shown[self.model]):
            return super().bulk_update(rows, columns, *args, **kw)
        with change() as scope:
            _touch_rows(scope, self.model, rows)
            return super().bulk_update(rows, columns, *args, **kw)

    def _touch(self, scope: Scope, shown: Shown) -> None:
        ids = self.order_by().values_list(shown.column, flat=True)
        scope.touch(
            shown.kind, [row_id for row_id in ids if row_id is not None], forced=shown.forced
        )


def _touch_rows(scope: Scope, model: type[models.Model], rows: list[Any]) -> None:
    """Touch what shows rows that are given in memory; a new one has no id yet."""
    for shown in _shown[model]:
        if shown.only_old:
            continue
        ids = [getattr(row, shown.column) for row in rows]
        scope.touch(shown.kind, [row_id for row_id in ids if row_id is not None])


class AnnouncingManager(models.Manager.from_queryset(AnnouncingQuerySet)[Row]):  # type: ignore[misc]
    """The default manager of what readers can see something of."""


class Announced(models.Model):
    """A row that readers can see something of: each save and each deletion is a change."""

    objects: Any = AnnouncingManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row and announce what the public sees differently."""
        with change():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row and announce what the public does not see any more."""
        with change():
            return super().delete(*args, **kwargs)
