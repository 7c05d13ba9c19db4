"""The site that is measured: an archive in a folder, its press, and an edge before it."""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.integration.servers.programs import free_port, on_core, running

HOST = "archive.localhost"
COMMAND = (sys.executable, "-m", "shpalta.site")
ROOT = Path(__file__).parent.parent.parent
CAPABILITY = {"Surrogate-Capability": 'bench="ESI/1.0 Surrogate/1.0"'}
INCLUDE = re.compile(rb'<esi:include src="([^"]+)"[^>]*/>')


@dataclass(frozen=True)
class Site:
    """A running press over a folder; `paths` are stories that are public."""

    data: Path
    address: str
    paths: Sequence[str]

    @property
    def token_file(self) -> Path:
        """What followers of the journal show."""
        return self.data / "journal-token"

    def count_requests(self) -> int:
        """Count the requests for pages and their parts that the press has logged."""
        return self.press_log.read_text().count("GOT ")

    @property
    def press_log(self) -> Path:
        """What the press says."""
        return self.data / "press.log"


def make_site(data: Path, stories: int) -> list[str]:
    """Make the folder's archive large enough; give the paths of the newest `stories` public ones.

    Sets up Django in this process.
    """
    data.mkdir(parents=True, exist_ok=True)
    os.environ |= {"DATA": str(data), "DJANGO_SETTINGS_MODULE": "shpalta.site.settings"}
    from shpalta.site.preparation import prepare

    prepare()
    # Imported here: models wait for Django's app registry, which `prepare` sets up.
    from benchmarks.archive import TITLE, make_archive
    from shpalta.newsroom.stories.models import Story

    make_archive(stories + stories // 10 + 100)
    public = Story.objects.public().filter(title__code=TITLE).order_by("-published_at")
    chosen = public.select_related("edition__title", "rubric")[:stories]
    return [story.path for story in chosen]


@contextmanager
def running_press(
    data: Path, paths: Sequence[str], *, core: int | None = None, counts_requests: bool = False
) -> Iterator[Site]:
    """Run the press over a folder until the block ends; it may log each request."""
    from shpalta.site.supervisor import granian

    port = free_port()
    command = granian(
        "shpalta.site.asgi:application",
        interface="asgi",
        host="127.0.0.1",
        port=port,
        workers=1,
    )
    if counts_requests:
        command[-1:-1] = ["--log-level", "info", "--access-log", "--access-log-fmt", "GOT %(path)s"]
    address = f"http://127.0.0.1:{port}"
    with running(
        "press",
        on_core(core, command),
        log=data / "press.log",
        ready=f"{address}/-/health",
        environment=os.environ | {"DATA": str(data), "SHPALTA_ROOM": "press"},
    ):
        yield Site(data, address, paths)


@contextmanager
def running_edge(
    site: Site, *, store: Path, origin: str = "", core: int | None = None
) -> Iterator[str]:
    """Run an edge with one worker before a site's press, or another origin; give its address."""
    port = free_port()
    command = [
        *(*COMMAND, "edge", "--origin", origin or site.address, "--store", str(store)),
        *("--listen", f"127.0.0.1:{port}", "--workers", "1"),
        *("--token-file", str(site.token_file)),
    ]
    address = f"http://127.0.0.1:{port}"
    with running(
        "edge", on_core(core, command), log=site.data / "edge.log", ready=f"{address}/-/health"
    ):
        yield address


@contextmanager
def running_relay(site: Site, varnish: str, *, core: int | None = None) -> Iterator[None]:
    """Bring the journal's purges to a Varnish until the block ends."""
    command = [
        *(*COMMAND, "relay", "--journal", f"{site.address}/-/journal", "--varnish", varnish),
        *("--state", str(site.data / f"relay-{free_port()}.json")),
        *("--token-file", str(site.token_file)),
    ]
    with running("relay", on_core(core, command), log=site.data / "relay.log"):
        yield
