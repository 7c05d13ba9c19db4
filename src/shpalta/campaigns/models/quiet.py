"""Stories on which there are to be no advertisements."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shpalta.newsroom.announcing.rows import Announced
from shpalta.newsroom.stories.models import Work


class QuietWork(Announced):
    """That no edition of a work, wherever it runs, has advertisements or house promotions."""

    work = models.OneToOneField(Work, on_delete=models.CASCADE, related_name="quiet")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("story without advertisements")
        verbose_name_plural = _("stories without advertisements")

    def __str__(self) -> str:
        return str(self.work_id)
