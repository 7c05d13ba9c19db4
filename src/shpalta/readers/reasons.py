"""Why a comment is not public, in words that its author is told."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: Mapping[str, Promise] = {
    "premoderated": _("A moderator looks at comments here before they are published."),
    "insult": _("It insults somebody."),
    "hate": _("It incites hatred or violence."),
    "false": _("It says what is known to be untrue."),
    "spam": _("It is spam or advertising."),
    "private": _("It tells somebody's personal data."),
    "off-topic": _("It is not about the story."),
    "rules": _("It breaks the rules of comments."),
    "banned": _("You may not write comments here at present."),
    "fast": _("That was too fast: wait a little."),
    "repeated": _("You have written this already."),
    "words": _("It holds words that are not printed here."),
    "links": _("It holds links that have to be looked at."),
    "shouted": _("It is written in capitals."),
    "alike": _("Others have written nearly the same."),
    "network": _("Very many comments come from your network at this moment."),
    "behind-ban": _(
        "Somebody in your network is banned: a moderator looks at your comments first."
    ),
    "reports": _("Readers have objected to it."),
    "raid": _("Very many comments come in at this moment."),
    "edited": _("A new wording has to be looked at."),
}
"""The words by code; a code that is not here is told as `rules`."""


def reason_words(codes: Iterable[str]) -> tuple[str, ...]:
    """Give the sentences for some codes in the active language, each once."""
    return tuple(dict.fromkeys(str(REASONS.get(code, REASONS["rules"])) for code in codes))
