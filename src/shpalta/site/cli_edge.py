"""The commands of the edge. They import no Django: an edge may run where nothing else is."""

import typer


def register(app: typer.Typer) -> None:
    """Add the commands."""
