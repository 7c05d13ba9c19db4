"""schema.org data about pages, as JSON-LD."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString

from shpalta.press.links import whole
from shpalta.press.pages.parts import Imprint, Link
from shpalta.press.pages.story import StoryPage
from shpalta.press.structured_media import media_of

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
    article = _identity(page) | _authorship(page, origin)
    told = {
        "alternativeHeadline": alternative_headline,
        "description": page.head.description,
        "articleSection": page.rubric.text if page.rubric else "",
        "about": list(about),
    }
    article |= {name: value for name, value in told.items() if value}
    return article | media_of(page, origin) | _parts_of_body(page, plain)


def _identity(page: StoryPage) -> dict[str, Any]:
    """Say which article it is, where and when it came out."""
    return {
        "@type": "AdvertiserContentArticle" if page.partner else "NewsArticle",
        "@id": f"{page.head.canonical}#story",
        "mainEntityOfPage": page.head.canonical,
        "url": page.head.canonical,
        "headline": page.headline,
        "datePublished": page.published.iso,
        "dateModified": (page.updated or page.published).iso,
        "inLanguage": page.frame.language,
        "isAccessibleForFree": True,
    }


def _authorship(page: StoryPage, origin: str) -> dict[str, Any]:
    """Say who wrote it, who publishes it, who paid for it and whose it was first."""
    publishing = publisher(page.frame.imprint)
    authors = [
        {"@type": "Person", "name": byline.name, "url": whole(origin, byline.url)}
        for byline in page.bylines
    ]
    found: dict[str, Any] = {"publisher": publishing, "author": authors or [publishing]}
    if page.partner:
        found["sponsor"] = {"@type": "Organization", "name": page.partner.text}
    if page.taken:
        found["isBasedOn"] = page.taken.url
        found["sourceOrganization"] = publisher(Imprint(page.taken.name, page.taken.front))
    return found
