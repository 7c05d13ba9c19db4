"""Accounts of the people who work in the newsroom."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An account in the newsroom. Ours from the first migration, so that it can grow."""

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
