from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("readers", "0003_notices_read")]

    operations = [
        migrations.AddField(
            model_name="talkrules",
            name="under_taken",
            field=models.CharField(
                choices=[
                    ("own", "the newspaper's own, by these rules"),
                    ("shared", "those of the newspaper it is from, by its rules"),
                    ("none", "none"),
                ],
                default="own",
                help_text=(
                    "Under those of another newspaper that run here on a page of their own."
                ),
                max_length=8,
                verbose_name="comments under shared stories",
            ),
        ),
    ]
