"""Accounts: of the people who work in the newsroom, and of readers, each in their own room."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

READERS_ROOM = "readers"


class PeopleOfTheRoom(UserManager["User"]):
    """The accounts of the room that this process is: readers in theirs, the staff in all others.

    It is the default manager, so that whatever looks for accounts, ours or a library's, finds
    nobody of the other kind: no list, no chooser, no login, no session. docs/adr/0026 says why.
    """

    use_in_migrations = False

    def get_queryset(self) -> "models.QuerySet[User]":
        """Keep the accounts of this room."""
        return super().get_queryset().filter(is_reader=settings.SHPALTA_ROOM == READERS_ROOM)


class User(AbstractUser):
    """An account. Ours from the first migration, so that it can grow."""

    is_reader = models.BooleanField(default=False, editable=False, db_index=True)
    """Whether it is a reader's: those never get into the newsroom, whatever else they have."""

    objects: ClassVar[UserManager["User"]] = PeopleOfTheRoom()
    everybody: "ClassVar[models.Manager[User]]" = models.Manager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_reader=False) | models.Q(is_staff=False, is_superuser=False),
                name="readers_are_no_staff",
            )
        ]

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Tell whether somebody may do something; a reader may nothing."""
        return not self.is_reader and super().has_perm(perm, obj)
