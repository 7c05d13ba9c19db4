"""The lists: a rubric, a topic, a person, an organisation or a place, an author."""

from dataclasses import dataclass

from shpalta.core.campaigns import PageType
from shpalta.core.crops import Shape
from shpalta.newsroom.names import named_in
from shpalta.newsroom.stories.lists import (
    author_shelf,
    entity_shelf,
    rubric_shelf,
    topic_shelf,
)
from shpalta.newsroom.titles.models import Rubric
from shpalta.newsroom.vocabulary.models import Author, Entity, EntityType, Topic
from shpalta.newsroom.vocabulary.models import Named as NamedWord
from shpalta.press import structured
from shpalta.press.builders.cards import read_cards
from shpalta.press.builders.frame import Elsewhere, build_frame, build_head
from shpalta.press.builders.places import Places, places_of, surroundings_of
from shpalta.press.builders.site import Site
from shpalta.press.cursors import Cursor
from shpalta.press.links import Links, links_of
from shpalta.press.pages.lists import ListPage
from shpalta.press.pages.origins import (
    Origin,
    PictureOrigin,
    ShelfOrigin,
    WordOrigin,
)
from shpalta.press.pages.parts import Head, Link, PictureView
from shpalta.press.pictures import Wanted, read_album, wanted_ids
from shpalta.press.queries import (
    Listed,
    editions_with,
    has_newer,
    newest,
    older_than,
)
from shpalta.press.words import say

PAGE_LENGTH = 24
Named = tuple[str, str]
"""A text, and its language where that is another than the page's (else "")."""
_NOTHING: Named = ("", "")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a list is about; `path_of` gives the address of the list in an edition."""

    shelf: str
    heading: Named
    kicker: Named
    note: Named
    kind: str
    slug: str
    row_id: int
    portrait: PictureView | None = None
    made_from: tuple[Origin, ...] = ()

    @property
    def is_always_there(self) -> bool:
        """Whether the list has a page while it is empty: a rubric has, a word has not."""
        return self.kind == "rubric"

    def url(self, links: Links) -> str:
        """Give the address of the list in an edition."""
        address: str = getattr(links, self.kind)(self.slug)
        return address


def rubric_subject(site: Site, rubric: Rubric) -> Subject:
    """Describe a rubric's list."""
    name = named_in(rubric.names, site.language)
    return Subject(
        rubric_shelf(rubric.pk), name, _NOTHING, _NOTHING, "rubric", rubric.slug, rubric.pk
    )


def topic_subject(site: Site, topic: Topic) -> Subject:
    """Describe a topic's list."""
    return Subject(
        topic_shelf(topic.pk),
        named_in(topic.names, site.language),
        (say("Topic"), ""),
        _NOTHING,
        "topic",
        topic.slug,
        topic.pk,
        made_from=(WordOrigin("topic", topic.pk),),
    )


def entity_subject(site: Site, entity: Entity) -> Subject:
    """Describe the list of a person, an organisation or a place."""
    kickers = {
        EntityType.PERSON: say("Person"),
        EntityType.ORGANISATION: say("Organisation"),
        EntityType.PLACE: say("Place"),
    }
    return Subject(
        shelf=entity_shelf(entity.pk),
        heading=named_in(entity.names, site.language),
        kicker=(kickers.get(EntityType(entity.type), ""), ""),
        note=named_in(entity.descriptions, site.language),
        kind="entity",
        slug=entity.slug,
        row_id=entity.pk,
        made_from=(WordOrigin("entity", entity.pk),),
    )


def author_subject(site: Site, author: Author) -> Subject:
    """Describe an author's list."""
    album = read_album(Wanted(plain=wanted_ids([author.portrait_id])), site.language)
    role = named_in(author.roles, site.language)
    return Subject(
        shelf=author_shelf(author.pk),
        heading=named_in(author.names, site.language),
        kicker=role if role[0] else (say("Author"), ""),
        note=named_in(author.bios, site.language),
        kind="author",
        slug=author.slug,
        row_id=author.pk,
        portrait=album.find_bare(author.portrait_id, shape=Shape.SQUARE),
        made_from=(
            WordOrigin("author", author.pk),
            *((PictureOrigin(author.portrait_id),) if author.portrait_id else ()),
        ),
    )


SUBJECTS: dict[str, type[NamedWord]] = {"topic": Topic, "entity": Entity, "author": Author}


def _read(site: Site, shelf: str, cursor: Cursor | None) -> tuple[list[Listed], str]:
    """Read one page of a shelf and the cursor of the next one ("" at the end)."""
    limit = PAGE_LENGTH + 1
    if cursor is None:
        several = newest(site.edition.pk, shelf, limit, full=True)
    else:
        several = older_than(cursor, site.edition.pk, shelf, limit)
    if len(several) < limit:
        return several, ""
    last = several[PAGE_LENGTH - 1]
    return several[:PAGE_LENGTH], str(Cursor(last.published_at, last.story_id))


def list_origins(
    site: Site, subject: Subject, cursor: Cursor | None, *, is_page: bool
) -> tuple[Origin, ...]:
    """Name what a page of a list is made from; not `is_page`: the answer that there is none.

    A page from a cursor on changes with the past alone, unless there is nothing before it: then
    the next story may come in at its top. An empty one waits for either.
    """
    if cursor is None:
        own = site.shelf(subject.shelf)
    else:
        is_top = not is_page or not has_newer(cursor, site.edition.pk, subject.shelf)
        own = site.shelf(subject.shelf, newest=is_top, past=True)
    return (*subject.made_from, own, *_sibling_shelves(site, subject, cursor, is_page=is_page))


def _sibling_shelves(
    site: Site, subject: Subject, cursor: Cursor | None, *, is_page: bool
) -> tuple[ShelfOrigin, ...]:
    """Name the same list of the other editions, where it is asked whether it has anything."""
    if cursor is not None or not is_page or subject.is_always_there:
        return ()
    return tuple(
        ShelfOrigin(edition.title.code, edition.language, subject.shelf)
        for edition in site.house.siblings(site.edition)
        if edition.pk != site.edition.pk
    )


def _elsewhere(site: Site, subject: Subject, cursor: Cursor | None) -> Elsewhere:
    """Find the editions that have the same list; a page from a cursor on is found nowhere else."""
    siblings = site.house.siblings(site.edition)
    others = {edition.pk for edition in siblings if edition.pk != site.edition.pk}
    if cursor is not None:
        others = set()
    elif not subject.is_always_there:
        others = editions_with(subject.shelf, others)
    return {
        edition.pk: subject.url(
            links_of(site.house, edition, seen_from=site.edition, base=site.base)
        )
        for edition in siblings
        if edition.pk == site.edition.pk or edition.pk in others
    }


def _head(site: Site, subject: Subject, cursor: Cursor | None, elsewhere: Elsewhere) -> Head:
    own_url = elsewhere[site.edition.pk]
    front = Link(site.links.whole(site.links.front()), site.edition.name)
    whole = site.links.whole(own_url)
    return build_head(
        site,
        elsewhere if cursor is None else {},
        heading=subject.heading[0],
        url=own_url if cursor is None else f"{own_url}?before={cursor}",
        description=subject.note[0] or f"{subject.heading[0]} — {site.edition.name}",
        structured_html=structured.graph(
            structured.collection(subject.heading[0], whole, site.language),
            structured.breadcrumbs([front, Link(whole, subject.heading[0])]),
        ),
    )


def _places(site: Site, subject: Subject) -> Places:
    surroundings = surroundings_of(
        site,
        rubric=subject.row_id if subject.kind == "rubric" else None,
        topics=[subject.row_id] if subject.kind == "topic" else [],
    )
    return places_of(site, PageType(subject.kind), surroundings)


def build_list(site: Site, subject: Subject, cursor: Cursor | None) -> ListPage | None:
    """Make a page of a list; None if there is nothing to list and that is no page.

    A topic or a name without public stories has no page: that it exists in the newsroom may
    itself be news.
    """
    several, next_cursor = _read(site, subject.shelf, cursor)
    if not several and not (subject.is_always_there and cursor is None):
        return None
    elsewhere = _elsewhere(site, subject, cursor)
    own_url = elsewhere[site.edition.pk]
    return ListPage(
        frame=build_frame(
            site,
            elsewhere,
            places=_places(site, subject),
            rubric=subject.slug if subject.kind == "rubric" else "",
        ),
        head=_head(site, subject, cursor, elsewhere),
        heading=subject.heading[0],
        heading_language=subject.heading[1],
        kicker=subject.kicker[0],
        kicker_language=subject.kicker[1],
        note=subject.note[0],
        note_language=subject.note[1],
        portrait=subject.portrait,
        cards=read_cards(site, several),
        is_of_rubric=subject.kind == "rubric",
        newest_url=own_url if cursor is not None else "",
        older_url=f"{own_url}?before={next_cursor}" if next_cursor else "",
        made_from=list_origins(site, subject, cursor, is_page=True),
    )
