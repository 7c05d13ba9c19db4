"""What can happen to a house: each function is one change, as a screen or a command makes it.

`pick` is any number: it chooses among what is there. A change that finds nothing to change
does nothing and says so by None.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from shpalta.core.counting import this_hour
from shpalta.core.crops import Shape
from shpalta.core.visibility import State
from shpalta.newsroom.clock.services import order_publishing
from shpalta.newsroom.design.models import Design, FrontSection
from shpalta.newsroom.figures.ranking import rank
from shpalta.newsroom.figures.services import add_counts
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.pages.models import StandingPage
from shpalta.newsroom.redirects.models import Redirect
from shpalta.newsroom.redirects.services import check_redirect, save_redirect
from shpalta.newsroom.renditions.services import Framing, set_framing
from shpalta.newsroom.renditions.trades import make_next
from shpalta.newsroom.shares.services import change_placement, take_back, take_story
from shpalta.newsroom.stories.gates import NotYetError
from shpalta.newsroom.stories.models import Attribution, Byline, Placement, Story
from shpalta.newsroom.titles.models import Edition, Rubric, Title
from shpalta.newsroom.video.choices import State as Making
from shpalta.newsroom.video.models import Embed, Video
from shpalta.newsroom.video_of_day.models import DayVideo
from shpalta.newsroom.vocabulary.models import Author, Entity, Source, Topic

LANGUAGES = {"uk": "", "ru": "/rus", "en": "/eng"}


def names(word: str) -> dict[str, str]:
    """Give a word in each language."""
    return {language: f"{word} {language}" for language in LANGUAGES}


def one(rows: "models.QuerySet[Any]", pick: int) -> Any:
    """Choose one of some rows, or None where there is none."""
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return rows.get(pk=ids[pick % len(ids)]) if ids else None


def published() -> "models.QuerySet[Any]":
    """Give the stories that are out."""
    return Story.objects.filter(state=State.PUBLISHED)


def put_out(revision: Any) -> None:
    """Publish a version, unless the rights in its pictures have ended meanwhile."""
    with suppress(NotYetError):
        revision.publish()


def write(
    pick: int,
    headline: str,
    *,
    publish: bool = False,
    days_ago: int = 0,
    importance: str = "",
    mark: str = "",
) -> int:
    """Write a story with all its parts; publish it now, or as of some days ago."""
    edition = one(Edition.objects.all(), pick)
    story = Story(
        edition=edition,
        rubric=one(Rubric.objects.filter(title=edition.title), pick // 2),
        headline=headline,
        lead=f"Lead of {headline}.",
        body=[("paragraph", f"<p>Body of {headline}.</p>")],
        importance=importance or "normal",
        mark=mark,
        lead_picture=one(Picture.objects.showable(), pick) if pick % 2 else None,
        published_at=timezone.now() - timedelta(days=days_ago) if days_ago else None,
    )
    story.bylines = [Byline(author=one(Author.objects.all(), pick))]  # type: ignore[misc]
    story.attributions = [Attribution(name="Agency", source=one(Source.objects.all(), pick))]  # type: ignore[misc]
    story.topics = [one(Topic.objects.all(), pick)]
    story.entities = [one(Entity.objects.all(), pick)]
    with transaction.atomic():
        story.save()
        revision = story.save_revision()
        if publish:
            put_out(revision)
    return int(story.pk)


def schedule(headline: str, seconds: float) -> int:
    """Write a story that the clock is to publish in so many seconds."""
    pk = write(0, headline)
    story = Story.objects.get(pk=pk)
    order_publishing(
        story_id=pk,
        revision_id=int(story.latest_revision_id or 0),
        due_at=timezone.now() + timedelta(seconds=seconds),
        actor=None,
    )
    return pk


def translate(pick: int, headline: str) -> int | None:
    """Publish a sibling of a story in another edition of its title."""
    story = one(published(), pick)
    if story is None:
        return None
    taken = Story.objects.filter(work_id=story.work_id).values("edition_id")
    editions = Edition.objects.filter(title_id=story.title_id).exclude(pk__in=taken)
    edition = one(editions, pick)
    if edition is None:
        return None
    sibling = Story(edition=edition, work_id=story.work_id, headline=headline, kind=story.kind)
    with transaction.atomic():
        sibling.save()
        put_out(sibling.save_revision())
    return int(sibling.pk)


def update(pick: int, headline: str, *, substantive: bool = False) -> int | None:
    """Publish a new version of a story."""
    story = one(published(), pick)
    if story is None:
        return None
    with transaction.atomic():
        story.headline = headline
        story.lead = f"Lead of {headline}."
        story.is_substantive = substantive
        put_out(story.save_revision())
    return int(story.pk)


def move(pick: int) -> int | None:
    """Publish a story under another kind and rubric, and with other words."""
    story = one(published(), pick)
    if story is None:
        return None
    with transaction.atomic():
        story.kind = "article" if story.kind == "news" else "news"
        story.rubric = one(Rubric.objects.filter(title_id=story.title_id), pick // 3)
        story.topics = [one(Topic.objects.all(), pick // 2)]
        story.bylines = [Byline(author=one(Author.objects.all(), pick // 2))]
        put_out(story.save_revision())
    return int(story.pk)


def draft(pick: int, headline: str) -> int | None:
    """Save a version that nobody publishes."""
    story = one(published(), pick)
    if story is None:
        return None
    story.headline = headline
    story.save_revision()
    return int(story.pk)


def withdraw(pick: int) -> int | None:
    """Take a story back."""
    story = one(published(), pick)
    if story is not None:
        story.unpublish()
    return story and int(story.pk)


def save_plainly(pick: int, headline: str) -> int | None:
    """Save the row of a public story, past every action."""
    story = one(published(), pick)
    if story is not None:
        story.headline = headline
        story.save()
    return story and int(story.pk)


def update_many(headline: str) -> int:
    """Change public rows by one statement."""
    ids = list(published().order_by("pk").values_list("pk", flat=True)[:2])
    return int(Story.objects.filter(pk__in=ids).update(lead=f"All at once: {headline}"))


def rename(vocabulary: str, pick: int, word: str) -> int | None:
    """Rename a rubric, a topic, an author…"""
    model: Any = {
        "rubric": Rubric,
        "topic": Topic,
        "entity": Entity,
        "author": Author,
        "source": Source,
    }[vocabulary]
    row = one(model.objects.all(), pick)
    row.names = names(word)
    row.save()
    return int(row.pk)


def reslug(vocabulary: str, pick: int, slug: str) -> int | None:
    """Give a word or a rubric another address."""
    model: Any = {"rubric": Rubric, "topic": Topic, "entity": Entity, "author": Author}[vocabulary]
    row = one(model.objects.all(), pick)
    row.slug = slug
    row.save()
    return int(row.pk)


def change_rights(pick: int) -> int | None:
    """Let the rights in a picture end, or go on; take it off the web; say that AI made it."""
    picture = one(Picture.objects.all(), pick)
    now = timezone.now()
    picture.rights_end_at = [None, now, now + timedelta(days=3)][pick % 3]
    picture.is_not_for_web = pick % 5 == 0
    picture.machine = ["", "made", "altered"][pick // 3 % 3]
    picture.save()
    return int(picture.pk)


def crop(pick: int) -> int | None:
    """Set a picture's focal point anew, as the screen of pictures does."""
    picture = one(Picture.objects.all(), pick)
    picture.focal_point_x, picture.focal_point_y = 100 + pick % 300, 100
    picture.focal_point_width = picture.focal_point_height = 50
    picture.save()
    return int(picture.pk)


def crop_by_hand(pick: int) -> int | None:
    """Draw the rectangles of two shapes anew, or drop them, as the screen of crops does."""
    picture = one(Picture.objects.all(), pick)
    drawn = (0.1, 0.2, 0.3 + pick % 5 / 10)
    crops = {Shape.CARD: drawn, Shape.WIDE: drawn} if pick % 3 else {}
    set_framing(picture_id=picture.pk, framing=Framing((0.4, pick % 7 / 7), crops))
    return int(picture.pk)


def work() -> bool:
    """Make the files of a picture that is due, as the workshop does."""
    return make_next()


def describe(pick: int, caption: str) -> int | None:
    """Write another caption and description of a picture."""
    picture = one(Picture.objects.all(), pick)
    picture.caption, picture.alts = caption, names(caption)
    picture.save()
    return int(picture.pk)


def rename_title(pick: int, word: str) -> int:
    """Give a title another name and colour."""
    title = one(Title.objects.all(), pick)
    title.names = names(word)
    title.colour = f"#{pick % 4096:03x}{pick % 4096:03x}"
    title.save()
    return int(title.pk)


def relabel(pick: int, word: str) -> int:
    """Give an edition its own wording of a mark."""
    edition = one(Edition.objects.all(), pick)
    edition.labels = {"source": word}
    edition.save()
    return int(edition.pk)


def edit_page(pick: int, heading: str) -> int | None:
    """Publish a standing page anew under another heading."""
    page = one(StandingPage.objects.all(), pick)
    page.title = heading
    page.save_revision().publish()
    return int(page.pk)


def toggle_page(pick: int) -> int | None:
    """Take a standing page off, or put it back."""
    page = one(StandingPage.objects.all(), pick)
    if page.live:
        page.unpublish()
    else:
        page.save_revision().publish()
    return int(page.pk)


def publish_row(pk: int) -> None:
    """Publish the newest version of a story."""
    put_out(Story.objects.get(pk=pk).get_latest_revision())


def withdraw_row(pk: int) -> None:
    """Take back a story by its row's id."""
    Story.objects.get(pk=pk).unpublish()


def share(pick: int, headline: str = "") -> int | None:
    """Let a sister title run a story, as a headline or on a page of its own."""
    story = one(published(), pick)
    if story is None:
        return None
    sisters = Edition.objects.filter(language=story.edition.language).exclude(title=story.title_id)
    edition = one(sisters, pick)
    words = {
        "mode": ["headline", "page"][pick % 2],
        "headline": headline,
        "rubric_id": one(Rubric.objects.filter(title=edition.title), pick // 2).pk,
    }
    placed = Placement.objects.filter(story=story, edition=edition, taken_back_at=None).first()
    if placed is None:
        take_story(story_id=story.pk, edition_id=edition.pk, actor=None, **words)
    else:
        change_placement(placement_id=placed.pk, actor=None, **words)
    return int(story.pk)


def unshare(pick: int) -> int | None:
    """Take a shared story back."""
    placed = one(Placement.objects.filter(taken_back_at=None), pick)
    if placed is not None:
        take_back(placement_id=placed.pk, actor=None)
    return placed and int(placed.pk)


def redesign(pick: int, word: str) -> int:
    """Give a title another look, other contacts and another plan of its front."""
    title = one(Title.objects.all(), pick)
    design, _is_new = Design.objects.get_or_create(title=title)
    design.display_face = ["", "slab", "sans"][pick % 3]
    design.editor = names(word)
    design.save()
    design.sections.all().delete()
    for rubric in Rubric.objects.filter(title=title).order_by("-pk")[: pick % 3]:
        FrontSection.objects.create(design=design, rubric=rubric, stories=1 + pick % 4)
    return int(design.pk)


def lead_on(pick: int) -> int | None:
    """Let an old address lead to a story, or lead nowhere again."""
    story = one(published(), pick)
    if story is None:
        return None
    path = f"/old/{pick % 3}"
    known = Redirect.objects.filter(title=story.title_id, path=path).first()
    if known is not None:
        known.delete()
        return 0
    draft = check_redirect(title=story.edition.title, path=path, target=story.path, status=301)
    return int(save_redirect(title=story.edition.title, draft=draft).pk)


def reprefix(pick: int) -> int:
    """Let an edition stand under another prefix, or under its former one."""
    edition = one(Edition.objects.exclude(prefix=""), pick)
    edition.prefix = "/other" if edition.prefix != "/other" else LANGUAGES[edition.language]
    if not Edition.objects.filter(title=edition.title_id, prefix=edition.prefix).exists():
        edition.save()
    return int(edition.pk)


def read(pick: int) -> None:
    """Have some stories read, public or not, and the most read worked out."""
    hour = this_hour(timezone.now())
    stories = Story.objects.order_by("pk").values_list("edition_id", "work_id")
    places = Placement.objects.order_by("pk").values_list("edition_id", "story__work_id")
    for turn, (edition, number) in enumerate([*stories, *places]):
        if (turn + pick) % 3:
            add_counts({(f"story/{edition}/{number}", hour): (turn * pick) % 17 + 1})
    for edition in Edition.objects.select_related("title"):
        rank(edition)


def show_film(pick: int) -> int | None:
    """Publish a story with a video and a card in it, or without them again."""
    story = one(published(), pick)
    if story is None:
        return None
    number = pick % 3
    video, _is_new = Video.objects.get_or_create(
        title=f"Film {number}",
        defaults={
            "credit": "Somebody",
            "original": f"original_videos/{number}.mp4",
            "state": Making.READY,
            "folder": f"{number:032d}",
            "duration": 61.0,
            "width": 640,
            "height": 360,
        },
    )
    card, _is_new = Embed.objects.get_or_create(
        address=f"https://vimeo.com/10000{number}", defaults={"title": f"Card {number}"}
    )
    kinds = {raw["type"] for raw in story.body.raw_data}
    body = [
        (raw["type"], raw["value"]) for raw in story.body.raw_data if raw["type"] == "paragraph"
    ]
    if "video" not in kinds:
        body += [("video", {"video": video, "caption": ""}), ("embed", {"card": card})]
    with transaction.atomic():
        story.body = body
        story.lead_video = video if pick % 4 == 0 else None
        story.save_revision().publish()
    return int(story.pk)


def change_film(pick: int, caption: str) -> int | None:
    """Give a video and a card other words, another poster, or let them not be there."""
    video, card = one(Video.objects.all(), pick), one(Embed.objects.all(), pick)
    if video is None or card is None:
        return None
    video.caption, video.poster = caption, one(Picture.objects.all(), pick)
    video.state = Making.WORKING if pick % 5 == 0 else Making.READY
    video.save()
    card.text, card.gone_at = caption, timezone.now() if pick % 3 == 0 else None
    card.save()
    return int(video.pk)


def schedule_film(pick: int, headline: str) -> int | None:
    """Let an edition have another video of the day, own or not: now, a moment later, or none."""
    edition, video = one(Edition.objects.all(), pick), one(Video.objects.all(), pick // 2)
    embed = one(Embed.objects.all(), pick // 2) if pick % 5 == 0 else None
    story = one(published().filter(edition=edition), pick) if pick % 2 else None
    entry = DayVideo(
        edition=edition,
        begins_at=timezone.now() + timedelta(seconds=[-1, 0, 2][pick % 3]),
        video=video if pick % 4 and not embed else None,
        embed=embed,
        headline=headline,
        story=story if pick % 4 and (video or embed) else None,
    )
    entry.save()
    return int(entry.pk)
