"""What a title demands of videos: a credit, as of pictures.

Asked where those of pictures are asked. A video that readers see already is not asked again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shpalta.newsroom.picturedesk.models import Demand, PictureRule
from shpalta.newsroom.stories.gates import NotYetError
from shpalta.newsroom.stories.models import Showing, Story
from shpalta.newsroom.stories.showings import VIDEO, shown_by
from shpalta.newsroom.video.models import Video


@dataclass(frozen=True, slots=True)
class VideoFault:
    """A video without a credit, and what happens therefore."""

    video: Video
    demand: Demand

    @property
    def words(self) -> str:
        """Say what is wrong and what to do."""
        told = _("The video “%(name)s” has no credit: write who made it.")
        return told % {"name": self.video.title}


def find_video_fault(video: Video, *, title_id: int) -> VideoFault | None:
    """Find what a title has against a video. One query, none for a video that has a credit."""
    if video.credit:
        return None
    rule = PictureRule.objects.filter(title_id=title_id).first() or PictureRule()
    demand = Demand(rule.missing_video_credit)
    return None if demand == Demand.OFF else VideoFault(video, demand)


def find_video_faults(stories: Sequence[Story]) -> list[VideoFault]:
    """Find what titles have against the videos of their stories, each video once.

    Two queries; none for stories without videos.
    """
    shown = {id(story): _videos_of(story) for story in stories}
    ids = {video_id for several in shown.values() for video_id in several}
    bare = Video.objects.filter(credit="").in_bulk(ids) if ids else {}
    if not bare:
        return []
    titles = {story.edition.title_id for story in stories}
    rules = PictureRule.objects.in_bulk(titles, field_name="title_id")
    found: dict[int, VideoFault] = {}
    for story in stories:
        rule = rules.get(story.edition.title_id) or PictureRule()
        demand = Demand(rule.missing_video_credit)
        for video_id in sorted(shown[id(story)]) if demand != Demand.OFF else ():
            if video_id in bare:
                found.setdefault(video_id, VideoFault(bare[video_id], demand))
    return list(found.values())


def _videos_of(story: Story) -> Collection[int]:
    things = shown_by(story.lead_video_id, story.body)
    return {row_id for kind, row_id in things if kind == VIDEO}


def refuse_uncredited(stories: Sequence[Story], *, at: datetime, is_prepared: bool) -> None:
    """Refuse stories that would bring a video before readers without the credit it needs.

    Raises NotYetError: the video may be put right without the story.
    """
    del at, is_prepared  # The video may have been changed since.
    faults = [fault for fault in find_video_faults(stories) if fault.demand == Demand.BLOCK]
    if not faults:
        return
    ids = [story.pk for story in stories if story.pk]
    rows = Showing.objects.filter(story_id__in=ids, video_id__isnull=False)
    out = set(rows.values_list("story_id", "video_id"))
    coming = {
        video_id
        for story in stories
        for video_id in _videos_of(story)
        if (story.pk, video_id) not in out
    }
    errors = [
        ValidationError(fault.words, code="video") for fault in faults if fault.video.pk in coming
    ]
    if errors:
        raise NotYetError(errors)
