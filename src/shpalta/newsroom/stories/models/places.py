"""Where public stories stand and what they print: written by the code, never by hand."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.stories.models.placement import Placement
from shpalta.newsroom.stories.models.story import Story
from shpalta.newsroom.titles.models import Edition
from shpalta.newsroom.video.models import Embed, Video


class ListEntry(models.Model):
    """A public story's place in one public list: the newsfeed, a rubric, a topic, an author.

    Of a `placement` it is the place in a list of the edition that took the story.

    Written by `shpalta.newsroom.stories.lists` in the transaction that makes the story public
    or takes it back, and by nothing else. A page that reads its list from here costs one range
    of one index however large the archive is, and cannot show what is not public.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    shelf = models.CharField(max_length=40)
    """`all`, `rubric:3`, `topic:12`, `author:7` or `entity:9`."""
    published_at = models.DateTimeField()
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="list_entries")
    placement = models.ForeignKey(
        Placement, on_delete=models.CASCADE, null=True, related_name="list_entries"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("list entry")
        verbose_name_plural = _("list entries")
        constraints = [
            models.UniqueConstraint(
                fields=["story", "edition", "shelf"], name="one_place_per_list"
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "shelf", "-published_at", "-story"], name="list_order"),
        ]

    def __str__(self) -> str:
        return f"{self.shelf} {self.published_at:%Y-%m-%d %H:%M} {self.story_id}"


class Exhibit(models.Model):
    """That a public story prints a picture: what is printed nowhere is not given to anybody.

    Written by `shpalta.newsroom.stories.exhibits`, as list entries are, and by nothing else.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="exhibits")
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="exhibits")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "picture"], name="one_exhibit_per_story"),
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.story_id}"


class Showing(models.Model):
    """That a public story shows a video or an embed; the same is true of it as of an exhibit."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="showings")
    video = models.ForeignKey(Video, on_delete=models.CASCADE, null=True, related_name="showings")
    embed = models.ForeignKey(Embed, on_delete=models.CASCADE, null=True, related_name="showings")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "video"], name="one_showing_per_video"),
            models.UniqueConstraint(fields=["story", "embed"], name="one_showing_per_embed"),
            models.CheckConstraint(
                name="showing_of_one_thing",
                condition=models.Q(video__isnull=True, embed__isnull=False)
                | models.Q(video__isnull=False, embed__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.video_id or self.embed_id} {self.story_id}"
