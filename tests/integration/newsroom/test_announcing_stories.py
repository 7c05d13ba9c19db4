"""Every change of a story that readers can see is announced, whatever way it was made."""

import gc
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.renditions.services import clear_retired, prepare
from shpalta.newsroom.staff.models import User
from shpalta.newsroom.stories.lists import rebuild_lists
from shpalta.newsroom.stories.models import Attribution, Byline, ListEntry, Story, Work
from shpalta.newsroom.stories.services import add_stories
from tests.factories import build_story, make_story
from tests.integration.newsroom.desk import edit_url, fresh, publish, withdraw_url, write
from tests.integration.newsroom.world import World, listening, make_world

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the files open of which it makes thumbnails.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

ALL_OF_IT = (
    "story:{uk}:{n} work:{n} day:{uk}:{day} list:{uk}:all list:{uk}:rubric:{city} "
    "list:{uk}:topic:{topic} list:{uk}:entity:{entity} list:{uk}:author:{author} "
    "past:{uk}:all picture:{picture}"
)
OWN = "story:{uk}:{n} day:{uk}:{day}"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    yield make_world()
    gc.collect()


@pytest.fixture
def desk(world: World) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.create_superuser("chief", password="a long password"))
    return client


def edited(story: Story, **values: Any) -> None:
    draft = story.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision().publish()


def saved(story: Story, **values: Any) -> None:
    story = fresh(story)
    for name, value in values.items():
        setattr(story, name, value)
    story.save()


Do = Callable[[World, Client], object]
BY_SCREEN: dict[str, tuple[Do, str]] = {
    "an update": (
        lambda w, c: publish(c, edit_url(w.story), headline="Out again"),
        OWN,
    ),
    "another rubric": (
        lambda w, c: publish(c, edit_url(w.story), rubric=w.sport.pk),
        OWN + " list:{uk}:rubric:{city} past:{uk}:rubric:{city} list:{uk}:rubric:{sport}",
    ),
    "another kind": (
        lambda w, c: publish(c, edit_url(w.story), kind="article"),
        OWN + " work:{n}",
    ),
    "a withdrawal": (lambda w, c: write(c, withdraw_url(w.story)), ALL_OF_IT),
    "another picture": (
        lambda w, c: publish(c, edit_url(w.story), lead_picture=w.spare_picture.pk),
        OWN + " picture:{picture} picture:{spare}",
    ),
}
IN_PROGRAMS: dict[str, tuple[Do, str]] = {
    "an old version published again": (
        lambda w, c: (edited(w.story, headline="Two"), w.story.revisions.first().publish()),  # type: ignore[func-returns-value]
        OWN,
    ),
    "unpublish": (lambda w, c: fresh(w.story).unpublish(), ALL_OF_IT),
    "save": (lambda w, c: saved(w.story, lead="Another lead"), OWN),
    "save of one column": (
        lambda w, c: _save_headline(w),
        OWN,
    ),
    "save with another rubric": (
        lambda w, c: saved(w.story, rubric=w.sport),
        OWN + " list:{uk}:rubric:{city} past:{uk}:rubric:{city} list:{uk}:rubric:{sport}",
    ),
    "save with other topics": (
        lambda w, c: saved(w.story, topics=[w.other_topic]),
        OWN + " list:{uk}:topic:{topic} past:{uk}:topic:{topic} list:{uk}:topic:{other}",
    ),
    "a byline deleted alone": (
        lambda w, c: Byline.objects.get(story=w.story).delete(),
        OWN + " list:{uk}:author:{author}",
    ),
    "a byline saved alone": (
        lambda w, c: Byline(story_id=w.older.pk, author=w.author).save(),
        "list:{uk}:author:{author} past:{uk}:author:{author}",
    ),
    "a source saved alone": (
        lambda w, c: Attribution(story_id=w.story.pk, name="Another").save(),
        OWN,
    ),
    "a source updated by a query": (
        lambda w, c: Attribution.objects.filter(story=w.story).update(name="X"),
        OWN,
    ),
    "bylines inserted in bulk": (
        lambda w, c: Byline.objects.bulk_create([Byline(story_id=w.older.pk, author=w.author)]),
        "list:{uk}:author:{author}",
    ),
    "a topic added from the story": (
        lambda w, c: saved(w.story, topics=[w.topic, w.other_topic]),
        OWN + " list:{uk}:topic:{other}",
    ),
    "a story added from the topic": (
        lambda w, c: w.other_topic.stories.add(fresh(w.story)),  # type: ignore[attr-defined]
        OWN + " list:{uk}:topic:{other}",
    ),
    "a topic's stories cleared": (
        lambda w, c: w.topic.stories.clear(),  # type: ignore[attr-defined]
        OWN + " list:{uk}:topic:{topic} past:{uk}:topic:{topic}",
    ),
    "update by a query": (
        lambda w, c: Story.objects.filter(pk=w.story.pk).update(headline="X"),
        OWN,
    ),
    "withdrawal by a query": (
        lambda w, c: Story.objects.filter(pk=w.story.pk).update(state="withdrawn", live=False),
        ALL_OF_IT,
    ),
    "another date by a query": (
        lambda w, c: Story.objects.filter(pk=w.story.pk).update(
            published_at=w.now(days=3), updated_at=None
        ),
        ALL_OF_IT.removesuffix("picture:{picture}") + " days:{uk}",
    ),
    "another number by a query": (
        lambda w, c: Story.objects.filter(pk=w.story.pk).update(work=Work.objects.create()),
        ALL_OF_IT,
    ),
    "bulk_update": (
        lambda w, c: Story.objects.bulk_update([_renamed(w.story)], ["headline"]),
        OWN,
    ),
    "deletion by a query": (
        lambda w, c: Story.objects.filter(pk=w.story.pk).delete(),
        ALL_OF_IT,
    ),
    "deletion": (lambda w, c: fresh(w.story).delete(), ALL_OF_IT),
    "new stories at once": (
        lambda w, c: add_stories([build_story(w.edition, rubric=w.city)], publish=True),
        "day:{uk}:{day} list:{uk}:all list:{uk}:rubric:{city}",
    ),
    "new stories of an empty day": (
        lambda w, c: add_stories(
            [build_story(w.edition, published_at=w.now(days=30)) for _ in range(2)], publish=True
        ),
        "list:{uk}:all past:{uk}:all days:{uk}",
    ),
    "a first story in another edition": (
        lambda w, c: make_story(w.russian, work=w.story.work),
        "story:{ru}:{n} work:{n} list:{ru}:all days:{ru}",
    ),
    "loaded from a file": (lambda w, c: _load(w), OWN),
}


def _save_headline(world: World) -> None:
    story = fresh(world.story)
    story.headline = "Otherwise"
    story.save(update_fields=["headline"])


def _renamed(story: Story) -> Story:
    story = fresh(story)
    story.headline = "Otherwise"
    return story


def _load(world: World) -> None:
    from django.core import serializers

    story = fresh(world.story)
    story.headline = "Otherwise"
    for loaded in serializers.deserialize("json", serializers.serialize("json", [story])):
        loaded.save()


@pytest.mark.parametrize("name", [*BY_SCREEN, *IN_PROGRAMS])
def test_every_public_change_of_a_story_is_announced(world: World, desk: Client, name: str) -> None:
    do, expected = (BY_SCREEN | IN_PROGRAMS)[name]
    wanted = world.keys(expected)

    with listening() as heard:
        do(world, desk)

    assert wanted <= heard.keys, wanted - heard.keys
    assert not any(f":{world.draft.number}" in key for key in heard.keys if "story:" in key)


SILENT: dict[str, Do] = {
    "a draft saved in the editor": lambda w, c: write(c, edit_url(w.draft), headline="More"),
    "a change saved and not published": lambda w, c: write(c, edit_url(w.story), headline="M"),
    "an autosave": lambda w, c: _autosave(w.story, c),
    "an autosave of a draft": lambda w, c: _autosave(w.draft, c),
    "a new draft": lambda w, c: make_story(w.edition, published=False),
    "a draft's byline": lambda w, c: Byline(story_id=w.draft.pk, author=w.author).save(),
    "a draft deleted": lambda w, c: fresh(w.draft).delete(),
    "drafts taken in": lambda w, c: add_stories([build_story(w.edition)], publish=False),
    "what no reader sees": lambda w, c: Story.objects.update(locked=True),
    "a draft changed by a query": lambda w, c: Story.objects.filter(pk=w.draft.pk).update(
        headline="x"
    ),
    "the same once more": lambda w, c: saved(w.story),
    "the lists made anew": lambda w, c: rebuild_lists(),
    "a picture that nothing prints": lambda w, c: w.spare_picture.delete(),
    "a thumbnail for the newsroom": lambda w, c: _cut(w.picture),
    "a focal point that nothing was made for yet": lambda w, c: saved(
        w.picture, focal_point_x=9, focal_point_y=9, focal_point_width=5, focal_point_height=5
    ),
    "files that are there already": lambda w, c: prepare(w.picture.pk),
    "retired prints taken away": lambda w, c: _cleared(w.picture),
}


def _cut(picture: Picture) -> None:
    picture.get_rendition("width-200").file.close()
    picture.file.close()


def _cleared(picture: Picture) -> None:
    long_ago = timezone.now() - timedelta(days=2)
    retired = picture.prints.all()[0]
    retired.pk, retired.digest, retired.retired_at = None, "0123456789ab", long_ago
    retired.save()
    assert clear_retired() == 1


def _autosave(story: Story, client: Client) -> None:
    response = client.post(
        edit_url(story),
        _opened(client, story) | {"headline": "Half"},
        headers={"accept": "application/json"},
    )
    assert json.loads(response.content)["success"]


def _opened(client: Client, story: Story) -> dict[str, Any]:
    from tests.integration.newsroom.desk import opened

    return opened(client, edit_url(story))


@pytest.mark.parametrize("name", SILENT)
def test_what_readers_cannot_see_is_not_announced(world: World, desk: Client, name: str) -> None:
    with listening() as heard:
        SILENT[name](world, desk)

    assert heard.entries == []


def test_publishing_names_the_lists_but_not_what_is_behind_their_newest(world: World) -> None:
    with listening() as heard:
        story = make_story(world.edition, "Newest", rubric=world.city)

    own = {
        world.key(pattern, story) for pattern in ("story:{uk}:{n}", "work:{n}", "day:{uk}:{day}")
    }
    lists = world.keys("list:{uk}:all list:{uk}:rubric:{city}")
    # Around midnight the story can be the first of its day.
    assert heard.keys - {"days:up:uk"} == own | lists
    assert [event["type"] for event in heard.events] == ["published"]
    assert len(heard.entries) == 1


def test_a_backdated_story_changes_what_is_behind_the_newest(world: World) -> None:
    with listening() as heard:
        make_story(world.edition, published_at=world.now(days=2))

    assert world.keys("list:{uk}:all past:{uk}:all days:{uk}") <= heard.keys
    assert heard.events == []


def test_a_withdrawn_story_is_gone_with_its_picture(world: World) -> None:
    with listening() as heard:
        fresh(world.story).unpublish()

    assert heard.gone == world.keys("story:{uk}:{n} day:{uk}:{day} picture:{picture}")
    assert heard.events == [
        {"type": "withdrawn", "title": "up", "edition": "uk", "number": world.story.number}
    ]


def test_a_picture_that_another_story_prints_is_not_gone(world: World) -> None:
    body = [("picture", {"picture": world.picture, "caption": "", "credit": "", "alt": ""})]
    make_story(world.edition, body=body)
    with listening() as heard:
        fresh(world.story).unpublish()

    assert heard.gone == world.keys(OWN)


def test_readers_hear_what_the_rail_prints(world: World) -> None:
    with listening() as heard:
        edited(
            world.story,
            headline="Long",
            front_headline="Short",
            mark="video",
            importance="breaking",
        )

    moment = world.story.published_at
    assert moment is not None
    local = moment.astimezone(world.zone)
    assert heard.events == [
        {
            "type": "updated",
            "title": "up",
            "edition": "uk",
            "number": world.story.number,
            "url": world.story.path,
            "headline": "Short",
            "at": local.isoformat(timespec="seconds"),
            "day": f"{local:%Y-%m-%d}",
            "time": f"{local:%H:%M}",
            "mark": "video",
            "importance": "breaking",
        }
    ]


def test_a_change_inside_another_is_announced_once(world: World) -> None:
    with listening() as heard, change():
        edited(world.story, headline="One")
        saved(world.story, headline="Two")
        Story.objects.filter(pk=world.story.pk).update(headline="Three")

    assert len(heard.entries) == 1
    assert heard.events[0]["headline"] == "Three"


def test_a_change_that_is_taken_back_inside_is_not_announced(world: World) -> None:
    with listening() as heard, change():
        saved(world.story, headline="One")
        saved(world.story, headline="Out")

    assert heard.entries == []


def test_what_is_rolled_back_was_never_said(world: World) -> None:
    with listening() as heard:
        with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
            edited(world.story, headline="Never")
            raise RuntimeError
        with transaction.atomic():
            saved(world.story, headline="Never")
            transaction.set_rollback(True)
        with change(), transaction.atomic():
            saved(world.story, headline="Never")
            transaction.set_rollback(True)

    assert heard.entries == []
    assert fresh(world.story).headline == "Out"


def test_a_failing_journal_undoes_the_publishing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        message = "the disk is full"
        raise OSError(message)

    monkeypatch.setattr("shpalta.newsroom.announcing.scope.append_many", fail)
    with pytest.raises(OSError, match="disk"):
        world.draft.latest_revision.publish()

    assert fresh(world.draft).state == "draft"


def test_a_plain_save_puts_the_lists_right(world: World) -> None:
    saved(world.story, rubric=world.sport)
    Story.objects.filter(pk=world.older.pk).update(state="withdrawn", live=False)

    kept = set(ListEntry.objects.values_list("shelf", "published_at", "story_id"))
    rebuild_lists()
    assert set(ListEntry.objects.values_list("shelf", "published_at", "story_id")) == kept


def test_an_approved_workflow_announces(world: World, desk: Client) -> None:
    from django.contrib.auth.models import Group
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

    workflow = Workflow.objects.create(name="Desk")
    task = GroupApprovalTask.objects.create(name="Editor")
    task.groups.add(Group.objects.get_or_create(name="Editors")[0])
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowContentType.objects.create(
        workflow=workflow, content_type=ContentType.objects.get_for_model(Story)
    )
    with listening() as before:
        write(desk, edit_url(world.draft), **{"action-submit": "submit"})
    assert before.entries == []
    state = fresh(world.draft).current_workflow_task_state
    assert state is not None

    with listening() as heard:
        state.approve(user=User.objects.get(username="chief"))

    assert fresh(world.draft).state == "published"
    assert world.key("story:{uk}:{n}", world.draft) in heard.keys


def test_the_screens_bulk_deletion_of_drafts_says_nothing(world: World, desk: Client) -> None:
    url = reverse("wagtail_bulk_action", args=["stories", "story", "delete"])
    with listening() as heard:
        desk.post(f"{url}?id={world.draft.pk}")

    assert not Story.objects.filter(pk=world.draft.pk).exists()
    assert heard.entries == []


def test_many_stories_make_one_entry_each_in_the_order_of_their_dates(world: World) -> None:
    moments = [timezone.now() - timedelta(minutes=minute) for minute in (30, 10, 20)]
    with listening() as heard:
        add_stories(
            [build_story(world.edition, published_at=moment) for moment in moments], publish=True
        )

    times = [event["at"] for event in heard.events]
    assert len(times) == 3
    assert times == sorted(times)


def test_the_shell_announces(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "from shpalta.newsroom.stories.models import Story;"
        f"Story.objects.get(pk={world.story.pk}).unpublish()"
    )
    with listening() as heard:
        call_command("shell", command=code, no_imports=True)

    assert world.keys(OWN) <= heard.gone
