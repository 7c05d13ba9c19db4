"""Which pictures public pages print: the stories', the authors' portraits."""

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from shpalta.newsroom.announcing.uses import used_elsewhere
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.stories.body_pictures import pictures_in
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.showings import still_stills
from shpalta.newsroom.vocabulary.models import Author


def still_printed(pictures: Collection[int]) -> set[int]:
    """Keep the pictures that a public page prints now."""
    wanted = set(pictures)
    if not wanted:
        return set()
    found = set(Author.objects.filter(portrait__in=wanted).values_list("portrait_id", flat=True))
    leads = Story.objects.public().filter(lead_picture__in=wanted)
    found |= set(leads.values_list("lead_picture_id", flat=True).distinct())
    found |= still_stills(wanted - found)
    found |= used_elsewhere(Picture, wanted - found)
    left = wanted - found
    return {picture for picture in found if picture} | (_in_bodies(left) if left else set())


def _in_bodies(pictures: set[int]) -> set[int]:
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Story),
        to_content_type=ContentType.objects.get_for_model(Picture),
        to_object_id__in=[str(picture) for picture in pictures],
    )
    ids = set(references.values_list("object_id", flat=True))
    bodies = Story.objects.public().filter(pk__in=[int(story_id) for story_id in ids])
    found: set[int] = set()
    for body in bodies.values_list("body", flat=True).iterator():
        found |= pictures & pictures_in(body)
    return found
