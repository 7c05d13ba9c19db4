"""Writing stories from outside the editor: what the intake and the demo call."""

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from shpalta.core.visibility import State
from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.staff.models import User
from shpalta.newsroom.stories.gates import ask_gates, tell_came_out
from shpalta.newsroom.stories.lists import list_stories
from shpalta.newsroom.stories.models import Attribution, Byline, Story, Work
from shpalta.newsroom.stories.search import index_stories


@change()
def add_stories(stories: Sequence[Story], *, publish: bool, actor: User | None = None) -> None:
    """Add many new stories at once: all of them with all their parts, or none.

    `stories` are unsaved, each with its edition and, in memory, its attributions, bylines,
    topics and entities. What comes out equals saving, revising and publishing them one by one,
    which a test proves; here it costs a handful of statements. Raises ValidationError if a story
    could not be printed or must not go out.
    """
    for story in stories:
        story.clean()
        _hold_parts(story)
    if publish:
        ask_gates(stories)
    _insert_rows(stories, publish=publish)
    _insert_parts(stories)
    revisions = _insert_revisions(stories, actor=actor)
    for story, revision in zip(stories, revisions, strict=True):
        story.latest_revision = revision
        story.live_revision = revision if publish else None
    Story.objects.bulk_update(stories, ["latest_revision", "live_revision"])
    _insert_log(stories, revisions, publish=publish, actor=actor)
    list_stories(stories)
    index_stories(stories)
    for story in stories:
        if story.bylines.all() or story.topics.all() or story.entities.all():
            ReferenceIndex.create_or_update_for_object(story)
    if publish:
        tell_came_out(stories)


def _hold_parts(story: Story) -> None:
    """Hold all parts in memory, the empty relations too: else each look at one is a query."""
    for relation in ("attributions", "bylines", "topics", "entities"):
        setattr(story, relation, list(getattr(story, relation).all()))


def _insert_rows(stories: Sequence[Story], *, publish: bool) -> None:
    now = timezone.now()
    fresh = [story for story in stories if story.work_id is None]
    for story, work in zip(fresh, Work.objects.bulk_create(Work() for _ in fresh), strict=True):
        story.work = work
    for story in stories:
        story.live = publish
        story.has_unpublished_changes = not publish
        if publish:
            story.state = State.PUBLISHED
            story.published_at = story.published_at or now
            story.first_published_at = story.last_published_at = now
        story.derive_columns()
    Story.objects.bulk_create(stories)


def _insert_parts(stories: Sequence[Story]) -> None:
    for relation, model in (("attributions", Attribution), ("bylines", Byline)):
        parts = []
        for story in stories:
            for position, part in enumerate(getattr(story, relation).all()):
                part.story = story
                part.sort_order = position
                parts.append(part)
        model.objects.bulk_create(parts)
    for relation in ("topics", "entities"):
        through = getattr(Story, relation).through
        column = "topic_id" if relation == "topics" else "entity_id"
        through.objects.bulk_create(
            through(story_id=story.pk, **{column: word.pk})
            for story in stories
            for word in getattr(story, relation).all()
        )


def _insert_revisions(stories: Sequence[Story], *, actor: User | None) -> list[Revision]:
    content_type = ContentType.objects.get_for_model(Story)
    revisions: list[Revision] = Revision.objects.bulk_create(
        Revision(
            content_type=content_type,
            base_content_type=content_type,
            object_id=str(story.pk),
            user=actor,
            created_at=timezone.now(),
            object_str=str(story),
            content=story.serializable_data(),
        )
        for story in stories
    )
    return revisions


def _insert_log(
    stories: Sequence[Story], revisions: Sequence[Revision], *, publish: bool, actor: User | None
) -> None:
    content_type = ContentType.objects.get_for_model(Story)
    actions = ["wagtail.create", "wagtail.publish"] if publish else ["wagtail.create"]
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=content_type,
            object_id=str(story.pk),
            label=str(story)[:255],
            action=action,
            timestamp=timezone.now(),
            user=actor,
            revision=revision,
            content_changed=True,
            data={},
        )
        for story, revision in zip(stories, revisions, strict=True)
        for action in actions
    )
