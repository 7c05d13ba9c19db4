"""The files of prints in the storage: written whole or not at all, and taken away again."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from shpalta.newsroom.renditions.models import FOLDER


def write(name: str, data: bytes) -> None:
    """Write a file under a name of its own content: whoever wrote it before wrote the same."""
    file = Path(default_storage.path(name))
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as begun:
        begun.write(data)
    whole = Path(begun.name)
    whole.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    whole.replace(file)


def are_there(names: Iterable[str]) -> bool:
    """Tell whether all of these files are there."""
    return all(default_storage.exists(name) for name in names)


def remove(names: Iterable[str]) -> None:
    """Take files away, and the folder of each that has no other."""
    for name in names:
        default_storage.delete(name)
        with contextlib.suppress(OSError):  # another one is in it, or it is gone already
            Path(default_storage.path(name)).parent.rmdir()


def remove_all(picture_id: int) -> None:
    """Take all files of a picture away, also those that no print names."""
    shutil.rmtree(default_storage.path(f"{FOLDER}/{picture_id}"), ignore_errors=True)
