"""What was read is said of each notice, not by a moment: one written meanwhile is never lost."""

from typing import Any

from django.db import migrations, models
from django.db.models import F, Q


def read_before(apps: Any, _schema_editor: Any) -> None:
    notices = apps.get_model("readers", "Notice").objects
    notices.filter(at__lte=F("reader__seen_notices_at")).update(is_read=True)


class Migration(migrations.Migration):
    dependencies = [("readers", "0002_names_apart")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="is_read",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(read_before, migrations.RunPython.noop),
        migrations.RemoveField(model_name="reader", name="seen_notices_at"),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                fields=["reader"], name="notices_unread", condition=Q(is_read=False)
            ),
        ),
    ]
