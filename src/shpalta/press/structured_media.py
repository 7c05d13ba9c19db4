"""schema.org data about what a story shows: pictures, galleries, videos."""

from typing import Any

from shpalta.press.links import whole
from shpalta.press.pages.films import EmbedView, VideoView
from shpalta.press.pages.parts import PictureView, SharedPicture
from shpalta.press.pages.story import StoryPage


def media_of(page: StoryPage, origin: str) -> dict[str, Any]:
    """Describe what a story shows; nothing is named that it does not have.

    `origin` makes whole addresses of paths.
    """
    found = {
        "image": _images(page, origin),
        "associatedMedia": _galleries(page, origin),
        "video": _videos(page, origin),
    }
    return {name: things for name, things in found.items() if things}


def _images(page: StoryPage, origin: str) -> list[dict[str, Any]]:
    """Describe the lead picture in each shape that is made for sharing."""
    credit = page.picture.credit if page.picture else ""
    return [_image_object(shared, origin, credit=credit) for shared in page.head.pictures]


def _videos(page: StoryPage, origin: str) -> list[dict[str, Any]]:
    """Describe own videos, then those that live elsewhere and can be played; posts are none."""
    own = [page.video, *(block.video for block in page.blocks)]
    embeds = [block.embed for block in page.blocks if block.embed is not None]
    return [
        *(_video_object(one, origin, page.headline) for one in own if one is not None),
        *(_embedded(one, page, origin) for one in embeds if one.player and one.shape != "post"),
    ]


def _galleries(page: StoryPage, origin: str) -> list[dict[str, Any]]:
    """Describe the pictures of the galleries on a page."""
    galleries = [block.gallery for block in page.blocks if block.gallery]
    return [
        _image_object(picture, origin, caption=picture.caption, credit=picture.credit)
        for gallery in galleries
        for picture in gallery.pictures
    ]


def _image_object(
    picture: PictureView | SharedPicture, origin: str, *, caption: str = "", credit: str = ""
) -> dict[str, Any]:
    """Describe a picture with the words that stand under it (schema.org ImageObject)."""
    found: dict[str, Any] = {
        "@type": "ImageObject",
        "url": whole(origin, picture.src),
        "width": picture.width,
        "height": picture.height,
    }
    if caption:
        found["caption"] = caption
    if credit:
        found["creditText"] = credit
    return found


def _video_object(video: VideoView, origin: str, headline: str) -> dict[str, Any]:
    """Describe an own video (schema.org VideoObject)."""
    found: dict[str, Any] = {
        "@type": "VideoObject",
        "name": video.title,
        "description": video.caption or headline,
        "uploadDate": video.added,
        "duration": video.iso_length,
        "contentUrl": whole(origin, video.movie),
        "encodingFormat": "video/mp4",
        "width": video.width,
        "height": video.height,
    }
    if video.poster:
        found["thumbnailUrl"] = whole(origin, video.poster.src)
    if video.credit:
        found["creditText"] = video.credit
    if video.transcript:
        found["transcript"] = video.transcript
    return found


def _embedded(embed: EmbedView, page: StoryPage, origin: str) -> dict[str, Any]:
    """Describe a video that lives elsewhere; its date is that of the story, which we know."""
    found: dict[str, Any] = {
        "@type": "VideoObject",
        "name": embed.title,
        "description": embed.text or embed.title,
        "uploadDate": page.published.iso,
        "embedUrl": embed.player,
        "url": embed.url,
    }
    if embed.still:
        found["thumbnailUrl"] = whole(origin, embed.still.src)
    if embed.author:
        found["author"] = {"@type": "Person", "name": embed.author}
    return found
