"""The readers' room with a transaction for each comment: what group commit is measured against."""

import shpalta.site.asgi_readers as room  # it sets Django up, which what follows needs
from shpalta.readers import writer

writer.MOST_AT_ONCE = 1
writer.PAUSE_SECONDS = 0.0
application = room.application
