from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shpalta.press.builders.front import FURTHER, SECONDARY, arrange
from shpalta.press.queries import Listed

NOW = datetime(2024, 4, 10, 12, 0, tzinfo=UTC)


def _listed(
    story_id: int, *, hours: float = 1, importance: str = "normal", picture: bool = True
) -> Listed:
    return Listed(
        story_id=story_id,
        edition_id=1,
        published_at=NOW - timedelta(hours=hours),
        number=story_id,
        kind="news",
        rubric_id=None,
        headline=f"Новина {story_id}",
        front_headline="",
        mark="",
        importance=importance,
        picture_id=story_id if picture else None,
    )


def test_breaking_news_leads_before_newer_ones() -> None:
    many = [
        _listed(1, hours=1),
        _listed(2, hours=2, importance="important"),
        _listed(3, hours=3, importance="breaking", picture=False),
    ]
    top = arrange(many, now=NOW)
    assert top.lead == many[2]
    assert [one.story_id for one in top.secondary] == [2, 1]


def test_what_was_loud_long_ago_leads_no_more() -> None:
    many = [_listed(1, hours=1), _listed(2, hours=30, importance="breaking")]
    assert arrange(many, now=NOW).lead == many[0]


def test_among_equals_one_with_a_picture_leads() -> None:
    many = [_listed(1, hours=1, picture=False), _listed(2, hours=5)]
    assert arrange(many, now=NOW).lead == many[1]


def test_an_empty_archive_makes_an_empty_front() -> None:
    top = arrange([], now=NOW)
    assert top.lead is None
    assert top.story_ids == set()


@given(
    st.lists(
        st.tuples(
            st.floats(min_value=0, max_value=200),
            st.sampled_from(["normal", "important", "breaking"]),
            st.booleans(),
        ),
        max_size=40,
    )
)
def test_no_story_stands_twice(parts: list[tuple[float, str, bool]]) -> None:
    many = [
        _listed(number, hours=hours, importance=importance, picture=picture)
        for number, (hours, importance, picture) in enumerate(parts, start=1)
    ]
    top = arrange(many, now=NOW)
    shown = [*([top.lead] if top.lead else []), *top.secondary, *top.further]
    assert len(top.story_ids) == len(shown) == min(len(many), 1 + SECONDARY + FURTHER)
