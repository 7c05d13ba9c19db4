"""A publishing that was prepared writes less, and what it leaves is the same to the last row."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ReferenceIndex

from shpalta.newsroom.clock.models import PublishOrder
from shpalta.newsroom.clock.releasing import carry_out, prepare
from shpalta.newsroom.stories.models import Byline, ListEntry, Story
from tests.factories import make_author, make_edition, make_source, make_story, make_topic
from tests.integration.newsroom.desk import fresh

pytestmark = pytest.mark.django_db


def _left_by(story: Story) -> dict[str, Any]:
    """Give all that publishing left of a story, without its numbers."""
    row = fresh(story)
    references = ReferenceIndex.get_references_for_object(row).exclude(model_path="work")
    return {
        "row": (row.state, row.headline, row.lead, row.live, row.has_unpublished_changes),
        "is_newest_out": row.live_revision_id == row.latest_revision_id,
        "bylines": [(byline.author_id, byline.sort_order) for byline in row.bylines.all()],
        "sources": [(each.name, each.sort_order) for each in row.attributions.all()],
        "topics": sorted(topic.pk for topic in row.topics.all()),
        "shelves": sorted(ListEntry.objects.filter(story=row).values_list("shelf", flat=True)),
        "references": sorted(references.values_list("to_object_id", "model_path")),
    }


def _changed(story: Story, how: str, other: Any) -> None:
    """Make the version that is to go out differ from the row, in one of its parts."""
    if how == "headline":
        story.headline = "Another"
    elif how == "bylines":
        story.bylines = [Byline(author=other)]  # type: ignore[misc]
    elif how == "no bylines":
        story.bylines = []  # type: ignore[misc]
    elif how == "topics":
        story.topics = [make_topic()]


@pytest.mark.parametrize("how", ["nothing", "headline", "bylines", "no bylines", "topics"])
@pytest.mark.parametrize("is_out", [False, True])
def test_prepared_or_not_the_outcome_is_the_same(how: str, is_out: bool) -> None:
    edition, author, other = make_edition(), make_author(), make_author()
    topics = [make_topic(), make_topic()]
    source = make_source()
    outcomes = []  # type: ignore[var-annotated]
    for with_preparation in (False, True):
        story = make_story(
            edition, "One", published=is_out, authors=[author], topics=topics, lead="Lead."
        )
        story.attributions.create(name="Somebody", source=source)
        if how == "topics" and outcomes:
            story.topics = list(outcomes[0]["made_topics"])
        else:
            _changed(story, how, other)
        made_topics = list(story.topics.all())
        revision = story.save_revision()
        due_at = timezone.now() - timedelta(seconds=1)
        order = PublishOrder.objects.create(story=story, revision=revision, due_at=due_at)
        assert carry_out(order, prepare(order) if with_preparation else None)
        outcomes.append({"made_topics": made_topics, "left": _left_by(story)})

    assert outcomes[0]["left"] == outcomes[1]["left"]


def test_a_prepared_publishing_asks_the_database_much_less() -> None:
    edition, author = make_edition(), make_author()
    asked = []
    for with_preparation in (False, True):
        story = make_story(edition, published=False, authors=[author], topics=[make_topic()])
        due_at = timezone.now() - timedelta(seconds=1)
        order = PublishOrder.objects.create(
            story=story, revision=story.latest_revision, due_at=due_at
        )
        prepared = prepare(order) if with_preparation else None
        with CaptureQueriesContext(connection) as captured:
            assert carry_out(order, prepared)
        asked.append(len(captured))

    assert asked[1] <= asked[0] - 20
