"""What surrounds every page: masthead, navigation, languages, sister titles, footer, head."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.templatetags.static import static
from django.utils.safestring import SafeString

from shpalta.core.campaigns import Spot
from shpalta.core.languages import direction_of, og_locale, own_name
from shpalta.newsroom.names import named_in
from shpalta.newsroom.titles.models import Title
from shpalta.press.builders.cards import named_link
from shpalta.press.builders.fragments import (
    day_video_slot,
    read_slot,
    ticker_slot,
    today_slot,
)
from shpalta.press.builders.live import live_words
from shpalta.press.builders.places import Places, boxes_css
from shpalta.press.builders.site import Site
from shpalta.press.links import links_of
from shpalta.press.looks import Look, Plate, look_css
from shpalta.press.pages.parts import (
    Frame,
    Head,
    Imprint,
    LanguageLink,
    Link,
    PagePlaces,
    SharedPicture,
)
from shpalta.press.richtext import shortened

STYLESHEET = "shpalta/press/press.css"
PLACES_SCRIPT = "shpalta/press/places.js"
DESCRIPTION_LENGTH = 200

Elsewhere = Mapping[int, str]
"""Where this very page is found in the title's editions that have it: edition id to address."""


def _languages(site: Site, elsewhere: Elsewhere) -> tuple[LanguageLink, ...]:
    links = []
    for edition in site.house.siblings(site.edition):
        there = elsewhere.get(edition.pk)
        front = links_of(site.house, edition, seen_from=site.edition, base=site.base).front()
        links.append(
            LanguageLink(
                url=there or front,
                code=edition.language.upper(),
                name=own_name(edition.language),
                language=edition.language,
                is_current=edition.pk == site.edition.pk,
                leads_to_page=there is not None,
            )
        )
    return tuple(links)


def _sisters(site: Site) -> tuple[Link, ...]:
    links = []
    for title in site.house.titles:
        editions = site.house.editions.get(title.pk, ())
        same = (edition for edition in editions if edition.language == site.language)
        edition = next(same, site.house.default_edition(title.pk))
        if edition is None:
            continue
        there = links_of(site.house, edition, seen_from=site.edition, base=site.base)
        name, language = named_in(title.names, edition.language)
        links.append(
            Link(
                there.front(),
                name,
                language=site.foreign(language or edition.language),
                is_current=title.pk == site.edition.title_id,
            )
        )
    return tuple(links) if len(links) > 1 else ()


def _plate(prefix: str, plate: Plate | None) -> SharedPicture | None:
    """Give a nameplate as a page of an edition links it."""
    if plate is None:
        return None
    return SharedPicture(f"{prefix}/-/nameplate/{plate.name}", plate.width, plate.height)


def _imprint(site: Site, look: Look) -> Imprint:
    """Gather where the title is found and who answers for it."""
    edition, links = site.edition, site.links
    name, _language = named_in(edition.title.names, edition.language)
    address, address_language = named_in(look.address, edition.language)
    editor, editor_language = named_in(look.editor, edition.language)
    plate = _plate(edition.prefix, look.plate)
    return Imprint(
        name=name,
        url=links.whole(links.front()),
        logo=links.whole(plate.src) if plate else "",
        address=tuple(line for line in address.splitlines() if line.strip()),
        address_language=address_language,
        editor=editor,
        editor_language=editor_language,
        email=look.email,
        phone=look.phone,
        networks=tuple(
            Link(address, urlsplit(address).hostname or address) for address in look.networks
        ),
    )


def _rubrics(site: Site, current: str) -> tuple[Link, ...]:
    rows = site.house.rubrics.get(site.edition.title_id, ())
    return tuple(
        named_link(site, site.links.rubric(row.slug), row.names, is_current=row.slug == current)
        for row in rows
    )


def _standing(site: Site) -> tuple[Link, ...]:
    pages = site.house.standing.get(site.edition.pk, ())
    return tuple(Link(site.links.page(page.slug), page.title) for page in pages)


def _inline_css(title: Title, look: Look, places: Places | None) -> SafeString:
    """Give a title's colours and type, and the boxes that campaigns on the page will fill."""
    return SafeString(look_css(title, look) + boxes_css(places.placements if places else ()))


def _places(places: Places | None) -> PagePlaces:
    """Give the places for campaigns around a page; a notice has none."""
    if places is None or not places.placements:
        return PagePlaces()
    return PagePlaces(
        script=static(PLACES_SCRIPT),
        banner=places.at(Spot.BANNER),
        top=places.at(Spot.TOP),
        rail=places.at(Spot.RAIL),
        foot=places.at(Spot.FOOT),
    )


def build_frame(
    site: Site,
    elsewhere: Elsewhere,
    *,
    places: Places | None = None,
    rubric: str = "",
    is_front: bool = False,
) -> Frame:
    """Make the frame of a page. `rubric` is the slug of the one that the page belongs to."""
    edition, links = site.edition, site.links
    look = site.house.look(edition.title_id)
    name, name_language = named_in(edition.title.names, edition.language)
    tagline, tagline_language = named_in(edition.title.taglines, edition.language)
    return Frame(
        edition=site.origin,
        language=edition.language,
        direction=direction_of(edition.language),
        og_locale=og_locale(edition.language),
        name=name,
        name_language=name_language,
        tagline=tagline,
        tagline_language=tagline_language,
        today=today_slot(site),
        front_url=links.front(),
        newsfeed_url=links.newsfeed(),
        icon_url=f"{links.front()}icon.svg",
        stylesheet=static(STYLESHEET),
        inline_css=_inline_css(edition.title, look, places),
        plate=_plate(edition.prefix, look.plate),
        dark_plate=_plate(edition.prefix, look.dark_plate),
        imprint=_imprint(site, look),
        rubrics=_rubrics(site, rubric),
        languages=_languages(site, elsewhere),
        sisters=_sisters(site),
        standing=_standing(site),
        ticker=ticker_slot(site),
        most_read=read_slot(site),
        day_video=day_video_slot(site),
        live=live_words(site),
        places=_places(places),
        year=site.today.year,
        until=site.year_end,
        is_front=is_front,
    )


def _alternates(site: Site, elsewhere: Elsewhere) -> tuple[tuple[str, str], ...]:
    """List public siblings only, and the default edition once more as x-default."""
    if len(elsewhere) < 2:  # noqa: PLR2004  # a page that stands alone has no alternates
        return ()
    pairs = [
        (edition.language, site.links.whole(elsewhere[edition.pk]))
        for edition in site.house.siblings(site.edition)
        if edition.pk in elsewhere
    ]
    default = site.house.default_edition(site.edition.title_id)
    if default is not None and default.pk in elsewhere:
        pairs.append(("x-default", site.links.whole(elsewhere[default.pk])))
    return tuple(pairs)


def build_head(
    site: Site,
    elsewhere: Elsewhere,
    *,
    heading: str,
    url: str,
    description: str = "",
    structured_html: SafeString | None = None,
    pictures: tuple[SharedPicture, ...] = (),
    picture_alt: str = "",
) -> Head:
    """Make the head of a page that lives at `url`."""
    return Head(
        heading=heading,
        canonical=site.links.whole(url),
        description=shortened(description, DESCRIPTION_LENGTH),
        alternates=_alternates(site, elsewhere),
        pictures=tuple(
            SharedPicture(site.links.whole(shared.src), shared.width, shared.height)
            for shared in pictures
        ),
        picture_alt=picture_alt,
        structured_html=structured_html or SafeString(),
    )
