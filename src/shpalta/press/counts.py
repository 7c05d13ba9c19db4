"""Where edges bring what they counted: `POST /-/counts`, with the journal's token."""

import hmac
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from shpalta.newsroom.figures.errors import FiguresError
from shpalta.newsroom.figures.services import take_report
from shpalta.press.headers import NEVER

LARGEST = 8 * 1024 * 1024


def take_counts(request: HttpRequest) -> HttpResponse:
    """Add a report to the sums, and answer up to which batch its spool is taken."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    expected = settings.SHPALTA_JOURNAL_TOKEN.encode()
    is_same = hmac.compare_digest(token.strip().encode(), expected)
    if scheme.lower() != "bearer" or not expected or not is_same:
        return _answer({"error": "Counts are taken from edges that have the token."}, 401)
    try:
        length = int(request.headers.get("Content-Length", "0"))
        if length > LARGEST:
            return _answer({"error": f"A report has at most {LARGEST} bytes."}, 413)
        return _answer({"taken": take_report(json.loads(request.read(LARGEST)))}, 200)
    except FiguresError as error:
        return _answer({"error": str(error)}, 422)
    except ValueError:
        return _answer({"error": "A report is JSON."}, 422)


def _answer(document: dict[str, object], status: int) -> JsonResponse:
    return JsonResponse(document, status=status, headers={"Cache-Control": NEVER})
