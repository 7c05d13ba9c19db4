"""Who may see which pictures: as Wagtail has it, asked in a way that large archives can bear."""

from collections.abc import Collection as Actions
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from wagtail.models import Collection
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from shpalta.newsroom.media.models import Picture


class PicturePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's own rule.

    Who may do something in all collections may do it with all pictures: then no picture is asked
    for its collection, which would keep a database from reading the newest by their index.
    """

    def __init__(self) -> None:
        super().__init__(
            Picture, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"
        )

    def instances_user_has_any_permission_for(
        self, user: AbstractBaseUser, actions: Actions[str]
    ) -> "QuerySet[Picture]":
        """Give the pictures with which somebody may do any of some things."""
        found: Any = super().instances_user_has_any_permission_for(user, actions)
        # Deleting counts as changing, and owners alone may by "add" (see the rule above).
        known = {"change" if one == "delete" else one for one in actions} & {"change", "choose"}
        if not user.is_authenticated or not known:
            return found
        open_to_them = self._collections_with_perm(user, known)
        closed = Collection.objects.exclude(pk__in=open_to_them.values("pk"))
        return found if closed.exists() else Picture.objects.all()
