from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_kept_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="blob",
            name="scanned_by",
            field=models.CharField(
                blank=True, db_default="", max_length=200, verbose_name="由谁查杀"
            ),
        ),
    ]
