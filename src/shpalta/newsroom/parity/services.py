"""Setting a title's rule."""

from django.db import transaction

from shpalta.newsroom.parity.models import Mode, ParityRule


@transaction.atomic
def set_mode(*, title_id: int, mode: Mode) -> ParityRule:
    """Set what happens where a story goes out that the edition at the root has not."""
    rule, _is_new = ParityRule.objects.update_or_create(title_id=title_id, defaults={"mode": mode})
    return rule
