from datetime import UTC, datetime, timedelta
from itertools import product

from shpalta.core.visibility import State, is_public
from shpalta.newsroom.stories.doors import public_through
from shpalta.newsroom.stories.models import Exhibit, ListEntry, Story
from tests.factories import make_picture, make_story
from tests.integration.press.conftest import Newspaper

NOW = datetime(2024, 4, 10, 9, 0, tzinfo=UTC)
MOMENTS = [NOW + timedelta(seconds=seconds) for seconds in (-1, 0, 1)]


def test_the_rule_of_what_is_public_is_one_rule_in_python_and_in_sql(paper: Newspaper) -> None:
    picture = make_picture()
    for state, published_at, embargo in product(State, MOMENTS, [None, *MOMENTS]):
        story = make_story(paper.uk, published=False)
        # Past everything that refuses such rows and keeps what hangs on them.
        Story.objects.filter(pk=story.pk).update(
            state=state,
            live=state == State.PUBLISHED,
            published_at=published_at,
            embargo_until=embargo,
        )
        ListEntry.objects.filter(story=story).delete()
        Exhibit.objects.filter(story=story).delete()
        ListEntry.objects.create(
            story=story, edition=paper.uk, shelf="all", published_at=published_at
        )
        Exhibit.objects.create(story=story, picture=picture)
    public = {story.pk for story in Story.objects.all() if is_public(story.standing, now=NOW)}
    through = public_through("story", now=NOW)
    assert len(public) == 2 * 3
    assert set(Story.objects.public(NOW).values_list("pk", flat=True)) == public
    assert set(ListEntry.objects.filter(through).values_list("story", flat=True)) == public
    assert set(Exhibit.objects.filter(through).values_list("story", flat=True)) == public
