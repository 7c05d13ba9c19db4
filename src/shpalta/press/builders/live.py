"""What the live rail's script is told: where to listen, and the words that it prints."""

from django.templatetags.static import static

from shpalta.newsroom.stories.choices import Importance
from shpalta.press.builders.site import Site
from shpalta.press.pages.parts import LiveWords
from shpalta.press.structured import as_json
from shpalta.press.words import MARKS, alarm_word, counted_headlines, counted_new, mark_word, say

SCRIPT = "shpalta/press/live.js"


def live_words(site: Site) -> LiveWords:
    """Gather what the script needs, in the edition's own words."""
    edition = site.edition
    marks = {code: mark_word(edition, code) for code in MARKS}
    return LiveWords(
        stream_url=f"/-/live/{edition.title.code}/{edition.language}",
        ticker_url=f"{edition.prefix}/-/ticker/",
        script=static(SCRIPT),
        words_json=as_json(
            {
                "marks": marks,
                "alarm": alarm_word(Importance.BREAKING),
                "headlines": counted_headlines(edition.language),
                "new": counted_new(edition.language),
                "pause": say("Pause the newsfeed"),
                "resume": say("Let the newsfeed run on"),
            }
        ),
    )
