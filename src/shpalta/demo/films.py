"""What the demo shows of video: a short film drawn by code, a card, and the video of the day."""

import tempfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from django.core.files.base import File
from PIL import Image

from shpalta.demo.drawings import draw
from shpalta.demo.house import House
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.video.models import Embed, Video
from shpalta.newsroom.video.services import keep_captions, take_video
from shpalta.newsroom.video.work import work_off
from shpalta.newsroom.video_of_day.models import DayVideo

TITLE = "naberezhna"
SCENE = "clock-tower"
SIZE = (640, 360)
RATE, SECONDS = 12, 5
_FILM = "https://example.org/video/"
"""The blocks of the texts that stand for the newspaper's own film."""
_CARD = "https://example.org/rooftop/"
_WORDS: Mapping[str, str] = {
    "uk": "00:00.500 --> 00:04.500\nГодинник на ратуші знову йде.\n",
    "ru": "00:00.500 --> 00:04.500\nЧасы на ратуше снова идут.\n",
    "en": "00:00.500 --> 00:04.500\nThe clock of the town hall runs again.\n",
}


def add_demo_films(house: House, now: datetime) -> None:
    """Put a film into the stories that speak of one, a card into another, and set the day's."""
    if (TITLE, "uk") not in house.editions:
        return
    video = _film()
    card = _card(house)
    for language in ("uk", "ru", "en"):
        edition = house.editions.get((TITLE, language))
        if edition is None:
            continue
        stories = list(Story.objects.public().filter(edition=edition))
        shown = [story for story in stories if _replace(story, video, card)]
        DayVideo.objects.create(
            edition=edition,
            begins_at=now - timedelta(hours=1),
            video=video,
            headline="" if shown else video.title,
            story=shown[0] if shown else None,
        )


def _replace(story: Story, video: Video, card: Embed) -> bool:
    """Let a story show the film or the card in the place of words; say whether it is the film."""
    shows_film = shows_card = False
    body: list[Any] = [dict(raw) for raw in story.body.raw_data]
    for raw in body:
        url = str(raw["value"].get("url", "")) if raw["type"] == "embed" else ""
        if url.startswith(_FILM):
            shows_film = True
            raw["type"] = "video"
            raw["value"] = {"video": video.pk, "caption": raw["value"]["title"]}
        elif url == _CARD:
            shows_card = True
            raw["value"] = {"card": card.pk, "url": "", "provider": "", "title": "", "text": ""}
    if shows_film or shows_card:
        story.body = body
        story.save_revision().publish()
    return shows_film


def _film() -> Video:
    """Draw the film, take it in as an editor would, and make it streamable."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clock-tower.mp4"
        write_film(path)
        with path.open("rb") as file:
            video = take_video(
                file=File(file, name=path.name),
                name=path.name,
                title="Як заводять годинник на ратуші",
                credit="Відео: «Набережна»",
            )
    for language, words in _WORDS.items():
        keep_captions(video=video, language=language, content=words.encode())
    work_off()
    video.refresh_from_db()
    return video


def _card(house: House) -> Embed:
    return Embed.objects.create(
        address="https://www.youtube.com/watch?v=naberezhna1",
        title="Кіно на даху: дванадцять вечорів над річкою",
        author="Річковий порт",
        text="Програма показів на даху: тривалість і початок кожного вечора.",
        language="uk",
        still=house.pictures.get("beehives-roof"),
    )


def write_film(path: Path) -> None:
    """Write the film: the eye wanders over a drawn scene, and no frame is like the other."""
    scene = draw(SCENE)
    with av.open(str(path), "w") as made:
        stream: Any = made.add_stream("libx264", rate=RATE, options={"crf": "27", "g": "24"})
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        for number in range(RATE * SECONDS):
            frame: Any = av.VideoFrame.from_image(_seen(scene, number))  # type: ignore[no-untyped-call]
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))


def _seen(scene: Image.Image, number: int) -> Image.Image:
    """Give what is seen at a frame: a part of the scene that grows and moves."""
    part = number / (RATE * SECONDS)
    width = round(scene.width * (0.6 + 0.35 * part))
    height = round(width * SIZE[1] / SIZE[0])
    left = round((scene.width - width) * (0.2 + 0.6 * part))
    top = round((scene.height - height) * 0.5)
    return scene.resize(SIZE, Image.Resampling.BILINEAR, (left, top, left + width, top + height))
