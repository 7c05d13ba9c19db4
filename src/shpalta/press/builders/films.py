"""Videos and embeds: from the library's rows to what pages print, a query or two for a page."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from shpalta.core.crops import Shape
from shpalta.core.languages import own_name
from shpalta.newsroom.stories.showings import EMBED, VIDEO, Thing
from shpalta.newsroom.video.models import Embed, Video
from shpalta.press.pages.films import EmbedView, Track, VideoView
from shpalta.press.pages.origins import EmbedOrigin, Origin, VideoOrigin
from shpalta.press.pictures import Album

TALL = 0.8
"""Height to width from which on a frame stands upright."""
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Films:
    """The rows of what one page shows; what is not there, or not ready, is absent."""

    videos: Mapping[int, Video] = field(default_factory=dict)
    embeds: Mapping[int, Embed] = field(default_factory=dict)

    @property
    def stills(self) -> frozenset[int]:
        """The ids of the pictures that stand for them."""
        posters = {video.poster_id for video in self.videos.values()}
        stills = {embed.still_id for embed in self.embeds.values()}
        return frozenset(one for one in posters | stills if one is not None)

    def video(
        self, video_id: object, album: Album, *, caption: str = "", base: str = ""
    ) -> VideoView | None:
        """Give a video to print, with a story's own caption where it has one."""
        video = self.videos.get(video_id) if isinstance(video_id, int) else None
        return None if video is None else video_view(video, album, caption=caption, base=base)

    def embed(self, embed_id: object, album: Album) -> EmbedView | None:
        """Give a card to print."""
        embed = self.embeds.get(embed_id) if isinstance(embed_id, int) else None
        return None if embed is None else embed_view(embed, album)


def read_films(things: Collection[Thing]) -> Films:
    """Read the videos and embeds of a page: at most three queries, none where it has none."""
    videos = [row_id for kind, row_id in things if kind == VIDEO]
    embeds = [row_id for kind, row_id in things if kind == EMBED]
    rows = Video.objects.filter(pk__in=videos).prefetch_related("captions") if videos else ()
    return Films(
        videos={video.pk: video for video in rows if video.is_ready},
        embeds=Embed.objects.in_bulk(embeds) if embeds else {},
    )


def film_origins(things: Iterable[Thing]) -> list[Origin]:
    """Name videos and embeds, also those that cannot be shown yet."""
    return [
        VideoOrigin(row_id) if kind == VIDEO else EmbedOrigin(row_id)
        for kind, row_id in sorted(things)
    ]


def video_view(video: Video, album: Album, *, caption: str = "", base: str = "") -> VideoView:
    """Give a video that is ready, with what is printed of it."""
    return VideoView(
        video=VideoOrigin(video.pk),
        title=video.title,
        movie=base + video.movie_url,
        playlist=base + video.playlist_url,
        width=video.width or 16,
        height=video.height or 9,
        length=clock_length(video.length),
        iso_length=iso_length(video.length),
        added=video.created_at.isoformat(timespec="seconds"),
        poster=album.find(video.poster_id),
        caption=caption or video.caption,
        credit=video.credit,
        tracks=tuple(
            Track(base + one.url, one.language, own_name(one.language))
            for one in video.captions.all()
        ),
        transcript=video.transcript,
    )


def embed_view(embed: Embed, album: Album) -> EmbedView:
    """Give a card; of what is gone elsewhere the words and the still are left."""
    place = embed.place
    is_gone = embed.gone_at is not None
    shape = Shape.WHOLE if is_post(embed) else Shape.WIDE
    still = album.find_bare(embed.still_id, shape=shape)
    # A post without a picture is its words: there is nothing to press play on.
    player = "" if is_gone or place is None or (is_post(embed) and not still) else place.player
    width, height = place.shape if place is not None else (16, 9)
    if embed.width and embed.height and not is_post(embed):
        width, height = embed.width, embed.height
    return EmbedView(
        embed=EmbedOrigin(embed.pk),
        url=embed.address,
        provider=embed.get_provider_display(),
        title=embed.title,
        author=embed.author,
        text=embed.text,
        language=embed.language,
        still=still,
        player=player,
        frame=place.frame if player and place is not None else "",
        shape="post" if is_post(embed) else "tall" if height > width * TALL else "wide",
        is_gone=is_gone,
    )


def is_post(embed: Embed) -> bool:
    """Tell whether it is a post rather than a video."""
    place = embed.place
    return place is not None and place.shape == (4, 5)


def clock_length(length: timedelta) -> str:
    """Print a length as players do: 1:05, 12:40, 1:02:33."""
    seconds = round(length.total_seconds())
    hours, minutes = divmod(seconds // 60, 60)
    clock = f"{minutes:02d}:{seconds % 60:02d}" if hours else f"{minutes}:{seconds % 60:02d}"
    return f"{hours}:{clock}" if hours else clock


def iso_length(length: timedelta) -> str:
    """Write a length as a duration of ISO 8601: PT1M5S."""
    seconds = max(1, round(length.total_seconds()))
    hours, minutes = seconds // _HOUR, seconds % _HOUR // 60
    parts = ((hours, "H"), (minutes, "M"), (seconds % 60, "S"))
    return "PT" + "".join(f"{number}{unit}" for number, unit in parts if number)
