"""服务的一分钟: in which minutes pages were answered, and how many answers failed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_shared_values")]

    operations = [
        migrations.CreateModel(
            name="ServiceMinute",
            fields=[
                (
                    "at",
                    models.DateTimeField(primary_key=True, serialize=False, verbose_name="分钟"),
                ),
                ("answered", models.PositiveIntegerField(verbose_name="应答数")),
                ("failed", models.PositiveIntegerField(verbose_name="失败数")),
            ],
            options={
                "verbose_name": "服务的一分钟",
                "ordering": ("at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("failed__lte", models.F("answered"))),
                        name="service_minute_fails_no_more_than_it_answers",
                        violation_error_message="失败数不能多于应答数",
                    )
                ],
            },
        ),
    ]
