"""The WSGI application of the room that `SHPALTA_ROOM` names."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shpalta.site.settings")
application = get_wsgi_application()
