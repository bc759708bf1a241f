"""消息语言: in which language each message was told, and in which each person wants to be told."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]


class Migration(migrations.Migration):
    """消息语言: what was told so far was told in the city's own."""

    dependencies = (("inbox", "0003_desk_views"),)
    operations = (
        migrations.AddField(
            model_name="message",
            name="language",
            field=models.CharField(
                choices=LANGUAGES, default="zh-hans", max_length=10, verbose_name="语言"
            ),
        ),
        migrations.CreateModel(
            name="MessageLanguage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(choices=LANGUAGES, max_length=10, verbose_name="语言"),
                ),
                ("changed_at", models.DateTimeField(verbose_name="设置时间")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="message_language",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "消息语言", "ordering": ("person_id",)},
        ),
    )
