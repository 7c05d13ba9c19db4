"""The index of pictures (SQLite's FTS5, PostgreSQL's tsvector); see `picturedesk.search`."""

from django.db import migrations

TABLE = "picturedesk_search"


def create_table(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        # The text comes folded; whole rows are matched, so the index needs no positions.
        schema_editor.execute(
            f"CREATE VIRTUAL TABLE {TABLE} USING fts5("
            "text, tokenize='ascii', detail=none, columnsize=0, prefix='2 3')"
        )
    else:
        schema_editor.execute(f"CREATE TABLE {TABLE} (rowid bigint PRIMARY KEY, text tsvector NOT NULL)")
        schema_editor.execute(f"CREATE INDEX {TABLE}_text ON {TABLE} USING gin (text)")


def drop_table(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {TABLE}")


def index_all(apps, schema_editor):
    """Index what an older installation has: words alone, until each is saved or the index made anew."""
    from shpalta.newsroom.picturedesk.search import index_texts
    from shpalta.core.folding import words_of

    pictures = apps.get_model("media", "Picture").objects.values_list(
        "pk", "title", "caption", "credit"
    )
    index_texts((pk, " ".join(words_of(" ".join(said)))) for pk, *said in pictures.iterator())


class Migration(migrations.Migration):

    dependencies = [("picturedesk", "0001_rules"), ("media", "0005_end_told")]

    operations = [
        migrations.RunPython(create_table, drop_table),
        migrations.RunPython(index_all, migrations.RunPython.noop),
    ]
