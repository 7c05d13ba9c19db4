"""What a fundraiser asks for, and how its sum grew."""

import base64
import secrets

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shpalta.campaigns.models.campaign import Campaign
from shpalta.newsroom.announcing.rows import Announced


class Currency(models.TextChoices):
    """Currencies (ISO 4217) in which sums are given."""

    UAH = "UAH", "UAH"
    EUR = "EUR", "EUR"
    USD = "USD", "USD"
    GBP = "GBP", "GBP"
    PLN = "PLN", "PLN"


def make_hook_id() -> str:
    """Make the name under which a partner's service reports sums."""
    return secrets.token_urlsafe(12).replace("_", "x").replace("-", "y")


def make_secret() -> str:
    """Make the secret with which such reports are signed, as Standard Webhooks writes it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


class Fundraiser(Announced):
    """The goal of a campaign that raises money, and the sum so far."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="fundraiser")
    goal = models.DecimalField(
        _("goal"), max_digits=14, decimal_places=2, validators=[MinValueValidator(1)]
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, default=Currency.UAH)
    raised = models.DecimalField(
        _("raised"), max_digits=14, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    raised_at = models.DateTimeField(null=True, blank=True, editable=False)
    """Of which moment the sum is; an older one that comes later does not replace it."""
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    hook_id = models.CharField(max_length=24, unique=True, default=make_hook_id, editable=False)
    hook_secret = models.CharField(max_length=64, blank=True, editable=False)
    """Empty: no service may report."""

    class Meta:
        verbose_name = _("fundraiser")
        verbose_name_plural = _("fundraisers")

    def __str__(self) -> str:
        return f"{self.raised} / {self.goal} {self.currency}"


class Progress(models.Model):
    """One sum that was told, by a person or by the partner's service."""

    fundraiser = models.ForeignKey(Fundraiser, on_delete=models.CASCADE, related_name="history")
    event = models.CharField(max_length=80, blank=True)
    """The service's own name of its report, by which one that is sent twice is known."""
    raised = models.DecimalField(max_digits=14, decimal_places=2)
    at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("progress of a fundraiser")
        verbose_name_plural = _("progress of fundraisers")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fundraiser", "event"],
                condition=~models.Q(event=""),
                name="one_progress_per_event",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}: {self.raised}"
