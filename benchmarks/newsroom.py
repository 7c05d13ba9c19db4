"""How long the newsroom's screens take with a large archive, beside what Wagtail ships.

    python benchmarks/newsroom.py [--stories 300000] [--data .cache/bench-newsroom]

An ordinary editor (no superuser) asks through Django's test client, in one process, medians of
seven after one warm-up. The target of each is 300 ms. The archive is made once and kept.
"""

import argparse
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

TARGET = 300.0
ROUNDS = 7
PATIENCE = 60.0
"""For how many seconds Wagtail's own list is waited for."""


def main() -> int:
    """Measure and print; 1 if a target is missed."""
    arguments = _arguments()
    _set_up(Path(arguments.data))
    from benchmarks.archive import make_archive

    print(f"An archive of {arguments.stories:,} stories in {arguments.data} …", flush=True)
    make_archive(arguments.stories)
    client = _log_in()
    figures = {name: _median(call) for name, call in _screens(client).items()}
    for name, milliseconds in figures.items():
        verdict = "" if milliseconds <= TARGET else "  MISSED"
        print(f"{name:<28}{milliseconds:8.0f} ms   (target {TARGET:.0f}){verdict}", flush=True)
    stock = _stock(client)
    if stock is None:
        print(f"Wagtail's own list          more than {PATIENCE:.0f} s: given up")
    else:
        print(
            f"Wagtail's own list        {stock:8.0f} ms   {stock / figures['list']:.0f} times ours"
        )
    return int(any(milliseconds > TARGET for milliseconds in figures.values()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=300_000)
    parser.add_argument("--data", default=".cache/bench-newsroom")
    return parser.parse_args()


def _set_up(data: Path) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    (data / "static").mkdir(parents=True, exist_ok=True)
    os.environ["DATA"] = str(data.resolve())
    os.environ["SHPALTA_ROOM"] = "command"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shpalta.site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from shpalta.newsroom.staff.roles import ensure_roles

    call_command("migrate", verbosity=0)
    ensure_roles()


def _log_in() -> Any:
    from django.contrib.auth.models import Group
    from django.test import Client

    from shpalta.newsroom.staff.models import User

    user, _is_new = User.objects.get_or_create(username="bench")
    user.groups.set([Group.objects.get(name="Editors")])
    client = Client(headers={"host": "localhost", "accept-language": "en"})
    client.force_login(user)
    return client


def _median(call: Callable[[], object], rounds: int = ROUNDS) -> float:
    call()
    times = []
    for _round in range(rounds):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def _screens(client: Any) -> dict[str, Callable[[], object]]:
    from benchmarks.screens import Editor, list_urls

    editor = Editor(client)
    calls: dict[str, Callable[[], object]] = {
        name: partial(editor.get, url) for name, url in list_urls().items()
    }
    return calls | {
        "edit view": editor.open,
        "save draft": editor.save,
        "autosave": editor.autosave,
        "publish": editor.publish,
        "withdraw": editor.withdraw,
        "create": editor.create,
        "dashboard": partial(editor.get, "/newsroom/"),
    }


def _stock(client: Any) -> float | None:
    """Ask Wagtail's own list view, with its own order and counting, on the same data."""
    from django.contrib.messages.storage.fallback import FallbackStorage
    from django.db import OperationalError, connection
    from django.test import RequestFactory
    from wagtail.snippets.views.snippets import IndexView

    from shpalta.newsroom.staff.models import User
    from shpalta.newsroom.stories.models import Story

    name = Story.snippet_viewset.get_url_name
    view = IndexView.as_view(
        model=Story,
        index_url_name=name("list"),
        index_results_url_name=name("list_results"),
        edit_url_name=name("edit"),
        default_ordering=None,
        paginate_by=20,
    )
    user = User.objects.get(username="bench")

    def ask(query: str) -> None:
        request = RequestFactory().get(f"/newsroom/snippets/stories/story/{query}")
        request.user = user
        request.session = client.session
        request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # noqa: SLF001
        view(request).render()

    # A sort of the whole table cannot be stopped by a signal: the database must be told.
    connection.ensure_connection()
    alarm = threading.Timer(PATIENCE, connection.connection.interrupt)
    alarm.start()
    try:
        return _median(lambda: ask(""), rounds=1)
    except OperationalError:
        return None
    finally:
        alarm.cancel()


if __name__ == "__main__":
    raise SystemExit(main())
