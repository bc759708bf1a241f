"""地址已经不在: one more reason why nothing is pushed to an address any more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0004_pushes_within_scope"),
    ]

    operations = [
        migrations.AlterField(
            model_name="pushaddress",
            name="ending",
            field=models.CharField(
                blank=True,
                choices=[
                    ("owner", "本人停用"),
                    ("link", "由推送里的链接停用"),
                    ("gone", "对方答复已经不在，停止推送"),
                ],
                max_length=10,
                verbose_name="停用缘由",
            ),
        ),
    ]
