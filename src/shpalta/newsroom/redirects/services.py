"""Writing redirects: one at a time. `importing` writes many."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from shpalta.core.old_addresses import OldAddress
from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.redirects.errors import RedirectRefusedError
from shpalta.newsroom.redirects.models import Redirect, Status
from shpalta.newsroom.redirects.queries import find_redirect
from shpalta.newsroom.redirects.reading import NOWHERE, Desk, Onward, Place, is_living
from shpalta.newsroom.titles.models import Title


@dataclass(frozen=True, slots=True)
class Draft:
    """A redirect that may be saved. `was_shortened`: it was to lead to another old address."""

    address: OldAddress
    place: Place
    status: int
    was_shortened: bool = False


def check_redirect(
    *,
    title: Title,
    path: str,
    target: str,
    status: int,
    allows_outside: bool = False,
    own_id: int | None = None,
) -> Draft:
    """Read what was written of a redirect. Raises RedirectRefusedError.

    `own_id` is the row that is being changed. What leads to another old address leads on to
    where that one leads.
    """
    desk = Desk(title, allows_outside=allows_outside)
    address = desk.read_address(path)
    if (
        Redirect.objects.filter(title=title, path=address.path, query=address.query)
        .exclude(pk=own_id)
        .exists()
    ):
        raise RedirectRefusedError("path", _("This address leads somewhere already."))
    if is_living(title, address):
        raise RedirectRefusedError("path", _("A page stands here, and readers get that."))
    if status == Status.GONE:
        return Draft(address, NOWHERE, status)
    place = desk.read_place(target, address)
    if place == NOWHERE:
        return Draft(address, NOWHERE, Status.GONE)
    if isinstance(place, Onward):
        return _shortened(title, address, place.address, status, own_id)
    return Draft(address, place, status)


def _shortened(
    title: Title, address: OldAddress, onward: OldAddress, status: int, own_id: int | None
) -> Draft:
    if onward == address:
        raise RedirectRefusedError("target", _("This address would lead to itself."))
    next_one = find_redirect(title.pk, onward).redirect
    if next_one is None:
        raise RedirectRefusedError("target", _("There is no such page."))
    if next_one.pk == own_id:
        raise RedirectRefusedError("target", _("This address would lead to itself."))
    if next_one.status == Status.GONE:
        return Draft(address, NOWHERE, Status.GONE, was_shortened=True)
    place = Place(next_one.edition_id, next_one.target)
    return Draft(address, place, status, was_shortened=True)


@change()
def save_redirect(*, title: Title, draft: Draft, row: Redirect | None = None) -> Redirect:
    """Save what `check_redirect` read, as a new row or in place of an old one."""
    row = row or Redirect()
    row.title = title
    row.path, row.query = draft.address.path, draft.address.query
    row.edition_id, row.target = draft.place.edition_id, draft.place.target
    row.status = draft.status
    with transaction.atomic():
        row.save()
    return row
