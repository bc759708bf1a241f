"""建表: the tables of this app, with their constraints, indexes and triggers."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from huiqi.kernel.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0001_initial"),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="ApiToken",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("title", models.CharField(max_length=60, verbose_name="用途")),
                    ("prefix", models.CharField(max_length=8, unique=True, verbose_name="前缀")),
                    ("digest", models.CharField(max_length=64, verbose_name="哈希")),
                    (
                        "scopes",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
                                choices=[
                                    ("firm", "读取所代表单位的资料"),
                                    ("tokens", "查看和撤销自己的令牌"),
                                    ("rights", "行使数据权利"),
                                    ("follow", "关注政策和保存查询"),
                                    ("policies", "起草和复核本单位的政策规则"),
                                    ("sandbox", "在全市名册上推演本单位的政策"),
                                    ("payments", "查看拨付、送银行和对账"),
                                    ("accounts", "录入、停用和核验收款账户"),
                                    ("books", "办理账本：预算单和审计抽样"),
                                    ("notices", "起草、发布公示和答复异议"),
                                    ("rosters", "生成和查看本单位主管项目的企业名单"),
                                    ("applications", "填写和提交所代表单位的申报"),
                                ],
                                max_length=20,
                            ),
                            size=None,
                            verbose_name="权限范围",
                        ),
                    ),
                    ("created_at", models.DateTimeField(verbose_name="生成时间")),
                    ("expires_at", models.DateTimeField(verbose_name="到期时间（不含）")),
                    (
                        "last_used_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="最近使用时间"),
                    ),
                    (
                        "revoked_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="撤销时间"),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="api_tokens",
                            to="parties.organization",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="api_tokens",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "接口令牌",
                    "ordering": ("-id",),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "scopes__contained_by",
                                    [
                                        "firm",
                                        "tokens",
                                        "rights",
                                        "follow",
                                        "policies",
                                        "sandbox",
                                        "payments",
                                        "accounts",
                                        "books",
                                        "notices",
                                        "rosters",
                                        "applications",
                                    ],
                                ),
                                ("scopes__len__gt", 0),
                            ),
                            name="api_token_opens_what_there_is",
                            violation_error_message="请至少选择一项令牌的权限范围",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("expires_at__gt", models.F("created_at"))),
                            name="api_token_expires_after_it_is_made",
                            violation_error_message="令牌的到期时间必须晚于生成时间",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("revoked_at__isnull", True),
                                ("revoked_at__gte", models.F("created_at")),
                                _connector="OR",
                            ),
                            name="api_token_is_revoked_after_it_is_made",
                            violation_error_message="令牌的撤销时间不能早于生成时间",
                        ),
                    ],
                },
            ),
        )
    ]
