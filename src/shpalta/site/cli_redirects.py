"""The commands about old addresses: `shpalta redirects import` and `export`."""

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer
from rich.console import Console
from rich.markup import escape

from shpalta.core.errors import ShpaltaError

if TYPE_CHECKING:
    from shpalta.newsroom.redirects.lines import Report
    from shpalta.newsroom.titles.models import Title

TitleCode = Annotated[str, typer.Option("--title", help="Code of the title.")]
redirects = typer.Typer(no_args_is_help=True, help="Old addresses of a title, as CSV.")
messages = Console(stderr=True, highlight=False, soft_wrap=True)
_SHOWN = 50


class RedirectsCommandError(ShpaltaError):
    """The command cannot be carried out. The message says why."""


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(redirects, name="redirects")


@redirects.command("import")
def take(
    file: Annotated[str, typer.Argument(metavar="FILE.csv", help="- for standard input.")],
    title: TitleCode,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check only, write nothing.")] = False,
    outside: Annotated[
        bool, typer.Option("--outside", help="Let addresses lead to hosts that are not ours.")
    ] = False,
) -> None:
    """Take addresses in, all of them or none: columns from,to,status, or old,to for numbers."""
    owner = _find_title(title)
    from django.utils import translation

    from shpalta.newsroom.redirects.importing import import_redirects

    with translation.override("en"), tempfile.TemporaryDirectory() as folder:
        report = import_redirects(
            title=owner,
            open_file=_opener(file, Path(folder)),
            dry_run=dry_run,
            allows_outside=outside,
        )
    _tell(report, dry_run=dry_run)
    raise typer.Exit(0 if report.is_good else 1)


@redirects.command("export")
def give(title: TitleCode) -> None:
    """Print all redirects of a title, as `import` takes them."""
    owner = _find_title(title)
    from shpalta.newsroom.redirects.importing import export_redirects

    count = export_redirects(owner, sys.stdout)
    messages.print(f"{count} addresses.")


def _find_title(code: str) -> "Title":
    import django

    django.setup()
    from shpalta.newsroom.titles.models import Title

    found = Title.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Title.objects.values_list("code", flat=True))
        message = f"There is no title {code!r}. There is: {known or 'none yet'}."
        raise RedirectsCommandError(message)
    return found


def _opener(file: str, folder: Path) -> Callable[[], TextIO]:
    """Give what opens the file anew at each call; standard input is kept aside first."""
    path = Path(file)
    if file == "-":
        path = folder / "input.csv"
        with path.open("wb") as kept:
            while piece := sys.stdin.buffer.read(1 << 20):
                kept.write(piece)

    def open_file() -> TextIO:
        try:
            return io.TextIOWrapper(path.open("rb"), encoding="utf-8-sig", newline="")
        except OSError as error:
            message = f"{file} cannot be read: {error.strerror}."
            raise RedirectsCommandError(message) from error

    return open_file


def _tell(report: "Report", *, dry_run: bool) -> None:
    for bad in report.bad[:_SHOWN]:
        messages.print(f"line {bad.number}: {escape(bad.reason)}")
    if report.bad_count > _SHOWN:
        messages.print(f"… and {report.bad_count - _SHOWN} more.")
    if not report.is_good:
        messages.print(f"{report.bad_count} of {report.lines} lines are bad: nothing was taken.")
    elif dry_run:
        messages.print(f"{report.lines} lines are good; nothing was written.")
    else:
        messages.print(f"{report.written} addresses taken.")
    if report.shortened:
        messages.print(f"{report.shortened} led to other old addresses and lead straight on now.")
