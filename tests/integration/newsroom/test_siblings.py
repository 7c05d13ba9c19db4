"""Editions of a story: made, kept in step, linked, unlinked, and confirmed."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from benchmarks.screens import form_data
from shpalta.newsroom.clock.models import OrderState
from shpalta.newsroom.siblings.comparing import Fate
from shpalta.newsroom.siblings.errors import SiblingRefusedError
from shpalta.newsroom.siblings.models import MachineDraft, StepMark
from shpalta.newsroom.siblings.services import (
    confirm_translation,
    link_stories,
    make_sibling,
    unlink_story,
)
from shpalta.newsroom.siblings.steps import behind_of, mark_in_step
from shpalta.newsroom.stories.models import Attribution, Byline, Story, Work
from shpalta.newsroom.titles.models import Edition
from shpalta.newsroom.translation.configuring import Configuration
from shpalta.newsroom.translation.stand_in import StandIn
from tests.factories import make_author, make_source, make_topic
from tests.integration.newsroom.clockwork import again, make_due, order, wind
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.desk import LIST, edit_url, fresh, opened, publish, write

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the files of renditions for the collector to close.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

BODY: list[dict[str, Any]] = [
    {"type": "paragraph", "value": '<p data-block-key="k1">Перший <b>абзац</b>.</p>', "id": "one"},
    {"type": "subheading", "value": "Далі", "id": "two"},
    {"type": "quote", "value": {"text": "Слова", "speaker": "Хтось", "role": ""}, "id": "three"},
]
STAND_IN = Configuration(service="stand-in")


def edited(story: Story, **fields: Any) -> Story:
    """Change a story as its editor does: save a version, and publish it if the story is out."""
    story = fresh(story)
    was_public = story.live
    for name, value in fields.items():
        setattr(story, name, value)
    revision = story.save_revision()
    if was_public:
        revision.publish()
    else:
        revision.as_object().save()
    return fresh(story)


def whole(house: House, **fields: Any) -> Story:
    """Give a public story with everything that a story can have."""
    given = {
        "lead": "Лід.",
        "body": json.dumps(BODY),
        "lead_caption": "Підпис",
        "lead_credit": "Фото",
        "importance": "important",
    }
    story = house.published("Заголовок", **given | fields)
    story.attributions = [  # type: ignore[misc]
        Attribution(name="«Агенція»", wording="з посиланням на")
    ]
    story.attributions.first().source = make_source()
    story.topics = [make_topic()]
    story.bylines = [Byline(author=make_author())]  # type: ignore[misc]
    story.save_revision().publish()
    return fresh(story)


def made(house: House, story: Story, **kwargs: Any) -> Story:
    return make_sibling(story_id=story.pk, edition_id=house.russian.pk, actor=None, **kwargs)


def test_a_sibling_takes_over_everything_under_the_same_number(house: House) -> None:
    story = whole(house)

    sibling = fresh(made(house, story))

    assert (sibling.number, sibling.edition, sibling.state) == (
        story.number,
        house.russian,
        "draft",
    )
    for name in (
        "kind",
        "rubric",
        "headline",
        "lead",
        "lead_picture",
        "lead_caption",
        "importance",
    ):
        assert getattr(sibling, name) == getattr(story, name), name
    assert sibling.body.get_prep_value() == story.body.get_prep_value()
    assert list(sibling.topics.all()) == list(story.topics.all())
    assert [each.author for each in sibling.bylines.all()] == [
        each.author for each in story.bylines.all()
    ]
    assert [(each.name, each.wording) for each in sibling.attributions.all()] == [("«Агенція»", "")]
    assert fresh(story).live
    assert sibling.latest_revision.as_object().headline == story.headline


def test_each_side_is_written_without_touching_the_other(house: House) -> None:
    story = whole(house)
    sibling = made(house, story)

    edited(sibling, headline="По-русски")
    edited(story, headline="Інакше")

    assert fresh(sibling).headline == "По-русски"
    assert fresh(story).headline == "Інакше"


def test_a_second_one_in_a_language_and_one_across_titles_are_refused(house: House) -> None:
    story = whole(house)
    made(house, story)

    with pytest.raises(SiblingRefusedError):
        made(house, story)
    with pytest.raises(SiblingRefusedError):
        make_sibling(story_id=story.pk, edition_id=house.foreign_edition.pk, actor=None)
    assert Story.objects.count() == 2


def test_a_sibling_of_an_embargoed_story_is_under_the_same_embargo(house: House) -> None:
    until = timezone.now() + timedelta(hours=3)
    story = house.story(embargo_until=until)

    assert fresh(made(house, story)).embargo_until == until


def test_a_change_is_told_with_what_changed_until_it_is_marked_by_hand(house: House) -> None:
    story = whole(house)
    sibling = made(house, story)
    assert behind_of(sibling) == []

    body = [{**BODY[0], "value": "<p>Перший новий <b>абзац</b>.</p>"}, BODY[2]]
    edited(story, body=json.dumps(body), headline="Заголовок інший")

    [behind] = behind_of(sibling)
    fates = [(each.key, each.fate) for each in behind.differences]
    assert fates == [("headline", Fate.CHANGED), ("one", Fate.CHANGED), ("two", Fate.REMOVED)]
    words = [(str(mark), text) for mark, text in behind.differences[1].words]
    assert ("inserted", "новий ") in words or ("inserted", " новий") in words

    mark_in_step(story_id=sibling.pk, other_id=story.pk, digest=behind.digest, actor=None)
    assert behind_of(sibling) == []
    assert ModelLogEntry.objects.filter(action="siblings.in_step").count() == 1


def test_a_change_that_is_taken_back_is_no_change(house: House) -> None:
    story = whole(house)
    sibling = made(house, story)

    edited(story, headline="Інший")
    edited(story, headline="Заголовок")

    assert behind_of(sibling) == []


def test_a_draft_of_a_public_story_is_no_change_before_it_is_published(house: House) -> None:
    story = whole(house)
    sibling = made(house, story)
    story.headline = "Чернетка"
    revision = story.save_revision()
    assert behind_of(sibling) == []

    revision.publish()
    assert len(behind_of(sibling)) == 1


def test_what_changed_once_more_is_not_marked_unseen(house: House) -> None:
    story = whole(house)
    sibling = made(house, story)
    edited(story, headline="Друга")
    [seen] = behind_of(sibling)
    edited(story, headline="Третя")

    with pytest.raises(SiblingRefusedError):
        mark_in_step(story_id=sibling.pk, other_id=story.pk, digest=seen.digest, actor=None)
    assert len(behind_of(sibling)) == 1


def test_a_sibling_is_watched_from_its_first_publishing_on(house: House) -> None:
    story = whole(house)
    sibling = made(house, story)
    edited(sibling, headline="Перевод")
    assert behind_of(story) == []

    fresh(sibling).latest_revision.publish()
    assert behind_of(story) == []
    edited(sibling, headline="Перевод исправлен")

    [behind] = behind_of(story)
    assert behind.other == sibling


def test_a_third_edition_knows_both_others(house: House) -> None:
    english = Edition.objects.create(title=house.edition.title, language="en", prefix="/eng")
    story = whole(house)
    russian = made(house, story)

    third = make_sibling(story_id=story.pk, edition_id=english.pk, actor=None)

    assert set(third.step_marks.values_list("other_id", flat=True)) == {story.pk, russian.pk}


def test_drafts_are_linked_and_the_one_without_readers_takes_the_number(house: House) -> None:
    story = house.published("Українською")
    other = house.story("По-русски", edition=house.russian)
    gone = other.work_id

    assert link_stories(story_id=story.pk, other_id=other.pk, actor=None) == other

    assert fresh(other).number == fresh(story).number == story.number
    assert not Work.objects.filter(pk=gone).exists()
    edited(story, headline="Змінено")
    assert len(behind_of(fresh(other))) == 1


@pytest.mark.parametrize("case", ["itself", "same language", "another title", "both public"])
def test_what_cannot_be_siblings_is_refused_and_nothing_changes(house: House, case: str) -> None:
    story = house.published("Українською")
    other = {
        "itself": lambda: story,
        "same language": lambda: house.story("Друга"),
        "another title": lambda: house.story(
            "Чужа", edition=house.foreign_edition, rubric=house.foreign_rubric
        ),
        "both public": lambda: house.published("По-русски", edition=house.russian),
    }[case]()
    numbers = (story.number, other.number)

    with pytest.raises(SiblingRefusedError):
        link_stories(story_id=story.pk, other_id=other.pk, actor=None)

    assert (fresh(story).number, fresh(other).number) == numbers
    assert not StepMark.objects.exists()


def test_a_second_story_of_a_language_cannot_be_linked(house: House) -> None:
    story = house.published("Українською")
    made(house, story)
    other = house.story("По-русски", edition=house.russian)

    with pytest.raises(SiblingRefusedError):
        link_stories(story_id=story.pk, other_id=other.pk, actor=None)


def test_a_draft_is_unlinked_and_a_public_story_keeps_its_address(house: House) -> None:
    story = house.published("Українською")
    sibling = made(house, story)
    with pytest.raises(SiblingRefusedError):
        unlink_story(story_id=story.pk, actor=None)

    unlink_story(story_id=sibling.pk, actor=None)

    assert fresh(sibling).number != fresh(story).number == story.number
    assert not StepMark.objects.exists()


def test_a_machines_text_goes_out_only_after_somebody_confirmed_it(house: House) -> None:
    sibling = made(house, whole(house), translator=StandIn())
    assert sibling.headline == "[ru] Заголовок"
    assert sibling.body.get_prep_value()[0]["value"] == (
        '<p data-block-key="k1">[ru] Перший <b>абзац</b>.</p>'
    )
    assert fresh(sibling).lead_credit == "Фото"

    with pytest.raises(ValidationError):
        fresh(sibling).latest_revision.publish()
    assert fresh(sibling).state == "draft"

    assert confirm_translation(story_id=sibling.pk, actor=None)
    fresh(sibling).latest_revision.publish()
    assert fresh(sibling).state == "published"
    assert not confirm_translation(story_id=sibling.pk, actor=None)


def test_an_order_of_the_clock_does_not_bring_out_what_nobody_confirmed(house: House) -> None:
    sibling = fresh(made(house, whole(house), translator=StandIn()))
    placed = order(sibling)
    make_due(placed)

    wind()

    assert fresh(sibling).state == "draft"
    assert again(placed).state == OrderState.FAILED
    assert again(placed).last_error


class Outside(StandIn):
    """A translator that would send texts out of the house."""

    def __init__(self) -> None:
        super().__init__(name="outside", is_outside=True)


def test_an_embargoed_text_does_not_leave_the_house(house: House, settings: Any) -> None:
    until = timezone.now() + timedelta(hours=3)
    story = house.story("Таємне", embargo_until=until)
    with pytest.raises(SiblingRefusedError):
        made(house, story, translator=Outside())
    assert Story.objects.count() == 1

    settings.SHPALTA_TRANSLATION = replace(STAND_IN, takes_embargoed=True)
    assert made(house, story, translator=Outside()).headline == "[ru] Таємне"


def test_an_editor_makes_translates_confirms_and_publishes(
    editor: Client, house: House, settings: Any
) -> None:
    settings.SHPALTA_TRANSLATION = STAND_IN
    story = whole(house)
    page = editor.get(reverse("siblings_editions", args=[story.pk]))
    assert b"Let a machine translate: Russian" in page.content

    answer = editor.post(
        reverse("siblings_make", args=[story.pk, house.russian.pk]), {"by": "machine"}
    )

    sibling = Story.objects.get(edition=house.russian)
    beside = reverse("siblings_beside", args=[sibling.pk, story.pk])
    assert answer.headers["Location"] == beside
    shown = editor.get(beside).content.decode()
    assert 'data-block="one"' in shown
    assert "not confirmed" in shown

    refused = publish(editor, beside)
    assert "nobody confirmed it" in refused.content.decode()
    assert fresh(sibling).state == "draft"

    saved = write(editor, beside, headline="Заголовок", **{"action-confirm": "action-confirm"})
    assert saved.headers["Location"] == beside
    draft = MachineDraft.objects.get()
    assert draft.confirmed_by is not None
    publish(editor, beside)
    assert (fresh(sibling).state, fresh(sibling).headline) == ("published", "Заголовок")


def test_a_refused_publishing_leaves_a_form_that_can_be_saved(editor: Client, house: House) -> None:
    sibling = made(house, whole(house), translator=StandIn())
    refused = publish(editor, edit_url(sibling))

    form = form_data(refused.content.decode())
    saved = editor.post(edit_url(sibling), form | {"headline": "Прочитано"})

    assert saved.status_code == 302
    assert fresh(sibling).headline == "Прочитано"


def test_a_journalist_writes_beside_but_does_not_confirm(journalist: Client, house: House) -> None:
    story = whole(house)
    sibling = made(house, story, translator=StandIn())
    beside = reverse("siblings_beside", args=[sibling.pk, story.pk])

    write(journalist, beside, headline="Лучше", **{"action-confirm": "action-confirm"})

    assert fresh(sibling).latest_revision.object_str == "Лучше"
    assert MachineDraft.objects.get().confirmed_at is None


def test_a_form_that_was_loaded_before_another_save_changes_nothing(
    editor: Client, house: House
) -> None:
    story = whole(house)
    sibling = made(house, story)
    beside = reverse("siblings_beside", args=[sibling.pk, story.pk])
    form = opened(editor, beside)
    write(editor, beside, headline="Первый")

    late = editor.post(beside, form | {"headline": "Второй"})

    assert late.status_code == 409
    assert fresh(sibling).headline == "Первый"


def test_the_panel_shows_words_and_the_button_marks_in_step(editor: Client, house: House) -> None:
    story = whole(house)
    sibling = made(house, story)
    edited(story, headline="Заголовок інший")

    shown = editor.get(edit_url(sibling)).content.decode()
    assert "Changed since in step: Ukrainian" in shown
    assert "<ins>" in shown
    assert "changed since in step: Ukrainian" in editor.get(reverse(LIST)).content.decode()
    only = editor.get(f"{reverse(LIST)}?state=behind")
    assert [row.pk for row in only.context["object_list"]] == [sibling.pk]

    [behind] = behind_of(sibling)
    url = reverse("siblings_in_step", args=[sibling.pk, story.pk])
    assert editor.get(url).status_code == 405
    editor.post(url, {"digest": "of something else"})
    assert len(behind_of(sibling)) == 1
    editor.post(url, {"digest": behind.digest})
    assert behind_of(sibling) == []
    assert ModelLogEntry.objects.get(action="siblings.in_step").user.username == "editors"


def test_linking_says_at_the_field_why_not(editor: Client, house: House) -> None:
    story = house.story("Перша")
    other = house.story("Друга")
    url = reverse("siblings_editions", args=[story.pk])

    for value, reason in (
        (story.pk, "A story is no edition of itself."),
        (other.pk, "Both stories are in the same language."),
        (987654, "This story was deleted."),
        ("", "Choose a story."),
        ("x", "This story was deleted."),
    ):
        answer = editor.post(url, {"other": value})
        assert answer.status_code == 422
        assert answer.context["form"].errors["other"] == [reason]
    assert fresh(story).number != fresh(other).number


def test_two_that_are_no_siblings_have_no_side_by_side(editor: Client, house: House) -> None:
    story, other = house.story("Перша"), house.story("Друга", edition=house.russian)

    assert editor.get(reverse("siblings_beside", args=[story.pk, other.pk])).status_code == 404
    assert editor.get(reverse("siblings_beside", args=[story.pk, story.pk])).status_code == 404


def test_the_default_is_no_translator(editor: Client, house: House, settings: Any) -> None:
    assert settings.SHPALTA_TRANSLATION.service == ""
    story = house.story("Перша")

    editor.post(reverse("siblings_make", args=[story.pk, house.russian.pk]), {"by": "machine"})

    assert Story.objects.count() == 1
