"""The command `take` as people meet it: which files, what is said about each, the exit status."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.utils import translation
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from shpalta.core.errors import ShpaltaError
from shpalta.intake.files import CopyFile, Reading, load_copy, neighbour_years, read_file
from shpalta.intake.text.decode import MAX_BYTES
from shpalta.intake.text.document import Copy, ReadOptions, to_json
from shpalta.intake.text.errors import CopyError
from shpalta.site.databases import has_database
from shpalta.site.installation import data_folder

if TYPE_CHECKING:
    from shpalta.newsroom.stories.models import Story
    from shpalta.newsroom.titles.models import Title

output = Console(highlight=False, soft_wrap=True)
messages = Console(stderr=True, highlight=False, soft_wrap=True)

LANGUAGES = ("auto", "uk", "ru", "en")
MANY = 20
"""From how many files on the report has one line a file, and a progress bar is shown."""


class RequestError(ShpaltaError):
    """The command's options cannot be followed. The message says which and why."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the command was asked to do; see `shpalta take --help`."""

    files: tuple[str, ...]
    title: str = ""
    edition: str = "auto"
    year: int | None = None
    publish: bool = False
    as_json: bool = False
    dry_run: bool = False


def run(request: Request) -> int:
    """Take the files and print what became of each; give the exit status.

    0: every file was read, and saved where it was to be saved; 1: at least one was not.
    Raises RequestError.
    """
    if request.edition not in LANGUAGES:
        message = f"--edition {request.edition}: there is auto, uk, ru and en."
        raise RequestError(message)
    saves = not request.dry_run and _has_newsroom(request)
    zone = _prepare(request) if saves else "Europe/Kyiv"
    options = ReadOptions(time_zone=zone, language=request.edition, year=request.year)
    readings = _read_all(request, options)
    failures = 0
    for line in _save(readings, request) if saves else map(_unsaved, readings):
        failures += bool(line.error)
        _report(line, request, brief=len(readings) >= MANY)
    if len(readings) >= MANY:
        messages.print(f"{len(readings) - failures} taken, {failures} left.")
    return 1 if failures else 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: `done` says where it went, or `error` why it did not."""

    reading: Reading
    done: str = ""
    error: str = ""


def _has_newsroom(request: Request) -> bool:
    if has_database(data_folder()):
        return True
    if request.as_json and not request.publish:
        messages.print(f"Nothing is saved: there is no newsroom in {data_folder()} (make demo).")
        return False
    message = f"There is no newsroom in {data_folder()}. Make one (make demo), or name it: DATA=…"
    raise RequestError(message)


def _prepare(request: Request) -> str:
    """Connect to the newsroom and give the title's time zone."""
    django.setup()
    # The command line speaks English, whatever the newsroom's screens speak.
    translation.activate("en")
    return _title(request.title).time_zone


def _read_all(request: Request, options: ReadOptions) -> list[Reading]:
    files: list[CopyFile | Reading] = []
    for name in request.files:
        files += _open(name)
    copies = [file for file in files if isinstance(file, CopyFile)]
    if len(copies) > 1 and request.year is None:
        options = replace(options, neighbour_years=neighbour_years(copies))
    with Progress(console=messages, transient=True, disable=len(files) < MANY) as progress:
        task = progress.add_task("Reading", total=len(files))
        readings = []
        for file in files:
            readings.append(file if isinstance(file, Reading) else read_file(file, options))
            progress.advance(task)
    return readings


def _open(name: str) -> Iterator[CopyFile | Reading]:
    if name == "-":
        yield CopyFile("standard input", sys.stdin.buffer.read(MAX_BYTES + 1))
        return
    path = Path(name)
    paths: Sequence[Path] = [path]
    if path.is_dir():
        paths = sorted(found for found in path.rglob("*") if found.is_file())
        if not paths:
            yield Reading(name, error="The folder is empty: there is no copy in it.")
    for found in paths:
        try:
            yield load_copy(found)
        except CopyError as error:
            yield Reading(str(found), error=str(error))


def _unsaved(reading: Reading) -> Outcome:
    return Outcome(reading, done="read, not saved", error=reading.error)


def _save(readings: Sequence[Reading], request: Request) -> Iterator[Outcome]:
    # Imported here: models wait for Django's app registry, which `_prepare` has set up.
    from shpalta.intake.services import take_copy

    title = _title(request.title)
    origin = _origin(title)
    with Progress(console=messages, transient=True, disable=len(readings) < MANY) as progress:
        task = progress.add_task("Saving", total=len(readings))
        for taking in take_copy(
            readings,
            title=title,
            publish=request.publish,
            on_progress=lambda count: progress.advance(task, count),
        ):
            if taking.story is None:
                yield Outcome(taking.reading, error=taking.error)
            else:
                where = _where(taking.story, origin, is_new=taking.is_new)
                yield Outcome(taking.reading, done=where)


def _title(code: str) -> "Title":
    # Imported here: models wait for Django's app registry.
    from shpalta.newsroom.titles.models import Title

    titles = list(Title.objects.all())
    if not titles:
        message = "This newsroom has no title yet. Add one in the newsroom, or run make demo."
        raise RequestError(message)
    for title in titles:
        if code in {"", title.code}:
            return title
    message = f"--title {code}: there is {', '.join(title.code for title in titles)}."
    raise RequestError(message)


def _origin(title: "Title") -> str:
    """Give scheme, host and port under which readers find the title."""
    from django.conf import settings

    host = title.hosts.first()
    origin: str = settings.SHPALTA_READERS.origin(host.name if host else "localhost")
    return origin


def _where(story: "Story", origin: str, *, is_new: bool) -> str:
    from django.conf import settings

    before = "" if is_new else "taken before: "
    if story.live:
        return f"{before}{origin}{story.path}"
    port = settings.SHPALTA_READERS.newsroom_port
    return f"{before}draft {story.number}, http://localhost:{port}/newsroom/snippets/stories/story/edit/{story.pk}/"


def _report(outcome: Outcome, request: Request, *, brief: bool) -> None:
    reading = outcome.reading
    name = escape(reading.name)
    if outcome.error:
        messages.print(f"[bold red]✗[/] {name}: {escape(outcome.error)}")
    if request.as_json:
        if reading.copy is not None:
            sys.stdout.write(json.dumps(to_json(reading.copy), ensure_ascii=False) + "\n")
        if not outcome.error:
            messages.print(f"[green]✓[/] {name}: {escape(outcome.done)}")
        return
    if reading.copy is None or outcome.error:
        return
    output.print(f"[green]✓[/] {name} ({reading.encoding}): {escape(outcome.done)}")
    if not brief:
        for line in describe(reading.copy):
            output.print(f"    {escape(line)}")


def describe(copy: Copy) -> Iterator[str]:
    """Say in lines for a person what was taken of a page, what was left out, and why."""
    yield f"took   {copy.language}: {copy.headline}"
    if copy.published_at is not None:
        yield f"       dated {copy.published_at:%Y-%m-%d %H:%M %z}"
    if copy.authors:
        yield f"       by {', '.join(copy.authors)}"
    if copy.picture.caption or copy.picture.credit:
        yield f"       picture: {copy.picture.caption or '—'} / {copy.picture.credit or '—'}"
    if copy.sources:
        yield f"       sources: {' ← '.join(source.name for source in copy.sources)}"
    kinds = [block.label or block.kind for block in copy.blocks]
    yield f"       {'lead and ' if copy.lead else ''}{len(kinds)} blocks: {', '.join(kinds) or '—'}"
    if copy.ticker:
        yield f"left   {len(copy.ticker)} ticker lines: headlines of other stories"
    for line in copy.furniture:
        yield f"left   “{line.text}”: {line.reason}"
    for problem in copy.problems:
        yield f"check  {problem}"
