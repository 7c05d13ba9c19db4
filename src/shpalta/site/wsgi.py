"""The WSGI application of the room that `SHPALTA_ROOM` names."""

from shpalta.site.loading import load_application

application = load_application()
