"""The commands of the edge. They load no Django: an edge may run where nothing else is."""

import contextlib
import os
from pathlib import Path
from typing import Annotated

import typer

from shpalta.core.errors import ShpaltaError


class OptionError(ShpaltaError):
    """An option cannot be understood. The message says which and how it is written."""


TokenFile = Annotated[
    Path | None,
    typer.Option(help="File with the journal's token; else SHPALTA_JOURNAL_TOKEN."),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(edge)
    app.command()(relay)


def edge(  # noqa: PLR0913, PLR0917  each option of the command is a parameter
    origin: Annotated[str, typer.Option(metavar="URL", help="Where pages come from.")],
    store: Annotated[Path | None, typer.Option(help="Folder of the objects on disk.")] = None,
    listen: Annotated[
        str, typer.Option(metavar="HOST:PORT", help="Where readers come.")
    ] = "127.0.0.1:8000",
    journal: Annotated[
        str | None, typer.Option(metavar="URL", help="The journal, if it is not at the origin.")
    ] = None,
    token_file: TokenFile = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
    memory: Annotated[int, typer.Option(min=16, help="MiB that each process may keep.")] = 256,
    disk: Annotated[int, typer.Option(min=16, help="MiB that the store may hold.")] = 2048,
    live_readers: Annotated[
        int, typer.Option(min=1, help="Live connections that each process takes.")
    ] = 6000,
    readers: Annotated[
        str | None, typer.Option(metavar="URL", help="Where comments and accounts are.")
    ] = None,
    readers_a_minute: Annotated[
        int, typer.Option(min=1, help="Requests there that one address may make in a minute.")
    ] = 300,
    proxies: Annotated[
        int, typer.Option(min=0, help="Proxies before the edge that tell readers' addresses.")
    ] = 0,
    plain: Annotated[
        bool, typer.Option("--plain", help="Only a shared cache, in front of any origin.")
    ] = False,
) -> None:
    """Serve readers: keep pages, follow the journal, tell who listens, until Ctrl-C."""
    from shpalta.edge.configuration import Configuration
    from shpalta.edge.server import run_edge

    host, port = _address(listen)
    run_edge(
        Configuration(
            origin=origin,
            store=store,
            host=host,
            port=port,
            journal=journal,
            token=_token(token_file),
            workers=workers,
            plain=plain,
            memory_mib=memory,
            store_mib=disk,
            live_readers=live_readers,
            readers=readers,
            readers_a_minute=readers_a_minute,
            proxies=proxies,
        )
    )


def relay(
    journal: Annotated[str, typer.Option(metavar="URL", help="The journal's address.")],
    varnish: Annotated[list[str], typer.Option(metavar="URL", help="A Varnish to purge.")],
    state: Annotated[Path, typer.Option(help="File that keeps the position.")],
    token_file: TokenFile = None,
) -> None:
    """Follow the journal and purge other caches by its keys, until Ctrl-C."""
    import asyncio

    from shpalta.edge.relay import run_relay

    token = _token(token_file)
    if not token:
        message = "The journal's token is missing: set SHPALTA_JOURNAL_TOKEN or give --token-file."
        raise OptionError(message)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run_relay(journal, token, varnish, state))


def _address(text: str) -> tuple[str, int]:
    host, _colon, port = text.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:  # noqa: PLR2004  the highest port
        message = f"--listen {text!r} is not understood. Write it like 127.0.0.1:8000."
        raise OptionError(message)
    return host.strip("[]"), int(port)


def _token(file: Path | None) -> str | None:
    given = os.environ.get("SHPALTA_JOURNAL_TOKEN")
    if given or file is None:
        return given
    try:
        return file.read_text().strip()
    except OSError as error:
        message = f"The token's file {file} cannot be read ({error.strerror})."
        raise OptionError(message) from error
