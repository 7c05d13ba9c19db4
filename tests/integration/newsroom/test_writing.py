"""Writing, publishing, updating, withdrawing and deleting a story in the newsroom."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from shpalta.newsroom.stories import announcements
from shpalta.newsroom.stories.models import ListEntry, Story
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.desk import (
    ADD,
    edit_url,
    fresh,
    opened,
    publish,
    withdraw_url,
    write,
)

pytestmark = pytest.mark.django_db


def test_a_journalist_saves_a_draft_that_no_list_shows(journalist: Client, house: House) -> None:
    response = write(journalist, reverse(ADD), headline="A bridge opens", rubric=house.rubric.pk)

    assert response.status_code == 302
    story = Story.objects.get()
    assert (story.headline, story.state, story.edition) == (
        "A bridge opens",
        "draft",
        house.edition,
    )
    assert story.latest_revision is not None
    assert not ListEntry.objects.exists()


def test_a_journalist_cannot_publish_even_by_a_forged_form(
    journalist: Client, house: House
) -> None:
    publish(journalist, edit_url(house.story("Not yet")))

    assert Story.objects.get().state == "draft"


def test_an_editor_publishes_and_the_story_stands_in_the_lists(
    editor: Client, house: House
) -> None:
    response = publish(editor, reverse(ADD), headline="Out", rubric=house.rubric.pk)

    assert response.status_code == 302
    story = Story.objects.get()
    assert story.state == "published"
    assert story.live_revision == story.latest_revision
    assert {entry.shelf for entry in ListEntry.objects.all()} == {
        "all",
        f"rubric:{house.rubric.pk}",
    }


def test_an_update_moves_the_time_only_when_it_is_substantive(editor: Client, house: House) -> None:
    story = house.published("Frist", published_at=timezone.now() - timedelta(hours=2))

    publish(editor, edit_url(story), headline="First")
    assert (fresh(story).headline, fresh(story).updated_at) == ("First", None)

    publish(editor, edit_url(story), headline="First, and more", is_substantive="on")
    assert fresh(story).updated_at is not None
    assert not fresh(story).is_substantive


def test_a_saved_change_of_a_published_story_waits_for_its_publishing(
    editor: Client, house: House
) -> None:
    story = house.published("As it is")

    write(editor, edit_url(story), headline="As it will be")

    assert fresh(story).headline == "As it is"
    assert fresh(story).has_unpublished_changes


@pytest.mark.parametrize("action", ["action-save", "action-publish", "action-submit"])
def test_a_form_loaded_before_somebody_else_saved_is_refused_and_keeps_its_text(
    editor: Client, house: House, action: str
) -> None:
    story = house.story("Old")
    mine = opened(editor, edit_url(story))
    write(editor, edit_url(story), headline="Somebody else's")
    revisions = Revision.objects.count()

    response = editor.post(edit_url(story), mine | {"headline": "Mine", action: action})

    assert response.status_code == 409
    assert "Nothing was saved" in response.content.decode()
    assert 'value="Mine"' in response.content.decode()
    assert "w-autosave" not in response.content.decode().split("data-edit-form")[1][:300]
    assert (fresh(story).headline, fresh(story).state) == ("Somebody else's", "draft")
    assert Revision.objects.count() == revisions


def test_a_form_that_names_no_version_is_refused(editor: Client, house: House) -> None:
    story = house.story("Old")
    form = opened(editor, edit_url(story))
    form.pop("loaded_revision_id")

    assert editor.post(edit_url(story), form | {"headline": "Mine"}).status_code == 409
    assert fresh(story).headline == "Old"


def test_an_autosave_that_comes_too_late_is_refused(editor: Client, house: House) -> None:
    story = house.story("Old")
    mine = opened(editor, edit_url(story))
    write(editor, edit_url(story), headline="Somebody else's")

    response = editor.post(
        edit_url(story), mine | {"headline": "Mine"}, headers={"accept": "application/json"}
    )

    assert response.status_code == 400
    assert response.json()["error_code"] == "invalid_revision"
    assert fresh(story).headline == "Somebody else's"


def test_saving_again_after_a_refusal_replaces_the_newer_version(
    editor: Client, house: House
) -> None:
    story = house.story("Old")
    mine = opened(editor, edit_url(story))
    write(editor, edit_url(story), headline="Somebody else's")
    refused = editor.post(edit_url(story), mine | {"headline": "Mine"})
    from benchmarks.screens import form_data

    response = editor.post(edit_url(story), form_data(refused.content.decode()))

    assert response.status_code == 302
    assert fresh(story).headline == "Mine"


def test_after_autosaves_the_form_still_stands_on_the_newest_version(
    editor: Client, house: House
) -> None:
    story = house.story("Begun")
    form = opened(editor, edit_url(story))
    json = {"accept": "application/json"}

    first = editor.post(edit_url(story), form | {"headline": "Begun well"}, headers=json).json()
    form |= first["field_updates"]
    overwriting = {"headline": "Half done", "overwrite_revision_id": first["revision_id"]}
    second = editor.post(edit_url(story), form | overwriting, headers=json).json()
    form |= second["field_updates"]

    assert second["revision_id"] == first["revision_id"]
    assert fresh(story).headline == "Half done"
    published = {"headline": "Done", "action-publish": "action-publish"}
    assert editor.post(edit_url(story), form | published).status_code == 302
    assert (fresh(story).headline, fresh(story).state) == ("Done", "published")


def test_a_failing_publish_leaves_nothing_behind(
    editor: Client, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = house.story("Before")
    form = opened(editor, edit_url(story)) | {"headline": "After", "action-publish": "yes"}
    revisions = Revision.objects.count()

    def fail(_story: Any) -> None:
        message = "the lists cannot be written"
        raise RuntimeError(message)

    monkeypatch.setattr(announcements, "_relist", fail)
    with pytest.raises(RuntimeError):
        editor.post(edit_url(story), form)

    assert (fresh(story).headline, fresh(story).state) == ("Before", "draft")
    assert Revision.objects.count() == revisions


def test_a_schedule_in_a_forged_form_changes_nothing(editor: Client, house: House) -> None:
    story = house.story("Now")
    later = "2099-01-01 10:00"

    publish(editor, edit_url(story), go_live_at=later, expire_at=later)

    assert fresh(story).state == "published"
    assert (fresh(story).go_live_at, fresh(story).expire_at) == (None, None)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_the_editor_shows_no_schedule(editor: Client, house: House) -> None:
    page = editor.get(edit_url(house.story())).content.decode()

    assert "go_live_at" not in page
    assert "schedule-publishing-dialog" not in page


def test_a_rubric_of_another_title_is_refused(editor: Client, house: House) -> None:
    response = write(editor, reverse(ADD), headline="Lost", rubric=house.foreign_rubric.pk)

    assert "This rubric belongs to another title." in response.content.decode()
    assert not Story.objects.exists()


def test_rubrics_are_offered_by_title(editor: Client, house: House) -> None:
    page = editor.get(reverse(ADD)).content.decode()

    assert '<optgroup label="Газета visnyk">' in page
    assert '<optgroup label="Газета nauka">' in page


def test_the_edition_of_the_last_story_is_offered_for_the_next(
    editor: Client, house: House
) -> None:
    def offered(query: str = "") -> str:
        return str(opened(editor, reverse(ADD) + query)["edition"][0])

    assert offered() == str(house.edition.pk)
    assert offered(f"?edition={house.russian.pk}") == str(house.russian.pk)
    assert offered() == str(house.russian.pk)
    write(editor, reverse(ADD), headline="Here", edition=house.foreign_edition.pk, rubric="")
    assert offered() == str(house.foreign_edition.pk)


def test_edition_and_time_stay_once_readers_have_the_address(editor: Client, house: House) -> None:
    story = house.published("Out")
    published_at = fresh(story).published_at

    publish(editor, edit_url(story), edition=house.russian.pk, published_at="2001-01-01 10:00")

    assert fresh(story).edition == house.edition
    assert fresh(story).published_at == published_at


def test_withdrawing_takes_the_story_out_of_every_list(editor: Client, house: House) -> None:
    story = house.published("Wrong")

    response = write(editor, withdraw_url(story))

    assert response.status_code == 302
    assert (fresh(story).state, fresh(story).live) == ("withdrawn", False)
    assert not ListEntry.objects.exists()


def test_a_withdrawal_asked_before_somebody_saved_is_asked_again(
    editor: Client, house: House
) -> None:
    story = house.published("Wrong")
    question = opened(editor, withdraw_url(story))
    write(editor, edit_url(story), headline="Right")

    response = editor.post(withdraw_url(story), question)

    assert response.status_code == 409
    assert fresh(story).state == "published"


def test_a_withdrawn_story_can_be_published_again(editor: Client, house: House) -> None:
    story = house.published("Right after all")
    write(editor, withdraw_url(story))

    publish(editor, edit_url(story))

    assert fresh(story).state == "published"
    assert ListEntry.objects.filter(story=story).count() == 2


def test_a_draft_is_deleted_and_what_was_published_is_not(editor: Client, house: House) -> None:
    draft, out, withdrawn = house.story("D"), house.published("P"), house.published("W")
    write(editor, withdraw_url(withdrawn))
    for story in (draft, out, withdrawn):
        editor.post(reverse("wagtailsnippets_stories_story:delete", args=[story.pk]))

    assert set(Story.objects.values_list("headline", flat=True)) == {"P", "W"}


def test_the_bulk_action_does_not_delete_what_was_published_either(
    editor: Client, house: House
) -> None:
    draft, out = house.story("D"), house.published("P")
    url = reverse("wagtail_bulk_action", args=["stories", "story", "delete"])

    editor.post(f"{url}?id={draft.pk}&id={out.pk}")

    assert list(Story.objects.values_list("headline", flat=True)) == ["P"]


def test_history_comparison_and_an_old_version_can_be_opened(editor: Client, house: House) -> None:
    story = house.story("First")
    first = story.latest_revision_id
    write(editor, edit_url(story), headline="Second")
    name = "wagtailsnippets_stories_story"
    assert editor.get(reverse(f"{name}:history", args=[story.pk])).status_code == 200
    comparison = reverse(f"{name}:revisions_compare", args=[story.pk, "earliest", "latest"])
    assert "Second" in editor.get(comparison).content.decode()

    revert = reverse(f"{name}:revisions_revert", args=[story.pk, first])
    assert editor.post(edit_url(story), opened(editor, revert)).status_code == 302
    assert fresh(story).headline == "First"
