"""What readers have of their own: what is new for them, their comments anywhere, their cookies."""

from typing import Any

from shpalta.readers.editions import forget_directory
from shpalta.readers.models import Comment, Moderating, Notice, Talk, TalkRules
from shpalta.readers.moderation.services import remove_comments
from shpalta.readers.notices import mark_read
from shpalta.readers.passes import COOKIE, KNOWN
from tests.factories import make_edition, make_story, make_title, withdraw
from tests.integration.readers.conftest import ROOM, Paper, Visitor, newest, sign_up
from tests.integration.readers.test_acting import check_unread, write


def test_what_comes_while_somebody_reads_stays_unread(paper: Paper) -> None:
    reader, guest = Visitor(), Visitor()
    sign_up(reader, "Марія", "maria@example.org")
    first = write(reader, paper, "Перше")
    write(guest, paper, "Одне", name="Оля", answers=first.pk)
    shown = Notice.objects.get()
    write(guest, paper, "Друге", answers=first.pk)
    mark_read(shown.reader, shown)
    check_unread(reader, paper, 1)


def test_an_author_is_told_about_which_comment_under_which_story(paper: Paper) -> None:
    reader = Visitor()
    sign_up(reader, "Марія", "maria@example.org")
    row = write(reader, paper, "Спірне слово")
    remove_comments(ids=[row.pk], actor=None, reason="insult", note="Тут так не кажуть")
    page = reader.text(f"{ROOM}mine/")
    told, _heading, written = page.partition("Що ви написали")
    for part in (told, written):
        assert "Спірне слово" in part
        assert f'<a href="{paper.story.path}" lang="uk">Міст відкрито</a>' in part
        assert "Тут так не кажуть" in part
    withdraw(paper.story)
    assert "Міст відкрито" not in reader.text(f"{ROOM}mine/"), "the public sees it no more"


def test_a_cookie_for_scripts_tells_that_somebody_is_known_and_not_who(paper: Paper) -> None:
    guest, stranger = Visitor(), Visitor()
    stranger.get(f"{ROOM}me/?story={paper.story.number}")
    assert not stranger.client.cookies
    write(guest, paper, "Слово", name="Оля")
    assert guest.client.cookies[KNOWN].value == "1"
    reader = Visitor()
    sign_up(reader, "Марія", "maria@example.org")
    assert reader.client.cookies[KNOWN].value == "1"
    assert not reader.client.cookies[KNOWN]["httponly"]
    assert reader.client.cookies[COOKIE]["httponly"]
    reader.send(f"{ROOM}logout/")
    assert (reader.client.cookies[KNOWN].value, reader.client.cookies[COOKIE].value) == ("", "")


def test_own_comments_in_other_editions_lead_there(paper: Paper, settings: Any) -> None:
    sister = make_title("city", host="city.test", names={"uk": "Місто"})
    story = make_story(make_edition(sister, language="uk"), "Парк")
    TalkRules.objects.create(title=sister, moderating=Moderating.AFTER)
    russian = make_story(paper.ru, "Мост открыт")
    forget_directory()
    reader = Visitor()
    sign_up(reader, "Марія", "maria@example.org")
    here, there = write(reader, paper, "Перше"), 0
    reader.post("comments", prefix="/rus", story=russian.number, text="Друге")
    there = newest().pk
    Comment.objects.filter(pk=here.pk).update(
        talk=Talk.objects.create(edition=story.edition, number=story.number)
    )
    page, city = reader.text(f"{ROOM}mine/"), settings.SHPALTA_READERS.origin("city.test")
    assert f'href="{city}/-/talk/{story.number}/c/{here.pk}/#c-{here.pk}"' in page
    assert f'href="{city}{ROOM}comment/{here.pk}/remove/"' in page
    assert f'href="/rus{ROOM}comment/{there}/edit/"' in page
