"""The full-text index of stories (SQLite's FTS5); see `shpalta.newsroom.stories.search`."""

from django.db import migrations

TABLE = "stories_search"


def create_table(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    # The text comes folded, so the plainest tokenizer will do; whole rows are matched, so the
    # index needs no positions.
    schema_editor.execute(
        f"CREATE VIRTUAL TABLE {TABLE} USING fts5("
        "text, tokenize='ascii', detail=none, columnsize=0, prefix='2 3')"
    )


def drop_table(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):

    dependencies = [("stories", "0001_initial")]

    operations = [migrations.RunPython(create_table, drop_table)]
