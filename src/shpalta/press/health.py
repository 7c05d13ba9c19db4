"""Whether this process can do its work: for supervisors and load balancers."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from shpalta.press.headers import NEVER


def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 if the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        response = JsonResponse({"status": "failing", "database": "away"}, status=503)
    else:
        response = JsonResponse({"status": "ok", "database": "answers"})
    response["Cache-Control"] = NEVER
    return response
