"""The command line. It reads arguments and prints; what is done is done elsewhere."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from shpalta import __version__
from shpalta.core.errors import ShpaltaError
from shpalta.site import taking
from shpalta.site.installation import Readers, data_folder, save_readers

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Shpalta, an engine for online newspapers. Data lies in the folder DATA (./var).",
)
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
def serve(
    port: Annotated[int, typer.Option(help="Where readers come.")] = 8000,
    newsroom_port: Annotated[int, typer.Option(help="Where journalists come.")] = 8001,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(min=1, help="Processes of the press.")] = 1,
) -> None:
    """Serve readers and newsroom until Ctrl-C."""
    _serve(port=port, newsroom_port=newsroom_port, host=host, workers=workers, greeting="")


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Where readers come.")] = 8000,
    newsroom_port: Annotated[int, typer.Option(help="Where journalists come.")] = 8001,
) -> None:
    """Serve the demo newspaper, making it the first time."""
    save_readers(data_folder(), Readers(port=port, newsroom_port=newsroom_port))
    from shpalta.site.preparation import check_ports, make_demo

    check_ports(port=port, newsroom_port=newsroom_port)
    _serve(
        port=port, newsroom_port=newsroom_port, host="127.0.0.1", workers=1, greeting=make_demo()
    )


def _serve(*, port: int, newsroom_port: int, host: str, workers: int, greeting: str) -> None:
    save_readers(data_folder(), Readers(port=port, newsroom_port=newsroom_port))
    from shpalta.site.preparation import prepare
    from shpalta.site.supervisor import Server, run_servers

    if not greeting:
        prepare()

    def tell() -> None:
        messages.print(f"\n  Readers:   [bold]http://localhost:{port}/[/]")
        messages.print(f"  Newsroom:  [bold]http://localhost:{newsroom_port}/newsroom/[/]")
        if greeting:
            messages.print(f"  {greeting}")
        messages.print("  Ctrl-C stops everything.\n")

    servers = [
        Server("press", port, host=host, workers=workers),
        Server("newsroom", newsroom_port, host=host, path="/newsroom/login/"),
    ]
    run_servers(servers, when_ready=tell)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def manage(context: typer.Context) -> None:
    """Run a command of Django's or Wagtail's, such as createsuperuser."""
    from django.core.management import execute_from_command_line

    Path(data_folder()).mkdir(parents=True, exist_ok=True)
    execute_from_command_line(["shpalta manage", *context.args])
