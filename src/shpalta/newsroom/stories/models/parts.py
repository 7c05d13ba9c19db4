"""The parts of a story: its source chain and its authors."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from shpalta.newsroom.announcing.rows import Announced
from shpalta.newsroom.stories.choices import Role
from shpalta.newsroom.stories.models.story import Story
from shpalta.newsroom.vocabulary.models import Author, Source


class Attribution(Announced):
    """One link of a story's source chain."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="attributions")
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"
    role = models.CharField(_("role"), max_length=16, choices=Role, default=Role.REPORTING)
    name = models.CharField(
        _("name as printed"), max_length=300, help_text=_("With its quotation marks, if any.")
    )
    wording = models.CharField(
        _("words before the name"),
        max_length=200,
        blank=True,
        help_text=_("Such as “citing”. Empty: the edition's own wording."),
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    source = models.ForeignKey(
        Source,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("source chain")
        ordering = ["sort_order", "id"]

    def __str__(self) -> str:
        return self.name


class Byline(Announced):
    """An author's name over a story."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="bylines")
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"
    author = models.ForeignKey(
        Author, on_delete=models.PROTECT, related_name="+", verbose_name=_("author")
    )

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("authors")
        ordering = ["sort_order", "id"]

    def __str__(self) -> str:
        return str(self.author)
