"""Makes a data folder ready to serve: database, roles, static files, and the demo newspaper."""

import secrets

import django
from django.core.management import call_command
from rich.console import Console
from rich.progress import Progress

from shpalta.site.installation import data_folder

messages = Console(stderr=True, highlight=False)
DEMO_USER = "editor"


def prepare() -> None:
    """Bring the database, the roles and the static files up to date; safe to repeat."""
    data_folder().mkdir(parents=True, exist_ok=True)
    django.setup()
    from shpalta.newsroom.staff.roles import ensure_roles

    call_command("migrate", verbosity=0, interactive=False)
    ensure_roles()
    call_command("collectstatic", verbosity=0, interactive=False)
    _attend_to_words()


def _attend_to_words() -> None:
    """Tell caches of words that changed; say of which languages message files lack something."""
    from django.conf import settings

    from shpalta.site.own_words import missing_words
    from shpalta.site.word_changes import announce_words

    announce_words(data_folder(), languages=settings.SHPALTA_EDITION_LANGUAGES)
    for language in settings.SHPALTA_EDITION_LANGUAGES:
        missing = missing_words(language, settings.SHPALTA_MESSAGES)
        if missing:
            messages.print(
                f"{language}: {len(missing)} words of the pages are not translated, such as "
                f"“{missing[0]}”. `shpalta words {language}` prints the file to fill in.",
                soft_wrap=True,
            )


def make_demo() -> str:
    """Make the demo newspaper where there is none yet; give a line about how to log in."""
    prepare()
    from shpalta.demo.loader import is_loaded, load_demo

    if not is_loaded():
        with Progress(console=messages, transient=True) as progress:
            task = progress.add_task("Writing the demo newspaper…", total=1.0)
            load_demo(on_progress=lambda part: progress.update(task, completed=part))
    return _make_login()


def _make_login() -> str:
    from shpalta.newsroom.staff.models import User

    if User.objects.exists():
        return f"Login:     {DEMO_USER} (its password was printed at the first start)"
    password = secrets.token_urlsafe(12)
    User.objects.create_superuser(DEMO_USER, f"{DEMO_USER}@example.org", password)
    return f"Login:     {DEMO_USER}  Password: {password}  (printed only now)"
