"""Readers write under a story that their title took: in its own talk, or in the origin's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shpalta.newsroom.stories.models import Placement, Story
from shpalta.newsroom.titles.models import Edition
from shpalta.readers.editions import forget_directory
from shpalta.readers.models import (
    Comment,
    CommentState,
    Moderating,
    Opening,
    TalkRules,
    UnderTaken,
)
from shpalta.readers.moderation.items import items_of
from shpalta.readers.talking import set_talk
from tests.factories import make_edition, make_story, make_title, withdraw
from tests.integration.readers.conftest import ROOM, Paper, Visitor, newest


@pytest.fixture
def taken(paper: Paper) -> Placement:
    """A story of a sister that the paper runs on a page of its own."""
    sister = make_title("city", host="city.test", names={"uk": "Місто"})
    TalkRules.objects.create(title=sister, guests_may_write=True, moderating=Moderating.AFTER)
    story = make_story(make_edition(sister, language="uk"), "Парк")
    forget_directory()
    return Placement.objects.create(story=story, edition=paper.uk, mode="page")


def let(paper: Paper, under_taken: UnderTaken) -> None:
    paper.rules.under_taken = under_taken
    paper.rules.save()


def place(comment: Comment) -> tuple[Edition, int]:
    return comment.talk.edition, comment.talk.number


def write(visitor: Visitor, story: Story, text: str) -> int:
    return visitor.post("comments", story=story.number, text=text, name="Оля")[0]


def test_what_is_written_under_a_taken_story_is_the_takers(paper: Paper, taken: Placement) -> None:
    assert write(Visitor(), taken.story, "Тут") == 200
    assert place(newest()) == (paper.uk, taken.story.number)
    (item,) = items_of([newest()])
    assert (item.headline, item.story_id) == ("Парк", None)


def test_shared_comments_go_to_the_origin_and_follow_its_rules(
    paper: Paper, taken: Placement
) -> None:
    let(paper, UnderTaken.SHARED)
    visitor = Visitor()
    page = visitor.text(f"{ROOM}write/?story={taken.story.number}")
    assert f'href="{taken.path}#talk"' in page
    answer = visitor.send(f"{ROOM}write/?story={taken.story.number}", text="Спільне", name="Оля")
    row = newest()
    assert answer["Location"] == f"/-/talk/{taken.story.number}/c/{row.pk}/#c-{row.pk}"
    assert place(row) == (taken.story.edition, taken.story.number)
    told = visitor.get(f"{ROOM}me/?story={taken.story.number}").json()  # type: ignore[attr-defined]  # the client adds it
    assert told["changeable"] == [row.pk]
    assert visitor.send(f"{ROOM}comment/{row.pk}/edit/", text="Інакше").status_code == 302
    row.refresh_from_db()
    assert row.text == "Інакше"
    TalkRules.objects.filter(title=taken.story.edition.title).update(guests_may_write=False)
    assert write(Visitor(), taken.story, "Ще") == 422
    let(paper, UnderTaken.OWN)
    assert visitor.get(f"{ROOM}comment/{row.pk}/").status_code == 404, "not under this page now"


def test_a_guest_under_a_shared_story_takes_a_comment_back_where_they_are_known(
    paper: Paper, taken: Placement
) -> None:
    let(paper, UnderTaken.SHARED)
    guest = Visitor()
    assert write(guest, taken.story, "Спільне") == 200
    row = newest()
    for prefix in ("", "/rus"):
        page = guest.text(f"{prefix}{ROOM}mine/")
        assert f'href="{ROOM}comment/{row.pk}/remove/"' in page
        assert f'href="/-/talk/{taken.story.number}/c/{row.pk}/#c-{row.pk}"' in page
    assert guest.send(f"{ROOM}comment/{row.pk}/remove/").status_code == 302
    row.refresh_from_db()
    assert row.state == CommentState.WITHDRAWN


@pytest.mark.parametrize("act", ["edit", "remove", "appeal"])
def test_who_is_not_known_logs_in_before_a_comment_of_theirs(paper: Paper, act: str) -> None:
    write(Visitor(), paper.story, "Слово")
    path = f"{ROOM}comment/{newest().pk}/{act}/"
    answer = Visitor().get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"{ROOM}login/?next={path}")
    other = Visitor()
    write(other, paper.story, "Інше")
    assert other.get(path).status_code == 404, "somebody else's"


def test_what_the_taker_closes_is_closed_there_alone(paper: Paper, taken: Placement) -> None:
    set_talk(
        story=taken.story,
        edition=paper.uk,
        opening=Opening.CLOSED,
        moderating="",
        actor=None,
    )
    assert write(Visitor(), taken.story, "Тут") == 422
    let(paper, UnderTaken.SHARED)
    assert write(Visitor(), taken.story, "Там") == 200


def test_days_until_closing_are_counted_from_when_it_came_out_there(
    paper: Paper, taken: Placement
) -> None:
    old = timezone.now() - timedelta(days=20)
    Story.objects.filter(pk=taken.story_id).update(published_at=old)
    assert write(Visitor(), taken.story, "Тут") == 200
    let(paper, UnderTaken.SHARED)
    assert write(Visitor(), taken.story, "Там") == 422


@pytest.mark.parametrize("how", ["none", "headline", "taken back", "withdrawn"])
def test_where_there_are_no_comments_none_can_be_written(
    paper: Paper, taken: Placement, how: str
) -> None:
    if how == "none":
        let(paper, UnderTaken.NONE)
    elif how == "headline":
        Placement.objects.update(mode="headline")
    elif how == "taken back":
        Placement.objects.update(taken_back_at=timezone.now())
    else:
        withdraw(taken.story)
    assert write(Visitor(), taken.story, "Тут") == 422
    assert Visitor().get(f"{ROOM}write/?story={taken.story.number}").status_code == 404
    assert not Comment.objects.exists()
