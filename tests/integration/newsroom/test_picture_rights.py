"""Rights and credit: what is refused, whatever way it goes out, and what leaves the pages when."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shpalta.core.visibility import State
from shpalta.journal.models import JournalEntry
from shpalta.newsroom.clock.models import OrderState
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk.ending import ended_in_use, ending_soon, tell_ended
from shpalta.newsroom.picturedesk.models import Demand, PictureRule
from shpalta.newsroom.stories.models import Story
from tests.factories import make_author, make_picture
from tests.integration.newsroom.clockwork import again, make_due, order, wind
from tests.integration.newsroom.conftest import House
from tests.integration.newsroom.desk import edit_url, fresh, publish, write

pytestmark = pytest.mark.django_db


def picture(name: str = "Набережна", **fields: Any) -> Picture:
    """Make a picture that lacks nothing, unless told otherwise."""
    made = make_picture(name)
    values = {"credit": "Олена Шум", "licence": "own"} | fields
    for field, value in values.items():
        setattr(made, field, value)
    made.save()
    return made


def demand(house: House, **demands: Demand) -> None:
    """Set what the first title demands."""
    PictureRule.objects.update_or_create(title=house.edition.title, defaults=demands)


def ago(**span: float) -> Any:
    """Give a moment that is past."""
    return timezone.now() - timedelta(**span)


def in_(**span: float) -> Any:
    """Give a moment that is to come."""
    return timezone.now() + timedelta(**span)


def held(house: House, held_picture: Picture, *, inside: bool = False) -> Story:
    """Make a draft that holds a picture as its lead's, or in its text."""
    if not inside:
        return house.story(lead_picture=held_picture)
    body = [{"type": "picture", "value": {"picture": held_picture.pk}}]
    return house.story(body=body)


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize(
    "fields", [{"rights_end_at": timezone.now() - timedelta(days=1)}, {"is_not_for_web": True}]
)
def test_what_may_not_be_shown_is_not_published_and_the_message_names_it(
    house: House, fields: dict[str, Any], inside: bool
) -> None:
    story = held(house, picture(**fields), inside=inside)
    with pytest.raises(ValidationError, match="Набережна"):
        story.latest_revision.publish()
    assert fresh(story).state == State.DRAFT


def test_the_editor_s_screen_says_which_picture_and_what_to_do(
    house: House, editor: Client
) -> None:
    story = held(house, picture(rights_end_at=ago(days=1)))
    answer = publish(editor, edit_url(story))
    assert fresh(story).state == State.DRAFT
    page = answer.content.decode()
    assert "The rights in the picture “Набережна” end on" in page
    assert "choose another one" in page


def test_an_order_of_the_clock_waits_for_rights_and_goes_out_once_they_are_there(
    house: House,
) -> None:
    lent = picture(rights_end_at=in_(hours=1))
    story = held(house, lent)
    placed = order(story)
    Picture.objects.filter(pk=lent.pk).update(rights_end_at=ago(minutes=1))
    make_due(placed)
    wind()
    waiting = again(placed)
    assert waiting.state == OrderState.WAITING
    assert "Набережна" in waiting.last_error
    Picture.objects.filter(pk=lent.pk).update(rights_end_at=in_(hours=1))
    make_due(placed)
    wind()
    assert again(placed).state == OrderState.DONE
    assert fresh(story).state == State.PUBLISHED


def test_rights_are_asked_for_the_moment_at_which_a_story_goes_out(house: House) -> None:
    from shpalta.newsroom.picturedesk.rules import refuse_unfit

    story = held(house, picture(rights_end_at=in_(hours=1)))
    refuse_unfit([story], at=timezone.now(), is_prepared=False)
    with pytest.raises(ValidationError):
        refuse_unfit([story], at=in_(hours=2), is_prepared=True)


@pytest.mark.parametrize(
    ("field", "lacking"), [("missing_credit", "credit"), ("missing_licence", "licence")]
)
def test_a_title_may_refuse_what_has_no_credit_or_no_licence(
    house: House, field: str, lacking: str
) -> None:
    story = held(house, picture(**{lacking: ""}))
    demand(house, **{field: Demand.BLOCK})
    with pytest.raises(ValidationError, match="Набережна"):
        story.latest_revision.publish()
    demand(house, **{field: Demand.WARN})
    story.latest_revision.publish()
    assert fresh(story).state == State.PUBLISHED


def test_an_unknown_licence_is_none(house: House) -> None:
    demand(house, missing_licence=Demand.BLOCK)
    with pytest.raises(ValidationError):
        held(house, picture(licence="unknown")).latest_revision.publish()


def test_a_story_s_own_credit_is_one(house: House) -> None:
    demand(house, missing_credit=Demand.BLOCK)
    story = house.story(lead_picture=picture(credit=""), lead_credit="Шум")
    story.latest_revision.publish()
    assert fresh(story).state == State.PUBLISHED


def test_a_title_without_demands_has_none(house: House) -> None:
    story = held(house, picture(credit="", licence=""))
    story.latest_revision.publish()
    assert fresh(story).state == State.PUBLISHED


def test_a_correction_is_not_held_up_by_what_readers_have_already(house: House) -> None:
    lent = picture(rights_end_at=in_(hours=1))
    story = held(house, lent)
    story.latest_revision.publish()
    Picture.objects.filter(pk=lent.pk).update(rights_end_at=ago(minutes=1))
    corrected = fresh(story)
    corrected.headline = "Виправлено"
    corrected.save_revision().publish()
    assert fresh(story).headline == "Виправлено"
    corrected.body = [
        {"type": "picture", "value": {"picture": picture("Друге", is_not_for_web=True).pk}}
    ]
    with pytest.raises(ValidationError, match="Друге"):
        corrected.save_revision().publish()


def test_who_publishes_is_warned_where_the_title_wants_it(house: House, editor: Client) -> None:
    demand(house, missing_credit=Demand.WARN, missing_licence=Demand.WARN)
    story = held(house, picture(credit="", licence="", rights_end_at=in_(days=2)))
    answer = publish(editor, edit_url(story))
    assert answer.status_code == 302
    said = " ".join(str(message) for message in answer.wsgi_request._messages)
    for words in ("has no credit", "on what grounds", "The rights in the picture"):
        assert words in said


def _entries() -> list[tuple[list[str], list[str]]]:
    return [(entry.keys, entry.gone) for entry in JournalEntry.objects.order_by("pk")]


def test_the_end_of_rights_is_announced_once_for_what_pages_print(house: House) -> None:
    printed, unused = picture(rights_end_at=in_(hours=1)), picture("u", rights_end_at=in_(hours=1))
    held(house, printed).latest_revision.publish()
    assert not tell_ended()
    Picture.objects.filter(pk__in=[printed.pk, unused.pk]).update(rights_end_at=ago(seconds=1))
    JournalEntry.objects.all().delete()
    assert tell_ended()
    key = f"picture:{printed.pk}"
    assert [(list(keys), list(gone)) for keys, gone in _entries()] == [([key], [key])]
    assert not tell_ended()
    assert len(_entries()) == 1


def test_rights_that_were_prolonged_end_anew(house: House) -> None:
    lent = picture(rights_end_at=ago(seconds=1))
    assert tell_ended()
    lent = Picture.objects.get(pk=lent.pk)
    lent.rights_end_at = in_(hours=1)
    lent.save()
    assert not tell_ended()
    Picture.objects.filter(pk=lent.pk).update(rights_end_at=ago(seconds=1))
    assert tell_ended()


def test_a_change_of_rights_is_announced_as_what_readers_see(house: House) -> None:
    lent = picture()
    held(house, lent).latest_revision.publish()
    key = f"picture:{lent.pk}"
    for change, gone in (
        ({"rights_end_at": in_(hours=1)}, []),
        ({"is_not_for_web": True}, [key]),
        ({"is_not_for_web": False}, []),
        ({"rights_end_at": ago(seconds=1)}, [key]),
    ):
        JournalEntry.objects.all().delete()
        row = Picture.objects.get(pk=lent.pk)
        for field, value in change.items():
            setattr(row, field, value)
        row.save()
        assert [(list(one), list(two)) for one, two in _entries()] == [([key], gone)]


def test_the_newsroom_is_warned_beforehand(house: House, editor: Client) -> None:
    soon, later = picture("Скоро", rights_end_at=in_(days=3)), picture("Згодом")
    gone = picture("Минуло", rights_end_at=in_(hours=1))
    for one in (soon, later, gone):
        held(house, one).latest_revision.publish()
    make_author("olena", portrait=soon)
    Picture.objects.filter(pk=gone.pk).update(rights_end_at=ago(seconds=1))
    assert [one.title for one in ending_soon()] == ["Скоро"]
    assert [one.title for one in ended_in_use()] == ["Минуло"]
    page = editor.get(reverse("picture_rights")).content.decode()
    assert "Скоро" in page
    assert "Минуло" in page
    assert "Згодом" not in page
    first = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert "Скоро" in first


def test_the_demands_have_a_screen_in_the_settings(house: House, editor: Client) -> None:
    address = reverse("wagtailsnippets_picturedesk_picturerule:add")
    write(
        editor,
        address,
        title=house.edition.title_id,
        missing_credit=Demand.BLOCK,
        missing_licence=Demand.WARN,
    )
    rule = PictureRule.objects.get()
    assert (rule.missing_credit, rule.missing_licence) == (Demand.BLOCK, Demand.WARN)
