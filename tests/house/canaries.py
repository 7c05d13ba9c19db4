"""Stories that no reader may see, each with a word by which it would be found."""

from datetime import timedelta

from django.utils import timezone

from shpalta.campaigns.models import Placement
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.renditions.services import prepare
from shpalta.newsroom.stories.models import Attribution, Byline, Story, Work
from shpalta.newsroom.titles.models import Edition
from shpalta.newsroom.vocabulary.models import Author, Entity, Topic
from shpalta.readers.models import Comment, CommentState, Talk
from tests.factories import make_campaign, make_creative_image
from tests.house.changes import names, one, published
from tests.house.making import make_picture


def write_secrets(canary: str, first_number: int) -> dict[str, int]:
    """Write drafts that no reader may see; what becomes of each but the draft is the caller's.

    A public story points to all of them, and another has a version that is not out. The word
    `canary` stands in all of their texts and names; their numbers begin with `first_number`.
    Gives the row ids by what the story is to be.
    """
    edition = Edition.objects.get(title__code="daily", language="uk")
    picture = Picture.objects.get(pk=make_picture(f"{canary}-photo"))
    prepare(picture.pk)  # as the workshop does
    made = {}
    for place, name in enumerate(("draft", "scheduled", "embargoed", "withdrawn")):
        number = first_number + place
        made[name] = _write_secret(edition, Work.objects.create(pk=number), name, canary, picture)
    sibling = Edition.objects.get(title__code="daily", language="ru")
    work = published().filter(edition=edition).order_by("pk")[0].work
    made["sibling"] = _write_secret(sibling, work, "sibling", canary, picture)
    later = published().filter(edition=edition).order_by("pk")[0]
    later.headline = f"{canary} in a version that is not out"
    later.save_revision()
    links = "".join(f'<a linktype="story" id="{pk}">here</a> ' for pk in made.values())
    pointing = Story(
        edition=edition,
        headline="It points to secrets",
        body=[("paragraph", f"<p>Read {links}</p>")],
        published_at=timezone.now() - timedelta(minutes=1),
    )
    pointing.save()
    pointing.save_revision().publish()
    _advertise(edition, made["draft"], canary)
    return made


def _advertise(edition: Edition, draft: int, canary: str) -> None:
    """Have a campaign lead to the draft, and another one that has not begun speak the word."""
    placements = list(Placement.objects.filter(title=edition.title))
    make_campaign(*placements, creatives=[{"form": "story", "story_id": draft, "link": ""}])
    later = {"html": f"<p>{canary}</p>", "headings": names(canary)}
    make_campaign(
        *placements,
        advertiser=names(canary),
        starts_at=timezone.now() + timedelta(days=1),
        creatives=[{"form": "html", **later}, {**later, **make_creative_image()}, later],
    )


def write_secret_comments(canary: str, pk: int) -> int:
    """Have comments with the canary written that no reader may see: in each state but public.

    They stand under a public story and, public ones, under the secret story of row `pk`.
    """
    open_story = published().filter(edition__title__code="daily").order_by("pk")[0]
    secret = Story.objects.get(pk=pk)
    for story in (open_story, secret):
        talk, _is_new = Talk.objects.get_or_create(edition=story.edition, number=story.number)
        states = CommentState.values if story == secret else _UNSEEN
        for state in states:
            root = Comment.objects.create(
                talk=talk, name=f"{canary} {state}", text=f"{canary} {state}", state=state
            )
            Comment.objects.create(
                talk=talk, parent=root, name=canary, text=f"{canary} reply", state=CommentState.SHUT
            )
    return Comment.objects.count()


_UNSEEN = [state for state in CommentState.values if state != CommentState.PUBLIC]


def _write_secret(edition: Edition, work: Work, name: str, canary: str, picture: Picture) -> int:
    story = Story(
        edition=edition,
        work=work,
        rubric=edition.title.rubrics.all()[0],
        headline=f"{canary} {name}",
        front_headline=f"{canary} {name} on the front",
        lead=f"{canary} lead",
        body=[("paragraph", f"<p>{canary} body</p>")],
        lead_picture=picture,
        lead_caption=f"{canary} caption",
        lead_credit=f"{canary} credit",
    )
    story.attributions = [Attribution(name=f"{canary} agency")]  # type: ignore[misc]
    story.topics = [one(Topic.objects.all(), 0)]
    story.entities = [one(Entity.objects.all(), 0)]
    story.bylines = [Byline(author=one(Author.objects.all(), 0))]  # type: ignore[misc]
    story.save()
    story.save_revision()
    return int(story.pk)
