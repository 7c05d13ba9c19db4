"""Placements name the hosts that HTML in them may load from, in place of a yes or no."""

import re
from html import unescape

from django.db import migrations, models

_HOST = re.compile(r"(?i)(?:https:)?//([a-z0-9](?:[a-z0-9-]*\.)+[a-z]{2,63})(?![a-z0-9.-])")
"""How hosts were read from each creative until now, when somebody asked for its document."""


def name_hosts(apps, schema_editor):
    """Name what the creatives that are booked in a placement were let load from until now."""
    Placement = apps.get_model("campaigns", "Placement")
    Creative = apps.get_model("campaigns", "Creative")
    own = set(apps.get_model("titles", "Host").objects.values_list("name", flat=True))
    for placement in Placement.objects.filter(allows_third_party=True):
        booked = Creative.objects.filter(
            campaign__placements=placement, form="html", is_third_party=True
        ).order_by("pk")
        found = [host.lower() for one in booked for host in _HOST.findall(unescape(one.html))]
        placement.hosts = [host for host in dict.fromkeys(found) if host not in own]
        placement.save(update_fields=["hosts"])


def allow_all(apps, schema_editor):
    """Let every host in again where one was named."""
    Placement = apps.get_model("campaigns", "Placement")
    Placement.objects.exclude(hosts=[]).update(allows_third_party=True)


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0004_spots'),
    ]

    operations = [
        migrations.AddField(
            model_name='placement',
            name='hosts',
            field=models.JSONField(blank=True, default=list, help_text='Images and scripts of others, inside the frame, by HTTPS: one host a line, such as cdn.example.net, or *.example.net for all under it. Empty: nothing from outside.', verbose_name='hosts that HTML here may load from'),
        ),
        migrations.RunPython(name_hosts, allow_all),
        migrations.RemoveField(
            model_name='placement',
            name='allows_third_party',
        ),
        migrations.AlterField(
            model_name='creative',
            name='is_third_party',
            field=models.BooleanField(default=False, help_text='Only placements that let in all its hosts show such a creative.', verbose_name='loads from outside'),
        ),
    ]
