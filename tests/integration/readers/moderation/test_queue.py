"""The newsroom's queue: who sees it, what it shows, what its buttons do and take back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shpalta.journal.models import JournalEntry
from shpalta.readers.models import (
    Appeal,
    Ban,
    Comment,
    CommentState,
    ModerationEntry,
    Notice,
    NoticeKind,
    Reader,
    Report,
    TrustLevel,
)
from shpalta.readers.moderation.growing import renew_levels
from shpalta.readers.moderation.lifting import end_bans
from shpalta.readers.moderation.models import Finding
from shpalta.readers.moderation.ruling import set_reasons, set_rules
from shpalta.readers.moderation.services import lock_comments
from tests.integration.readers.moderation.conftest import (
    Paper,
    logged_in,
    make_moderator,
    make_paper,
    make_reader,
    sort,
    write,
)

ACT, QUEUE = "/newsroom/comments/act/", "/newsroom/comments/"
SHOUTED = "ЧОМУ НІХТО НЕ ВІДПОВІДАЄ НА ДЗВІНКИ З РАНКУ"
ADVERT = "Заробляйте від 5000 гривень щодня вдома без вкладень, пишіть мені в телеграм"


@pytest.fixture
def desk(paper: Paper) -> Client:
    """A moderator's browser."""
    return logged_in(make_moderator("olena"))


def held(
    paper: Paper, text: str = "ЧОМУ НІХТО НЕ ВІДПОВІДАЄ НА ДЗВІНКИ З РАНКУ", **who: object
) -> Comment:
    """Let a newcomer write something that waits."""
    row = write(paper.story, text, **who)  # type: ignore[arg-type]
    assert row.state == CommentState.HELD
    sort()
    return row


def state_of(row: Comment) -> str:
    return Comment.objects.get(pk=row.pk).state


def test_the_queue_is_for_moderators_alone(paper: Paper) -> None:
    assert Client().get(QUEUE).status_code == 302
    stranger = make_moderator()
    stranger.groups.clear()
    assert logged_in(stranger).get(QUEUE).status_code == 302
    assert logged_in(make_moderator()).get(QUEUE).status_code == 200


def test_the_queue_says_what_waits_and_why(paper: Paper, desk: Client) -> None:
    parent = write(paper.story, "Чи буде тут зупинка?", make_reader("Галина"))
    row = write(
        paper.story,
        "ЧОМУ НІХТО НЕ ВІДПОВІДАЄ ЛЮДЯМ НА ПИТАННЯ",
        make_reader("Новий", 1),
        answers=parent.pk,
    )
    sort()
    page = desk.get(QUEUE).content.decode()
    for words in (row.text, "Міст відкрито", "Галина", "Чи буде тут зупинка?", "Новий"):
        assert words in page, words
    assert f'id="c{row.pk}"' in page


def test_approving_publishes_and_tells_the_journal(paper: Paper, desk: Client) -> None:
    row = held(paper)
    before = JournalEntry.objects.count()
    answer = desk.post(ACT, {"act": f"approve:{row.pk}", "back": QUEUE})
    assert (answer.status_code, answer["Location"]) == (302, QUEUE)
    assert state_of(row) == CommentState.PUBLIC
    assert JournalEntry.objects.count() == before + 1
    assert "talk:" in " ".join(JournalEntry.objects.order_by("-pk")[0].keys)
    assert not Finding.objects.get(pk=row.pk).is_open


def test_removing_needs_a_reason_which_the_author_is_told(paper: Paper, desk: Client) -> None:
    reader = make_reader()
    row = write(paper.story, "Слово, яке не сподобається", reader)
    desk.post(ACT, {"act": f"remove:{row.pk}"})
    assert state_of(row) == CommentState.PUBLIC
    desk.post(
        ACT,
        {"act": f"remove:{row.pk}", f"reason-{row.pk}": "insult", f"note-{row.pk}": "Так не слід."},
    )
    row.refresh_from_db()
    assert (row.state, row.reasons, row.note) == ("removed", ["insult"], "Так не слід.")
    assert Notice.objects.get(reader=reader).kind == NoticeKind.DECISION
    entry = ModerationEntry.objects.get(comment=row)
    assert (entry.actor.username if entry.actor else "", entry.before, entry.after) == (
        "olena",
        "public",
        "removed",
    )


def test_what_was_left_as_it_is_can_be_asked_about_anew(paper: Paper, desk: Client) -> None:
    row = write(paper.story, "Слово", make_reader())
    Report.objects.create(comment=row, reporter="r:0", reason="false")
    sort()
    desk.post(ACT, {"act": f"approve:{row.pk}"})
    entry = ModerationEntry.objects.get(comment=row)
    assert (entry.before, entry.after) == ("public", "public")
    assert not Finding.objects.get(pk=row.pk).is_open
    desk.post(reverse("moderation_undo", args=[entry.batch]))
    assert Finding.objects.get(pk=row.pk).is_open
    assert Report.objects.get().settled_at is None
    assert state_of(row) == CommentState.PUBLIC


def test_a_titles_own_reason_is_told_in_the_language_of_the_edition(
    paper: Paper, desk: Client
) -> None:
    names = [{"uk": "Без закликів.", "en": "No calls."}]
    set_reasons(title_id=paper.title.pk, names=names, actor=None)
    row = held(paper)
    own = paper.title.removal_reasons.get()
    desk.post(ACT, {"act": f"remove:{row.pk}", f"reason-{row.pk}": f"own-{own.pk}"})
    row.refresh_from_db()
    assert (row.reasons, row.note) == (["rules"], "Без закликів.")


def test_one_click_clears_a_wave_and_one_takes_it_back(paper: Paper, desk: Client) -> None:
    rows = [write(paper.story, f"{ADVERT} {word}!", network=f"n{word}") for word in "абвгд"]
    sort()
    cluster = Finding.objects.get(pk=rows[0].pk).cluster
    assert "near-duplicates" in desk.get(QUEUE, headers={"accept-language": "en"}).content.decode()
    late = write(paper.story, f"{ADVERT} є!", network="late")
    wave = {"kind": "cluster", "name": cluster, "upto": str(rows[-1].pk), "reason": "spam"}
    desk.post(ACT, wave | {"act": "remove"})
    assert {state_of(row) for row in rows} == {CommentState.REMOVED}
    assert state_of(late) == CommentState.HELD, "what came after the page was made is not meant"
    batch = ModerationEntry.objects.filter(action="remove")[0].batch
    desk.post(reverse("moderation_undo", args=[batch]))
    assert {state_of(row) for row in rows} == {CommentState.HELD}
    assert Comment.objects.get(pk=rows[-1].pk).reasons == ["alike"]
    assert set(Finding.objects.values_list("is_open", flat=True)) == {True}
    desk.post(reverse("moderation_undo", args=[batch]))
    assert {state_of(row) for row in rows} == {CommentState.HELD}, "undone once"


def test_talks_are_held_before_their_comments_as_the_writer_does(paper: Paper) -> None:
    row = held(paper)
    with CaptureQueriesContext(connection) as asked:
        lock_comments([row.pk], [CommentState.HELD])
    tables = [query["sql"] for query in asked.captured_queries]
    talks = next(turn for turn, sql in enumerate(tables) if 'FROM "readers_talk"' in sql)
    comments = next(
        turn for turn, sql in enumerate(tables) if '"readers_comment"."state" IN' in sql
    )
    assert talks < comments, "each would wait for what the other one holds"


def test_what_somebody_else_decided_is_not_decided_twice(paper: Paper, desk: Client) -> None:
    row = held(paper)
    other = logged_in(make_moderator("ivan"))
    other.post(ACT, {"act": f"remove:{row.pk}", f"reason-{row.pk}": "spam"})
    told = desk.get(f"/newsroom/comments/decided/?ids={row.pk}").json()["decided"]
    assert told[str(row.pk)].startswith("Ivan")
    answer = desk.post(ACT, {"act": f"approve:{row.pk}"}, headers={"x-requested-with": "fetch"})
    assert "1" in answer.json()["told"]
    assert state_of(row) == CommentState.REMOVED


def test_a_ban_hides_and_its_lifting_brings_back(paper: Paper, desk: Client) -> None:
    reader = make_reader()
    rows = [write(paper.story, f"Слово {number}", reader) for number in range(3)]
    desk.post(ACT, {"act": f"ban:{rows[0].pk}", "days": "7", "where": "house"})
    assert {state_of(row) for row in rows} == {CommentState.SHUT}
    assert Reader.objects.get(pk=reader.pk).is_shut
    assert write(paper.story, "Я ще тут", reader).reasons == ["banned"]
    batch = Ban.objects.get().batch
    assert Ban.objects.get().until > timezone.now() + timedelta(days=6)  # type: ignore[operator]
    desk.post(reverse("moderation_undo", args=[batch]))
    assert {state_of(row) for row in rows} == {CommentState.PUBLIC}
    assert not Reader.objects.get(pk=reader.pk).is_shut
    assert write(paper.story, "Повернувся", reader).state == CommentState.PUBLIC


def test_guests_and_networks_can_be_banned(paper: Paper, desk: Client) -> None:
    guest = write(paper.story, "Слово гостя", guest="k" * 32, network="net")
    desk.post(ACT, {"act": f"ban:{guest.pk}", "days": "1"})
    assert write(paper.story, "Ще слово", guest="k" * 32, network="else").reasons == ["banned"]
    other = write(paper.story, "Інший гість", network="net")
    desk.post(ACT, {"act": f"ban-network:{other.pk}", "days": "1"})
    assert state_of(other) == CommentState.SHUT
    assert write(paper.story, "Третій гість", network="net").reasons == ["banned"]
    newcomer = make_reader(level=TrustLevel.NEW)
    assert write(paper.story, "Новий у мережі", newcomer, network="net").reasons == ["banned"]
    known = make_reader(level=TrustLevel.KNOWN)
    waits = write(paper.story, "Давно тут пишу", known, network="net")
    assert (waits.state, waits.reasons) == (CommentState.HELD, ["behind-ban"])
    regular = make_reader(level=TrustLevel.TRUSTED)
    free = write(paper.story, "Ще довше тут пишу", regular, network="net")
    assert free.state == CommentState.PUBLIC


def test_a_ban_that_has_run_out_opens_the_reader(paper: Paper, desk: Client) -> None:
    reader = make_reader()
    row = write(paper.story, "Слово", reader)
    desk.post(ACT, {"act": f"ban:{row.pk}", "days": "1", "where": "house"})
    Ban.objects.update(until=timezone.now() - timedelta(seconds=1))
    end_bans(timezone.now())
    assert not Reader.objects.get(pk=reader.pk).is_shut


def test_walls_hold_in_the_queue_and_for_each_act(paper: Paper) -> None:
    other = make_paper("other", "other.test")
    row = write(other.story, "ЧОМУ НІХТО НЕ ВІДПОВІДАЄ ЛЮДЯМ НА ПИТАННЯ", host="other.test")
    sort()
    make_moderator(title=other.title)
    desk = logged_in(make_moderator(title=paper.title))
    assert row.text not in desk.get(QUEUE).content.decode()
    desk.post(ACT, {"act": f"approve:{row.pk}"})
    desk.post(
        ACT, {"act": "approve", "scope": "all", "upto": str(row.pk), "title": str(other.title.pk)}
    )
    desk.post(ACT, {"act": f"ban:{row.pk}", "where": "house"})
    assert state_of(row) == CommentState.HELD
    assert not Ban.objects.exists()
    assert desk.get("/newsroom/comments/decided/", {"ids": row.pk}).json() == {"decided": {}}
    own = logged_in(make_moderator(title=other.title))
    own.post(ACT, {"act": f"remove:{row.pk}", f"reason-{row.pk}": "spam"})
    batch = ModerationEntry.objects.get(action="remove").batch
    desk.post(reverse("moderation_undo", args=[batch]))
    assert state_of(row) == CommentState.REMOVED
    assert desk.get(f"/newsroom/comments/rules/?of={other.title.pk}").status_code == 404


def test_an_appeal_is_decided_by_another_moderator_where_there_is_one(
    paper: Paper, desk: Client
) -> None:
    reader = make_reader()
    row = write(paper.story, "Слово, яке не сподобається", reader)
    desk.post(ACT, {"act": f"remove:{row.pk}", f"reason-{row.pk}": "insult"})
    appeal = Appeal.objects.create(comment=row, text="Я нікого не ображав.")
    grant = {"act": "grant", "appeal": str(appeal.pk), "answer": "Ви маєте рацію."}
    other = make_moderator("ivan")
    assert desk.post("/newsroom/comments/appeals/", grant).status_code == 409
    assert (
        "Я нікого не ображав."
        in logged_in(other).get("/newsroom/comments/appeals/").content.decode()
    )
    assert logged_in(other).post("/newsroom/comments/appeals/", grant).status_code == 302
    appeal.refresh_from_db()
    assert (appeal.state, appeal.answer, state_of(row)) == ("granted", "Ви маєте рацію.", "public")
    kinds = list(Notice.objects.filter(reader=reader).values_list("kind", flat=True))
    assert sorted(kinds) == [NoticeKind.APPEAL, NoticeKind.DECISION]


def test_who_is_alone_decides_an_appeal_too(paper: Paper, desk: Client) -> None:
    row = write(paper.story, "Слово, яке не сподобається", make_reader())
    desk.post(ACT, {"act": f"remove:{row.pk}", f"reason-{row.pk}": "insult"})
    appeal = Appeal.objects.create(comment=row, text="Прошу.")
    data = {"act": "decline", "appeal": str(appeal.pk)}
    assert desk.post("/newsroom/comments/appeals/", data).status_code == 302
    assert state_of(row) == CommentState.REMOVED


def test_every_screen_opens_in_each_language_and_no_line_of_the_log_can_be_changed(
    paper: Paper, desk: Client
) -> None:
    desk.post(ACT, {"act": f"remove:{held(paper).pk}", "reason": "spam"})
    for name in ("", "appeals", "raids", "bans", "words", "rules", "figures", "log"):
        for language in ("uk", "ru", "en"):
            address = f"{QUEUE}{name}/" if name else QUEUE
            page = desk.get(address, headers={"accept-language": language})
            assert page.status_code == 200, address
    assert desk.post(f"{QUEUE}log/").status_code == 405


def test_words_are_tried_before_they_are_saved(paper: Paper, desk: Client) -> None:
    superuser = make_moderator()
    superuser.is_superuser = True
    superuser.save()
    boss = logged_in(superuser)
    address = f"{QUEUE}words/"
    data = {"of": "house", "language": "uk", "severity": "2", "words": "каструля", "exceptions": ""}
    assert boss.post(address, data).status_code == 302
    page = boss.get(address, {"of": "house", "text": "гримить кaструлями"}).content.decode()
    assert "кaструлями" in page
    assert "каструля" in page


def test_filters_narrow_and_pages_follow_each_other(paper: Paper, desk: Client) -> None:
    set_rules(
        title_id=paper.title.pk,
        values={"raid_size": 0, "alike": 0, "network_per_minute": 0},
        actor=None,
    )
    rows = [
        held(paper, f"ЧОМУ НІХТО НЕ ВІДПОВІДАЄ НА ДЗВІНКИ НОМЕР {number}", network=f"n{number}")
        for number in range(55)
    ]
    page = desk.get(QUEUE).content.decode()
    assert page.count('name="id"') == 50
    following = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert (
        desk.get(QUEUE + following.replace("&amp;", "&")).content.decode().count('name="id"') == 5
    )
    Comment.objects.filter(pk=rows[17].pk).update(text="Де зупинка ТРАМВАЯ?")
    rows[17].refresh_from_db()
    found = desk.get(QUEUE, {"q": "трамвая зупинка"}).content.decode()
    assert (rows[17].text in found, rows[3].text in found) == (True, False)
    assert desk.get(QUEUE, {"author": rows[3].author_key}).content.decode().count('name="id"') == 1
    assert 'name="id"' not in desk.get(QUEUE, {"state": "removed"}).content.decode()
    assert 'name="id"' not in desk.get(QUEUE, {"why": "links"}).content.decode()


def test_the_queue_asks_as_few_questions_for_many_as_for_one(
    paper: Paper, desk: Client, django_assert_max_num_queries: object
) -> None:
    held(paper)
    desk.get(QUEUE)
    with django_assert_max_num_queries(32):  # type: ignore[operator]
        desk.get(QUEUE)
    for number in range(12):
        held(paper, f"ЧОМУ НІХТО НЕ ВІДПОВІДАЄ НА ДЗВІНКИ НОМЕР {number}", network=f"n{number}")
    with django_assert_max_num_queries(32):  # type: ignore[operator]
        desk.get(QUEUE)


def test_trust_grows_with_what_stays_and_falls_with_what_is_removed(
    paper: Paper, desk: Client
) -> None:
    reader = make_reader(level=TrustLevel.NEW, days=3)
    rows = [write(paper.story, f"Слово {number}", reader) for number in range(4)]
    renew_levels([reader.pk], timezone.now())
    assert Reader.objects.get(pk=reader.pk).level == TrustLevel.KNOWN
    desk.post(ACT, {"act": f"remove:{rows[0].pk}", f"reason-{rows[0].pk}": "insult"})
    assert Reader.objects.get(pk=reader.pk).level == TrustLevel.NEW
