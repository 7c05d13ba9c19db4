"""What readers say stands under the story, costs the same however much it is, and goes with it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shpalta.newsroom.stories.models import Story
from shpalta.readers.models import Comment, CommentState, Opening, Talk, TalkRules
from shpalta.readers.states import move_comments
from shpalta.readers.sums import Sums, lock_talks
from tests.factories import make_story, withdraw
from tests.integration.press.conftest import Newspaper, Reader
from tests.integration.press.surrogate import ask, assemble, keys_of, max_age


@pytest.fixture
def rules(paper: Newspaper) -> TalkRules:
    return TalkRules.objects.create(title=paper.title)


def say(story: Story, *texts: str, answers: Comment | None = None, **fields: Any) -> list[Comment]:
    """Have readers say something in public."""
    talk, _is_new = Talk.objects.get_or_create(edition=story.edition, number=story.number)
    parent = (answers.parent or answers) if answers else None
    rows = [
        Comment(
            talk=talk,
            text=text,
            parent=parent,
            answers=answers,
            **{"name": "Оля", "state": CommentState.PUBLIC, "stands": True} | fields,
        )
        for text in texts
    ]
    Comment.objects.bulk_create(rows)
    with transaction.atomic():
        sums = Sums(lock_talks([talk.pk]))
        for row in rows:
            sums.note(row, None)
            if row.parent_id is None and row.stands:
                sums.note_root(talk.pk, 1)
        sums.save()
    return rows


def part(story: Story) -> str:
    return f"{story.edition.prefix}/-/talk/{story.number}/"


def test_a_title_without_rules_has_no_comments(paper: Newspaper, reader: Reader) -> None:
    story = make_story(paper.uk, "Міст")
    assert 'id="talk"' not in reader.text(story.path)
    assert reader.get(part(story)).status_code == 404


def test_comments_stand_under_the_story_in_two_levels(
    paper: Newspaper, reader: Reader, rules: TalkRules
) -> None:
    story = make_story(paper.uk, "Міст")
    (first,) = say(story, "Нарешті")
    say(story, "Згода", answers=first)
    (second,) = say(story, "А тунель?")
    text = reader.text(story.path)
    assert text.index("А тунель?") < text.index("Нарешті") < text.index("Згода")
    assert '<span class="count">3</span>' in text
    assert f'id="c-{second.pk}"' in text
    assert "Правил коментування" in text
    assert text.count("/-/readers/write/?story=") == 4


def test_a_surrogate_gets_comments_as_a_part_of_their_own(
    paper: Newspaper, reader: Reader, rules: TalkRules
) -> None:
    story = make_story(paper.uk, "Міст")
    say(story, "Нарешті")
    assert "Нарешті" not in ask(reader, story.path).content.decode()
    answer = ask(reader, part(story))
    key = f"talk:daily:uk:{story.number}"
    assert {key, f"story:daily:uk:{story.number}"} <= set(keys_of(answer))
    assert key not in keys_of(ask(reader, story.path))
    assert assemble(reader, story.path).text == reader.text(story.path)


def test_five_thousand_comments_cost_what_none_cost(
    paper: Newspaper, reader: Reader, rules: TalkRules
) -> None:
    silent, loud = make_story(paper.uk, "Тихо"), make_story(paper.uk, "Гучно")
    (root,) = say(silent, "Одне")
    say(silent, "Відповідь", answers=root)
    roots = say(loud, *(f"Слово {number}" for number in range(4_000)))
    say(loud, *(f"Відповідь {number}" for number in range(1_000)), answers=roots[-1])
    costs = []
    for story in (silent, loud):
        reader.get(part(story))
        with CaptureQueriesContext(connection) as captured:
            answer = reader.client.get(part(story))
        costs.append((len(captured), len(answer.content)))
    assert costs[0][0] == costs[1][0] <= 6
    assert costs[1][1] < 60_000
    text = reader.text(part(loud))
    assert '<span class="count">5000</span>' in text
    assert text.count('class="replies"') == 1
    assert "Відповідь 3" not in text


def test_further_pages_hold_each_comment_once(
    paper: Newspaper, reader: Reader, rules: TalkRules
) -> None:
    story = make_story(paper.uk, "Гучно")
    rows = say(story, *(f"Слово {number:03}" for number in range(45)))
    for number, row in enumerate(rows):
        Comment.objects.filter(pk=row.pk).update(reacted=number % 7)
    for sort in ("newest", "oldest", "best"):
        path, seen = f"{part(story)}{sort}/", list[str]()
        while path:
            text = reader.text(path)
            seen += re.findall(r"Слово \d{3}", text)
            found = re.search(rf'href="([^"#]*/{sort}/\?before=[^"#]+)#talk"', text)
            path = found[1] if found else ""
        assert sorted(seen) == [f"Слово {number:03}" for number in range(45)], sort
        if sort != "best":
            assert seen == sorted(seen, reverse=sort == "newest")


def test_a_comment_has_its_own_address(paper: Newspaper, reader: Reader, rules: TalkRules) -> None:
    story = make_story(paper.uk, "Міст")
    (first,) = say(story, "Нарешті")
    (reply,) = say(story, "Згода", answers=first)
    say(story, "Інше")
    text = reader.text(f"{part(story)}c/{reply.pk}/")
    assert "Нарешті" in text
    assert "Згода" in text
    assert "Інше" not in text
    assert "noindex" in text
    assert reader.get(f"{part(story)}c/{reply.pk + 99}/").status_code == 404


@pytest.mark.parametrize("state", [one for one in CommentState if one != CommentState.PUBLIC])
def test_what_is_not_public_never_leaves(
    paper: Newspaper, reader: Reader, rules: TalkRules, state: CommentState
) -> None:
    story = make_story(paper.uk, "Міст")
    (root,) = say(story, "canary-root", name="canary-name")
    (reply,) = say(story, "canary-reply", answers=root)
    move_comments(ids=[reply.pk], state=state)
    pages = (part(story), f"{part(story)}newest/", f"{part(story)}c/{root.pk}/")
    assert all("canary-reply" not in reader.text(page) for page in pages)
    move_comments(ids=[reply.pk], state=CommentState.PUBLIC)
    move_comments(ids=[root.pk], state=state)
    for page in pages:
        text = reader.text(page)
        assert "canary-root" not in text
        assert "canary-name" not in text
        assert "canary-reply" in text, "replies stay under a note"
        assert 'class="removed"' in text


def test_what_is_said_goes_with_its_story(
    paper: Newspaper, reader: Reader, rules: TalkRules
) -> None:
    story = make_story(paper.uk, "Міст")
    (row,) = say(story, "Нарешті")
    pages = (part(story), f"{part(story)}newest/", f"{part(story)}c/{row.pk}/")
    withdraw(story)
    assert [reader.get(page).status_code for page in pages] == [404, 410, 410]
    draft = make_story(paper.uk, "Чернетка", published=False)
    assert reader.get(part(draft)).status_code == 404


def test_comments_close_to_the_second(paper: Newspaper, reader: Reader, rules: TalkRules) -> None:
    out = timezone.now() - timedelta(days=14) + timedelta(seconds=50)
    story = make_story(paper.uk, "Міст", published_at=out)
    answer = ask(reader, part(story))
    assert "/-/readers/write/" in answer.content.decode()
    assert 40 <= max_age(answer) <= 50
    Talk.objects.create(edition=paper.uk, number=story.number, opening=Opening.CLOSED)
    assert "/-/readers/write/" not in reader.text(part(story))


def test_what_readers_type_is_shown_and_does_nothing(
    paper: Newspaper, reader: Reader, rules: TalkRules
) -> None:
    story = make_story(paper.uk, "Міст")
    say(story, '<b>жирно</b> "><script>alert(1)</script> {{ 7|add:7 }}', name="<i>Оля</i>")
    text = reader.text(part(story))
    assert "<b>жирно" not in text
    assert "<script>alert" not in text
    assert "&lt;i&gt;Оля&lt;/i&gt;" in text
