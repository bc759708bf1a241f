"""推送: addresses outside the city, what goes there, and what became of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0002_row_level_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PushAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "service",
                    models.CharField(
                        choices=[
                            ("wecom", "企业微信群机器人"),
                            ("dingtalk", "钉钉群机器人"),
                            ("feishu", "飞书群机器人"),
                            ("sms", "手机短信"),
                        ],
                        max_length=10,
                        verbose_name="推送方式",
                    ),
                ),
                ("label", models.CharField(max_length=20, verbose_name="名称")),
                ("sealed", models.BinaryField(blank=True, verbose_name="密封的地址")),
                ("digest", models.CharField(max_length=64, verbose_name="指纹")),
                ("hint", models.CharField(max_length=20, verbose_name="尾号")),
                ("is_simulated", models.BooleanField(default=False, verbose_name="模拟的")),
                ("code", models.CharField(blank=True, max_length=64, verbose_name="验证码的指纹")),
                (
                    "code_until",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="验证码有效到（不含）"
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="试过几次")),
                ("created_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "verified_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="验证时间"),
                ),
                (
                    "failed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="最近一次没有送达"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("owner", "本人停用"),
                            ("link", "由推送里的链接停用"),
                        ],
                        max_length=10,
                        verbose_name="停用缘由",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="push_addresses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "推送地址",
                "ordering": ("person_id", "created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Push",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pace",
                    models.CharField(
                        choices=[("now", "及时"), ("daily", "每天早上汇总"), ("never", "不推送")],
                        max_length=10,
                        verbose_name="推送时机",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="可推送的时间")),
                ("queued", models.BooleanField(default=False, verbose_name="已交发件箱")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="送出时间")),
                ("failed_at", models.DateTimeField(blank=True, null=True, verbose_name="放弃时间")),
                (
                    "dropped_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="不再要的时间"),
                ),
                ("is_simulated", models.BooleanField(default=False, verbose_name="模拟的")),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pushes",
                        to="inbox.message",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "address",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pushes",
                        to="inbox.pushaddress",
                    ),
                ),
            ],
            options={
                "verbose_name": "推送",
                "ordering": ("-due_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="PushChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("decision", "决定和结果"),
                            ("supplement", "补正通知"),
                            ("security", "账号和数据安全"),
                            ("deadline", "期限提醒"),
                            ("progress", "办理进度"),
                            ("policy", "与你有关的新政策"),
                            ("survey", "满意度回访"),
                        ],
                        max_length=20,
                        verbose_name="种类",
                    ),
                ),
                (
                    "pace",
                    models.CharField(
                        choices=[("now", "及时"), ("daily", "每天早上汇总"), ("never", "不推送")],
                        max_length=10,
                        verbose_name="推送时机",
                    ),
                ),
                ("changed_at", models.DateTimeField(verbose_name="设置时间")),
                (
                    "address",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choices",
                        to="inbox.pushaddress",
                    ),
                ),
            ],
            options={
                "verbose_name": "推送偏好",
                "ordering": ("address_id", "kind"),
            },
        ),
        migrations.CreateModel(
            name="SimulatedDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200, verbose_name="唯一键")),
                ("text", models.TextField(verbose_name="内容")),
                ("is_code", models.BooleanField(default=False, verbose_name="是验证码")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "address",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="simulated",
                        to="inbox.pushaddress",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "模拟送达",
                "ordering": ("-at", "-id"),
            },
        ),
        migrations.AddConstraint(
            model_name="pushaddress",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("person", "digest"),
                name="push_address_is_registered_once",
                violation_error_message="这个推送地址你已经登记过",
            ),
        ),
        migrations.AddConstraint(
            model_name="pushaddress",
            constraint=models.CheckConstraint(
                condition=models.Q(("label", ""), _negated=True),
                name="push_address_has_a_name",
                violation_error_message="推送地址要有名称，例如「财务群」",
            ),
        ),
        migrations.AddConstraint(
            model_name="pushaddress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ending", "")),
                    models.Q(
                        ("code", ""),
                        ("ended_at__isnull", False),
                        ("sealed", b""),
                        models.Q(("ending", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="push_address_ended_keeps_no_secret",
                violation_error_message="停用的推送地址不留密钥和号码，并写明缘由",
            ),
        ),
        migrations.AddConstraint(
            model_name="pushaddress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", ""), ("code_until__isnull", True)),
                    models.Q(models.Q(("code", ""), _negated=True), ("code_until__isnull", False)),
                    _connector="OR",
                ),
                name="push_code_has_an_end",
                violation_error_message="验证码要有有效期",
            ),
        ),
        migrations.AddConstraint(
            model_name="pushaddress",
            constraint=models.CheckConstraint(
                condition=models.Q(("tries__lte", 5)),
                name="push_code_is_tried_a_few_times",
                violation_error_message="同一个验证码最多试 5 次",
            ),
        ),
        migrations.AddIndex(
            model_name="push",
            index=models.Index(
                condition=models.Q(("queued", False)),
                fields=["due_at"],
                name="push_waiting_for_outbox",
            ),
        ),
        migrations.AddIndex(
            model_name="push",
            index=models.Index(fields=["person", "-due_at"], name="push_of_person"),
        ),
        migrations.AddConstraint(
            model_name="push",
            constraint=models.UniqueConstraint(
                fields=("address", "message"),
                name="push_reaches_an_address_once",
                violation_error_message="这条消息已经推送到这个地址",
            ),
        ),
        migrations.AddConstraint(
            model_name="push",
            constraint=models.CheckConstraint(
                condition=models.Q(("pace", "never"), _negated=True),
                name="push_is_wanted",
                violation_error_message="不推送的消息没有推送",
            ),
        ),
        migrations.AddConstraint(
            model_name="push",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sent_at__isnull", True),
                    models.Q(("dropped_at__isnull", True), ("failed_at__isnull", True)),
                    _connector="OR",
                ),
                name="push_ends_one_way",
                violation_error_message="一次推送只有一个结果",
            ),
        ),
        migrations.AddConstraint(
            model_name="push",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("queued", True),
                    models.Q(("failed_at__isnull", True), ("sent_at__isnull", True)),
                    _connector="OR",
                ),
                name="push_leaves_by_the_outbox",
                violation_error_message="推送只经发件箱送出",
            ),
        ),
        migrations.AddConstraint(
            model_name="pushchoice",
            constraint=models.UniqueConstraint(
                fields=("address", "kind"),
                name="push_choice_is_one_a_kind",
                violation_error_message="每种消息到一个地址只有一个推送时机",
            ),
        ),
        migrations.AddConstraint(
            model_name="pushchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pace", "daily"), _negated=True),
                    models.Q(("kind__in", ["decision", "supplement", "security"]), _negated=True),
                    _connector="OR",
                ),
                name="statutory_notice_is_not_put_off",
                violation_error_message="法定通知不汇总：要么及时推送，要么不推送",
            ),
        ),
        migrations.AddIndex(
            model_name="simulateddelivery",
            index=models.Index(fields=["person", "-at"], name="simulated_of_person"),
        ),
        migrations.AddConstraint(
            model_name="simulateddelivery",
            constraint=models.UniqueConstraint(
                fields=("key",),
                name="simulated_delivery_is_kept_once",
                violation_error_message="这次模拟送达已经记下",
            ),
        ),
    ]
