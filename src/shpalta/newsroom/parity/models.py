"""What a title asks of its editions."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shpalta.newsroom.titles.models import Title


class Mode(models.TextChoices):
    """What happens where a story goes out that the edition at the root has not."""

    OFF = "off", _("nothing")
    WARN = "warn", _("a warning")
    BLOCK = "block", _("it is refused")


class ParityRule(models.Model):
    """A title's rule; one without a row has it off."""

    title = models.OneToOneField(
        Title,
        on_delete=models.CASCADE,
        related_name="parity_rule",
        verbose_name=pgettext_lazy("newspaper", "title"),
    )
    mode = models.CharField(_("rule"), max_length=8, choices=Mode, default=Mode.OFF)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rule of parity")
        verbose_name_plural = _("rules of parity")

    def __str__(self) -> str:
        return f"{self.title_id} {self.mode}"
