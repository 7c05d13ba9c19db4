"""The command line. It reads arguments and prints; what is done is done elsewhere."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from shpalta import __version__
from shpalta.core.errors import ShpaltaError
from shpalta.site import cli_edge, cli_personal, cli_redirects
from shpalta.site.installation import Readers, data_folder, save_readers
from shpalta.site.supervisor import free_port, run_services

if TYPE_CHECKING:
    from shpalta.site.rooms import Plan

ReadersPort = Annotated[int, typer.Option("--port", help="Where readers come.")]
NewsroomPort = Annotated[int, typer.Option("--newsroom-port", help="Where journalists come.")]
PressPort = Annotated[
    int, typer.Option("--press-port", help="Where edges come, on this machine; 0: a free port.")
]
ReadersRoomPort = Annotated[
    int,
    typer.Option("--readers-port", help="Where edges bring comments; 0: a free port."),
]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Shpalta, an engine for online newspapers. Data lies in the folder DATA (./var).",
)
cli_edge.register(app)
cli_redirects.register(app)
cli_personal.register(app)
messages = Console(stderr=True, highlight=False)


def main() -> None:
    """Run the command line; what Shpalta refuses ends in a message and exit status 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shpalta.site.settings")
    try:
        app()
    except ShpaltaError as error:
        messages.print(f"[bold red]shpalta:[/] {error}", soft_wrap=True)
        sys.exit(1)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"shpalta {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Its version.")
    ] = False,
) -> None:
    """Options before the command."""


@app.command()
def take(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE…", help="Files or folders; none or - for standard input."),
    ] = None,
    title: Annotated[str, typer.Option(help="Code of the title; else the first one.")] = "",
    edition: Annotated[str, typer.Option(help="auto, uk, ru or en.")] = "auto",
    year: Annotated[int | None, typer.Option(help="For date lines that print no year.")] = None,
    publish: Annotated[bool, typer.Option("--publish", help="Publish at once.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a JSON document per file, one a line.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read only, save nothing.")] = False,
) -> None:
    """Take copy in: a news page or agency copy, saved as plain text, becomes a story."""
    from shpalta.site import taking

    request = taking.Request(
        files=tuple(files or ("-",)),
        title=title,
        edition=edition,
        year=year,
        publish=publish,
        as_json=as_json,
        dry_run=dry_run,
    )
    raise typer.Exit(taking.run(request))


@app.command()
def setup() -> None:
    """Bring database, roles and static files of the data folder up to date."""
    from shpalta.site.preparation import prepare

    prepare()
    messages.print(f"{data_folder()} is ready.")


@app.command()
def words(
    language: Annotated[str, typer.Argument(help="Its tag, such as pl or pt-br.")],
    missing: Annotated[
        bool, typer.Option("--missing", help="Say only what is not translated, one a line.")
    ] = False,
) -> None:
    """Print a message file with all words of the pages, to be translated into a language."""
    from shpalta.core.languages import locale_of
    from shpalta.site import own_words
    from shpalta.site.languages import read_messages_folder

    tag = language.lower()
    locale_of(tag)
    folder = read_messages_folder(os.environ)
    if missing:
        typer.echo("".join(f"{text}\n" for text in own_words.missing_words(tag, folder)), nl=False)
    else:
        typer.echo(own_words.file_of(own_words.words_of(tag, folder)), nl=False)


@app.command()
def serve(  # noqa: PLR0913, PLR0917  each option of the command is a parameter
    port: ReadersPort = 8000,
    newsroom_port: NewsroomPort = 8001,
    press_port: PressPort = 0,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(min=1, help="Processes of the press.")] = 1,
    edge_workers: Annotated[int, typer.Option(min=1, help="Processes of the edge.")] = 1,
    memory: Annotated[int, typer.Option(min=16, help="MiB that an edge process may keep.")] = 256,
    readers_port: ReadersRoomPort = 0,
    proxies: Annotated[
        int, typer.Option(min=0, help="Proxies before the edge, which tell readers' addresses.")
    ] = 0,
) -> None:
    """Serve readers and newsroom until Ctrl-C: all rooms, clock, workshop and edge."""
    from shpalta.site.rooms import Plan

    plan = Plan(
        port=port,
        newsroom_port=newsroom_port,
        press_port=press_port or free_port(),
        host=host,
        readers_port=readers_port,
        press_workers=workers,
        edge_workers=edge_workers,
        edge_memory=memory,
        proxies=proxies,
    )
    plan.check_ports()
    save_readers(data_folder(), Readers(port=port, newsroom_port=newsroom_port))
    from shpalta.site.preparation import prepare

    prepare()
    _run(plan, greeting="")


@app.command()
def demo(
    port: ReadersPort = 8000,
    newsroom_port: NewsroomPort = 8001,
    press_port: PressPort = 0,
    readers_port: ReadersRoomPort = 0,
) -> None:
    """Serve the demo newspaper, making it the first time."""
    from shpalta.site.rooms import Plan

    plan = Plan(
        port=port,
        newsroom_port=newsroom_port,
        press_port=press_port or free_port(),
        readers_port=readers_port,
    )
    plan.check_ports()
    save_readers(data_folder(), Readers(port=port, newsroom_port=newsroom_port))
    # The demo shows what a translation service would do, without one.
    os.environ.setdefault("SHPALTA_TRANSLATION_SERVICE", "stand-in")
    from shpalta.site.preparation import make_demo

    _run(plan, greeting=make_demo())


def _run(plan: "Plan", *, greeting: str) -> None:
    def tell() -> None:
        messages.print(f"\n  Readers:   [bold]http://localhost:{plan.port}/[/]")
        messages.print(f"  Newsroom:  [bold]http://localhost:{plan.newsroom_port}/newsroom/[/]")
        if greeting:
            messages.print(f"  {greeting}")
        messages.print("  Ctrl-C stops everything.\n")

    run_services(plan.services(), when_ready=tell, tell=messages.print)


@app.command()
def clock() -> None:
    """Publish and withdraw what is due, to the second, until Ctrl-C."""
    import django

    django.setup()
    from shpalta.newsroom.clock.running import run_clock

    run_clock()


@app.command()
def workshop() -> None:
    """Make renditions and videos ready, and work out what is most read, until Ctrl-C."""
    import django

    django.setup()
    from shpalta.site.workshop import run_workshop

    run_workshop()


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def manage(context: typer.Context) -> None:
    """Run a command of Django's or Wagtail's, such as createsuperuser."""
    from django.core.management import execute_from_command_line

    Path(data_folder()).mkdir(parents=True, exist_ok=True)
    execute_from_command_line(["shpalta manage", *context.args])
