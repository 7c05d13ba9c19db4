"""The words of moderation's screens for codes: reasons, acts, what is done with a word."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SHORT_REASONS: Mapping[str, Promise] = {
    "premoderated": pgettext_lazy("why held", "looked at first"),
    "words": pgettext_lazy("why held", "listed word"),
    "links": pgettext_lazy("why held", "links"),
    "shouted": pgettext_lazy("why held", "capitals"),
    "alike": pgettext_lazy("why held", "near-duplicates"),
    "network": pgettext_lazy("why held", "many from one network"),
    "behind-ban": pgettext_lazy("why held", "network is banned"),
    "reports": pgettext_lazy("why held", "reported"),
    "raid": pgettext_lazy("why held", "raid"),
    "edited": pgettext_lazy("why held", "reworded"),
    "banned": pgettext_lazy("why held", "banned author"),
    "insult": pgettext_lazy("why removed", "insult"),
    "hate": pgettext_lazy("why removed", "hatred"),
    "false": pgettext_lazy("why removed", "untrue"),
    "spam": pgettext_lazy("why removed", "spam"),
    "private": pgettext_lazy("why removed", "personal data"),
    "off-topic": pgettext_lazy("why removed", "off topic"),
    "rules": pgettext_lazy("why removed", "against the rules"),
}
HELD_FOR = (
    *("words", "links", "shouted", "alike", "network", "behind-ban", "raid", "reports"),
    "premoderated",
)
REMOVED_FOR = ("insult", "hate", "spam", "off-topic", "false", "private", "rules")

_ACTS: Mapping[str, Promise] = {
    "approve": pgettext_lazy("moderation", "approved"),
    "remove": pgettext_lazy("moderation", "removed"),
    "undo": pgettext_lazy("moderation", "undid"),
    "ban": pgettext_lazy("moderation", "banned"),
    "unban": pgettext_lazy("moderation", "lifted a ban"),
    "hold": pgettext_lazy("moderation", "held back"),
    "grant": pgettext_lazy("moderation", "granted the appeal"),
    "decline": pgettext_lazy("moderation", "declined the appeal"),
    "raid-on": pgettext_lazy("moderation", "raid began"),
    "raid-off": pgettext_lazy("moderation", "raid ended"),
    "slow": pgettext_lazy("moderation", "set slow mode"),
    "words": pgettext_lazy("moderation", "changed a list of words"),
    "settings": pgettext_lazy("moderation", "changed the rules"),
}
UNKNOWN = _("something else")


def short_reason(code: str) -> str:
    """Give a reason in a word or two."""
    return str(SHORT_REASONS.get(code, UNKNOWN))


def act_words(code: str) -> str:
    """Say what was done."""
    return str(_ACTS.get(code, UNKNOWN))
