"""A fresh proof of who somebody is, asked before their ways in are changed.

Whoever finds a browser logged in must not give themselves a key to the account for good. A proof
is a login, a code by e-mail or a passkey, and holds for `ACCOUNT_REAUTHENTICATION_TIMEOUT`.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.forms import ConfirmLoginCodeForm
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from shpalta.readers.pace import Pace
from shpalta.readers.problems import problem_words

PROVED = "readers_proved_at"
_ASKED = "readers_proof_asked"
_CODES = Pace(3, 600)
_TRIES = Pace(10, 600)

View = Callable[..., HttpResponseBase]


def note_proof(request: HttpRequest) -> None:
    """Note that whoever asks has just proved who they are."""
    request.session[PROVED] = time.time()
    request.session.pop(_ASKED, None)


def is_proved(request: HttpRequest) -> bool:
    """Tell whether whoever is logged in has proved lately, in this browser, who they are."""
    moments = [one["at"] for one in get_authentication_records(request, request.user)]
    latest = max([request.session.get(PROVED, 0), *moments])
    return bool(time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT)


def lacks_proof(request: HttpRequest) -> bool:
    """Tell whether somebody is logged in here who has not proved lately who they are."""
    return request.user.is_authenticated and not is_proved(request)


def proof_required(view: View) -> View:
    """Let a view be reached by whoever is logged in with a fresh proof alone."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if lacks_proof(request):
            query = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{query}")
        return view(request, *args, **kwargs)

    return guarded


def has_passkeys(user: Any) -> bool:
    """Tell whether an account has a passkey."""
    kind = Authenticator.Type.WEBAUTHN
    return bool(Authenticator.objects.filter(user_id=user.pk, type=kind).exists())


def again(request: HttpRequest) -> HttpResponse:
    """Ask whoever is logged in for another proof: a code by e-mail, or the way to a passkey."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    asked = request.session.get(_ASKED)
    if asked and time.time() - asked["at"] > app_settings.LOGIN_BY_CODE_TIMEOUT:
        asked = None
    form, problem = ConfirmLoginCodeForm(code=""), ""
    if request.method == "POST" and "code" in request.POST and asked:
        form = ConfirmLoginCodeForm(request.POST, code=asked["code"])
        if not _TRIES.allows(str(request.user.pk)):
            problem = problem_words("fast")
        elif form.is_valid():
            note_proof(request)
            return redirect(_next(request) or reverse("mfa_list_webauthn"))
    elif request.method == "POST":
        asked = _send_code(request)
        problem = "" if asked else problem_words("fast")
    told = {
        "form": form,
        "problem": problem,
        "is_sent": bool(asked),
        "email": request.user.email,
        "next": _next(request),
        "has_passkeys": has_passkeys(request.user),
    }
    status = 422 if problem or form.errors else 200
    return render(request, "account/reauthenticate.html", told, status=status)


def _send_code(request: HttpRequest) -> dict[str, Any] | None:
    """Send a code, and keep it in the session; None if too many were asked for."""
    user: Any = request.user
    if not user.email or not _CODES.allows(str(user.pk)):
        return None
    adapter = get_adapter(request)
    code = adapter.generate_login_code()
    adapter.send_mail("account/email/login_code", user.email, {"request": request, "code": code})
    asked = {"code": code, "at": time.time()}
    request.session[_ASKED] = asked
    return asked


def _next(request: HttpRequest) -> str:
    """Give where somebody wanted to go, if that is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if get_adapter(request).is_safe_url(wanted) else ""
