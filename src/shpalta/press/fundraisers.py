"""Where a partner's service reports the sum of a fundraiser: `POST /-/fundraiser/…/`."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone

from shpalta.campaigns.errors import ReportRefusedError
from shpalta.campaigns.webhooks import take_report
from shpalta.press.headers import NEVER

LARGEST = 4096


def take_sum(request: HttpRequest, hook_id: str) -> HttpResponse:
    """Take a signed report; one that came before is answered in the same way."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return _answer({"error": f"A report has at most {LARGEST} bytes."}, 413)
    fields = {name.lower(): value for name, value in request.headers.items()}
    try:
        is_news = take_report(hook_id=hook_id, fields=fields, body=body, now=timezone.now())
    except ReportRefusedError as error:
        return _answer({"error": str(error)}, error.status)
    return _answer({"taken": is_news}, 200)


def _answer(document: dict[str, object], status: int) -> JsonResponse:
    return JsonResponse(document, status=status, headers={"Cache-Control": NEVER})
