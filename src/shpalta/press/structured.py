"""schema.org data about pages, as JSON-LD."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString

from shpalta.press.pages.films import EmbedView, VideoView
from shpalta.press.pages.parts import Imprint, Link
from shpalta.press.pages.story import StoryPage

_BACKSTORY = frozenset({"background", "preceded", "reminder"})
"""The labels of blocks that tell what led to the story."""

_UNSAFE = str.maketrans(
    {
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "'": "\\u0027",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }
)


def as_json(data: object) -> SafeString:
    """Write JSON that can end neither the script element nor the quoted attribute it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return SafeString(text.translate(_UNSAFE))


def publisher(imprint: Imprint) -> dict[str, Any]:
    """Describe a title as a publisher, with where it is found."""
    found: dict[str, Any] = {
        "@type": "NewsMediaOrganization",
        "name": imprint.name,
        "url": imprint.url,
    }
    if imprint.logo:
        found["logo"] = {"@type": "ImageObject", "url": imprint.logo}
    if imprint.address:
        found["address"] = ", ".join(imprint.address)
    if imprint.networks:
        found["sameAs"] = [link.url for link in imprint.networks]
    contact = {"email": imprint.email, "telephone": imprint.phone}
    if any(contact.values()):
        known = {name: text for name, text in contact.items() if text}
        found["contactPoint"] = {"@type": "ContactPoint", "contactType": "newsroom", **known}
    return found


def breadcrumbs(trail: Sequence[Link]) -> dict[str, Any]:
    """Describe the way from the front to a page; addresses must be whole."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": link.text, "item": link.url}
            for position, link in enumerate(trail, start=1)
        ],
    }


def graph(*things: Mapping[str, Any]) -> SafeString:
    """Write several things as one document."""
    return as_json({"@context": "https://schema.org", "@graph": list(things)})


def website(imprint: Imprint, language: str, tagline: str) -> dict[str, Any]:
    """Describe an edition's site."""
    site = {
        "@type": "WebSite",
        "name": imprint.name,
        "url": imprint.url,
        "inLanguage": language,
        "publisher": publisher(imprint),
    }
    return site | ({"description": tagline} if tagline else {})


def collection(name: str, url: str, language: str) -> dict[str, Any]:
    """Describe a page that lists stories."""
    return {"@type": "CollectionPage", "name": name, "url": url, "inLanguage": language}


def _parts_of_body(page: StoryPage, plain: Mapping[int, str]) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    backstory = [
        plain[index]
        for index, block in enumerate(page.blocks)
        if block.code in _BACKSTORY and index in plain
    ]
    if backstory:
        parts["backstory"] = "\n\n".join(backstory)
    if page.sources:
        parts["citation"] = [
            {"@type": "CreativeWork", "name": source.name}
            | ({"url": source.url} if source.url else {})
            for source in page.sources
        ]
    return parts


def _galleries(page: StoryPage, origin: str) -> list[dict[str, Any]]:
    """Describe the pictures of the galleries on a page."""
    pictures = [
        picture for block in page.blocks if block.gallery for picture in block.gallery.pictures
    ]
    return [
        {
            "@type": "ImageObject",
            "url": origin + picture.src,
            "width": picture.width,
            "height": picture.height,
            **({"caption": picture.caption} if picture.caption else {}),
            **({"creditText": picture.credit} if picture.credit else {}),
        }
        for picture in pictures
    ]


def _whole(origin: str, url: str) -> str:
    return url if "://" in url else origin + url


def _video_object(video: VideoView, origin: str, headline: str) -> dict[str, Any]:
    """Describe an own video (schema.org VideoObject)."""
    found: dict[str, Any] = {
        "@type": "VideoObject",
        "name": video.title,
        "description": video.caption or headline,
        "uploadDate": video.added,
        "duration": video.iso_length,
        "contentUrl": _whole(origin, video.movie),
        "encodingFormat": "video/mp4",
        "width": video.width,
        "height": video.height,
    }
    if video.poster:
        found["thumbnailUrl"] = _whole(origin, video.poster.src)
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
        found["thumbnailUrl"] = _whole(origin, embed.still.src)
    if embed.author:
        found["author"] = {"@type": "Person", "name": embed.author}
    return found


def news_article(
    page: StoryPage,
    *,
    alternative_headline: str,
    origin: str,
    about: Sequence[Mapping[str, Any]],
    plain: Mapping[int, str],
) -> dict[str, Any]:
    """Describe a story.

    `origin` makes whole addresses of paths; `plain` gives the text of labelled blocks without
    markup, by the block's position.
    """
    article: dict[str, Any] = {
        "@type": "AdvertiserContentArticle" if page.partner else "NewsArticle",
        "@id": f"{page.head.canonical}#story",
        "mainEntityOfPage": page.head.canonical,
        "url": page.head.canonical,
        "headline": page.headline,
        "datePublished": page.published.iso,
        "dateModified": (page.updated or page.published).iso,
        "inLanguage": page.frame.language,
        "isAccessibleForFree": True,
        "publisher": publisher(page.frame.imprint),
        "author": [
            {
                "@type": "Person",
                "name": byline.name,
                "url": byline.url if "://" in byline.url else origin + byline.url,
            }
            for byline in page.bylines
        ]
        or [publisher(page.frame.imprint)],
    }
    if page.partner:
        article["sponsor"] = {"@type": "Organization", "name": page.partner.text}
    if alternative_headline:
        article["alternativeHeadline"] = alternative_headline
    if page.head.description:
        article["description"] = page.head.description
    if page.rubric:
        article["articleSection"] = page.rubric.text
    if page.head.pictures:
        article["image"] = [
            {
                "@type": "ImageObject",
                "url": shared.src,
                "width": shared.width,
                "height": shared.height,
            }
            | ({"creditText": page.picture.credit} if page.picture and page.picture.credit else {})
            for shared in page.head.pictures
        ]
    if album := _galleries(page, origin):
        article["associatedMedia"] = album
    videos = [page.video, *(block.video for block in page.blocks)]
    described = [_video_object(one, origin, page.headline) for one in videos if one is not None]
    described += [
        _embedded(block.embed, page, origin)
        for block in page.blocks
        if block.embed is not None and block.embed.player and block.embed.shape != "post"
    ]
    if described:
        article["video"] = described
    if about:
        article["about"] = list(about)
    if page.taken:
        article["isBasedOn"] = page.taken.url
        article["sourceOrganization"] = publisher(Imprint(page.taken.name, page.taken.front))
    return article | _parts_of_body(page, plain)
