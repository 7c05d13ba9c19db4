"""What becomes of a comment when it is sent, and what the workshop finds with hindsight."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from shpalta.readers.models import Comment, CommentState, Moderating, Report, TrustLevel
from shpalta.readers.moderation import judge as judging
from shpalta.readers.moderation.guarding import guard_talk
from shpalta.readers.moderation.models import Finding, JudgeRules, Raid
from shpalta.readers.moderation.raiding import begin_raids, end_raids
from shpalta.readers.moderation.raids import Target
from shpalta.readers.moderation.recollection import Recollection
from shpalta.readers.moderation.ruling import set_rules, set_words
from shpalta.readers.sending import Result
from tests.integration.readers.moderation.conftest import (
    Paper,
    make_reader,
    sent,
    sort,
    write,
    write_all,
)

ADVERT = "Заробляйте від 5000 гривень щодня вдома без вкладень, пишіть мені в телеграм"


def test_a_listed_word_holds_in_any_form_and_disguise(paper: Paper) -> None:
    set_words(title_id=None, language="uk", severity=2, words="дурень", exceptions="", actor=None)
    texts = ("Він дурнями керує", "Ну й дуpень", "д.у.р.н.і всі")
    for text in texts:
        assert write(paper.story, text, make_reader()).state == CommentState.HELD, text
    held = Comment.objects.filter(state=CommentState.HELD)
    assert all(row.reasons == ["words"] for row in held)
    sort()
    finding = Finding.objects.get(comment__text=texts[0])
    assert finding.details == [["words", "дурнями"]]
    assert write(paper.story, "Дурниця сталася", make_reader()).state == CommentState.PUBLIC


def test_a_list_holds_from_the_next_comment_on_and_severity_decides(paper: Paper) -> None:
    reader = make_reader()
    assert write(paper.story, "Каструля", reader).state == CommentState.PUBLIC
    set_words(
        title_id=paper.title.pk,
        language="uk",
        severity=3,
        words="каструля",
        exceptions="",
        actor=None,
    )
    refused = write(paper.story, "Каструлями гримлять", reader)
    assert (refused.state, refused.reasons) == (CommentState.REFUSED, ["words"])


def test_a_mild_word_is_published_and_shown_to_a_moderator(paper: Paper) -> None:
    set_words(title_id=None, language="uk", severity=1, words="дідько", exceptions="", actor=None)
    row = write(paper.story, "Якого дідька!", make_reader())
    assert row.state == CommentState.PUBLIC
    sort()
    assert Finding.objects.get(comment=row).is_open


def test_links_of_newcomers_wait_and_refused_domains_are_for_nobody(paper: Paper) -> None:
    set_rules(
        title_id=paper.title.pk,
        values={"denied_domains": "spam.example", "most_links": 0},
        actor=None,
    )
    newcomer = make_reader(level=TrustLevel.NEW)
    assert write(paper.story, "Ось https://ok.example/x", newcomer).reasons == ["links"]
    assert write(paper.story, "Ось https://ok.example/x", make_reader()).reasons == []
    refused = write(paper.story, "Ось https://a.spam.example/x", make_reader())
    assert refused.state == CommentState.REFUSED


def test_who_writes_too_fast_is_asked_to_wait_and_nothing_is_kept(paper: Paper) -> None:
    reader = make_reader()
    batch = [sent(paper.story, f"Думка номер {number}", reader) for number in range(7)]
    answers = write_all(batch)
    assert [one.result for one in answers].count(Result.PUBLISHED) == 5
    assert answers[-1].reasons == ("fast",)
    assert answers[-1].wait_seconds > 0
    assert Comment.objects.count() == 5


def test_slow_mode_lets_one_author_wait_and_no_other(paper: Paper) -> None:
    first = write(paper.story, "Перше слово", reader := make_reader())
    guard_talk(talk_id=first.talk_id, slow_seconds=60, moderating="", actor=None)
    (answer,) = write_all([sent(paper.story, "Друге слово", reader)])
    assert (answer.reasons, 0 < answer.wait_seconds <= 60) == (("fast",), True)
    assert write(paper.story, "Інша людина", make_reader()).state == CommentState.PUBLIC
    assert write(paper.other, "Інша новина", reader).state == CommentState.PUBLIC


@pytest.mark.parametrize(
    ("mode", "trusted", "newcomer"),
    [
        (Moderating.AFTER, CommentState.PUBLIC, CommentState.PUBLIC),
        (Moderating.BY_TRUST, CommentState.PUBLIC, CommentState.HELD),
        (Moderating.BEFORE, CommentState.HELD, CommentState.HELD),
    ],
)
def test_a_story_can_be_looked_at_otherwise_than_its_title(
    paper: Paper, mode: str, trusted: str, newcomer: str
) -> None:
    talk = write(paper.story, "Початок розмови", make_reader()).talk
    guard_talk(talk_id=talk.pk, slow_seconds=0, moderating=mode, actor=None)
    assert write(paper.story, "Слово", make_reader()).state == trusted
    assert write(paper.story, "Слово", make_reader(level=TrustLevel.NEW)).state == newcomer
    assert write(paper.other, "Слово", make_reader(level=TrustLevel.NEW)).state == "public"


def test_the_first_of_near_duplicates_are_held_too(paper: Paper) -> None:
    rows = [write(paper.story, f"{ADVERT} {word}!", network=f"n{word}") for word in "абв"]
    assert [row.state for row in rows] == ["public", "public", "held"]
    sort()
    assert {row.state for row in Comment.objects.all()} == {CommentState.HELD}
    assert len(set(Finding.objects.values_list("cluster", flat=True))) == 1


def test_what_many_honest_people_say_is_not_held(paper: Paper) -> None:
    for _person in range(30):
        assert write(paper.story, "Слава ЗСУ!", make_reader()).state == CommentState.PUBLIC
    for number in range(8):
        row = write(paper.story, "Слава ЗСУ!", network=f"n{number}")
        assert row.state == CommentState.PUBLIC


def test_a_burst_of_newcomers_begins_a_raid_which_ends_by_itself(paper: Paper) -> None:
    set_rules(title_id=paper.title.pk, values={"raid_size": 10}, actor=None)
    rows = [write(paper.story, f"Думка {number}", network=f"n{number}") for number in range(14)]
    assert rows[0].state == CommentState.PUBLIC
    assert rows[-1].reasons == ["raid"]
    assert write(paper.story, "Я тут давно", make_reader()).state == CommentState.PUBLIC
    assert write(paper.other, "Я новенький", network="m").state == CommentState.PUBLIC
    sort()
    of_raid = Comment.objects.filter(pk__in=[row.pk for row in rows])
    assert {row.state for row in of_raid} == {CommentState.HELD}
    Raid.objects.update(hot_at=timezone.now() - timedelta(minutes=11))
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    from shpalta.readers.moderation import sorting

    sorting.forget()
    sort()
    assert Raid.objects.get().ended_at is not None
    judging.forget()
    assert write(paper.story, "Після бурі", network="z").state == CommentState.PUBLIC


def test_a_raid_begun_by_hand_is_ended_by_hand(paper: Paper) -> None:
    from tests.integration.readers.moderation.conftest import make_moderator

    moderator = make_moderator()
    target = Target(paper.title.pk, None)
    (raid,) = begin_raids([target], timezone.now() - timedelta(hours=1), by=moderator)
    assert write(paper.story, "Я новенький").reasons == ["raid"]
    sort()
    raid.refresh_from_db()
    assert raid.ended_at is None
    end_raids([raid.pk], by=moderator)
    assert write(paper.story, "Я теж новенький").state == CommentState.PUBLIC


def test_reports_hold_a_newcomers_comment_and_raise_what_waits(paper: Paper) -> None:
    old = write(paper.story, "Слово давнього", make_reader())
    new = write(paper.story, "Слово нового")
    for row in (old, new):
        for number in range(3):
            Report.objects.create(comment=row, reporter=f"r:{number}", reason="insult")
    sort()
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, new.state) == (CommentState.PUBLIC, CommentState.HELD)
    assert new.reasons == ["reports"]
    assert list(Finding.objects.values_list("priority", "reports")) == [(40, 3), (40, 3)]


def test_a_memory_built_anew_is_equal_to_one_that_was_kept_up(paper: Paper) -> None:
    kept = Recollection()
    kept.catch_up(timezone.now())
    for number in range(12):
        write(paper.story, f"{ADVERT} {number}", network=f"n{number % 3}")
        if number % 3 == 0:
            kept.catch_up(timezone.now())
    kept.catch_up(timezone.now())
    fresh = Recollection()
    fresh.catch_up(timezone.now())
    assert len(fresh.memory) == 12
    assert kept.memory == fresh.memory


def test_a_judge_that_was_killed_remembers_who_wrote(paper: Paper) -> None:
    reader = make_reader()
    write_all([sent(paper.story, f"Думка {number}", reader) for number in range(5)])
    judging.forget()
    (answer,) = write_all([sent(paper.story, "Ще думка", reader)])
    assert answer.reasons == ("fast",)


def test_rules_of_another_title_do_not_matter(paper: Paper) -> None:
    JudgeRules.objects.create(title=paper.title, per_minute=1)
    judging.forget()
    reader = make_reader()
    answers = write_all([sent(paper.story, f"Думка {number}", reader) for number in range(2)])
    assert [one.result for one in answers] == [Result.PUBLISHED, Result.PROBLEM] or (
        answers[1].reasons == ("fast",)
    )


@override_settings(SHPALTA_JUDGE="shpalta.readers.judging.judge_by_trust")
def test_an_installation_may_have_another_judge(paper: Paper) -> None:
    assert write(paper.story, ADVERT).state == CommentState.PUBLIC
