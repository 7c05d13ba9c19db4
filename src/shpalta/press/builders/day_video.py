"""The video of the day: the part that every page of an edition has."""

from dataclasses import replace

from shpalta.core.crops import Shape
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.showings import EMBED, VIDEO
from shpalta.newsroom.video_of_day.models import DayVideo
from shpalta.newsroom.video_of_day.queries import current_of, find_played
from shpalta.press.builders.films import Films, embed_view, film_origins, read_films, video_view
from shpalta.press.builders.site import Site
from shpalta.press.pages.films import DayVideoCard, DayVideoFragment, PlayerDocument
from shpalta.press.pages.origins import (
    DayVideoOrigin,
    EmbedOrigin,
    Origin,
    PictureOrigin,
    StoryOrigin,
)
from shpalta.press.pictures import Wanted, read_album


def day_origin(site: Site) -> DayVideoOrigin:
    """Name the schedule of an edition as something a part is made from."""
    return DayVideoOrigin(site.edition.title.code, site.language)


def build_day_video(site: Site) -> DayVideoFragment:
    """Make what an edition shows now; it is right until the next entry begins."""
    current = current_of(site.edition.pk, site.now)
    day = day_origin(site)
    entry = current.entry
    if entry is None:
        return DayVideoFragment(site.origin, day, until=current.until)
    things = {(VIDEO, entry.video_id)} if entry.video_id else {(EMBED, entry.embed_id or 0)}
    films = read_films(things)
    origins: list[Origin] = film_origins(things)
    origins += [PictureOrigin(picture) for picture in sorted(films.stills)]
    if entry.story is not None:
        origins.append(StoryOrigin(site.edition.title.code, site.language, entry.story.number))
    return DayVideoFragment(
        site.origin,
        day,
        made_from=tuple(origins),
        card=_card(site, entry, films),
        until=current.until,
    )


def _card(site: Site, entry: DayVideo, films: Films) -> DayVideoCard | None:
    album = read_album(Wanted(plain=films.stills), site.language)
    video = films.videos.get(entry.video_id or 0)
    embed = films.embeds.get(entry.embed_id or 0)
    shown = video_view(video, album, base=site.base) if video else None
    elsewhere = embed_view(embed, album) if embed else None
    if shown is None and elsewhere is None:
        return None
    card = DayVideoCard(
        headline=entry.printed_headline,
        url="",
        still=album.find_bare(next(iter(films.stills), None), shape=Shape.WIDE),
        length=shown.length if shown else "",
    )
    if entry.story is not None:
        return replace(card, url=_story_url(site, entry.story))
    if elsewhere is None:
        return replace(card, player=shown)
    return replace(
        card,
        url="" if elsewhere.is_gone else elsewhere.url,
        elsewhere=elsewhere,
        frame=player_url(site, entry.embed_id or 0) if elsewhere.player else "",
    )


def _story_url(site: Site, story: Story) -> str:
    published_at = story.published_at or site.now
    return site.links.story(kind=story.kind, published_at=published_at, number=story.number)


def player_url(site: Site, embed_id: int) -> str:
    """Give the address of the document that plays what lives elsewhere."""
    return f"{site.base}{site.edition.prefix}/-/player/{embed_id}/"


def build_player(site: Site, embed_id: int) -> PlayerDocument | None:
    """Make the document that plays an embed; None where it is not, or is gone at its provider.

    It stays for pages that were opened before another video became that of the day.
    """
    embed = find_played(site.edition.pk, embed_id, site.now)
    place = embed.place if embed is not None else None
    if embed is None or embed.gone_at is not None or place is None:
        return None
    return PlayerDocument(
        edition=site.origin,
        day=day_origin(site),
        embed=EmbedOrigin(embed.pk),
        title=embed.title,
        language=embed.language or site.language,
        player=place.player,
        frame=place.frame,
    )
