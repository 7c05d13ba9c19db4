"""Finding pictures on PostgreSQL: the same words find the same pictures as on SQLite."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.integration.newsroom.test_picture_search import FORMS
from tests.migrated import begin_migrated
from tests.postgresql import running_postgresql

_PATIENCE = 900
ASK = """
import json
import django
django.setup()
from django.db import connection
assert connection.vendor == "postgresql"
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk import indexing
from shpalta.newsroom.picturedesk.search import index_texts, matching, of_or_by
forms = json.loads({forms!r})
Picture.objects.create(title="other", file="x.jpg", width=1, height=1, caption="Зовсім інше")
for said, query in forms:
    made = Picture.objects.create(title=said, file="x.jpg", width=1, height=1, caption=said)
    assert [one.pk for one in matching(Picture.objects.all(), query)] == [made.pk], (said, query)
    made.delete()
    assert not matching(Picture.objects.all(), query).exists(), (said, query)
shown = Picture.objects.create(title="s", file="x.jpg", width=1, height=1, persons="Олена Шум")
named = Picture.objects.create(title="n", file="x.jpg", width=1, height=1, caption="Олена Шум")
assert [one.pk for one in of_or_by(Picture.objects.all(), "Оленою")] == [shown.pk]
assert matching(Picture.objects.all(), "Оленою").count() == 2
for strange in ("'", "\\\\", "a & b | !c", "<->", "(", "*", ":*", "§", "🙂"):
    list(matching(Picture.objects.all(), strange)), list(of_or_by(Picture.objects.all(), strange))
index_texts([(shown.pk, "old"), (named.pk, "old"), (named.pk + 99, "stray")])
assert not matching(Picture.objects.all(), "Оленою").exists()
while indexing.index_some():
    pass
assert matching(Picture.objects.all(), "Оленою").count() == 2
print("all of it")
"""


def test_the_same_words_find_the_same_pictures_on_postgresql(tmp_path: Path) -> None:
    with running_postgresql() as server:
        begin_migrated(tmp_path, database_url=server.url)
        own = {"DATA": str(tmp_path), "DATABASE_URL": server.url, "SHPALTA_ROOM": "command"}
        asked = subprocess.run(
            [sys.executable, "-c", ASK.format(forms=json.dumps(FORMS))],
            env=os.environ | own | {"DJANGO_SETTINGS_MODULE": "shpalta.site.settings"},
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
            text=True,
        )
    assert "all of it" in asked.stdout, asked.stderr
