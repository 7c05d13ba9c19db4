"""The addresses of the readers' room, after an edition's prefix."""

from allauth.account import views as accounts
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.google import views as google
from allauth.socialaccount.providers.telegram import views as telegram
from django.urls import URLPattern, URLResolver, include, path

from shpalta.readers.room import own, proving, views
from shpalta.readers.room.proving import proof_required

_accounts: list[URLPattern | URLResolver] = [
    path("login/", accounts.login, name="account_login"),
    path("login/code/", accounts.request_login_code, name="account_request_login_code"),
    path("login/confirm/", accounts.confirm_login_code, name="account_confirm_login_code"),
    path("login/again/", proving.again, name="account_reauthenticate"),
    path("logout/", accounts.logout, name="account_logout"),
    path("signup/", accounts.signup, name="account_signup"),
    path(
        "signup/confirm/",
        accounts.email_verification_sent,
        name="account_email_verification_sent",
    ),
    path("failed/", accounts.account_inactive, name="account_inactive"),
    path("passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/", passkeys.list_webauthn, name="mfa_index"),
    path("passkeys/add/", proof_required(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path(
        "passkeys/<int:pk>/remove/",
        proof_required(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("google/login/", google.oauth2_login, name="google_login"),
    path("google/login/callback/", google.oauth2_callback, name="google_callback"),
    path("telegram/login/", telegram.login, name="telegram_login"),
    path("telegram/login/callback/", telegram.callback, name="telegram_callback"),
    path("signup/social/", social.signup, name="socialaccount_signup"),
    path("failed/social/", social.login_error, name="socialaccount_login_error"),
    path("failed/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path(
        "account/social/",
        proof_required(social.connections),
        name="socialaccount_connections",
    ),
]
urlpatterns = [
    path("-/health", views.health),
    path(
        "-/readers/",
        include(
            [
                path("write/", views.write, name="readers_write"),
                path("me/", views.me, name="readers_me"),
                path("comment/<int:pk>/", views.comment, name="readers_comment"),
                path("comment/<int:pk>/edit/", views.edit, name="readers_edit"),
                path("comment/<int:pk>/remove/", views.remove, name="readers_remove"),
                path("comment/<int:pk>/appeal/", views.appeal, name="readers_appeal"),
                path("mine/", own.mine, name="readers_mine"),
                path("account/", own.account, name="readers_account"),
                path("account/export/", own.export, name="readers_export"),
                path("account/erase/", own.erase, name="readers_erase"),
                *_accounts,
            ]
        ),
    ),
]
