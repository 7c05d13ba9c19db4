"""Why something that was sent could not be taken, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROBLEMS: Mapping[str, Promise] = {
    "closed": _("Comments are closed here."),
    "nothing": _("There is nothing under this address any more."),
    "empty": _("Write something first."),
    "long": _("That is too long: 3000 characters are the most."),
    "name": _("Say what you are to be called: 2 to 40 characters, and a name nobody else has."),
    "log-in": _("Log in to comment here."),
    "late": _("The time for corrections is over."),
    "not-yours": _("Only its author can do that."),
    "answered": _("What you answer is not there any more."),
    "fast": _("That was too fast: wait a little."),
    "unknown": _("What came was not understood."),
    "busy": _("Very much is coming in at this moment. Try again in a minute."),
}
"""The words by code."""


def problem_words(code: str) -> str:
    """Give the sentence for a problem in the active language."""
    return str(PROBLEMS.get(code, PROBLEMS["unknown"]))
