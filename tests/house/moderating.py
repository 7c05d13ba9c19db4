"""Comments that wait, and the people who decide about them, in a house at work."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.users.models import UserProfile

from shpalta.newsroom.staff.models import User
from shpalta.newsroom.staff.roles import MODERATORS
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Title
from shpalta.readers.models import (
    Appeal,
    Ban,
    Comment,
    CommentState,
    Moderating,
    ModerationEntry,
    Reader,
    Report,
    TalkRules,
    TrustLevel,
)
from shpalta.readers.moderation import judge, sorting
from shpalta.readers.moderation.acting import Asked, carry_out
from shpalta.readers.moderation.appealing import decide_appeal
from shpalta.readers.moderation.errors import ModerationRefusedError
from shpalta.readers.moderation.models import Raid
from shpalta.readers.moderation.ruling import set_words
from shpalta.readers.moderation.services import UNDO, remove_comments, undo
from shpalta.readers.objecting import APPEALED
from shpalta.readers.passes import Pass
from shpalta.readers.saving import save_all
from shpalta.readers.sending import Sent
from tests.house.changes import one

_ADVERT = "Заробляйте від {0}000 грн щодня вдома без вкладень, пишіть мені в телеграм"


def make_moderator(name: str, language: str = "uk", theme: str = "light") -> dict[str, str]:
    """Make a moderator who reads a language, and give the cookie of a browser logged in."""
    user, _is_new = User.objects.get_or_create(username=name, defaults={"first_name": name})
    user.groups.add(Group.objects.get(name=MODERATORS))
    profile = UserProfile.get_for_user(user)
    profile.preferred_language, profile.theme = language, theme
    profile.save()
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    cookie = settings.SESSION_COOKIE_NAME
    return {"name": cookie, "value": client.cookies[cookie].value}


def collect_static() -> None:
    """Bring the files together that browsers get with the newsroom's screens."""
    call_command("collectstatic", verbosity=0, interactive=False)


def fill_queue() -> dict[str, Any]:
    """Let people write until something waits: a wave, words, links, a report, an appeal."""
    title = Title.objects.get(code="daily")
    TalkRules.objects.update_or_create(
        title=title, defaults={"guests_may_write": True, "moderating": Moderating.AFTER}
    )
    set_words(title_id=None, language="uk", severity=2, words="дурень", exceptions="", actor=None)
    story = Story.objects.public().filter(edition__title=title, edition__language="uk")[0]
    regular = _reader("Галина з Портової")
    (first,) = _write(story, [("Дякую, що нарешті! А чи буде зупинка біля ринку?", regular, "n0")])
    _write(
        story,
        [
            ("Та ці дурнi в управлінні й лавку не поставлять!", _reader("Сусід"), "n1"),
            ("ЧОМУ НІХТО НЕ ВІДПОВІДАЄ НА ДЗВІНКИ З САМОГО РАНКУ", "Богдан", "n2"),
            ("Ось тут дешевше: https://bit.ly/x і https://a.example/y", "Покупець", "n3"),
        ],
        answers=first,
    )
    for number in range(5, 9):
        _write(story, [(_ADVERT.format(number), f"Робота{number}", "n9")])
    Report.objects.create(comment_id=first, reporter="r:0", reason="false", note="Це не так")
    _appeal(story)
    while sorting.sort_some():
        pass
    return {"story": story.pk}


def _reader(name: str) -> Reader:
    known = Reader.objects.filter(name=name).first()
    return known or Reader.objects.create(
        name=name,
        level=TrustLevel.TRUSTED,
        joined_at=timezone.now() - timedelta(days=100),
    )


def _write(
    story: Story, lines: list[tuple[str, Any, str]], answers: int | None = None
) -> list[int]:
    return [
        one.comment_id
        for one in save_all(
            [
                Sent(
                    holder=Pass(who.pk, who.pass_key)
                    if isinstance(who, Reader)
                    else Pass(guest_key=f"key-{who}", name=who),
                    host="localhost",
                    prefix="",
                    network=network,
                    at=timezone.now(),
                    number=story.number,
                    text=text,
                    answers=answers,
                )
                for text, who, network in lines
            ]
        )
    ]


def _appeal(story: Story) -> None:
    text = "Головний інженер мав би піти у відставку після такого ремонту."
    (comment_id,) = _write(story, [(text, _reader("Надія П."), "n4")])
    remover, _is_new = User.objects.get_or_create(
        username="first", defaults={"first_name": "Перша"}
    )
    remover.groups.add(Group.objects.get(name=MODERATORS))
    remove_comments(ids=[comment_id], actor=remover, reason="insult")
    Appeal.objects.create(comment_id=comment_id, text="Я нікого не ображала.")


def clear_queue() -> None:
    """Forget all that was written and decided."""
    for model in (Raid, Ban, ModerationEntry, Comment):
        model.objects.all().delete()
    Reader.objects.update(is_shut=False)
    judge.forget()
    sorting.forget()


def act(pick: int, action: str) -> int:
    """Have a moderator decide about some comments by one click; gives how many it changed."""
    rows = (one(Comment.objects.all(), pick + turn) for turn in range(1 + pick % 4))
    ids = tuple(sorted({row.pk for row in rows if row}))
    asked = Asked(action=action, comment_ids=ids, reason="rules", days=[None, 7][pick % 2])
    return carry_out(asked, actor=None).done if ids else 0


def take_back_act(pick: int) -> int:
    """Undo one click of a moderator; gives how many comments it changed."""
    entry = one(ModerationEntry.objects.filter(undone_at=None).exclude(action=UNDO), pick)
    if entry is None:
        return 0
    with suppress(ModerationRefusedError):
        return undo(batch=entry.batch, actor=None).done
    return 0


def appeal_and_decide(pick: int) -> int:
    """Let an author appeal, and grant it or not; gives how many comments it changed."""
    appealed = Comment.objects.filter(state__in=APPEALED, appeal=None)
    comment = one(appealed, pick)
    if comment is None:
        return 0
    appeal = Appeal.objects.create(comment=comment, text="No.")
    decider, _is_new = User.objects.get_or_create(username="decider")
    decided = decide_appeal(appeal_id=appeal.pk, grants=pick % 3 > 0, answer="", actor=decider)
    return decided.done


def states() -> dict[str, int]:
    """Count the comments by their states."""
    rows = Comment.objects.values_list("state", flat=True)
    counts = {str(state): 0 for state in CommentState}
    for state in rows:
        counts[state] += 1
    return counts
