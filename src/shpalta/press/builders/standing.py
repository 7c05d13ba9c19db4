"""Standing pages: about us, the rules of commenting, contacts."""

from django.utils.html import escape
from django.utils.safestring import SafeString

from shpalta.core.campaigns import PageType
from shpalta.newsroom.pages.models import StandingPage
from shpalta.press import structured
from shpalta.press.builders.blocks import raw_blocks
from shpalta.press.builders.frame import build_frame, build_head
from shpalta.press.builders.places import places_of
from shpalta.press.builders.site import Site
from shpalta.press.pages.lists import StandingPageView
from shpalta.press.pages.origins import Origin, SiblingOrigin, StandingOrigin
from shpalta.press.pages.parts import Link
from shpalta.press.richtext import PAGE, own_links, plain_text, standing_html


def _targets(site: Site) -> dict[tuple[str, int], str]:
    return {
        (PAGE, page.id): site.links.page(page.slug)
        for page in site.house.standing.get(site.edition.pk, ())
    }


def _made_from(site: Site, page: StandingPage) -> tuple[Origin, ...]:
    """Name the page, those that it links, and the editions that may have one of the same slug."""
    linked = sorted(
        page_id
        for raw in raw_blocks(page.body)
        if raw["type"] != "subheading"
        for kind, page_id in own_links(str(raw["value"] or ""))
        if kind == PAGE
    )
    siblings = (
        SiblingOrigin(edition.title.code, edition.language)
        for edition in site.house.siblings(site.edition)
        if edition.pk != site.edition.pk
    )
    return (StandingOrigin(page.pk or 0), *map(StandingOrigin, linked), *siblings)


def build_standing(site: Site, page: StandingPage) -> StandingPageView:
    """Make a standing page, from a row or from a revision that is not saved yet."""
    targets = _targets(site)
    parts = [
        (
            raw["type"],
            escape(raw["value"])
            if raw["type"] == "subheading"
            # `standing_html` has sanitised it.
            else SafeString(standing_html(str(raw["value"] or ""), targets)),
        )
        for raw in raw_blocks(page.body)
    ]
    url = site.links.page(page.slug)
    # The same page in another edition is another page, with a slug of its own; one of the same
    # slug is taken for its sibling.
    elsewhere = {site.edition.pk: url}
    for edition in site.house.siblings(site.edition):
        if any(link.slug == page.slug for link in site.house.standing.get(edition.pk, ())):
            links = site.links_to(edition.pk)
            if links is not None:
                elsewhere[edition.pk] = links.page(page.slug)
    description = page.search_description or next(
        (plain_text(html) for kind, html in parts if kind == "paragraph"), ""
    )
    front = Link(site.links.whole(site.links.front()), site.edition.name)
    return StandingPageView(
        frame=build_frame(site, elsewhere, places=places_of(site, PageType.STANDING)),
        head=build_head(
            site,
            elsewhere,
            heading=page.title,
            url=url,
            description=description,
            structured_html=structured.graph(
                structured.breadcrumbs([front, Link(site.links.whole(url), page.title)])
            ),
        ),
        heading=page.title,
        parts=tuple(parts),
        made_from=_made_from(site, page),
    )
