"""草稿附件: what came with a draft and was not handed in; read within the scope of everything."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0012_superseded_summaries"),
        ("kernel", "0002_now"),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "诉求草稿的附件",
                "ordering": ("id",),
                "indexes": [models.Index(fields=["at"], name="draft_file_since")],
            },
        ),
        migrations.RunSQL(
            "CREATE POLICY seen_within_scope ON concerns_draftfile USING ((SELECT huiqi_sees_all()))",
            "DROP POLICY seen_within_scope ON concerns_draftfile",
        ),
        migrations.RunSQL(
            "ALTER TABLE concerns_draftfile ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
            "ALTER TABLE concerns_draftfile"
            " NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY",
        ),
    ]
