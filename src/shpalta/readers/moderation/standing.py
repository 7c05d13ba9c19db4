"""What judges go by, read from the rows when its version has changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import F, Q

from shpalta.readers.judging import Draft
from shpalta.readers.models import Ban, Moderating, Talk, TalkRules
from shpalta.readers.moderation.barring import Bar, bar_of
from shpalta.readers.moderation.deciding import Rules
from shpalta.readers.moderation.links import LinkRules, read_domains
from shpalta.readers.moderation.models import (
    JudgeRules,
    ListedWords,
    Raid,
    RulesVersion,
    TalkGuard,
)
from shpalta.readers.moderation.raids import RaidState, Target
from shpalta.readers.moderation.words import Severity, WordBook, WordList

HOUSE = None
Who = tuple[int | None, str]
"""A title's id, or None for the house, and an author's key or `n:` and a network."""

_books: dict[tuple[WordList, ...], WordBook] = {}
_MOST_BOOKS = 50


def raise_version() -> None:
    """Let all judges read anew what they go by, in the transaction of its change."""
    if not RulesVersion.objects.filter(pk=1).update(number=F("number") + 1):
        RulesVersion.objects.get_or_create(pk=1, defaults={"number": 1})


def book_of(lists: Iterable[WordList]) -> WordBook:
    """Compile lists, or give what was compiled of the same lists before."""
    key = tuple(lists)
    if key not in _books:
        if len(_books) >= _MOST_BOOKS:
            _books.clear()
        _books[key] = WordBook(key)
    return _books[key]


def word_lists(title_id: int | None) -> tuple[WordList, ...]:
    """Read the lists of a title and of the house."""
    rows = ListedWords.objects.filter(Q(title=title_id) | Q(title=None))
    return tuple(
        WordList(
            language=row.language,
            severity=Severity(row.severity),
            words=tuple(row.words.splitlines()),
            exceptions=tuple(row.exceptions.splitlines()),
        )
        for row in rows.order_by("pk")
    )


@dataclass
class Standing:
    """Rules, bans, raids and slow stories, as they are at a version."""

    version: int = -1
    judge_rules: dict[int | None, JudgeRules] = field(default_factory=dict)
    bans: dict[Who, datetime | None] = field(default_factory=dict)
    raids: tuple[RaidState, ...] = ()
    slow: dict[int, int] = field(default_factory=dict)
    _rules: dict[int, Rules] = field(default_factory=dict)

    def renew(self) -> None:
        """Read what has changed; one short question where nothing has."""
        version = RulesVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0
        if version == self.version:
            return
        self.judge_rules = {row.title_id: row for row in JudgeRules.objects.all()}
        guards = TalkGuard.objects.filter(slow_seconds__gt=0)
        self.slow = dict(guards.values_list("talk_id", "slow_seconds"))
        self.bans = _bans()
        self.renew_raids()
        self._rules = {}
        self.version = version

    def renew_raids(self) -> None:
        """Read the raids that are under way."""
        self.raids = tuple(
            RaidState(
                raid_id=row.pk,
                target=Target(row.title_id, row.talk_id),
                hot_at=row.hot_at,
                is_manual=row.by_id is not None,
            )
            for row in Raid.objects.filter(ended_at__isnull=True)
        )

    def size_in(self, title_id: int) -> int:
        """Give a title's size of a burst."""
        return self.rules_of(title_id).raid_size

    def reports_in(self, title_id: int) -> int:
        """Give how many reports hold a newcomer's comment in a title; 0: none do."""
        return (self.judge_rules.get(title_id) or JudgeRules()).reports

    def rules_of(self, title_id: int) -> Rules:
        """Give a title's rules, but for when a moderator looks."""
        known = self._rules.get(title_id)
        if known is None:
            known = self._rules[title_id] = self._read(title_id)
        return known

    def _read(self, title_id: int) -> Rules:
        row = self.judge_rules.get(title_id) or JudgeRules()
        house = self.judge_rules.get(HOUSE) or JudgeRules()
        own = (row, house)
        return Rules(
            per_minute=row.per_minute,
            per_hour=row.per_hour,
            network_per_minute=row.network_per_minute,
            alike=row.alike,
            raid_size=row.raid_size,
            links=LinkRules(
                most=row.most_links,
                allowed=read_domains(line for one in own for line in one.allowed_domains.split()),
                denied=read_domains(line for one in own for line in one.denied_domains.split()),
            ),
            words=book_of(word_lists(title_id)),
        )

    def bar_of(self, draft: Draft) -> Bar:
        """Say how far the author of a draft may write there."""

        def is_banned(who: str) -> bool:
            for title_id in (HOUSE, draft.title_id):
                key = (title_id, who)
                if key in self.bans:
                    until = self.bans[key]
                    if until is None or until > draft.at:
                        return True
            return False

        return bar_of(draft, is_banned)


def _bans() -> dict[Who, datetime | None]:
    found: dict[Who, datetime | None] = {}
    for row in Ban.objects.filter(lifted_at__isnull=True).order_by("pk"):
        who = f"r:{row.reader_id}" if row.reader_id else f"g:{row.guest_key}"
        key = (row.title_id, f"n:{row.network}" if row.network else who)
        if key in found and (found[key] is None or (row.until and row.until <= found[key])):  # type: ignore[operator]
            continue
        found[key] = row.until
    return found


class TalkModes:
    """When a moderator looks, by talk: read for each batch, since titles and stories set it."""

    def __init__(self, drafts: Iterable[Draft], standing: Standing) -> None:
        drafts = list(drafts)
        self._standing = standing
        titles = {draft.title_id for draft in drafts}
        talks = {draft.talk_id for draft in drafts}
        rows = TalkRules.objects.filter(title_id__in=titles)
        self._titles: Mapping[int, TalkRules] = {row.title_id: row for row in rows}
        own = Talk.objects.filter(pk__in=talks).exclude(moderating="")
        self._own: Mapping[int, str] = dict(own.values_list("pk", "moderating"))
        self._known: dict[tuple[int, int], Rules] = {}

    def rules_of(self, draft: Draft) -> Rules:
        """Give all rules that hold for a draft."""
        key = (draft.title_id, draft.talk_id)
        rules = self._known.get(key)
        if rules is None:
            rules = self._known[key] = self._read(draft)
        return rules

    def _read(self, draft: Draft) -> Rules:
        title = self._titles.get(draft.title_id)
        mode = self._own.get(draft.talk_id) or (title.moderating if title else Moderating.BEFORE)
        return replace(
            self._standing.rules_of(draft.title_id),
            after=mode == Moderating.AFTER,
            by_trust=mode == Moderating.BY_TRUST,
            trusted_from=title.trusted_from if title else 2,
            slow_seconds=self._standing.slow.get(draft.talk_id, 0),
        )
