"""Marking the language of a passage in the editor: what is stored is shown again, and back."""

import json

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from shpalta.newsroom.stories.blocks import INLINE_FEATURES, EmbedBlock, QuoteBlock
from shpalta.newsroom.stories.passages import PassageLanguages

TEXTS = [
    '<p data-block-key="a">Він сказав: <span lang="en">We are open</span>.</p>',
    '<p data-block-key="a"><span lang="de"><b>Nein</b></span> — <span lang="pl">tak</span></p>',
]


@pytest.mark.parametrize("stored", TEXTS)
def test_a_marked_passage_survives_the_editor(stored: str) -> None:
    converter = ContentstateConverter(INLINE_FEATURES)
    shown = converter.from_database_format(stored)
    styles = {
        one["style"] for block in json.loads(shown)["blocks"] for one in block["inlineStyleRanges"]
    }
    assert styles & {"LANGUAGE-EN", "LANGUAGE-DE"}

    again = converter.to_database_format(shown)
    for lang in ("en", "de", "pl"):
        assert again.count(f'<span lang="{lang}">') == stored.count(f'<span lang="{lang}">')
    assert again.count("<b>") == stored.count("<b>")


def test_a_language_that_the_editor_does_not_offer_loses_its_mark_and_keeps_its_words() -> None:
    converter = ContentstateConverter(INLINE_FEATURES)
    text = '<p data-block-key="a">a <span lang="ja">b</span></p>'
    assert converter.to_database_format(converter.from_database_format(text)) == (
        '<p data-block-key="a">a b</p>'
    )


def test_the_editor_offers_each_language_once_by_its_own_name() -> None:
    options: dict[str, list[dict[str, object]]] = {}
    PassageLanguages().construct_options(options)
    styles = options["inlineStyles"]
    assert [one["label"] for one in styles] == ["UK", "RU", "EN", "DE", "FR", "PL"]
    assert "Deutsch" in str(styles[3]["description"])


@pytest.mark.parametrize("block", [QuoteBlock(), EmbedBlock()])
def test_quoted_words_may_name_their_language(block: QuoteBlock | EmbedBlock) -> None:
    choices = dict(block.child_blocks["language"].field.choices)
    assert choices["en"] == "English"
    assert not block.child_blocks["language"].required
