from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('video', '0002_plain_address'),
    ]

    operations = [
        migrations.AlterField(
            model_name='video',
            name='credit',
            field=models.CharField(blank=True, help_text='Who made it, as it is printed. A title may demand it.', max_length=300, verbose_name='credit'),
        ),
    ]
