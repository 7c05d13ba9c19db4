"""The commands that answer a request about personal data: `shpalta personal export`, `erase`."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from shpalta.core.errors import ShpaltaError

if TYPE_CHECKING:
    from shpalta.readers.personal import Person

Email = Annotated[str, typer.Option("--email", help="The address of their account.")]
CommentNumber = Annotated[
    int, typer.Option("--comment", help="A comment of theirs, by the number after its #c-.")
]
personal = typer.Typer(no_args_is_help=True, help="What is kept of one reader or guest.")
messages = Console(stderr=True, highlight=False, soft_wrap=True)


class PersonalCommandError(ShpaltaError):
    """The command cannot be carried out. The message says why."""


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(personal, name="personal")


@personal.command("export")
def give(email: Email = "", comment: CommentNumber = 0) -> None:
    """Print all that is kept of somebody, as JSON."""
    person = _find(email, comment)
    from shpalta.readers.personal import export_person

    json.dump(export_person(person), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


@personal.command()
def erase(
    email: Email = "",
    comment: CommentNumber = 0,
    with_comments: Annotated[
        bool, typer.Option("--with-comments", help="What they wrote goes as well.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase all that is kept of somebody, their account too; what they wrote stays, unsigned."""
    person = _find(email, comment)
    from django.conf import settings
    from django.utils import translation

    from shpalta.readers.personal import erase_person, former_reader

    name = person.reader.name if person.reader else "a guest"
    if not yes:
        typer.confirm(f"Erase {name}, {person.comments.count()} comments?", abort=True, err=True)
    with translation.override(settings.LANGUAGE_CODE):
        gone = former_reader()
    erase_person(person=person, with_comments=with_comments, gone_name=gone)
    messages.print("Erased.")


def _find(email: str, comment_id: int) -> "Person":
    if bool(email) == bool(comment_id):
        message = "Say whom it is about: either --email or --comment."
        raise PersonalCommandError(message)
    import django

    django.setup()
    from shpalta.readers.personal import find_person

    return find_person(email=email, comment_id=comment_id)
