"""What readers do with comments besides writing: change, remove, answer, react, report, appeal."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from shpalta.journal.models import JournalEntry
from shpalta.newsroom.staff.models import User
from shpalta.readers import changing
from shpalta.readers.forgetting import forget_networks
from shpalta.readers.mailing import mail_one
from shpalta.readers.models import (
    Appeal,
    Comment,
    CommentState,
    Moderating,
    Notice,
    Reaction,
    Reader,
    Report,
    Talk,
)
from shpalta.readers.notices import notice_decisions
from shpalta.readers.personal import Person, export_person
from shpalta.readers.recounting import fresh_sums, kept_sums
from shpalta.readers.states import move_comments
from shpalta.readers.sums import lock_talks
from tests.integration.readers.conftest import ROOM, Paper, Visitor, newest, sign_up


def write(visitor: Visitor, paper: Paper, text: str, **more: Any) -> Comment:
    status, told = visitor.post("comments", story=paper.story.number, text=text, **more)
    assert status == 200, told
    return newest()


def changeable(visitor: Visitor, paper: Paper) -> list[int]:
    told = visitor.get(f"{ROOM}me/?story={paper.story.number}").json()  # type: ignore[attr-defined]  # the client adds it
    return list(told["changeable"])


def check_unread(reader: Visitor, paper: Paper, count: int) -> None:
    told = reader.get(f"{ROOM}me/?story={paper.story.number}").json()  # type: ignore[attr-defined]  # the client adds it
    assert told["unread"] == count


def check_sums(paper: Paper) -> None:
    for talk_id in Comment.objects.values_list("talk_id", flat=True).distinct():
        assert kept_sums(talk_id) == fresh_sums(talk_id)


def test_a_reply_to_a_reply_stands_on_the_second_level(paper: Paper) -> None:
    reader, guest = Visitor(), Visitor()
    sign_up(reader, "Марія", "maria@example.org")
    first = write(guest, paper, "Перше", name="Оля")
    second = write(reader, paper, "Друге", answers=first.pk)
    third = write(guest, paper, "Третє", answers=second.pk)
    assert (second.parent_id, third.parent_id, third.answers_id) == (first.pk, first.pk, second.pk)
    check_sums(paper)
    (notice,) = Notice.objects.all()
    assert (notice.reader.name, notice.comment) == ("Марія", third)
    check_unread(reader, paper, 1)
    page = reader.text(f"{ROOM}mine/")
    assert "Третє" in page
    assert 'class="entry is-new"' in page
    assert 'class="entry is-new"' not in reader.text(f"{ROOM}mine/")
    check_unread(reader, paper, 0)
    status, told = guest.post("comments", story=paper.story.number, text="?", answers=999_999)
    assert (status, told["problem"]) == (422, "answered")


def test_an_author_changes_the_wording_for_some_minutes(paper: Paper) -> None:
    guest = Visitor()
    row = write(guest, paper, "Помлка", name="Оля")
    assert guest.post("comments", edits=row.pk, text="Помилка")[0] == 200
    row.refresh_from_db()
    assert (row.text, row.edited_at is not None) == ("Помилка", True)
    assert changeable(guest, paper) == [row.pk]
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    status, told = guest.post("comments", edits=row.pk, text="Пізно")
    assert (status, told["problem"]) == (422, "late")
    assert "Час на виправлення минув" in guest.text(f"{ROOM}comment/{row.pk}/edit/")
    assert changeable(guest, paper) == []
    check_sums(paper)


def test_a_new_wording_is_judged_anew(paper: Paper) -> None:
    guest = Visitor()
    row = write(guest, paper, "Гаразд", name="Оля")
    paper.rules.moderating = Moderating.BEFORE
    paper.rules.save()
    _status, told = guest.post("comments", edits=row.pk, text="Інакше")
    assert told["result"] == "held"
    row.refresh_from_db()
    assert (row.state, row.stands) == (CommentState.HELD, False)
    check_sums(paper)


def test_a_removal_while_an_author_words_a_comment_anew_stays(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = Visitor()
    row = write(guest, paper, "Спірне", name="Оля")

    def remove_then_lock(talk_ids: Iterable[int]) -> dict[int, Talk]:
        """Wait for a moderator, who removes the comment and lets go of its talk."""
        move_comments(ids=[row.pk], state=CommentState.REMOVED, reasons=["insult"])
        return lock_talks(talk_ids)

    monkeypatch.setattr(changing, "lock_talks", remove_then_lock)
    told = guest.post("comments", edits=row.pk, text="Інакше")[1]
    row.refresh_from_db()
    assert (told["problem"], row.text) == ("late", "Спірне")
    assert row.state == CommentState.REMOVED
    check_sums(paper)


def test_an_author_takes_a_comment_back_and_replies_stay(paper: Paper) -> None:
    guest = Visitor()
    row = write(guest, paper, "Шкодую", name="Оля")
    write(Visitor(), paper, "Чому?", name="Іван", answers=row.pk)
    assert guest.post("comments", removes=row.pk)[1]["result"] == "removed"
    row.refresh_from_db()
    assert (row.text, row.state, row.stands) == ("", CommentState.WITHDRAWN, True)
    check_sums(paper)


def test_what_is_held_is_said_to_be_and_seen_by_its_author(paper: Paper) -> None:
    paper.rules.moderating = Moderating.BEFORE
    paper.rules.save()
    reader = Visitor()
    sign_up(reader, "Марія", "maria@example.org")
    answer = reader.send(f"{ROOM}write/?story={paper.story.number}", text="Перевірте")
    assert answer.status_code == 200
    assert "чекає на модератора" in answer.content.decode()
    assert "Перевірте" in reader.text(f"{ROOM}mine/")
    before = JournalEntry.objects.count()
    check_sums(paper)
    move_comments(ids=[newest().pk], state=CommentState.PUBLIC)
    assert JournalEntry.objects.count() == before + 1
    check_sums(paper)


def test_reactions_are_one_each_and_can_be_taken_back(paper: Paper) -> None:
    guest, other = Visitor(), Visitor()
    row = write(guest, paper, "Слово", name="Оля")
    assert other.post("reactions", comment=row.pk, kind="agree")[0] == 422, "nobody is known yet"
    write(other, paper, "Я", name="Іван")
    assert other.post("reactions", comment=row.pk, kind="agree")[1]["reactions"] == {"agree": 1}
    assert other.post("reactions", comment=row.pk, kind="sad")[1]["reactions"] == {"sad": 1}
    assert guest.post("reactions", comment=row.pk, kind="sad")[1]["reactions"] == {"sad": 2}
    assert other.post("reactions", comment=row.pk, kind="")[1]["reactions"] == {"sad": 1}
    assert other.post("reactions", comment=row.pk, kind="hack")[0] == 422
    check_sums(paper)
    answer = other.send(f"{ROOM}comment/{row.pk}/", kind="thanks")
    assert answer.status_code == 302
    check_sums(paper)
    many = [other.post("reactions", comment=row.pk, kind="agree")[0] for _turn in range(50)]
    assert 429 in many


def test_readers_report_and_each_counts_once(paper: Paper) -> None:
    row = write(Visitor(), paper, "Купуйте", name="Оля")
    stranger = Visitor("198.51.100.9")
    for note in ("раз", "два"):
        answer = stranger.send(f"{ROOM}comment/{row.pk}/", reason="spam", note=note)
        assert answer.status_code == 200
        assert "Модератор перегляне" in answer.content.decode()
    (report,) = Report.objects.all()
    assert (report.reason, report.note) == ("spam", "два")
    assert "198.51.100" not in report.reporter


def test_an_author_is_told_of_a_decision_and_appeals_once(paper: Paper) -> None:
    reader = Visitor()
    sign_up(reader, "Марія", "maria@example.org")
    row = write(reader, paper, "Спірне")
    move_comments(ids=[row.pk], state=CommentState.REMOVED, reasons=["insult"], note="Без імен.")
    notice_decisions([row.pk])
    mail.outbox.clear()
    assert mail_one()
    assert not mail_one()
    (letter,) = mail.outbox
    assert letter.to == ["maria@example.org"]
    assert "Без імен." in str(letter.body)
    page = reader.text(f"{ROOM}mine/")
    assert "Він когось ображає." in page
    assert reader.send(f"{ROOM}comment/{row.pk}/appeal/", text="Не ображаю.").status_code == 302
    assert Appeal.objects.get().text == "Не ображаю."
    again = reader.send(f"{ROOM}comment/{row.pk}/appeal/", text="Ще раз")
    assert again.status_code == 422
    check_sums(paper)


def test_a_reader_gets_all_that_is_kept_and_erases_it(paper: Paper) -> None:
    reader = Visitor()
    sign_up(reader, "Марія", "maria@example.org")
    row = write(reader, paper, "Моє слово")
    reader.post("reactions", comment=row.pk, kind="agree")
    answer = reader.get(f"{ROOM}account/export/")
    assert "attachment" in answer["Content-Disposition"]
    for known in ("Марія", "maria@example.org", "Моє слово", "agree"):
        assert known in answer.content.decode()
    told = export_person(Person(Reader.objects.get()))
    assert set(told) >= {"comments", "reports", "appeals", "notices", "bans"}
    answer = reader.send(f"{ROOM}account/erase/", comments="keep", sure="on")
    assert answer.status_code == 200
    row.refresh_from_db()
    assert (row.text, row.name, row.reader, row.network) == (
        "Моє слово",
        "колишній читач",
        None,
        "",
    )
    assert not User.everybody.filter(email="maria@example.org").exists()
    assert not Reaction.objects.filter(voter__startswith="r:").exists()
    assert Reader.objects.get().name == ""
    assert reader.get(f"{ROOM}account/").status_code == 302
    check_sums(paper)


def test_a_reader_erases_the_comments_as_well(paper: Paper) -> None:
    reader = Visitor()
    sign_up(reader, "Марія", "maria@example.org")
    row = write(reader, paper, "Моє слово")
    reader.send(f"{ROOM}account/erase/", comments="remove", sure="on")
    row.refresh_from_db()
    assert (row.text, row.state, row.stands) == ("", CommentState.WITHDRAWN, False)
    check_sums(paper)


def test_a_reader_gets_another_name_everywhere(paper: Paper) -> None:
    reader = Visitor()
    sign_up(reader, "Марія", "maria@example.org")
    row = write(reader, paper, "Слово")
    answer = reader.send(f"{ROOM}account/", name="Марія К.", mails_replies="on")
    assert answer.status_code == 200
    row.refresh_from_db()
    assert row.name == "Марія К."
    assert Reader.objects.get().mails_replies
    assert not Reader.objects.get().mails_decisions


def test_where_a_comment_came_from_is_forgotten(paper: Paper) -> None:
    row = write(Visitor(), paper, "Слово", name="Оля")
    assert forget_networks() == 0
    Comment.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert forget_networks() == 1
    row.refresh_from_db()
    assert row.network == ""


def test_a_guest_sees_what_was_written_from_this_browser(paper: Paper) -> None:
    guest = Visitor()
    answer = guest.send(f"{ROOM}write/?story={paper.story.number}", name="Іван", text="Гостьове.")
    assert answer.status_code == 302
    guest.send(f"{ROOM}comment/{newest().pk}/", kind="thanks")
    guest.send(f"{ROOM}comment/{newest().pk}/edit/", text="Гостьове, інакше.")
    page = guest.text(f"{ROOM}mine/")
    assert "Гостьове, інакше." in page
    assert f"{ROOM}comment/{newest().pk}/remove/" in page
    assert "Гостьове" not in Visitor().get(f"{ROOM}mine/").content.decode()
    assert guest.send(f"{ROOM}comment/{newest().pk}/remove/").status_code == 302
    assert newest().state == CommentState.WITHDRAWN
