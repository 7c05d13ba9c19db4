"""The rule about what is public."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.visibility import (
    Answer,
    PictureStanding,
    Standing,
    State,
    answer_for,
    is_embargoed,
    is_public,
    may_show_picture,
)

moments = st.datetimes(
    min_value=datetime(1991, 8, 24), max_value=datetime(2090, 1, 1), timezones=st.just(UTC)
)
standings = st.builds(
    Standing,
    state=st.sampled_from(State),
    published_at=st.none() | moments,
    embargo_until=st.none() | moments,
)


@given(standings, moments)
def test_only_a_published_story_whose_time_has_come_is_public(
    standing: Standing, now: datetime
) -> None:
    expected = (
        standing.state == "published"
        and standing.published_at is not None
        and standing.published_at <= now
        and (standing.embargo_until is None or standing.embargo_until <= now)
    )
    assert is_public(standing, now=now) is expected


@given(standings, moments, st.timedeltas(min_value=timedelta(0)))
def test_time_alone_never_hides_what_was_public(
    standing: Standing, now: datetime, later: timedelta
) -> None:
    try:
        then = now + later
    except OverflowError:
        return
    assert is_public(standing, now=then) or not is_public(standing, now=now)


@given(standings, moments)
def test_under_embargo_nothing_is_public_and_nothing_hints_at_it(
    standing: Standing, now: datetime
) -> None:
    if is_embargoed(standing, now=now):
        assert not is_public(standing, now=now)
        assert standing.state is State.WITHDRAWN or (
            answer_for(standing, now=now) is Answer.NOT_FOUND
        )


@given(standings, moments)
def test_an_embargo_ends_at_its_moment(standing: Standing, now: datetime) -> None:
    ended = replace(standing, embargo_until=now)
    assert not is_embargoed(ended, now=now)
    assert is_public(ended, now=now) is is_public(replace(standing, embargo_until=None), now=now)


@given(moments | st.none(), moments)
def test_a_withdrawn_story_is_gone_and_a_draft_never_existed(
    published_at: datetime | None, now: datetime
) -> None:
    withdrawn = Standing(State.WITHDRAWN, published_at)
    draft = Standing(State.DRAFT, published_at)
    assert answer_for(withdrawn, now=now) is Answer.GONE
    assert answer_for(draft, now=now) is Answer.NOT_FOUND


@given(
    rights_end_at=st.none() | moments,
    is_not_for_web=st.booleans(),
    now=moments,
)
def test_a_picture_is_shown_until_its_rights_end_and_never_if_it_is_not_for_the_web(
    rights_end_at: datetime | None, is_not_for_web: bool, now: datetime
) -> None:
    is_shown = may_show_picture(PictureStanding(rights_end_at, is_not_for_web), now=now)
    has_ended = rights_end_at is not None and now >= rights_end_at
    assert is_shown == (not is_not_for_web and not has_ended)
