"""Taking an upload: looked at, read, and laid into a picture's row, before anything is stored."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from shpalta.newsroom.media.choices import Machine
from shpalta.newsroom.media.credentials import read_credentials
from shpalta.newsroom.media.inspection import Inspected, inspect
from shpalta.newsroom.media.likeness import columns_of
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.media.reading import Said, read_said


@dataclass(frozen=True, slots=True)
class Examined:
    """An upload that may be taken, and all that its file tells."""

    name: str
    sha256: str
    inspected: Inspected
    said: Said
    credentials: dict[str, Any]

    @property
    def machine(self) -> str:
        """What the file says of generative AI, in its metadata or in its manifest."""
        return self.said.machine or self.credentials.get("machine") or Machine.NONE


def examine(name: str, data: bytes) -> Examined:
    """Look at an upload and read what it says. Raises ValidationError for what is refused."""
    inspected = inspect(name, data)
    return Examined(
        name=name[:255],
        sha256=hashlib.sha256(data).hexdigest(),
        inspected=inspected,
        said=read_said(inspected.notes),
        credentials=read_credentials(
            data, inspected.content_type, trusted=settings.SHPALTA_TRUSTED_SIGNERS
        ),
    )


def lay_facts(picture: Picture, examined: Examined) -> None:
    """Lay the facts about the file into the row: they follow the file, nobody edits them."""
    picture.original_name = examined.name
    picture.sha256 = examined.sha256
    picture.credentials = examined.credentials
    picture.digital_source = examined.said.digital_source
    for column, value in columns_of(examined.inspected.look).items():
        setattr(picture, column, value)
