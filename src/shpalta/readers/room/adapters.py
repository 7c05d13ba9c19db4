"""Where django-allauth meets our accounts: readers are flagged, and never staff."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from shpalta.newsroom.staff.models import User
from shpalta.readers.room.proving import has_passkeys, lacks_proof, note_proof


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of readers: known by e-mail address, without a password."""

    def new_user(self, request: HttpRequest) -> User:
        """Make a reader's account."""
        del request
        # The newsroom's forms refuse a colon: no journalist can be given such a name.
        return User(is_reader=True, username=f"reader:{secrets.token_hex(12)}")

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Leave the user name, which nobody sees or types."""
        if not user.username:
            user.username = f"reader:{secrets.token_hex(12)}"

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to somebody's own page, where nothing else was asked for."""
        return reverse("readers_mine")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Lead there after signing up as well."""
        return reverse("readers_mine")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the front of the edition."""
        prefix: str = request.edition.prefix  # type: ignore[attr-defined]
        return f"{prefix}/"

    def is_safe_url(self, url: str | None) -> bool:
        """Lead on to addresses of the same site alone."""
        hosts = {self.request.get_host()}
        return url_has_allowed_host_and_scheme(url, hosts, require_https=self.request.is_secure())

    def login(self, request: HttpRequest, user: Any) -> None:
        """Log somebody in, which is a proof of who they are for some minutes."""
        super().login(request, user)
        note_proof(request)

    def is_reauthentication_required(self, *, app: str, **_facts: Any) -> bool:
        """Leave it to `lacks_proof`: allauth asks for passwords, and there are none.

        Every way to another way in asks that itself: the views by `proof_required`, the return
        from Google or Telegram by `SocialAdapter.pre_social_login`.
        """
        del app
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """Name the ways to a fresh proof: a code by e-mail, and a passkey where there is one."""
        names = ["account_reauthenticate"]
        if has_passkeys(user):
            names.append("mfa_reauthenticate_webauthn")
        return [{"id": name, "description": "", "url": reverse(name)} for name in names]

    def format_email_subject(self, subject: str) -> str:
        """Put the newspaper's name before the subject."""
        return f"{self.request.edition.name}: {subject}"

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Say nothing by flash messages: each page says itself what has happened."""


class SocialAdapter(DefaultSocialAccountAdapter):
    """Logins by Google or Telegram."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Give an account another way in for a fresh proof alone, as a passkey is given."""
        is_connecting = sociallogin.state.get("process") == AuthProcess.CONNECT
        if is_connecting and lacks_proof(request):
            raise ImmediateHttpResponse(redirect("account_reauthenticate"))

    def new_user(self, request: HttpRequest, sociallogin: Any) -> User:
        """Make a reader's account."""
        del sociallogin
        return AccountAdapter(request).new_user(request)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        """Take the address and the name alone; the user name stays ours."""
        data = {key: value for key, value in data.items() if key != "username"}
        return super().populate_user(request, sociallogin, data)


class PasskeyAdapter(DefaultMFAAdapter):
    """Passkeys are another way in, no second factor: who loses one still gets a code."""

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """Ask nobody for a passkey after a code."""
        del user, types
        return False

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.email or user.reader.name)
