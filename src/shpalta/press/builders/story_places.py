"""The places for campaigns of a story: what tells it apart, and where in its text they stand."""

from collections.abc import Sequence
from dataclasses import replace

from shpalta.campaigns.queries import story_words
from shpalta.core.campaigns import PageType, Spot
from shpalta.core.surroundings import Surroundings
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.vocabulary.models import Topic
from shpalta.press.builders.places import Places, ground_of, places_of, surroundings_of
from shpalta.press.builders.running import Running
from shpalta.press.builders.site import Site
from shpalta.press.pages.story import Block

_PARAGRAPHS = frozenset({"paragraph", "labelled"})


def story_places(site: Site, running: Running, story: Story, topics: Sequence[Topic]) -> Places:
    """Give the places for campaigns of a story, by what it is about and by its words."""
    if not running.number:
        return places_of(site, PageType.STORY, Surroundings(is_quiet=True))
    surroundings = surroundings_of(
        site,
        rubric=running.rubric_id,
        topics=[topic.pk for topic in topics],
        words=story_words(story, topics) if ground_of(site).avoided else (),
        is_quiet=hasattr(story.work, "quiet"),
    )
    return places_of(site, PageType.STORY, surroundings)


def with_places(blocks: Sequence[Block], places: Places) -> tuple[Block, ...]:
    """Put the places for campaigns into a text, each after its paragraph, none at the end.

    A block of paragraphs is parted for one, a labelled one is not.
    """
    waiting = list(places.paragraphs)
    found: list[Block] = []
    read = 0
    for block in blocks:
        for part in _parted(block):
            found.append(part)
            read += len(part.texts_html) if part.kind in _PARAGRAPHS else 0
            if waiting and part.kind in _PARAGRAPHS and read >= waiting[0]:
                found.append(Block(kind="places", places=places.at(Spot.TEXT, waiting.pop(0))))
    while found and found[-1].kind == "places":
        found.pop()
    return tuple(found)


def _parted(block: Block) -> Sequence[Block]:
    """Give a block's paragraphs as blocks of their own, which are printed just the same."""
    if block.kind != "paragraph":
        return [block]
    return [replace(block, texts_html=(text,)) for text in block.texts_html]
