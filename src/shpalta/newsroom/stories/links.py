"""Links from a running text to a story, kept by its id: `<a linktype="story" id="7">`.

The address of a story can change with its kind; a link that keeps the id stays right. The press
writes the address; here is what the editor needs.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.urls import reverse_lazy
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from shpalta.newsroom.stories.models import Story

FEATURE = "story-link"
_LINKED = re.compile(r'<a(?=[^>]*linktype=\\"story\\")[^>]*\bid=\\"([0-9]{1,18})\\"')
"""A link in a text as JSON writes it."""


def stories_in(body: Any) -> set[int]:
    """Give the ids of the stories that a body, as it is stored, links to or lists as related."""
    found = {int(number) for number in _LINKED.findall(json.dumps(body, ensure_ascii=False))}
    for block in body:
        if block.get("type") == "related":
            items = (block.get("value") or {}).get("stories") or []
            ids = (item.get("value") if isinstance(item, dict) else item for item in items)
            found |= {one for one in ids if isinstance(one, int)}
    return found


class StoryLinkHandler(LinkHandler):
    """What `linktype="story"` means."""

    identifier = "story"

    @staticmethod
    def get_model() -> type[Model]:
        """Name the model that the ids belong to."""
        return Story

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, Any]) -> str:
        """Give the opening tag of one link."""
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """Give the opening tags of many links in one query; what is not public has no address."""
        ids = [int(attrs["id"]) for attrs in attrs_list if str(attrs.get("id", "")).isdigit()]
        stories = {
            str(story.pk): story
            for story in Story.objects.public()
            .filter(pk__in=ids)
            .select_related("edition__title")
            .only("pk", "work_id", "kind", "published_at", "edition")
        }
        found = [stories.get(str(attrs.get("id", ""))) for attrs in attrs_list]
        return [f'<a href="{escape(story.path)}">' if story else "<a>" for story in found]

    @classmethod
    def extract_references(cls, attrs: dict[str, Any]) -> Iterator[tuple[Any, Any, str, str]]:
        """Say which story a text refers to."""
        if str(attrs.get("id", "")).isdigit():
            yield cls.get_model(), attrs["id"], "", ""


class _StoryElement(LinkElementHandler):
    """Reads a stored link into the editor's own form."""

    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Give the story's id and its headline, which the editor shows beside the link."""
        number = str(attrs.get("id", ""))
        if not number.isdigit():
            return {}
        headline = Story.objects.filter(pk=number).values_list("headline", flat=True).first()
        return {"id": int(number), "string": headline or ""}


def _store(props: dict[str, Any]) -> Any:
    attributes = {"linktype": "story", "id": props.get("id")}
    return DOM.create_element("a", attributes, props["children"])


def register_story_links(features: FeatureRegistry) -> None:
    """Teach the rich-text editor the feature `story-link`."""
    features.register_link_type(StoryLinkHandler)
    features.register_editor_plugin(
        "draftail",
        FEATURE,
        EntityFeature(
            {
                "type": "STORY",
                "icon": "doc-full",
                "description": _("Link to a story"),
                "chooserUrls": {
                    "storyChooser": reverse_lazy("wagtailsnippetchoosers_stories_story:choose")
                },
            },
            js=["wagtailadmin/js/chooser-modal.js", "shpalta/newsroom/story-link.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {'a[linktype="story"]': _StoryElement("STORY")},
            "to_database_format": {"entity_decorators": {"STORY": _store}},
        },
    )
