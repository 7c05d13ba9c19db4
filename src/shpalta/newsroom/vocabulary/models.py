"""The house's shared vocabularies. They belong to no title, so that sister titles can share."""

from typing import Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shpalta.newsroom.announcing.rows import Announced
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.names import NamesField, name_in


class Named(Announced):
    """What all vocabularies have: a slug for the address, a name per language."""

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    names = NamesField(_("name"))
    folded_names = models.TextField(editable=False, default="", db_default="")
    """All names in lower case, for look-ups: SQLite folds ASCII letters only."""

    class Meta:
        abstract = True
        ordering = ["slug"]

    def __str__(self) -> str:
        return name_in(self.names, get_language() or "uk") or self.slug

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the folded names in step with the names."""
        self.folded_names = " · ".join(self.names.values()).casefold()
        super().save(*args, **kwargs)

    @classmethod
    def autocomplete(cls, query: str) -> "models.QuerySet[Self]":
        """Find by a part of the name in any language, ignoring case."""
        return cls._default_manager.filter(folded_names__contains=query.casefold())


class Topic(Named):
    """A subject that stories share across rubrics and days."""

    class Meta(Named.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class EntityType(models.TextChoices):
    """What an entity is; the values are the type names of schema.org."""

    PERSON = "Person", _("person")
    ORGANISATION = "Organization", _("organisation")
    PLACE = "Place", _("place")


class Entity(Named):
    """A person, an organisation or a place that stories are about."""

    type = models.CharField(_("type"), max_length=20, choices=EntityType)
    descriptions = NamesField(_("description"), blank=True, rows=2, max_length=600)

    class Meta(Named.Meta):
        verbose_name = _("person, organisation or place")
        verbose_name_plural = _("people, organisations, places")


class Author(Named):
    """Somebody whose name stands over stories."""

    roles = NamesField(_("role"), blank=True)
    bios = NamesField(_("about the author"), blank=True, rows=3, max_length=1000)
    portrait = models.ForeignKey(
        Picture,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("portrait"),
    )

    class Meta(Named.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")


class Source(Named):
    """A newsroom, an agency or an institution that stories are taken from."""

    url = models.URLField(_("address"), blank=True)

    class Meta(Named.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
