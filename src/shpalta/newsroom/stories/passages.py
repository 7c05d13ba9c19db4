"""Passages in another language: `<span lang="en">` in running text, marked in the editor.

Each language has a button of its own in the editor's toolbar, so that marking is one press and
works by keyboard. Whoever listens to the page hears the passage in the right voice.
"""

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import Feature
from wagtail.rich_text.feature_registry import FeatureRegistry

from shpalta.newsroom.names import passage_languages

FEATURE = "passage-language"


def _style(code: str) -> str:
    return f"LANGUAGE-{code.upper()}"


def _described(name: str) -> str:
    return gettext("Passage in another language: %(language)s") % {"language": name}


_described_lazy = lazy(_described, str)


class PassageLanguages(Feature):
    """The buttons of the languages."""

    def construct_options(self, options: dict[str, Any]) -> None:
        """Add a style a language to what the editor offers."""
        styles = options.setdefault("inlineStyles", [])
        styles += [
            {
                "type": _style(code),
                "label": code.upper(),
                "description": _described_lazy(name),
                "style": {
                    "borderBottom": "2px dotted currentColor",
                    "paddingBottom": "1px",
                },
            }
            for code, name in passage_languages()
        ]


def register_passages(features: FeatureRegistry) -> None:
    """Teach the rich-text editor the feature `passage-language`."""
    codes = [code for code, _name in passage_languages()]
    features.register_editor_plugin("draftail", FEATURE, PassageLanguages())
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {
                f'span[lang="{code}"]': InlineStyleElementHandler(_style(code)) for code in codes
            },
            "to_database_format": {
                "style_map": {
                    _style(code): {"element": "span", "props": {"lang": code}} for code in codes
                }
            },
        },
    )
