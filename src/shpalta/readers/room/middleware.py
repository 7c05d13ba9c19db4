"""What every request of the room gets: its edition and language, a strict policy, the pass."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import set_script_prefix
from django.utils import timezone, translation

from shpalta.newsroom.titles.models import Edition
from shpalta.readers.accounts import ensure_reader
from shpalta.readers.editions import ROOM, current_directory
from shpalta.readers.models import Reader
from shpalta.readers.network import network_of
from shpalta.readers.passes import COOKIE, KNOWN, SECONDS, Pass, read_pass, write_pass
from shpalta.readers.room.policy import content_policy

NOTHING = "There is nothing at this address.\n"
HEALTH = "/-/health"


class RoomRequest(HttpRequest):
    """A request within an edition. `holder` is who writes, None: nobody is known."""

    edition: Edition
    network: str
    reader: Reader | None
    holder: Pass | None
    inline_css: str


class EditionMiddleware:
    """Finds the edition, cuts its prefix from the path, speaks its language, keeps its time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        if request.path_info == HEALTH:
            return self.get_response(request)
        prefix, room, rest = request.path_info.partition(ROOM)
        edition = current_directory().find(request.get_host(), prefix) if room else None
        if edition is None:
            return HttpResponseNotFound(NOTHING, content_type="text/plain; charset=utf-8")
        request.edition = edition  # type: ignore[attr-defined]  # see RoomRequest
        # What the edge says; nobody else reaches this process.
        address = request.META.get("HTTP_X_FORWARDED_FOR", "")
        request.META["REMOTE_ADDR"] = address or request.META.get("REMOTE_ADDR", "")
        request.network = network_of(address)  # type: ignore[attr-defined]
        request.path_info = f"{ROOM}{rest}"
        set_script_prefix(f"{prefix}/")
        try:
            with (
                translation.override(edition.language),
                timezone.override(edition.title.zone),
            ):
                response = self.get_response(request)
                response["Content-Language"] = edition.language
        finally:
            set_script_prefix("/")
        return response


class PolicyMiddleware:
    """Lets pages load nothing but our own files, and lets nobody keep them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        response = self.get_response(request)
        response["Content-Security-Policy"] = content_policy(getattr(request, "inline_css", ""))
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        return response


class PassMiddleware:
    """Knows who writes, and gives whoever has logged in the pass for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        if request.path_info == HEALTH:
            return self.get_response(request)
        held = read_pass(request.COOKIES.get(COOKIE))
        self._know(request, held)
        response = self.get_response(request)
        self._know(request, held)  # somebody may have logged in or out meanwhile
        known: Pass | None = request.holder  # type: ignore[attr-defined]
        given = getattr(request, "given_pass", None) or known
        for name in (COOKIE, KNOWN) if given is None else ():
            if name in request.COOKIES:
                response.delete_cookie(name, samesite="Lax")
        if given is not None and (given != held or KNOWN not in request.COOKIES):
            self._set(request, response, COOKIE, write_pass(given), is_hidden=True)
            self._set(request, response, KNOWN, "1", is_hidden=False)
        return response

    @staticmethod
    def _set(
        request: HttpRequest, response: HttpResponse, name: str, value: str, *, is_hidden: bool
    ) -> None:
        """Set a cookie; `is_hidden`: from scripts."""
        response.set_cookie(
            name,
            value,
            max_age=SECONDS,
            httponly=is_hidden,
            samesite="Lax",
            secure=request.is_secure(),
        )

    @staticmethod
    def _know(request: HttpRequest, held: Pass | None) -> None:
        reader = ensure_reader(request.user) if request.user.is_authenticated else None
        guest = held if held is not None and held.guest_key else None
        request.reader = reader  # type: ignore[attr-defined]
        request.holder = (  # type: ignore[attr-defined]
            Pass(reader_id=reader.pk, pass_key=reader.pass_key) if reader else guest
        )
