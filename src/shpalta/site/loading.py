"""Django's handler for the servers of this installation, ready before the first request."""

import gc
import os
from importlib import import_module
from typing import Any, cast

from django.conf import settings
from django.core.wsgi import get_wsgi_application


def load_application() -> Any:
    """Give the WSGI application of the room that `SHPALTA_ROOM` names, with its addresses loaded.

    What is loaded stays for as long as the process, so the garbage collector is told to pass it
    over: each full collection would stop all threads for a tenth of a second.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shpalta.site.settings")
    application = get_wsgi_application()
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()
    # Django's handler fits whatever serves it; its stubs describe the answer by another type.
    return cast("Any", application)
