"""The demo's pictures: drawn by code, then taken in as any upload is, with credit and rights."""

import io
from datetime import datetime, timedelta

from django.core.files.images import ImageFile

from shpalta.demo.drawings import draw
from shpalta.demo.reading import Entry
from shpalta.newsroom.media.choices import Licence, Machine
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.media.taking import examine, lay_facts
from shpalta.newsroom.picturedesk.models import Demand, PictureRule
from shpalta.newsroom.titles.models import Title


def make_picture(entry: Entry, *, now: datetime) -> Picture:
    """Draw a picture and keep it with its words; what an entry says of rights counts from `now`."""
    buffer = io.BytesIO()
    draw(entry["id"]).save(buffer, "JPEG", quality=90)
    name = f"{entry['id']}.jpg"
    picture = Picture(
        title=entry["alt"]["uk"],
        alts=entry["alt"],
        credit=entry["credit"]["uk"],
        creator="Шпальта",
        copyright_notice=f"© {now.year} Шпальта",
        licence=Licence.OWN,
        machine=Machine(entry.get("machine", "")),
        persons=entry.get("persons", ""),
        city="Вигаданськ",
        country="Україна",
        taken_at=now - timedelta(days=entry.get("days_old", 10)),
        file=ImageFile(buffer, name=name),
        file_size=buffer.getbuffer().nbytes,
    )
    if "rights_days" in entry:
        picture.licence = Licence.AGENCY
        picture.usage_terms = "Для газет Вигаданська"
        picture.rights_end_at = now + timedelta(days=entry["rights_days"])
    lay_facts(picture, examine(name, buffer.getvalue()))
    picture.save()
    picture.tags.set(entry.get("keywords", []))
    return picture


def add_demo_demands(title: Title) -> None:
    """Let a title refuse what has no credit, and warn of pictures without a licence."""
    PictureRule.objects.create(
        title=title,
        missing_credit=Demand.BLOCK,
        missing_licence=Demand.WARN,
        missing_video_credit=Demand.BLOCK,
    )
