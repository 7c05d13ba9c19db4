"""A title's demand on the credit of videos: at first the same as on that of pictures."""

from django.db import migrations, models


def demand_the_same(apps, schema_editor):
    """Let each title demand of videos what it demands of pictures."""
    PictureRule = apps.get_model("picturedesk", "PictureRule")
    PictureRule.objects.update(missing_video_credit=models.F("missing_credit"))


class Migration(migrations.Migration):

    dependencies = [
        ('picturedesk', '0002_search'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='picturerule',
            options={'ordering': ['title__position'], 'verbose_name': 'demands on pictures and videos', 'verbose_name_plural': 'demands on pictures and videos'},
        ),
        migrations.AddField(
            model_name='picturerule',
            name='missing_video_credit',
            field=models.CharField(choices=[('off', 'nothing'), ('warn', 'a warning'), ('block', 'it is refused')], default='off', max_length=8, verbose_name='when a video has no credit'),
        ),
        migrations.RunPython(demand_the_same, migrations.RunPython.noop),
    ]
