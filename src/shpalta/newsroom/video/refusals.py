"""Why a file is no video for us, in sentences that say what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: Mapping[str, str | Promise] = {
    "no_video_file": _("This is no video file. Upload MP4, MOV, WebM, MKV or another video."),
    "no_picture": _("This file has sound but no moving picture."),
    "still": _("This is a picture, not a video: put it among the pictures."),
    "truncated": _("The file is cut off: it ends before the video does. Upload it once more."),
    "broken": _("Nothing of this video can be decoded: the file is damaged."),
    "empty": _("There is nothing in this video."),
    "size": _("The picture of this video is absurdly large or small."),
    "too_long": _("The video is longer than this installation takes."),
    "too_large": _("The file is larger than this installation takes."),
    "endless": _("The video could not be read in a sensible time."),
    "lost": _("The file is no longer there. Upload it once more."),
    "crashed": _("The program that decodes videos broke on this file. Save it anew and try again."),
}
"""By code. The codes up to `too_long` are those of `shpalta.newsroom.video.making`."""


def told(code: str) -> str:
    """Give the sentence of a code."""
    return str(REFUSALS.get(code) or REFUSALS["crashed"])
