"""绩效报告和停办: a report may go without figures; what is withdrawn stands on no desk any more."""

from importlib import import_module

from django.db import migrations

WAS = import_module("huiqi.programmes.migrations.0003_rules").STAGE.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
NOW = WAS.replace("'passed>open')", "'passed>open', 'open>skipped', 'returned>skipped')")


class Migration(migrations.Migration):
    """绩效报告和停办: a field, and the ways of a stage."""

    dependencies = (("programmes", "0004_source_outages"),)
    operations = (migrations.RunSQL(NOW, WAS),)
