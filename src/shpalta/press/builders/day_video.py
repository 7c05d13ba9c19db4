"""The video of the day: the part that every page of an edition has."""

from shpalta.core.crops import Shape
from shpalta.newsroom.stories.showings import EMBED, VIDEO
from shpalta.newsroom.video_of_day.models import DayVideo
from shpalta.newsroom.video_of_day.queries import current_of
from shpalta.press.builders.films import Films, embed_view, film_origins, read_films, video_view
from shpalta.press.builders.site import Site
from shpalta.press.pages.films import DayVideoCard, DayVideoFragment
from shpalta.press.pages.origins import DayVideoOrigin, Origin, PictureOrigin, StoryOrigin
from shpalta.press.pictures import Wanted, read_album


def build_day_video(site: Site) -> DayVideoFragment:
    """Make what an edition shows now; it is right until the next entry begins."""
    current = current_of(site.edition.pk, site.now)
    day = DayVideoOrigin(site.edition.title.code, site.language)
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
    url = elsewhere.url if elsewhere is not None and not elsewhere.is_gone else ""
    if entry.story is not None and entry.story.published_at is not None:
        story = entry.story
        url = site.links.story(
            kind=story.kind, published_at=story.published_at or site.now, number=story.number
        )
    return DayVideoCard(
        headline=entry.printed_headline,
        url=url,
        still=album.find_bare(next(iter(films.stills), None), shape=Shape.WIDE),
        length=shown.length if shown else "",
        player=shown if not url else None,
        provider=elsewhere.provider if elsewhere is not None and entry.story is None else "",
    )
