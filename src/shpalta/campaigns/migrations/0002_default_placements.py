"""Give the titles that there are the placements that new ones begin with."""

from django.db import migrations

from shpalta.campaigns.defaults import DEFAULTS


def add_placements(apps, _schema_editor):
    Title = apps.get_model("titles", "Title")
    Placement = apps.get_model("campaigns", "Placement")
    Placement.objects.bulk_create(
        Placement(title=title, code=code, position=place, **fields)
        for title in Title.objects.all()
        for place, (code, fields) in enumerate(DEFAULTS)
    )


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]
    operations = [migrations.RunPython(add_placements, migrations.RunPython.noop)]
