"""Old addresses and where they lead; what hosts, editions and words were called before."""

from urllib.parse import unquote

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shpalta.core.old_addresses import LONGEST_PATH, LONGEST_QUERY, OldAddress
from shpalta.core.targets import GONE, recognise
from shpalta.newsroom.announcing.rows import Announced
from shpalta.newsroom.titles.models import Edition, Title

LONGEST_TARGET = 1000


class Status(models.IntegerChoices):
    """What a reader's browser is told (RFC 9110, section 15.4 and 15.5.11)."""

    MOVED = 301, _("301: moved for ever")
    FOUND = 302, _("302: for now")
    PERMANENT = 308, _("308: moved for ever, strictly")
    GONE = 410, _("410: gone for ever")


class Leading(Announced):
    """What a redirect and a pattern have in common: of which title, and how it answers."""

    title = models.ForeignKey(
        Title,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=pgettext_lazy("newspaper", "title"),
    )
    status = models.PositiveSmallIntegerField(
        _("answer"), choices=Status, default=Status.MOVED, db_default=Status.MOVED
    )

    class Meta:
        abstract = True


class Redirect(Leading):
    """One old address.

    `target` is a path below the prefix of `edition`; without an edition a whole address
    elsewhere, or "" for what is gone. The address itself is kept in one spelling
    (`shpalta.core.old_addresses`); a row without a query answers for all queries.
    """

    path = models.CharField(_("old path"), max_length=LONGEST_PATH)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True, default="", editable=False)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    target = models.CharField(max_length=LONGEST_TARGET, blank=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "path", "query"],
                name="one_redirect_per_address",
                violation_error_message=_("This address leads somewhere already."),
            ),
            models.CheckConstraint(
                name="only_the_gone_lead_nowhere",
                condition=models.Q(status=410, target="", edition__isnull=True)
                | (~models.Q(status=410) & ~models.Q(target="")),
            ),
        ]

    def __str__(self) -> str:
        kept = str(self.address)
        try:
            return unquote(kept, errors="strict")
        except UnicodeDecodeError:  # of a site that was not in UTF-8
            return kept

    @property
    def address(self) -> OldAddress:
        """The old address."""
        return OldAddress(self.path, self.query)

    @property
    def written_target(self) -> str:
        """The target as people write it."""
        if self.status == Status.GONE:
            return GONE
        if self.edition is None:
            return str(self.target)
        return str(recognise(self.target, self.edition.language) or self.target)


class RedirectPattern(Leading):
    """A pattern of old addresses (`shpalta.core.address_patterns`) and where they lead."""

    pattern = models.CharField(_("pattern"), max_length=300)
    target = models.CharField(_("leads to"), max_length=300)
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The first pattern that fits is taken.")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("pattern of old addresses")
        verbose_name_plural = _("patterns of old addresses")
        ordering = ["title__position", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "pattern"],
                name="one_target_per_pattern",
                violation_error_message=_("This pattern leads somewhere already."),
            )
        ]

    def __str__(self) -> str:
        return self.pattern


class OldNumber(Announced):
    """Which story a number meant on another site; for targets such as `old:{id}`."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="+")
    old = models.CharField(max_length=40)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    number = models.BigIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["title", "old"], name="one_story_per_old_number")
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.number}"


class FormerHost(models.Model):
    """A host name that a title had. A title that has it now goes first."""

    name = models.CharField(max_length=253, unique=True)
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.name


class FormerPrefix(models.Model):
    """A prefix under which an edition stood. An edition that has it now goes first."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="+")
    prefix = models.CharField(max_length=20, blank=True)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["title", "prefix"], name="one_edition_per_old_prefix")
        ]

    def __str__(self) -> str:
        return self.prefix


class FormerSlug(models.Model):
    """A slug that a rubric, a word or a standing page had.

    `scope` is the id of the title (rubrics) or of the edition (pages), 0 for the house's words.
    """

    vocabulary = models.CharField(max_length=16)
    scope = models.BigIntegerField(default=0)
    slug = models.CharField(max_length=255)
    row = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "scope", "slug"], name="one_row_per_old_slug"
            )
        ]

    def __str__(self) -> str:
        return f"{self.vocabulary}: {self.slug}"


class Tombstone(models.Model):
    """A story that was public once and whose row was deleted: its address stays gone."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_tombstone_per_story")
        ]

    def __str__(self) -> str:
        return str(self.number)
