"""What Wagtail's many ways of saving and deleting a picture must not forget."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete

from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.renditions.asking import declare
from shpalta.newsroom.renditions.storing import remove_all


def _forget(instance: Picture, **_facts: Any) -> None:
    """Take the files of a picture away that is gone for good."""
    picture_id = instance.pk
    transaction.on_commit(lambda: remove_all(picture_id))


def connect() -> None:
    """Have files made and taken away as pictures change."""
    declare()
    post_delete.connect(_forget, sender=Picture, dispatch_uid="forget_files_of_picture")
