"""A request about personal data, answered by an administrator: of readers, and of guests."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from shpalta.newsroom.staff.models import User
from shpalta.readers.models import Comment, CommentState, Reaction, Reader, Report
from shpalta.readers.moderation.banning import Banned, ban
from shpalta.readers.personal import Person, UnknownPersonError, find_person
from shpalta.readers.recounting import fresh_sums, kept_sums
from shpalta.site.cli import app
from tests.integration.readers.conftest import ROOM, Paper, Visitor, sign_up
from tests.integration.readers.test_acting import write


def command(*words: str) -> str:
    """Give what a command prints."""
    result = CliRunner().invoke(app, ["personal", *words])
    assert result.exit_code == 0, result.output
    return result.stdout


def given(*words: str) -> Any:
    return json.loads(command("export", *words))


def test_a_readers_data_are_given_out_and_erased_by_their_address(paper: Paper) -> None:
    reader, guest = Visitor(), Visitor()
    sign_up(reader, "Марія", "maria@example.org")
    row = write(reader, paper, "Моє слово")
    write(guest, paper, "Відповідь", name="Оля", answers=row.pk)
    known = Reader.objects.get()
    ban(who=Banned(frozenset({known.pk})), actor=None, title_ids=[paper.title.pk], reason="spam")
    told = given("--email", "Maria@Example.org")
    assert (told["name"], told["email"]) == ("Марія", "maria@example.org")
    assert [one["text"] for one in told["comments"]] == ["Моє слово"]
    assert [one["reason"] for one in told["bans"]] == ["spam"]
    assert len(told["notices"]) == 1

    command("erase", "--email", "maria@example.org", "--yes")
    row.refresh_from_db()
    assert (row.text, row.name, row.reader, row.network) == (
        "Моє слово",
        "колишній читач",
        None,
        "",
    )
    assert not User.everybody.filter(email="maria@example.org").exists()
    assert reader.get(f"{ROOM}account/").status_code == 302
    with pytest.raises(UnknownPersonError):
        find_person(email="maria@example.org")


def test_a_guests_data_are_given_out_and_erased_by_a_comment(paper: Paper) -> None:
    guest, other = Visitor(), Visitor()
    row = write(guest, paper, "Гостьове", name="Оля")
    theirs = write(other, paper, "Чуже", name="Петро")
    guest.post("reactions", comment=theirs.pk, kind="agree")
    guest.send(f"{ROOM}comment/{theirs.pk}/", reason="spam", note="Реклама")
    told = given("--comment", str(row.pk))
    assert [one["text"] for one in told["comments"]] == ["Гостьове"]
    assert [one["kind"] for one in told["reactions"]] == ["agree"]
    assert [one["note"] for one in told["reports"]] == ["Реклама"]

    command("erase", "--comment", str(row.pk), "--with-comments", "--yes")
    row.refresh_from_db()
    assert (row.state, row.text, row.guest_key) == (CommentState.WITHDRAWN, "", "")
    assert row.name != "Оля"
    assert not Reaction.objects.filter(voter__startswith="g:").exists()
    assert not Report.objects.exclude(note="").exists()
    assert Comment.objects.get(pk=theirs.pk).reactions == {"agree": 1}, "sums stay what they were"
    assert kept_sums(row.talk_id) == fresh_sums(row.talk_id)
    with pytest.raises(UnknownPersonError):
        find_person(comment_id=row.pk)


def test_a_request_names_one_person_and_nobody_is_taken_for_them(paper: Paper) -> None:
    del paper
    for words in ((), ("--email", "a@example.org", "--comment", "1")):
        assert CliRunner().invoke(app, ["personal", "export", *words]).exit_code != 0
    User.objects.create_user(username="olena", email="olena@example.org")
    with pytest.raises(UnknownPersonError):
        find_person(email="olena@example.org")
    assert Person(guest_key="k").key == "g:k"
