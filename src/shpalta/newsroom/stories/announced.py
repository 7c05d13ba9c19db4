"""Which rows show in a story, and which in a picture."""

from shpalta.newsroom.announcing.rows import show, show_links
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.renditions.models import Print
from shpalta.newsroom.stories.announcements import STORIES
from shpalta.newsroom.stories.faces import UNSEEN
from shpalta.newsroom.stories.models import Attribution, Byline, Placement, Story
from shpalta.newsroom.stories.picture_announcements import PICTURES, PORTRAITS, PRINTS
from shpalta.newsroom.stories.video_announcements import CAPTIONS, EMBEDS, VIDEOS
from shpalta.newsroom.video.models import Captions, Embed, Video
from shpalta.newsroom.vocabulary.models import Author

_UNSEEN_OF_BOTH = ("people", "folded_words", "filmed_on", "created_at", "added_by")
UNSEEN_OF_VIDEO = (
    *_UNSEEN_OF_BOTH,
    *("original", "original_name", "original_hash", "failure", "attempts", "progress", "beat_at"),
)
UNSEEN_OF_EMBED = (*_UNSEEN_OF_BOTH, "checked_at", "next_check_at", "failures")


def declare() -> None:
    """Declare that changes of these rows are announced."""
    show(Story, STORIES, unseen=UNSEEN)
    show(Byline, STORIES, "story_id")
    show(Attribution, STORIES, "story_id")
    show(Placement, STORIES, "story_id", unseen=("placed_by", "is_automatic"))
    show_links(Story.topics.through, STORIES, Story)
    show_links(Story.entities.through, STORIES, Story)
    show(
        Picture,
        PICTURES,
        unseen=("title", "description", "collection", "tags", "file_size", "end_told"),
    )
    show(Print, PRINTS, "picture_id", unseen=("made_at", "source"))
    show(Author, PORTRAITS)
    show(Video, VIDEOS, unseen=UNSEEN_OF_VIDEO)
    show(Captions, CAPTIONS)
    show(Embed, EMBEDS, unseen=UNSEEN_OF_EMBED)
