"""How the story's editor is laid out: what is written, and what is said about it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)

from shpalta.newsroom.stories.forms import StoryForm

# The order is a writer's: what it is about, the words, where they come from, the picture.
TEXT: list[Panel] = [
    FieldRowPanel(
        [FieldPanel("edition"), FieldPanel("rubric"), FieldPanel("kind")],
        heading=_("Where it goes"),
        classname="story-place",
    ),
    FieldPanel("headline", required_on_save=True, classname="story-headline"),
    FieldPanel("front_headline"),
    FieldPanel("lead", classname="story-lead"),
    FieldPanel("body"),
    InlinePanel(
        "attributions",
        heading=_("Source chain"),
        label=_("source"),
        help_text=_("Who reported it, then whom they cite, in the order they are printed."),
        panels=[
            FieldRowPanel([FieldPanel("role"), FieldPanel("wording")]),
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("url"), FieldPanel("source")]),
        ],
    ),
    MultiFieldPanel(
        [
            FieldPanel("lead_picture"),
            FieldRowPanel([FieldPanel("lead_caption"), FieldPanel("lead_credit")]),
        ],
        heading=_("Lead picture"),
    ),
    FieldPanel("lead_video"),
]

ABOUT: list[Panel] = [
    MultipleChooserPanel(
        "bylines",
        chooser_field_name="author",
        heading=_("Authors"),
        label=pgettext_lazy("byline", "name"),
        panels=[FieldPanel("author")],
    ),
    MultiFieldPanel(
        [FieldPanel("topics"), FieldPanel("entities")],
        heading=_("What it is about"),
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("importance"), FieldPanel("mark")])],
        heading=_("In the ticker and on the front"),
    ),
    MultiFieldPanel(
        [FieldPanel("embargo_until"), FieldPanel("published_at"), FieldPanel("is_substantive")],
        heading=_("Time"),
    ),
]


def story_panels() -> TabbedInterface:
    """Give the layout of the editor. Scheduling is an order of its own: docs/adr/0010."""
    return TabbedInterface(
        [
            ObjectList(TEXT, heading=_("Story")),
            ObjectList(ABOUT, heading=_("About the story")),
        ],
        base_form_class=StoryForm,
    )
