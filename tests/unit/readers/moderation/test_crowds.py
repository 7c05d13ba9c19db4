"""What many write at once: likeness, memory, raids, batches. All over plain data."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shpalta.readers.judging import Draft, Outcome
from shpalta.readers.moderation.batches import Batch, as_seen
from shpalta.readers.moderation.clusters import Clusters
from shpalta.readers.moderation.deciding import Rules
from shpalta.readers.moderation.letters import fold
from shpalta.readers.moderation.links import LinkFault, LinkRules, find_link_fault
from shpalta.readers.moderation.memory import SPAN, Memory, read_text
from shpalta.readers.moderation.raids import CALM, Count, RaidState, Target, look_at_targets
from shpalta.readers.moderation.shingles import ALIKE, bare_text, likeness, sketch_of
from shpalta.readers.moderation.trust import KNOWN, NEW, TRUSTED, level_for

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
TEXTS = (
    "Заробляйте від 5000 гривень щодня вдома без вкладень, пишіть мені в телеграм",
    "Отримуйте від 7000 гривень на день вдома без вкладень, пишіть мені у телеграмі",
    "Дуже дякую редакції за цю статтю, давно чекав на розбір цього закону від юристів",
    "Дякую!",
)


def draft(number: int, text: str, *, level: int = NEW, talk: int = 1, seconds: float = 0) -> Draft:
    return Draft(
        text=text,
        author="хтось",
        author_key=f"r:{number}",
        reader_id=number,
        level=level,
        is_guest=False,
        account_age=timedelta(days=1),
        network=f"n{number % 7}",
        title_id=1,
        edition_id=1,
        language="uk",
        number=1,
        talk_id=talk,
        parent_id=None,
        links=(),
        at=NOW + timedelta(seconds=seconds),
    )


def sketch(text: str) -> tuple[int, ...]:
    return sketch_of(bare_text(fold(text)))


def test_copies_are_alike_under_disguise_and_other_texts_are_not() -> None:
    first, spun, other, _short = map(sketch, TEXTS)
    disguised = sketch(
        "Зapoбляйте вiд 5ООО гpивeнь щoдня вдoмa без вкладень!! пишiть менi в телеграм"
    )
    assert likeness(first, spun) >= ALIKE
    assert likeness(first, disguised) >= ALIKE
    assert likeness(first, other) < ALIKE / 2


drafts = st.lists(
    st.builds(
        draft,
        st.integers(1, 12),
        st.sampled_from(TEXTS),
        level=st.sampled_from([NEW, TRUSTED]),
        talk=st.integers(1, 3),
        seconds=st.integers(0, 40_000).map(float),
    ),
    max_size=40,
).map(lambda rows: sorted(rows, key=lambda row: row.at))


@given(drafts)
def test_a_memory_that_was_kept_up_equals_one_of_the_last_hours(rows: list[Draft]) -> None:
    rules = Rules()
    seen = [as_seen(row, number, rules) for number, row in enumerate(rows)]
    kept = Memory(seen)
    now = rows[-1].at if rows else NOW
    assert kept == Memory(one for one in seen if one.at >= now - SPAN)


@given(drafts, st.randoms(use_true_random=False))
def test_the_order_of_a_batch_does_not_matter(rows: list[Draft], chance: random.Random) -> None:
    # Of one author the moments decide, so each writes once.
    rows = list({row.author_key: row for row in rows if row.at < NOW + SPAN}.values())
    shuffled = rows.copy()
    chance.shuffle(shuffled)

    def judged(batch: list[Draft]) -> dict[str, object]:
        verdicts = Batch(batch, lambda _row: Rules(after=True), Memory()).verdicts(frozenset())
        return {row.author_key: one for row, one in zip(batch, verdicts, strict=True)}

    assert judged(rows) == judged(shuffled)


def test_copies_of_newcomers_are_all_held_and_trusted_readers_are_not() -> None:
    rows = [draft(number, TEXTS[0]) for number in range(3)]
    rows.append(draft(9, TEXTS[0], level=TRUSTED))
    verdicts = Batch(rows, lambda _row: Rules(after=True), Memory()).verdicts(frozenset())
    assert [one.outcome for one in verdicts] == [Outcome.HOLD] * 3 + [Outcome.PUBLISH]


def counted(newcomers: dict[Target, int], regulars: int = 0) -> Count:
    return lambda target, _since, by_new: newcomers.get(target, 0) if by_new else regulars


def test_a_burst_begins_a_raid_on_its_story_and_not_on_the_title() -> None:
    story, title = Target(1, 5), Target(1, None)
    count = counted({story: 100, title: 110})
    changes = look_at_targets([title, story], [], count, NOW, lambda _title: 25)
    assert changes.begun == (story,)


def test_news_that_bring_regular_people_too_are_no_raid() -> None:
    story = Target(1, 5)
    changes = look_at_targets([story], [], counted({story: 60}, 40), NOW, lambda _title: 25)
    assert changes.begun == ()
    assert look_at_targets([story], [], counted({story: 60}), NOW, lambda _title: 0).begun == ()


def test_a_raid_is_over_after_a_calm_unless_somebody_began_it() -> None:
    calm = NOW - CALM
    raids = [RaidState(1, Target(1, 5), calm), RaidState(2, Target(1, 6), calm, is_manual=True)]
    raids.append(RaidState(3, Target(1, 7), NOW))
    assert look_at_targets([], raids, counted({}), NOW, lambda _title: 25).over == (1,)


def test_clusters_join_and_merge() -> None:
    clusters = Clusters()
    prints = [read_text(text)[1] for text in TEXTS]
    assert clusters.join(1, prints[0]).cluster == "1"
    assert clusters.join(2, prints[2]).cluster == "2"
    assert clusters.join(3, prints[1]).cluster == "1"
    assert clusters.join(4, prints[3]).cluster == clusters.join(5, prints[3]).cluster == "4"


@given(st.integers(0, 60), st.integers(0, 10), st.integers(0, 60))
def test_trust_rises_with_what_stays_and_never_by_a_removal(
    stayed: int, removed: int, days: int
) -> None:
    age = timedelta(days=days)
    level = level_for(stayed=stayed, removed=removed, age=age)
    assert level <= level_for(stayed=stayed + 1, removed=removed, age=age)
    assert level >= level_for(stayed=stayed, removed=removed + 1, age=age)
    assert level_for(stayed=60, removed=0, age=timedelta(0)) == NEW
    assert level_for(stayed=3, removed=0, age=timedelta(days=1)) == KNOWN


def test_links_are_counted_by_where_they_lead() -> None:
    rules = LinkRules(1, frozenset({"good.example"}), frozenset({"bad.example"}))
    asked = {
        ("https://a.example/x",): None,
        ("https://a.example/x", "www.b.example"): LinkFault.TOO_MANY,
        ("https://x.good.example/", "good.example/y", "http://a.example"): None,
        ("https://bit.ly/x",): LinkFault.SHORTENED,
        ("HTTPS://Sub.Bad.Example./x",): LinkFault.DENIED,
        ("https://notbad.example",): None,
    }
    for links, fault in asked.items():
        found = find_link_fault(links, rules, is_trusted=False)
        assert (found[0] if found else None) == fault, links
    assert find_link_fault(["https://bit.ly/x"], rules, is_trusted=True) is None
    assert find_link_fault(["http://bad.example"], rules, is_trusted=True) is not None
