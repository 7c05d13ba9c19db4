"""Standing pages of an edition, kept in Wagtail's page tree: house › edition › page."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from shpalta.core.addresses import page_path
from shpalta.newsroom.titles.models import Edition


class PageBodyBlock(blocks.StreamBlock):
    """What a standing page may hold."""

    subheading = blocks.CharBlock(max_length=200, icon="title", label=_("Subheading"))
    paragraph = blocks.RichTextBlock(
        features=["bold", "italic", "link", "ul", "ol", "passage-language"],
        icon="pilcrow",
        label=_("Paragraph"),
    )


class EditionRoot(Page):
    """The branch of the tree that holds one edition's standing pages."""

    edition = models.OneToOneField(
        Edition, on_delete=models.PROTECT, related_name="page_root", verbose_name=_("edition")
    )

    content_panels = [TitleFieldPanel("title"), FieldPanel("edition")]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.StandingPage"]
    preview_modes: list[Any] = []

    class Meta:
        verbose_name = _("edition's pages")
        verbose_name_plural = _("editions' pages")

    def get_url_parts(self, request: Any = None) -> None:
        """Give nothing: a branch has no page of its own."""


class StandingPage(Page):
    """A page that stands for years: its address is made of the edition's prefix and the slug."""

    body = StreamField(PageBodyBlock(), blank=True, verbose_name=_("body"))
    position = models.PositiveSmallIntegerField(_("order in the footer"), default=0)

    content_panels = [TitleFieldPanel("title"), FieldPanel("body"), FieldPanel("position")]
    promote_panels = [FieldPanel("slug"), FieldPanel("search_description")]
    settings_panels: list[Any] = []
    """Empty: Wagtail's scheduling leaks (a draft's alias goes live early), so it stays hidden."""
    parent_page_types = ["pages.EditionRoot"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")

    @property
    def edition(self) -> Edition:
        """The edition on whose branch this page grows."""
        root: EditionRoot = self.get_parent().specific
        return root.edition

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Give the page's address on the readers' site as (site id, root URL, path)."""
        edition = self.edition
        host = edition.title.hosts.first()
        if host is None:
            return None
        return (0, settings.SHPALTA_READERS.origin(host.name), page_path(edition.prefix, self.slug))

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """Show the page as readers will see it. The press is wired in by the settings."""
        return import_string(settings.SHPALTA_PAGE_PREVIEW)(self, request)
