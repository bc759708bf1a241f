"""诉求的权限范围: a token may be let hand in concerns; the rule of scopes in other words."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0001_initial"),
        ("parties", "0008_account_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="apitoken",
            name="api_token_opens_what_there_is",
        ),
        migrations.AlterField(
            model_name="apitoken",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
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
                        ("concerns", "提诉求和查进展"),
                    ],
                    max_length=20,
                ),
                size=None,
                verbose_name="权限范围",
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
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
                            "concerns",
                        ],
                    ),
                    ("scopes__len__gt", 0),
                ),
                name="api_token_opens_what_there_is",
                violation_error_message="请至少选择一项令牌的权限范围",
            ),
        ),
    ]
