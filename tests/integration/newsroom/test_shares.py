"""Stories that run in a sister title: taken by rules, following their origin everywhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from shpalta.core.visibility import State
from shpalta.journal.models import JournalEntry
from shpalta.newsroom.shares.errors import ShareRefusedError
from shpalta.newsroom.shares.models import ShareRule
from shpalta.newsroom.shares.rules import Place, modes_for, offers_for
from shpalta.newsroom.shares.services import (
    change_placement,
    dismiss_offer,
    take_back,
    take_story,
)
from shpalta.newsroom.stories.lists import rebuild_lists
from shpalta.newsroom.stories.models import ListEntry, Placement, Story
from shpalta.newsroom.stories.services import add_stories
from tests.factories import build_story
from tests.integration.newsroom.conftest import House

pytestmark = pytest.mark.django_db


def rule(house: House, **fields: Any) -> ShareRule:
    """Let the second title take from the first."""
    given = {"giver": house.edition.title, "taker": house.foreign_edition.title} | fields
    made = ShareRule(**given)
    made.clean()
    made.save()
    return made


def take(house: House, story: Story, mode: str = "headline", **words: Any) -> Placement:
    return take_story(
        story_id=story.pk, edition_id=house.foreign_edition.pk, mode=mode, actor=None, **words
    )


def places(story: Story) -> set[tuple[int, str]]:
    return set(ListEntry.objects.filter(story=story).values_list("edition_id", "shelf"))


def test_without_a_rule_nothing_may_be_taken(house: House) -> None:
    story = house.published()

    assert offers_for(house.foreign_edition) == []
    with pytest.raises(ShareRefusedError) as refused:
        take(house, story)
    assert refused.value.field == "mode"
    assert not Placement.objects.exists()


def test_a_rule_says_of_which_rubrics_kinds_and_how(house: House) -> None:
    made = rule(house, kinds=["news"], allows_page=False)
    made.rubrics.set([house.rubric])
    story, article = house.published(), house.published(kind="article")
    loose = house.published(rubric=None)

    assert offers_for(house.foreign_edition) == [story]
    assert modes_for(story, house.foreign_edition) == {"headline"}
    for one, mode in ((story, "page"), (article, "headline"), (loose, "headline")):
        with pytest.raises(ShareRefusedError):
            take(house, one, mode)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"taker": None}, "taker"),
        ({"allows_headline": False, "allows_page": False}, "allows_headline"),
        ({"allows_page": False, "automatic": "page"}, "automatic"),
        ({"rubric": "own"}, "rubric"),
        ({"kinds": ["gossip"]}, "kinds"),
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused_at_its_field(
    house: House, fields: dict[str, Any], field: str
) -> None:
    if "taker" in fields:
        fields = {"taker": house.edition.title}
    if "rubric" in fields:
        fields = {"rubric": house.rubric}
    with pytest.raises(ValidationError) as refused:
        rule(house, **fields)
    assert field in refused.value.message_dict
    assert not ShareRule.objects.exists()


def test_what_cannot_run_is_refused_and_nothing_saved(house: House) -> None:
    rule(house)
    rule(house, giver=house.foreign_edition.title, taker=house.edition.title)
    story = house.published()
    for one, edition in (
        (house.story(), house.foreign_edition),  # a draft
        (story, house.edition),  # its own title
        (house.published(edition=house.russian, rubric=None), house.foreign_edition),
    ):
        with pytest.raises(ShareRefusedError):
            take_story(story_id=one.pk, edition_id=edition.pk, mode="page", actor=None)
    with pytest.raises(ShareRefusedError) as refused:
        take(house, story, rubric_id=house.rubric.pk)
    assert refused.value.field == "rubric"
    assert not Placement.objects.exists()


def test_a_story_is_taken_once_and_never_comes_back_home(house: House) -> None:
    rule(house)
    rule(house, giver=house.foreign_edition.title, taker=house.edition.title)
    story = house.published()
    take(house, story, "page")

    with pytest.raises(ShareRefusedError):
        take(house, story)
    # The other title's list has it; what it offers are its own stories alone.
    assert places(story) >= {(house.foreign_edition.pk, "all")}
    assert offers_for(house.edition) == []


def test_a_taken_story_stands_in_the_lists_of_both(house: House) -> None:
    rule(house, rubric=house.foreign_rubric)
    story = house.published()

    placement = take(house, story, "page", headline="Own words")

    assert placement.rubric == house.foreign_rubric
    assert places(story) == {
        (house.edition.pk, "all"),
        (house.edition.pk, f"rubric:{house.rubric.pk}"),
        (house.foreign_edition.pk, "all"),
        (house.foreign_edition.pk, f"rubric:{house.foreign_rubric.pk}"),
    }
    kept = set(ListEntry.objects.values_list("edition", "shelf", "story", "placement"))
    rebuild_lists()
    assert set(ListEntry.objects.values_list("edition", "shelf", "story", "placement")) == kept


def test_what_happens_to_the_origin_happens_everywhere(house: House) -> None:
    rule(house)
    story = house.published()
    take(house, story, "page")
    last = JournalEntry.objects.order_by("-pk").values_list("pk", flat=True).first()

    story.headline = "Corrected"
    story.save_revision().publish()

    entries = JournalEntry.objects.filter(pk__gt=last)
    named = {key for entry in entries for key in entry.keys}
    assert {f"story:visnyk:uk:{story.number}", f"story:nauka:uk:{story.number}"} <= named
    assert {entry.event["title"]: entry.event["headline"] for entry in entries} == {
        "visnyk": "Corrected",
        "nauka": "Corrected",
    }

    Story.objects.get(pk=story.pk).unpublish()
    gone = {key for entry in JournalEntry.objects.all() for key in entry.gone}
    assert {f"story:visnyk:uk:{story.number}", f"story:nauka:uk:{story.number}"} <= gone
    assert places(story) == set()


def test_a_correction_of_the_text_leaves_a_headline_alone_as_it_is(house: House) -> None:
    rule(house)
    story = house.published()
    take(house, story, "headline")
    last = JournalEntry.objects.order_by("-pk").values_list("pk", flat=True).first()

    story.body = [("paragraph", "<p>Corrected.</p>")]
    story.save_revision().publish()

    named = {key for entry in JournalEntry.objects.filter(pk__gt=last) for key in entry.keys}
    assert f"story:visnyk:uk:{story.number}" in named
    assert not [key for key in named if ":nauka:" in key]


def test_taking_back_says_gone_here_and_leaves_the_origin_alone(house: House) -> None:
    rule(house)
    story = house.published()
    placement = take(house, story, "page")
    last = JournalEntry.objects.order_by("-pk").values_list("pk", flat=True).first()

    take_back(placement_id=placement.pk, actor=None)

    entries = JournalEntry.objects.filter(pk__gt=last)
    assert not [key for entry in entries for key in entry.keys if ":visnyk:" in key]
    assert f"story:nauka:uk:{story.number}" in {key for entry in entries for key in entry.gone}
    with pytest.raises(ShareRefusedError):
        take_back(placement_id=placement.pk, actor=None)
    assert offers_for(house.foreign_edition) == []
    assert take(house, story).pk == placement.pk, "who takes it again gets the same row"
    actions = ModelLogEntry.objects.filter(action__startswith="shares").order_by("pk")
    assert [entry.action for entry in actions] == [
        "shares.take",
        "shares.take_back",
        "shares.take",
    ]


def test_words_and_way_can_be_changed(house: House) -> None:
    rule(house)
    placement = take(house, house.published())

    change_placement(placement_id=placement.pk, mode="page", headline=" Own ", actor=None)

    placement.refresh_from_db()
    assert (placement.mode, placement.headline, placement.rubric_id) == ("page", "Own", None)


def test_a_rule_places_by_itself_what_comes_out_and_only_then(house: House) -> None:
    rule(house, automatic="headline", rubric=house.foreign_rubric)
    story = house.published()
    [placement] = Placement.objects.all()
    assert (placement.story, placement.edition, placement.is_automatic, placement.rubric) == (
        story,
        house.foreign_edition,
        True,
        house.foreign_rubric,
    )
    assert placement.placed_at == story.published_at

    take_back(placement_id=placement.pk, actor=None)
    story.save_revision().publish()
    assert Placement.objects.get().taken_back_at is not None, "an update does not bring it back"

    house.published(published_at=timezone.now() - timedelta(days=3))
    add_stories([build_story(house.edition)], publish=True)
    assert Placement.objects.count() == 2, "of an archive nothing, of a new story from copy one"


def test_rules_both_ways_do_not_pass_a_story_on(house: House) -> None:
    rule(house, automatic="page")
    rule(
        house,
        giver=house.foreign_edition.title,
        taker=house.edition.title,
        automatic="page",
    )
    first = house.published()
    second = house.published(edition=house.foreign_edition, rubric=None)

    assert set(Placement.objects.values_list("story", "edition")) == {
        (first.pk, house.foreign_edition.pk),
        (second.pk, house.edition.pk),
    }


def test_a_fault_while_placing_undoes_the_publishing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule(house, automatic="page")
    story = house.story()

    def fail(*_args: object, **_kwargs: object) -> None:
        message = "the disk is full"
        raise OSError(message)

    monkeypatch.setattr(Placement, "save", fail)
    with pytest.raises(OSError, match="disk"):
        story.latest_revision.publish()
    assert Story.objects.get(pk=story.pk).state == State.DRAFT


def test_offers_come_in_pages_without_what_is_not_wanted(house: House) -> None:
    rule(house)
    now = timezone.now()
    stories = [
        house.published(str(number), published_at=now - timedelta(minutes=number // 2))
        for number in range(30)
    ]
    dismiss_offer(story_id=stories[0].pk, edition_id=house.foreign_edition.pk, actor=None)

    first = offers_for(house.foreign_edition)
    assert len(first) == 26
    last = first[24]
    assert last.published_at is not None
    rest = offers_for(house.foreign_edition, after=Place(last.published_at, last.pk))

    seen = [story.pk for story in first[:25]] + [story.pk for story in rest]
    assert len(seen) == len(set(seen))
    assert set(seen) == {story.pk for story in stories[1:]}


def test_an_embargo_closes_every_place(house: House, client: Client) -> None:
    rule(house)
    story = house.published()
    take(house, story, "page")
    Story.objects.filter(pk=story.pk).update(embargo_until=timezone.now() + timedelta(hours=1))

    assert places(story) == set()
    assert not Placement.objects.public().exists()
