"""What readers say under a story, from rows to what is printed."""

from dataclasses import replace

from django.templatetags.static import static

from shpalta.core import dates
from shpalta.newsroom.names import named_in
from shpalta.press.builders.frame import build_frame, build_head
from shpalta.press.builders.site import Site
from shpalta.press.pages.origins import EditionOrigin, Origin, TalkOrigin, WorkOrigin
from shpalta.press.pages.parts import Link, Moment, Slot
from shpalta.press.pages.talk import EntryView, Felt, TalkFragment, TalkList, TalkPage
from shpalta.press.words import say
from shpalta.readers.models import ReactionKind, Talk, TalkRules
from shpalta.readers.opening import find_opening
from shpalta.readers.places import Place
from shpalta.readers.reading import (
    NOTHING,
    Entry,
    Page,
    Sort,
    find_talk,
    read_root,
    read_roots,
)
from shpalta.readers.wording import said_html

SCRIPT = "shpalta/press/talk.js"
_TIME = "d MMMM y, HH:mm"


def _reactions() -> dict[ReactionKind, str]:
    return {
        ReactionKind.AGREE: say("I agree"),
        ReactionKind.THANKS: say("Thank you"),
        ReactionKind.SAD: say("Sad"),
        ReactionKind.DISAGREE: say("I disagree"),
    }


def _sorts() -> dict[Sort, str]:
    return {
        Sort.NEWEST: say("Newest first"),
        Sort.OLDEST: say("Oldest first"),
        Sort.BEST: say("Most reactions"),
    }


class _Printer:
    """Prints the comments of one talk."""

    def __init__(self, site: Site, number: int) -> None:
        self._site = site
        self._base = f"{site.base}{site.edition.prefix}/-/talk/{number}/"
        self._readers = f"{site.base}{site.edition.prefix}/-/readers/"
        self._number = number
        self._reactions = _reactions()
        self._removed = {
            "": "",
            "author": say("Removed by its author"),
            "moderator": say("Removed by a moderator"),
        }

    def place(self, sort: Sort, before: str = "") -> str:
        """Give the address of a page of the comments in some order."""
        address = f"{self._base}{sort.value}/"
        return f"{address}?before={before}#talk" if before else address

    def own(self, entry_id: int, after: str = "") -> str:
        """Give the address of one comment with its replies, from one of these on."""
        address = f"{self._base}c/{entry_id}/"
        return f"{address}?before={after}#talk" if after else f"{address}#c-{entry_id}"

    def write(self, answers: int = 0) -> str:
        """Give the address of the form."""
        answer = f"&answers={answers}" if answers else ""
        return f"{self._readers}write/?story={self._number}{answer}"

    def me(self) -> str:
        """Give the address where a script asks who reads."""
        return f"{self._readers}me/?story={self._number}"

    def mine(self) -> str:
        """Give the address of somebody's own comments."""
        return f"{self._readers}mine/"

    def entry(self, entry: Entry, *, is_open: bool) -> EntryView:
        """Print a comment with what stands below it."""
        zone, language = self._site.zone, self._site.language
        hidden = entry.replies - len(entry.below)
        more = Link(self.own(entry.id), say("All replies")) if entry.below and hidden > 0 else None
        printed = dates.date_line(entry.created_at, zone=zone, language=language, pattern=_TIME)
        return EntryView(
            id=entry.id,
            name=entry.name,
            moment=Moment(dates.iso_moment(entry.created_at, zone), printed),
            said_html=said_html(entry.text),
            is_edited=entry.is_edited,
            is_guest=entry.is_guest,
            removed=self._removed[entry.removed_by],
            felt=tuple(
                Felt(kind.value, word, entry.reactions.get(kind.value, 0))
                for kind, word in self._reactions.items()
            ),
            url=self.own(entry.id),
            reply_url=self.write(entry.id) if is_open and not entry.removed_by else "",
            act_url=f"{self._readers}comment/{entry.id}/",
            below=tuple(self.entry(reply, is_open=is_open) for reply in entry.below),
            more_below=more,
        )


def talk_slot(site: Site, place: Place | None) -> Slot | None:
    """Give the room for the comments in a story's page; None where there are none."""
    if place is None or rules_of(site, place) is None:
        return None
    src = f"{site.edition.prefix}/-/talk/{place.number}/"
    if site.leaves_includes:
        return Slot(src)
    return Slot(src, build_talk(site, place, talk_of(place)))


def talk_of(place: Place) -> Talk | None:
    """Find what was said in a place; None if nobody has said anything yet."""
    return find_talk(place.edition.pk, place.number)


def rules_of(site: Site, place: Place) -> TalkRules | None:
    """Give the rules that hold in a place; None where there are no comments."""
    rules = site.house.talk_rules.get(place.edition.title_id)
    return rules if rules is not None and rules.is_on else None


def talk_origins(site: Site, place: Place) -> tuple[Origin, ...]:
    """Name what is said in a place, and whose rules hold there."""
    there = place.edition
    said = TalkOrigin(there.title.code, there.language, place.number)
    return (EditionOrigin(there.title.code, there.language), said)


def build_talk(
    site: Site, place: Place, talk: Talk | None, sort: Sort = Sort.NEWEST, before: str = ""
) -> TalkFragment | None:
    """Make the comments under a story that the edition runs; None where there are none."""
    page = read_roots(talk, sort, before) if talk is not None else NOTHING
    return _fragment(site, place, talk, page, sort)


def _fragment(
    site: Site, place: Place, talk: Talk | None, page: Page, sort: Sort | None
) -> TalkFragment | None:
    rules = rules_of(site, place)
    number = place.number
    if rules is None:
        return None
    opening = find_opening(
        rules, talk.opening if talk else "", published_at=place.published_at, now=site.now
    )
    printer = _Printer(site, number)
    invitation, language = named_in(rules.invitations, site.language)
    older = None
    if page.next and sort is not None:
        older = Link(printer.place(sort, page.next), say("More comments"))
    return TalkFragment(
        edition=site.origin,
        story=site.story(number),
        said=talk_origins(site, place),
        number=number,
        count=talk.comments if talk else 0,
        invitation=invitation or say("Dear readers, please keep to the rules of comments"),
        invitation_language=language,
        rules_url=_rules_url(site, rules.rules_slug),
        is_open=opening.is_open,
        write_url=printer.write() if opening.is_open else "",
        sorts=tuple(
            Link(printer.place(one), word, is_current=one is sort) for one, word in _sorts().items()
        ),
        listed=TalkList(
            tuple(printer.entry(entry, is_open=opening.is_open) for entry in page.entries), older
        ),
        script=static(SCRIPT),
        me_url=printer.me(),
        mine_url=printer.mine(),
        until=opening.until,
    )


def _rules_url(site: Site, slug: str) -> str:
    known = site.house.standing.get(site.edition.pk, ())
    return next((site.links.page(page.slug) for page in known if slug and page.slug == slug), "")


def build_talk_page(
    site: Site, place: Place, talk: Talk | None, sort: Sort, before: str
) -> TalkPage | None:
    """Make a page of the comments alone."""
    fragment = build_talk(site, place, talk, sort, before)
    if fragment is None:
        return None
    return _page(site, place, fragment, _Printer(site, place.number).place(sort))


def build_one(
    site: Site, place: Place, talk: Talk, root_id: int, after: str = ""
) -> TalkPage | None:
    """Make the page of one comment of the first level with the replies to it."""
    found = read_root(talk.pk, root_id, int(after or 0))
    if found is None:
        return None
    root, replies = found
    fragment = _fragment(site, place, talk, NOTHING, None)
    if fragment is None:
        return None
    printer = _Printer(site, place.number)
    older = Link(printer.own(root.id, replies.next), say("More comments")) if replies.next else None
    whole = replace(root, below=replies.entries, replies=len(replies.entries))
    entries = (printer.entry(whole, is_open=fragment.is_open),)
    fragment = replace(fragment, listed=TalkList(entries, older))
    return _page(site, place, fragment, printer.own(root_id))


def _page(site: Site, place: Place, fragment: TalkFragment, url: str) -> TalkPage:
    head = build_head(site, {}, heading=f"{say('Comments')}: {place.headline}", url=url)
    head = replace(head, robots="noindex", canonical="")
    return TalkPage(
        frame=build_frame(site, {}),
        head=head,
        heading=say("Comments"),
        story=Link(f"{site.base}{place.path}", place.headline),
        fragment=fragment,
        made_from=(fragment.story, WorkOrigin(place.number)),
    )
