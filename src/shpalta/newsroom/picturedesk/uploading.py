"""What the list of uploads needs, on its own page and in the window of the chooser."""

import json
from typing import Any

from django.urls import reverse
from wagtail.admin.staticfiles import versioned_static
from wagtail.images.utils import get_accept_attributes, get_allowed_image_extensions

_VENDOR = "wagtailadmin/js/vendor"
_IMAGE_VENDOR = "wagtailimages/js/vendor"
_SCRIPTS = (
    f"{_IMAGE_VENDOR}/load-image.min.js",
    f"{_VENDOR}/jquery.iframe-transport.js",
    f"{_VENDOR}/jquery.fileupload.js",
    f"{_VENDOR}/jquery.fileupload-process.js",
    f"{_IMAGE_VENDOR}/jquery.fileupload-image.js",
    f"{_VENDOR}/jquery.fileupload-validate.js",
    f"{_VENDOR}/tag-it.js",
    "wagtailimages/js/add-multiple.js",
)
"""What Wagtail loads for a list of uploads, in its order: the last one looks for the list."""


def scripts() -> list[str]:
    """Give the addresses of the scripts that a list of uploads needs, in their order."""
    return [versioned_static(name) for name in _SCRIPTS]


def uploads_of(form: Any, *, chooser: str = "") -> dict[str, Any]:
    """Give what the list of uploads needs: its address and what a file may be.

    `chooser` says that the uploads are for a chooser: of "one" picture or of "many".
    """
    file, address = form.fields["file"], reverse("wagtailimages:add_multiple")
    return {
        "url": f"{address}?chooser={chooser}" if chooser else address,
        "accept": get_accept_attributes(),
        "extensions": "|".join(get_allowed_image_extensions()),
        "largest": file.max_upload_size,
        "longest_title": form.fields["title"].max_length,
        "messages": json.dumps(
            {
                "maxFileSize": str(file.error_messages["file_too_large_unknown_size"]),
                "acceptFileTypes": str(file.error_messages["invalid_image_extension"]),
            }
        ),
        "help_text": file.help_text,
        "chooser": chooser,
    }
