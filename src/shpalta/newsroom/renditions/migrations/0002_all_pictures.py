"""All pictures that are there already are due."""

from typing import Any

from django.db import migrations


def make_due(apps: Any, _editor: Any) -> None:
    """Ask for the files of every picture."""
    pictures = apps.get_model("media", "Picture").objects.order_by("pk")
    preparations = apps.get_model("renditions", "Preparation").objects
    preparations.bulk_create(
        (preparations.model(picture_id=pk) for pk in pictures.values_list("pk", flat=True)),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("renditions", "0001_prints")]

    operations = [migrations.RunPython(make_due, migrations.RunPython.noop)]
