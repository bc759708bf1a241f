"""建表: the tables of this app, with their constraints, indexes and triggers."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import huiqi.kernel.append_only
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from huiqi.kernel.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="Person",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("password", models.CharField(max_length=128, verbose_name="password")),
                    (
                        "last_login",
                        models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                    ),
                    (
                        "username",
                        models.CharField(max_length=60, unique=True, verbose_name="用户名"),
                    ),
                    ("name", models.CharField(max_length=60, verbose_name="姓名")),
                    (
                        "email",
                        models.EmailField(blank=True, max_length=254, verbose_name="电子邮箱"),
                    ),
                    ("is_active", models.BooleanField(default=True, verbose_name="可以登录")),
                ],
                options={
                    "verbose_name": "人员",
                },
            ),
            migrations.CreateModel(
                name="Subject",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("created_at", models.DateTimeField(verbose_name="建档时间")),
                    (
                        "merged_into",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="taken_over",
                            to="parties.subject",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "主体",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("merged_into__isnull", True),
                                models.Q(("merged_into", models.F("id")), _negated=True),
                                _connector="OR",
                            ),
                            name="subject_is_not_merged_into_itself",
                            violation_error_message="主体不能并入自己",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Organization",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=120, verbose_name="名称")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("enterprise", "企业"),
                                ("sole_trader", "个体工商户"),
                                ("maker_team", "创客团队"),
                                ("institute", "科研机构"),
                                ("university", "高等院校"),
                                ("association", "行业协会"),
                                ("department", "主管部门"),
                                ("district_office", "区级部门"),
                                ("other", "其他"),
                            ],
                            max_length=20,
                            verbose_name="性质",
                        ),
                    ),
                    (
                        "credit_code",
                        models.CharField(
                            blank=True,
                            max_length=18,
                            null=True,
                            validators=[
                                django.core.validators.RegexValidator(
                                    "^[0-9A-HJ-NP-RT-UW-Y]{18}$",
                                    "统一社会信用代码应为 18 位数字或大写字母",
                                )
                            ],
                            verbose_name="统一社会信用代码",
                        ),
                    ),
                    ("district", models.CharField(blank=True, max_length=6, verbose_name="行政区")),
                    ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                    (
                        "registered_on",
                        models.DateField(blank=True, null=True, verbose_name="成立日期"),
                    ),
                    (
                        "closed_until",
                        models.DateField(
                            blank=True, null=True, verbose_name="注销日期（不含当日起）"
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="organizations",
                            to="parties.subject",
                            verbose_name="主体",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "单位",
                    "ordering": ("name", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("credit_code",),
                            name="organization_has_its_own_credit_code",
                            violation_error_message="这个统一社会信用代码已经登记在另一家单位名下",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("credit_code__isnull", True),
                                ("credit_code__regex", "^[0-9A-HJ-NP-RT-UW-Y]{18}$"),
                                _connector="OR",
                            ),
                            name="organization_credit_code_is_well_formed",
                            violation_error_message="统一社会信用代码应为 18 位数字或大写字母",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("district", ""),
                                ("district__regex", "^[1-9][0-9]{5}$"),
                                _connector="OR",
                            ),
                            name="organization_district_is_a_code",
                            violation_error_message="行政区应为 6 位区划代码",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind", "district_office"), _negated=True),
                                models.Q(("district", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="district_office_has_a_district",
                            violation_error_message="区级部门必须写明所在行政区",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("closed_until__isnull", True),
                                ("registered_on__isnull", True),
                                ("closed_until__gt", models.F("registered_on")),
                                _connector="OR",
                            ),
                            name="organization_closes_after_it_opens",
                            violation_error_message="注销日期不能早于成立日期",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="BankAccount",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("holder", models.CharField(max_length=120, verbose_name="户名")),
                    ("bank", models.CharField(max_length=120, verbose_name="开户银行")),
                    (
                        "branch_code",
                        models.CharField(
                            blank=True, db_default="", max_length=12, verbose_name="联行号"
                        ),
                    ),
                    ("number", models.CharField(max_length=40, verbose_name="账号")),
                    ("entered_at", models.DateTimeField(verbose_name="录入时间")),
                    (
                        "verified_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="核验时间"),
                    ),
                    (
                        "closed_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="停用时间"),
                    ),
                    (
                        "closed_why",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("declined", "核验未通过"),
                                ("stopped", "停止使用"),
                                ("replaced", "由新账户接替"),
                                ("lapsed", "单位变更登记或注销"),
                            ],
                            db_default="",
                            max_length=10,
                            verbose_name="停用原因",
                        ),
                    ),
                    (
                        "entered_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "replaces",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="replaced_by",
                            to="parties.bankaccount",
                            verbose_name="接替的账户",
                        ),
                    ),
                    (
                        "verified_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="bank_accounts",
                            to="parties.organization",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "收款账户",
                    "ordering": ("organization_id", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("closed_at__isnull", True)),
                            fields=("number",),
                            name="bank_account_belongs_to_one_organization",
                            violation_error_message="这个账号已登记在某个单位名下",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("number__regex", "^[0-9]{8,32}$")),
                            name="bank_account_number_is_digits",
                            violation_error_message="银行账号应为 8 至 32 位数字",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("branch_code", ""),
                                ("branch_code__regex", "^[0-9]{12}$"),
                                _connector="OR",
                            ),
                            name="bank_account_branch_is_twelve_digits",
                            violation_error_message="联行号应为 12 位数字",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("verified_at__isnull", True), ("verified_by__isnull", True)
                                ),
                                models.Q(
                                    ("verified_at__isnull", False), ("verified_by__isnull", False)
                                ),
                                _connector="OR",
                            ),
                            name="bank_account_is_verified_by_somebody",
                            violation_error_message="账户核验要有核验人和时间",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("verified_by__isnull", True),
                                ("entered_by__isnull", True),
                                models.Q(("verified_by", models.F("entered_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="bank_account_is_verified_by_another",
                            violation_error_message="录入账户的人不能自己核验",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("closed_at__isnull", True), ("closed_why", "")),
                                models.Q(
                                    ("closed_at__isnull", False),
                                    models.Q(("closed_why", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="bank_account_says_why_it_is_closed",
                            violation_error_message="停用的账户要写明原因",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("closed_why", "declined"), _negated=True),
                                ("verified_at__isnull", True),
                                _connector="OR",
                            ),
                            name="bank_account_declined_was_not_verified",
                            violation_error_message="已经核验的账户不能再定为核验未通过；不再使用请停用",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Fact",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("key", models.CharField(max_length=60, verbose_name="事实")),
                    ("value", models.JSONField(null=True, verbose_name="值")),
                    ("as_of", models.DateField(verbose_name="截至日期")),
                    (
                        "period",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="会计年度"
                        ),
                    ),
                    (
                        "source",
                        models.CharField(
                            choices=[
                                ("registry", "市场监管登记"),
                                ("tax", "税务"),
                                ("social_insurance", "社保"),
                                ("statistics", "统计"),
                                ("bank", "银行"),
                                ("guarantor", "担保机构"),
                                ("department", "主管部门认定"),
                                ("audit", "专项审计"),
                                ("ledger", "资金拨付台账"),
                                ("self_declared", "企业自报"),
                            ],
                            max_length=20,
                            verbose_name="来源",
                        ),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                    ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="facts",
                            to="parties.subject",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "事实",
                    "ordering": ("subject_id", "key", "id"),
                    "indexes": [
                        models.Index(
                            fields=["subject", "key", "-recorded_at"], name="fact_of_subject"
                        )
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("key__regex", "^[a-z][a-z0-9_]*$")),
                            name="fact_key_is_a_registered_name",
                            violation_error_message="事实的键应为小写英文名称",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("period__isnull", True),
                                models.Q(("period__gte", 1949), ("period__lte", 2200)),
                                _connector="OR",
                            ),
                            name="fact_period_is_a_year",
                            violation_error_message="会计年度应为四位年份",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="FactCorrection",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("proposed", models.JSONField(blank=True, null=True, verbose_name="应为")),
                    ("reason", models.TextField(verbose_name="理由")),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("open", "待处理"),
                                ("accepted", "已更正"),
                                ("declined", "未采纳"),
                                ("withdrawn", "已撤回"),
                            ],
                            default="open",
                            editable=False,
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    ("answer", models.TextField(blank=True, verbose_name="答复")),
                    ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                    ("due_on", models.DateField(verbose_name="应答复日期")),
                    (
                        "due_is_provisional",
                        models.BooleanField(default=False, verbose_name="答复日期暂定"),
                    ),
                    (
                        "decided_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="答复时间"),
                    ),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "fact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="corrections",
                            to="parties.fact",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "更正申请",
                    "ordering": ("-asked_at", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("status", "open")),
                            fields=("fact",),
                            name="fact_has_one_open_correction",
                            violation_error_message="这项事实已有一个更正申请在处理",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("decided_at__isnull", True), ("status", "open")),
                                models.Q(
                                    models.Q(("status", "open"), _negated=True),
                                    ("decided_at__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="correction_is_decided_at_a_moment",
                            violation_error_message="已答复的更正申请要有答复时间",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("status", "declined"), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="declined_correction_says_why",
                            violation_error_message="不采纳更正必须说明理由",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Membership",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("owner", "企业负责人"),
                                ("finance", "企业财务"),
                                ("staff", "企业经办"),
                                ("provider_staff", "服务机构经办"),
                                ("bank_staff", "银行经办"),
                                ("district_officer", "区级经办"),
                                ("bureau_officer", "市级经办"),
                                ("section_chief", "处室负责人"),
                                ("finance_officer", "资金经办"),
                                ("commissioner", "首席企业服务专员"),
                                ("supervisor", "督办员"),
                                ("expert", "评审专家"),
                                ("auditor", "审计人员"),
                                ("system_admin", "系统管理员"),
                                ("security_admin", "安全管理员"),
                                ("audit_admin", "审计管理员"),
                            ],
                            max_length=20,
                            verbose_name="岗位",
                        ),
                    ),
                    ("since", models.DateTimeField(verbose_name="自")),
                    (
                        "until",
                        models.DateTimeField(blank=True, null=True, verbose_name="至（不含）"),
                    ),
                    (
                        "granted_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="memberships",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="memberships",
                            to="parties.organization",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "任职",
                    "ordering": ("person_id", "organization_id", "role"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("until__isnull", True)),
                            fields=("person", "organization", "role"),
                            name="membership_is_held_once",
                            violation_error_message="此人在这个单位已有这个岗位",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(
                                ("role__in", ["system_admin", "security_admin", "audit_admin"]),
                                ("until__isnull", True),
                            ),
                            fields=("person",),
                            name="administrators_are_three_people",
                            violation_error_message="系统、安全、审计三种管理员不能由同一人兼任",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until__isnull", True),
                                ("until__gt", models.F("since")),
                                _connector="OR",
                            ),
                            name="membership_ends_after_it_begins",
                            violation_error_message="任职的止日必须晚于起日",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Mandate",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "powers",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
                                choices=[("view", "查看"), ("edit", "填写和修改草稿")],
                                max_length=10,
                            ),
                            size=None,
                            verbose_name="权限",
                        ),
                    ),
                    ("granted_at", models.DateTimeField(verbose_name="授权时间")),
                    ("expires_at", models.DateTimeField(verbose_name="到期时间（不含）")),
                    (
                        "revoked_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="撤销时间"),
                    ),
                    (
                        "agent",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="mandates",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "granted_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "revoked_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="mandates",
                            to="parties.organization",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "代办授权",
                    "ordering": ("organization_id", "-granted_at"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("revoked_at__isnull", True)),
                            fields=("organization", "agent"),
                            name="mandate_is_granted_once",
                            violation_error_message="此人已有这个单位的代办授权",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("powers__contained_by", ["view", "edit"]), ("powers__len__gt", 0)
                            ),
                            name="mandate_never_includes_handing_in",
                            violation_error_message="代办人只能查看和填写，不能代为提交",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("agent", models.F("granted_by")), _negated=True),
                            name="mandate_is_granted_by_another",
                            violation_error_message="不能给自己授权",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("expires_at__gt", models.F("granted_at"))),
                            name="mandate_ends_after_it_begins",
                            violation_error_message="授权的到期时间必须晚于授权时间",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="OrganizationPart",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "part",
                        models.CharField(
                            choices=[
                                ("applicant", "申报单位"),
                                ("provider", "服务机构"),
                                ("bank", "合作银行"),
                                ("guarantor", "担保机构"),
                                ("instrument_holder", "仪器管理单位"),
                                ("landlord", "产业用房运营单位"),
                                ("authority", "主管机关"),
                            ],
                            max_length=20,
                            verbose_name="身份",
                        ),
                    ),
                    ("since", models.DateField(verbose_name="自")),
                    ("until", models.DateField(blank=True, null=True, verbose_name="至（不含）")),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="parts",
                            to="parties.organization",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "参与身份",
                    "ordering": ("organization_id", "part", "since"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("until__isnull", True)),
                            fields=("organization", "part"),
                            name="organization_holds_a_part_once",
                            violation_error_message="这个单位已经有此身份",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until__isnull", True),
                                ("until__gt", models.F("since")),
                                _connector="OR",
                            ),
                            name="organization_part_ends_after_it_begins",
                            violation_error_message="身份的止日必须晚于起日",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Relation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "tie",
                        models.CharField(
                            choices=[
                                ("shareholder", "股东"),
                                ("legal_representative", "法定代表人"),
                                ("employer", "任职单位"),
                                ("controller", "实际控制人"),
                            ],
                            max_length=24,
                            verbose_name="关系",
                        ),
                    ),
                    ("holder_name", models.CharField(max_length=120, verbose_name="对方名称")),
                    (
                        "share",
                        models.BigIntegerField(
                            blank=True, null=True, verbose_name="份额（十亿分之一）"
                        ),
                    ),
                    ("since", models.DateField(blank=True, null=True, verbose_name="自")),
                    ("until", models.DateField(blank=True, null=True, verbose_name="至（不含）")),
                    (
                        "holder",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="holdings",
                            to="parties.organization",
                        ),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="relations",
                            to="parties.organization",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "关系",
                    "ordering": ("organization_id", "tie", "id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("share__isnull", True),
                                models.Q(("share__gt", 0), ("share__lte", 1000000000)),
                                _connector="OR",
                            ),
                            name="relation_share_is_a_part_of_the_whole",
                            violation_error_message="份额应大于零、不超过百分之百",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("share__isnull", True),
                                ("tie__in", ["shareholder", "controller"]),
                                _connector="OR",
                            ),
                            name="relation_share_is_of_owners",
                            violation_error_message="只有股东和实际控制人有份额",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until__isnull", True),
                                ("since__isnull", True),
                                ("until__gt", models.F("since")),
                                _connector="OR",
                            ),
                            name="relation_ends_after_it_begins",
                            violation_error_message="关系的止日必须晚于起日",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Consent",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "use",
                        models.CharField(
                            choices=[
                                ("matching", "政策匹配和主动推送"),
                                ("banks", "提供给合作银行"),
                                ("providers", "提供给服务机构"),
                                ("research", "统计和政策研究"),
                            ],
                            max_length=60,
                            verbose_name="用途",
                        ),
                    ),
                    ("given_at", models.DateTimeField(verbose_name="同意时间")),
                    (
                        "withdrawn_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="撤回时间"),
                    ),
                    (
                        "given_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="consents",
                            to="parties.subject",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "同意",
                    "ordering": ("subject_id", "use", "-given_at"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("withdrawn_at__isnull", True)),
                            fields=("subject", "use"),
                            name="consent_is_given_once",
                            violation_error_message="已经同意过这一用途",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("withdrawn_at__isnull", True),
                                ("withdrawn_at__gt", models.F("given_at")),
                                _connector="OR",
                            ),
                            name="consent_is_withdrawn_after_it_is_given",
                            violation_error_message="撤回时间必须晚于同意时间",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="BankAccountStep",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "deed",
                        models.CharField(
                            choices=[
                                ("entered", "录入"),
                                ("verified", "核验通过"),
                                ("declined", "核验未通过"),
                                ("stopped", "停止使用"),
                                ("replaced", "由新账户接替"),
                                ("lapsed", "单位变更登记或注销"),
                            ],
                            max_length=10,
                            verbose_name="经过",
                        ),
                    ),
                    (
                        "proof",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("test_payment", "打款验证"),
                                ("bank_letter", "银行出具的账户证明"),
                                ("basic_register", "基本存款账户信息核对"),
                            ],
                            max_length=16,
                            verbose_name="核验方式",
                        ),
                    ),
                    ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="steps",
                            to="parties.bankaccount",
                            verbose_name="收款账户",
                        ),
                    ),
                    (
                        "by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="经办人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "账户的经过",
                    "ordering": ("account_id", "id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("deed", "verified"),
                                    models.Q(("proof", ""), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                ),
                                models.Q(
                                    models.Q(("deed", "verified"), _negated=True), ("proof", "")
                                ),
                                _connector="OR",
                            ),
                            name="account_step_says_how_it_was_verified",
                            violation_error_message="核验通过要写明核验方式和凭据",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("deed", "declined"), _negated=True),
                                models.Q(("note", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="account_step_says_why_it_was_declined",
                            violation_error_message="核验未通过要写明理由",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="bankaccountstep",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="1a3fae59fc809bba9daebac0f6402c3cd04a1b5f",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_ddf71",
                        table="parties_bankaccountstep",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="bankaccountstep",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="de7b044d7c30a5f735407f1ce8ff51eeb3bedc0f",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_07f52",
                        table="parties_bankaccountstep",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="fact",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="e3f31510db3a41ae398849b878c590a9d2c0ee8c",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_00606",
                        table="parties_fact",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="fact",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="77268c8ee067669d058b1f9595cabc69bacb14ea",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_7caaf",
                        table="parties_fact",
                        when="BEFORE",
                    ),
                ),
            ),
        )
    ]
