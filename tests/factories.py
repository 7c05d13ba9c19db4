"""Makes what tests need: a house with titles, editions, words, and stories put out for real."""

import hashlib
import io
import itertools
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from shpalta.campaigns.images import keep_image, read_image
from shpalta.campaigns.models import Campaign, Creative
from shpalta.campaigns.models import Placement as CampaignPlacement
from shpalta.campaigns.stages import keep_stage
from shpalta.core.campaigns import Spot
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.renditions.services import prepare
from shpalta.newsroom.stories.models import Attribution, Byline, Story, Work
from shpalta.newsroom.titles.models import Edition, Host, Rubric, Title
from shpalta.newsroom.video.choices import State
from shpalta.newsroom.video.models import Embed, Video
from shpalta.newsroom.vocabulary.models import Author, Entity, Source, Topic
from tests.footage import made_streamable

_numbers = itertools.count(1)


def make_title(code: str = "", *, host: str = "", **fields: Any) -> Title:
    """Make a title that answers under `host` (default: its code and `.test`)."""
    code = code or f"title{next(_numbers)}"
    fields.setdefault("names", {"uk": f"Газета {code}", "en": f"The {code}"})
    title = Title.objects.create(code=code, **fields)
    Host.objects.create(title=title, name=host or f"{code}.test", is_canonical=True)
    return title


def make_edition(title: Title | None = None, *, language: str = "uk", **fields: Any) -> Edition:
    """Make an edition of a title: Ukrainian at the root, others under /rus and /eng."""
    usual = {"uk": "", "ru": "/rus", "en": "/eng"}
    fields.setdefault("prefix", usual.get(language, f"/{language}"))
    fields.setdefault("position", [*usual, language].index(language))
    return Edition.objects.create(title=title or make_title(), language=language, **fields)


def make_rubric(title: Title, slug: str = "city", **fields: Any) -> Rubric:
    """Make a rubric with a name in each language."""
    fields.setdefault("names", {"uk": "Місто", "ru": "Город", "en": "City"})
    return Rubric.objects.create(title=title, slug=slug, **fields)


def make_topic(slug: str = "", **fields: Any) -> Topic:
    """Make a topic."""
    slug = slug or f"topic-{next(_numbers)}"
    fields.setdefault("names", {"uk": f"Тема {slug}", "en": f"Topic {slug}"})
    return Topic.objects.create(slug=slug, **fields)


def make_entity(slug: str = "", **fields: Any) -> Entity:
    """Make a person, unless `type` says something else."""
    slug = slug or f"entity-{next(_numbers)}"
    fields.setdefault("names", {"uk": f"Особа {slug}", "en": f"Person {slug}"})
    fields.setdefault("type", "Person")
    return Entity.objects.create(slug=slug, **fields)


def make_author(slug: str = "", **fields: Any) -> Author:
    """Make an author."""
    slug = slug or f"author-{next(_numbers)}"
    fields.setdefault("names", {"uk": f"Автор {slug}", "en": f"Author {slug}"})
    return Author.objects.create(slug=slug, **fields)


def make_source(slug: str = "", **fields: Any) -> Source:
    """Make a source."""
    slug = slug or f"source-{next(_numbers)}"
    fields.setdefault("names", {"uk": f"Джерело {slug}", "en": f"Source {slug}"})
    return Source.objects.create(slug=slug, **fields)


def make_picture(
    name: str = "picture", *, width: int = 900, height: int = 600, is_ready: bool = True
) -> Picture:
    """Make a picture with a file of its own; `is_ready`: the workshop has done its work."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), (12, 92, 143)).save(file, "JPEG")
    picture = Picture(
        title=name,
        alts={"uk": f"Опис: {name}", "en": f"Description: {name}"},
        file=ImageFile(io.BytesIO(file.getvalue()), name=f"{name}.jpg"),
        width=width,
        height=height,
    )
    picture.save()
    picture.file.close()
    if is_ready:
        prepare(picture.pk)
    return picture


def build_story(
    edition: Edition,
    headline: str = "",
    *,
    authors: Sequence[Author] = (),
    sources: Sequence[Attribution] = (),
    **fields: Any,
) -> Story:
    """Build a story in memory, with all that it needs to be put out."""
    story = Story(
        edition=edition,
        title=edition.title,
        headline=headline or f"Новина номер {next(_numbers)}",
        **fields,
    )
    story.bylines = [Byline(author=author) for author in authors]  # type: ignore[misc]
    story.attributions = list(sources)  # type: ignore[misc]
    return story


def make_story(
    edition: Edition,
    headline: str = "",
    *,
    published: bool = True,
    published_at: datetime | None = None,
    topics: Sequence[Topic] = (),
    entities: Sequence[Entity] = (),
    work: Work | None = None,
    **fields: Any,
) -> Story:
    """Make a story, as a draft or put out by the action that every screen uses."""
    if work is not None:
        fields["work"] = work
    story = build_story(edition, headline, published_at=published_at, **fields)
    story.topics = list(topics)
    story.entities = list(entities)
    story.save()
    revision = story.save_revision()
    if published:
        revision.publish()
    return Story.objects.get(pk=story.pk)


def withdraw(story: Story) -> None:
    """Take a story back by the action that every screen uses."""
    story.unpublish()


def make_video(title: str = "video", *, seconds: float = 2.0, **fields: Any) -> Video:
    """Make a video that is ready: its files are those that the workshop makes."""
    folder, facts = made_streamable(seconds)
    name = hashlib.sha256(f"{title}{next(_numbers)}".encode()).hexdigest()[:32]
    place = Path(default_storage.path(f"videos/{name}"))
    place.parent.mkdir(parents=True, exist_ok=True)
    # An earlier run may have left files under this name.
    left_out = shutil.ignore_patterns("still.jpg")
    shutil.copytree(folder, place, ignore=left_out, dirs_exist_ok=True)
    fields.setdefault("poster", make_picture(f"poster-{name[:6]}", width=320, height=180))
    return Video.objects.create(
        title=title,
        credit=fields.pop("credit", "Знято редакцією"),
        original=f"original_videos/{name}.mp4",
        original_hash=name,
        state=State.READY,
        folder=name,
        duration=facts["duration"],
        width=facts["width"],
        height=facts["height"],
        size=1,
        **fields,
    )


def make_embed(address: str = "", **fields: Any) -> Embed:
    """Make a card of a video on YouTube, unless the address says something else."""
    number = next(_numbers)
    fields.setdefault("title", f"Відео там {number}")
    return Embed.objects.create(
        address=address or f"https://www.youtube.com/watch?v=abcdefg{number:04d}", **fields
    )


def make_placement(title: Title, code: str = "", **fields: Any) -> CampaignPlacement:
    """Make a place for campaigns, in the rail of every page unless told otherwise."""
    fields.setdefault("spot", Spot.RAIL)
    fields.setdefault("names", {"uk": "Місце", "en": "Place"})
    for device in ("phone", "wide"):
        fields.setdefault(f"{device}_height", 250)
        fields.setdefault(f"{device}_sizes", [[300, 250]])
    code = code or f"place-{next(_numbers)}"
    return CampaignPlacement.objects.create(title=title, code=code, **fields)


def make_campaign(
    *placements: CampaignPlacement,
    creatives: Sequence[dict[str, Any]] = ({},),
    topics: Sequence[Topic] = (),
    rubrics: Sequence[Rubric] = (),
    **fields: Any,
) -> Campaign:
    """Make a campaign of plain texts that runs now in some placements of one title."""
    number = next(_numbers)
    fields.setdefault("kind", "advertising")
    fields.setdefault("name", f"Campaign {number}")
    fields.setdefault("advertiser", {"uk": f"Рекламодавець {number}", "en": f"Advertiser {number}"})
    fields.setdefault("starts_at", timezone.now() - timedelta(hours=1))
    campaign = Campaign(title=placements[0].title, **fields)
    campaign.placements = list(placements)
    campaign.topics, campaign.rubrics = list(topics), list(rubrics)
    campaign.creatives = [make_creative(**one) for one in creatives]  # type: ignore[misc]
    campaign.save()
    keep_stage(campaign.pk)
    return Campaign.objects.get(pk=campaign.pk)


def make_creative(**fields: Any) -> Creative:
    """Build a creative, a text unless told otherwise."""
    number = next(_numbers)
    fields.setdefault("form", "text")
    fields.setdefault("headings", {"uk": f"Заголовок {number}", "en": f"Heading {number}"})
    fields.setdefault("link", f"https://advertiser.example/{number}")
    if fields["form"] in {"image", "html"}:
        fields.setdefault("width", 300)
        fields.setdefault("height", 250)
    return Creative(**fields)


def make_creative_image(width: int = 300, height: int = 250) -> dict[str, Any]:
    """Give what a creative of an image needs, its file kept."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), (180, 120, 20)).save(file, "PNG")
    image = read_image("image.png", file.getvalue())
    return {
        "form": "image",
        "image": keep_image(image),
        "digest": image.digest,
        "image_type": image.media_type,
        "width": width,
        "height": height,
        "alts": {"uk": "Потяг у полі", "en": "A train in a field"},
    }
