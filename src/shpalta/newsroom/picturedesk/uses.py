"""Where a picture is used: on public pages, in drafts, as a portrait, and elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import ReferenceIndex, Revision

from shpalta.core.visibility import State
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk.models import DraftUse
from shpalta.newsroom.picturedesk.printed import printed_in
from shpalta.newsroom.stories.doors import public_through
from shpalta.newsroom.stories.models import Exhibit, Story
from shpalta.newsroom.titles.walls import closed_title_ids
from shpalta.newsroom.vocabulary.models import Author

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Use:
    """One place that holds a picture; `url` leads to its screen, "" where that is closed."""

    name: str
    place: str
    is_public: bool
    url: str


def note_draft_uses(story_id: int, content: Mapping[str, Any], body: Any) -> None:
    """Note which pictures the newest version of a story holds."""
    lead = content.get("lead_picture")
    wanted = {
        one.picture_id for one in printed_in(lead if isinstance(lead, int) else None, "", body)
    }
    kept = set(DraftUse.objects.filter(story_id=story_id).values_list("picture_id", flat=True))
    if kept - wanted:
        DraftUse.objects.filter(story_id=story_id, picture_id__in=kept - wanted).delete()
    if new := wanted - kept:
        there = Picture.objects.filter(pk__in=new).values_list("pk", flat=True)
        DraftUse.objects.bulk_create(
            (DraftUse(story_id=story_id, picture_id=picture_id) for picture_id in sorted(there)),
            ignore_conflicts=True,
        )


def stories_with(picture: Picture, user: Any) -> "QuerySet[Story]":
    """Give the stories that hold a picture, newest first; of closed titles what is public."""
    public = Exhibit.objects.filter(
        public_through("story", now=timezone.now()), story=OuterRef("pk"), picture=picture
    )
    drafted = DraftUse.objects.filter(story=OuterRef("pk"), picture=picture)
    is_open = ~Q(title_id__in=closed_title_ids(user))
    return (
        Story.objects.filter(Exists(public) | (Exists(drafted) & is_open))
        .annotate(prints_it=Exists(public))
        .select_related("edition__title")
        .defer("body", "lead")
        .order_by("-listed_at", "-pk")
    )


def find_uses(picture: Picture, user: Any) -> list[Use]:
    """List where a picture is used: stories, authors, then whatever else refers to it."""
    finder = AdminURLFinder(user)
    closed = closed_title_ids(user)
    found = [
        Use(
            name=story.headline,
            place=str(story.edition),
            is_public=bool(story.prints_it) and story.state == State.PUBLISHED,
            url="" if story.title_id in closed else finder.get_edit_url(story) or "",
        )
        for story in stories_with(picture, user)[:MOST_SHOWN]
    ]
    for author in Author.objects.filter(portrait=picture):
        place = str(Author._meta.verbose_name)  # noqa: SLF001  Django's own documented name
        found.append(Use(str(author), place, is_public=True, url=finder.get_edit_url(author) or ""))
    return found + _elsewhere(picture, finder)


def _elsewhere(picture: Picture, finder: Any) -> list[Use]:
    known = ContentType.objects.get_for_models(Story, Author).values()
    references = ReferenceIndex.get_references_to(picture).exclude(base_content_type__in=known)
    found: dict[tuple[int, str], Use] = {}
    for reference in references[:MOST_SHOWN]:
        model = reference.model_name
        thing = reference.content_type.get_object_for_this_type(pk=reference.object_id)
        found[reference.content_type_id, reference.object_id] = Use(
            str(thing), str(model), is_public=False, url=finder.get_edit_url(thing) or ""
        )
    return list(found.values())


def note_revision(revision: Revision) -> None:
    """Note what a version of a story holds."""
    content = revision.content
    body = content.get("body")
    raw = Story._meta.get_field("body").to_python(body).raw_data  # type: ignore[union-attr]  # noqa: SLF001
    note_draft_uses(int(revision.object_id), content, raw)
