"""When a failed order is tried again, and when that cannot help."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError

from shpalta.core.errors import ShpaltaError
from shpalta.newsroom.clock.backoff import is_permanent, pause_after, told
from shpalta.newsroom.clock.errors import OrderRefusedError


class _PassingError(ShpaltaError):
    permanent = False


def test_pauses_grow_and_end_at_a_minute() -> None:
    pauses = [pause_after(failures).total_seconds() for failures in range(1, 100)]
    assert pauses[:6] == [1, 2, 5, 15, 60, 60]
    assert pauses[-1] == 60


def test_only_what_may_pass_is_tried_again() -> None:
    assert is_permanent(ValidationError("no"))
    assert is_permanent(OrderRefusedError("no"))
    assert not is_permanent(_PassingError("later"))
    assert not is_permanent(OperationalError("locked"))
    assert not is_permanent(IntegrityError("twice"))


def test_an_error_is_told_in_words_or_by_its_name() -> None:
    assert told(ValidationError(["One.", "Two."])) == "One. Two."
    assert told(RuntimeError()) == "RuntimeError"
