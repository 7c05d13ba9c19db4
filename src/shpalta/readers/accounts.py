"""Readers' accounts: made, and renamed."""

import secrets
from typing import Any

from django.db import transaction

from shpalta.core.errors import ShpaltaError
from shpalta.readers.models import LONGEST_NAME, Comment, Reader
from shpalta.readers.personal import sign_anew
from shpalta.readers.wording import folded, plain_name

SHORTEST_NAME = 2


class NameTakenError(ShpaltaError):
    """A name that is too short or too long, or that somebody else has."""

    permanent = True


def ensure_reader(account: Any) -> Reader:
    """Give the reader of an account, made where it is not there yet."""
    found = Reader.objects.filter(account_id=account.pk).first()
    if found is not None:
        return found
    given = plain_name(account.get_full_name())[:LONGEST_NAME]
    name = given if given and is_free(given) else f"reader-{secrets.token_hex(3)}"
    return make_reader(account, name)


def make_reader(account: Any, name: str) -> Reader:
    """Make the reader of a new account."""
    reader, _is_new = Reader.objects.get_or_create(
        account_id=account.pk,
        defaults={
            "name": name,
            "folded_name": folded(name),
            "pass_key": secrets.token_hex(8),
        },
    )
    return reader


def is_free(name: str, *, besides: int | None = None) -> bool:
    """Tell whether a name fits and nobody has one that looks like it (`besides` one reader)."""
    plain = folded(name)
    if not plain or not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        return False
    others = Reader.objects.filter(folded_name=plain).exclude(pk=besides or 0)
    return not others.exists()


@transaction.atomic
def rename_reader(*, reader: Reader, name: str) -> None:
    """Give a reader another name, on what they wrote as well. Raises NameTakenError."""
    name = plain_name(name)
    if name == reader.name:
        return
    if not is_free(name, besides=reader.pk):
        message = f"The name “{name}” cannot be had."
        raise NameTakenError(message)
    sign_anew(Comment.objects.filter(reader=reader), name)
    reader.name, reader.folded_name = name, folded(name)
    reader.save(update_fields=["name", "folded_name"])
