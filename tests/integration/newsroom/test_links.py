"""Links in running text to stories of ours."""

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import ReferenceIndex
from wagtail.rich_text import expand_db_html

from shpalta.newsroom.stories.blocks import INLINE_FEATURES
from tests.integration.newsroom.conftest import House

pytestmark = pytest.mark.django_db


def test_a_link_survives_the_editor_unchanged(house: House) -> None:
    story = house.published()
    stored = f'<p data-block-key="aaaaa">See <a linktype="story" id="{story.pk}">this</a>.</p>'
    converter = ContentstateConverter(INLINE_FEATURES)

    again = converter.to_database_format(converter.from_database_format(stored))

    assert f'id="{story.pk}"' in again
    assert 'linktype="story"' in again
    assert ">this</a>" in again


def test_a_link_leads_to_a_public_story_and_nowhere_for_a_draft(house: House) -> None:
    public, draft = house.published("P"), house.story("D")

    def expanded(number: object) -> str:
        return str(expand_db_html(f'<a linktype="story" id="{number}">x</a>'))

    assert expanded(public.pk) == f'<a href="{public.path}">x</a>'
    assert expanded(draft.pk) == expanded(999) == expanded("x&quot;") == "<a>x</a>"


def test_a_linked_story_knows_who_links_to_it(house: House) -> None:
    target = house.published()
    house.story(body=[("paragraph", f'<p><a linktype="story" id="{target.pk}">x</a></p>')])

    assert ReferenceIndex.get_references_to(target).count() == 1
