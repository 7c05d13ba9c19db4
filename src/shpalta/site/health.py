"""Whether the newsroom and the clock are well, for supervisors and monitoring."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from shpalta.newsroom.clock.models import ClockBeat

CLOCK_SECONDS = 30.0
"""A clock that was not heard of for this long is not well."""


def _answer(*, well: bool, **facts: object) -> JsonResponse:
    answer = JsonResponse(
        {"status": "ok" if well else "failing", **facts}, status=200 if well else 503
    )
    answer["Cache-Control"] = "no-store"
    return answer


def newsroom_health(request: HttpRequest) -> JsonResponse:
    """Say whether the newsroom's database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return _answer(well=False, database=type(error).__name__)
    return _answer(well=True)


def clock_health(request: HttpRequest) -> JsonResponse:
    """Say whether the clock was heard of lately, and how its orders stand."""
    try:
        beat = ClockBeat.objects.order_by("-at").first()
    except DatabaseError as error:
        return _answer(well=False, database=type(error).__name__)
    if beat is None:
        return _answer(well=False, heard_seconds_ago=None)
    age = (timezone.now() - beat.at).total_seconds()
    return _answer(
        well=age <= CLOCK_SECONDS,
        heard_seconds_ago=round(age, 1),
        pending=beat.pending,
        overdue=beat.overdue,
    )
