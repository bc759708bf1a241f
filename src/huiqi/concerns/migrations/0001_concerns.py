"""建表: the tables of this app, with their constraints, indexes and triggers."""

import django.db.models.deletion
import huiqi.kernel.append_only
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from huiqi.kernel.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0002_now"),
        ("parties", "0008_account_rules"),
        ("parties", "__first__"),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="CommonProblem",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=20, unique=True, verbose_name="编号")),
                    ("title", models.CharField(max_length=80, verbose_name="名称")),
                    ("summary", models.TextField(max_length=2000, verbose_name="说明")),
                    ("due_on", models.DateField(verbose_name="计划解决的日期")),
                    ("opened_at", models.DateTimeField(verbose_name="立项时间")),
                    (
                        "settled_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="解决时间"),
                    ),
                    (
                        "settled_how",
                        models.TextField(blank=True, max_length=2000, verbose_name="怎么解决的"),
                    ),
                    (
                        "opened_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="牵头单位",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "共性问题",
                    "ordering": ("-opened_at", "-id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("title", ""), _negated=True),
                                models.Q(("summary", ""), _negated=True),
                            ),
                            name="common_problem_says_what_it_is",
                            violation_error_message="写明共性问题的名称和说明",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("settled_at__isnull", True), ("settled_how", "")),
                                models.Q(
                                    ("settled_at__isnull", False),
                                    models.Q(("settled_how", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="settled_common_problem_says_how",
                            violation_error_message="解决了的共性问题要写明怎么解决的",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Concern",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=20, unique=True, verbose_name="编号")),
                    (
                        "channel",
                        models.CharField(
                            choices=[
                                ("web", "网页"),
                                ("counter", "窗口代填"),
                                ("commissioner", "专员代填"),
                                ("hotline", "12345 热线"),
                                ("api", "接口"),
                            ],
                            max_length=15,
                            verbose_name="渠道",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("consultation", "咨询"),
                                ("help", "求助"),
                                ("complaint", "投诉"),
                                ("report", "举报"),
                                ("suggestion", "建议"),
                            ],
                            max_length=15,
                            verbose_name="种类",
                        ),
                    ),
                    ("title", models.CharField(max_length=60, verbose_name="标题")),
                    ("text", models.TextField(max_length=5000, verbose_name="内容")),
                    (
                        "confidentiality",
                        models.CharField(
                            choices=[("ordinary", "一般"), ("close", "保密，只给承办的人看")],
                            default="ordinary",
                            max_length=10,
                            verbose_name="保密",
                        ),
                    ),
                    ("district", models.CharField(blank=True, max_length=6, verbose_name="行政区")),
                    ("is_behalf", models.BooleanField(default=False, verbose_name="代填")),
                    (
                        "contact_name",
                        models.CharField(blank=True, max_length=40, verbose_name="联系人"),
                    ),
                    (
                        "contact_phone",
                        models.CharField(blank=True, max_length=20, verbose_name="联系电话"),
                    ),
                    (
                        "contact_email",
                        models.EmailField(blank=True, max_length=254, verbose_name="联系邮箱"),
                    ),
                    (
                        "contact_checked_at",
                        models.DateTimeField(
                            blank=True, null=True, verbose_name="联系方式核实时间"
                        ),
                    ),
                    (
                        "key",
                        models.CharField(
                            blank=True, max_length=80, null=True, verbose_name="提交凭据"
                        ),
                    ),
                    ("fingerprint", models.CharField(max_length=64, verbose_name="内容指纹")),
                    ("item", models.CharField(blank=True, max_length=6, verbose_name="事项")),
                    (
                        "suggested",
                        models.JSONField(blank=True, default=list, verbose_name="系统的建议"),
                    ),
                    (
                        "service",
                        models.CharField(
                            choices=[
                                ("consultation", "政策咨询"),
                                ("ordinary", "一般事项"),
                                ("complex", "复杂事项"),
                            ],
                            default="ordinary",
                            max_length=15,
                            verbose_name="办理类别",
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("submitted", "待分派"),
                                ("dispatched", "待签收"),
                                ("objected", "有异议，待裁定"),
                                ("working", "办理中"),
                                ("waiting", "待企业补充"),
                                ("replied", "已答复，待企业确认"),
                                ("promised", "承诺期内"),
                                ("common", "转为共性问题"),
                                ("ended", "已办结"),
                                ("refused", "不受理"),
                                ("withdrawn", "已撤回"),
                                ("filed", "已归档"),
                            ],
                            default="submitted",
                            editable=False,
                            max_length=12,
                            verbose_name="状态",
                        ),
                    ),
                    (
                        "level",
                        models.PositiveSmallIntegerField(
                            choices=[(0, "经办"), (1, "处室负责人"), (2, "专班"), (3, "领导小组")],
                            default=0,
                            verbose_name="提级",
                        ),
                    ),
                    ("is_final", models.BooleanField(default=False, verbose_name="分派不再改变")),
                    ("submitted_at", models.DateTimeField(verbose_name="提交时间")),
                    ("counts_from", models.DateTimeField(verbose_name="时限起算")),
                    ("ladder_from", models.DateTimeField(verbose_name="阶梯起算")),
                    (
                        "step_due_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="这一步的期限"),
                    ),
                    ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="期限")),
                    (
                        "due_is_provisional",
                        models.BooleanField(default=False, verbose_name="期限暂定"),
                    ),
                    (
                        "first_due_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="首次答复期限"),
                    ),
                    (
                        "last_due_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="最后答复期限"),
                    ),
                    (
                        "rung",
                        models.PositiveSmallIntegerField(default=0, verbose_name="已走的阶梯"),
                    ),
                    (
                        "next_rung_at",
                        models.DateTimeField(
                            blank=True, null=True, verbose_name="下一级阶梯的时间"
                        ),
                    ),
                    (
                        "overdue_told_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="提醒超期的时间"),
                    ),
                    (
                        "signed_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="签收时间"),
                    ),
                    (
                        "first_replied_at",
                        models.DateTimeField(
                            blank=True, null=True, verbose_name="首次实质答复时间"
                        ),
                    ),
                    (
                        "replied_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="最后答复时间"),
                    ),
                    (
                        "redone_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="重办时间"),
                    ),
                    (
                        "reopened_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="重新打开的时间"),
                    ),
                    (
                        "ended_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="办结时间"),
                    ),
                    (
                        "offered",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("solved", "已解决"),
                                ("partly", "部分解决"),
                                ("explained", "解释说明"),
                                ("no_basis", "无政策依据"),
                                ("unreachable", "联系不上"),
                                ("withdrawn", "撤回"),
                                ("promised", "承诺期内"),
                                ("unconfirmed", "企业未确认"),
                            ],
                            max_length=12,
                            verbose_name="答复的结果",
                        ),
                    ),
                    (
                        "resolution",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("solved", "已解决"),
                                ("partly", "部分解决"),
                                ("explained", "解释说明"),
                                ("no_basis", "无政策依据"),
                                ("unreachable", "联系不上"),
                                ("withdrawn", "撤回"),
                                ("promised", "承诺期内"),
                                ("unconfirmed", "企业未确认"),
                            ],
                            max_length=12,
                            verbose_name="办理结果",
                        ),
                    ),
                    ("is_confirmed", models.BooleanField(default=False, verbose_name="企业确认过")),
                    (
                        "barred",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="回避的人",
                        ),
                    ),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="分派人",
                        ),
                    ),
                    (
                        "desk",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="受理单位",
                        ),
                    ),
                    (
                        "filed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "lead",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="主办单位",
                        ),
                    ),
                    (
                        "officer",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="经办人",
                        ),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                        ),
                    ),
                    (
                        "problem",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="concerns",
                            to="concerns.commonproblem",
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="concerns",
                            to="parties.subject",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="现在由谁办",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "诉求",
                    "ordering": ("-submitted_at", "-id"),
                    "indexes": [
                        models.Index(
                            condition=models.Q(
                                (
                                    "state__in",
                                    (
                                        "submitted",
                                        "dispatched",
                                        "objected",
                                        "working",
                                        "waiting",
                                        "replied",
                                        "promised",
                                        "common",
                                    ),
                                )
                            ),
                            fields=["unit", "due_at"],
                            name="concern_open_of_unit",
                        ),
                        models.Index(
                            condition=models.Q(
                                (
                                    "state__in",
                                    (
                                        "submitted",
                                        "dispatched",
                                        "objected",
                                        "working",
                                        "waiting",
                                        "replied",
                                        "promised",
                                        "common",
                                    ),
                                )
                            ),
                            fields=["due_at"],
                            name="concern_open_due",
                        ),
                        models.Index(
                            condition=models.Q(
                                (
                                    "state__in",
                                    (
                                        "submitted",
                                        "dispatched",
                                        "objected",
                                        "working",
                                        "waiting",
                                        "replied",
                                        "promised",
                                        "common",
                                    ),
                                )
                            ),
                            fields=["step_due_at"],
                            name="concern_open_step",
                        ),
                        models.Index(
                            condition=models.Q(
                                (
                                    "state__in",
                                    (
                                        "submitted",
                                        "dispatched",
                                        "objected",
                                        "working",
                                        "waiting",
                                        "replied",
                                        "promised",
                                        "common",
                                    ),
                                )
                            ),
                            fields=["next_rung_at"],
                            name="concern_open_ladder",
                        ),
                        models.Index(fields=["subject", "-submitted_at"], name="concern_of_firm"),
                        models.Index(
                            fields=["filed_by", "-submitted_at"], name="concern_of_person"
                        ),
                        models.Index(fields=["lead", "-submitted_at"], name="concern_of_lead"),
                        models.Index(fields=["item", "-submitted_at"], name="concern_of_item"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state__in", ("ended", "refused", "withdrawn", "filed")),
                                models.Q(
                                    ("due_at__isnull", False),
                                    ("step_due_at__isnull", False),
                                    ("unit__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="open_concern_has_an_owner_and_a_clock",
                            violation_error_message="没有办结的诉求必须有办理单位和期限",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "state__in",
                                    (
                                        "submitted",
                                        "dispatched",
                                        "objected",
                                        "working",
                                        "waiting",
                                        "replied",
                                        "promised",
                                        "common",
                                    ),
                                ),
                                models.Q(("due_at__isnull", True), ("unit__isnull", True)),
                                _connector="OR",
                            ),
                            name="concern_that_is_over_waits_for_nobody",
                            violation_error_message="了结的诉求不再有办理单位和期限",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "state__in",
                                    ("submitted", "ended", "refused", "withdrawn", "filed"),
                                ),
                                models.Q(
                                    ("confirmed_by__isnull", False),
                                    ("lead__isnull", False),
                                    models.Q(("item", ""), _negated=True),
                                ),
                                models.Q(("lead__isnull", False), ("level__gte", 2)),
                                _connector="OR",
                            ),
                            name="dispatched_concern_was_confirmed_by_a_person",
                            violation_error_message="分派的诉求要有事项、主办单位和分派人",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "state__in",
                                    (
                                        "waiting",
                                        "replied",
                                        "ended",
                                        "refused",
                                        "withdrawn",
                                        "filed",
                                    ),
                                ),
                                ("level__gte", 3),
                                ("next_rung_at__isnull", False),
                                ("state__in", ("promised", "common")),
                                _connector="OR",
                            ),
                            name="concern_with_the_city_is_on_the_ladder",
                            violation_error_message="在办的诉求必须排上催办的阶梯",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("ended_at__isnull", True), ("resolution", "")),
                                ("state__in", ("ended", "refused", "withdrawn", "filed")),
                                ("state", "promised"),
                                _connector="OR",
                            ),
                            name="open_concern_has_no_result_yet",
                            violation_error_message="没有办结的诉求还没有办理结果",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("state__in", ("ended", "refused", "withdrawn", "filed")),
                                    _negated=True,
                                ),
                                ("ended_at__isnull", False),
                                _connector="OR",
                            ),
                            name="concern_that_is_over_says_since_when",
                            violation_error_message="了结的诉求要有时间",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "ended"), _negated=True),
                                models.Q(("resolution", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="ended_concern_says_how",
                            violation_error_message="办结的诉求要写明办理结果",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "promised"), _negated=True),
                                ("resolution", "promised"),
                                _connector="OR",
                            ),
                            name="promised_concern_says_so",
                            violation_error_message="承诺期内的诉求，结果是承诺期内",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("resolution__in", ("solved", "partly")), _negated=True),
                                ("is_confirmed", True),
                                _connector="OR",
                            ),
                            name="solved_is_what_the_firm_confirmed",
                            violation_error_message="「已解决」「部分解决」要由企业确认，部门不能自己写",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("offered", ""),
                                (
                                    "offered__in",
                                    ("solved", "partly", "explained", "no_basis", "promised"),
                                ),
                                _connector="OR",
                            ),
                            name="offered_result_is_one_of_a_reply",
                            violation_error_message="答复的结果只能是解决、部分解决、解释、无依据或承诺",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "replied"), _negated=True),
                                models.Q(
                                    ("replied_at__isnull", False),
                                    models.Q(("offered", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="replied_concern_has_a_reply",
                            violation_error_message="已答复的诉求要有答复时间和结果",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "common"), _negated=True),
                                ("problem__isnull", False),
                                _connector="OR",
                            ),
                            name="common_concern_names_the_problem",
                            violation_error_message="转为共性问题的诉求要写明是哪个问题",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("officer__isnull", True),
                                ("barred__isnull", True),
                                models.Q(("officer", models.F("barred")), _negated=True),
                                _connector="OR",
                            ),
                            name="redo_is_done_by_somebody_else",
                            violation_error_message="重办要换一个人",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind", "report"), _negated=True),
                                ("confidentiality", "close"),
                                _connector="OR",
                            ),
                            name="report_is_kept_close",
                            violation_error_message="举报一律保密",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("text", ""), _negated=True),
                                models.Q(("title", ""), _negated=True),
                            ),
                            name="concern_says_something",
                            violation_error_message="写明发生了什么、希望怎么办",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("organization__isnull", True), ("subject__isnull", True)),
                                models.Q(
                                    ("organization__isnull", False), ("subject__isnull", False)
                                ),
                                _connector="OR",
                            ),
                            name="concern_of_a_firm_names_its_registration",
                            violation_error_message="企业的诉求要写明主体和登记单位",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("filed_by__isnull", False),
                                models.Q(("contact_phone", ""), _negated=True),
                                models.Q(("contact_email", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="concern_can_be_answered",
                            violation_error_message="没有登录的，要留电话或邮箱，才能答复",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("item", ""), ("item__regex", "^([0-9]{2}){1,3}$"), _connector="OR"
                            ),
                            name="concern_item_is_a_code",
                            violation_error_message="事项应为 2、4 或 6 位编码",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("district__regex", "^([1-9][0-9]{5})?$")),
                            name="concern_district_is_a_code",
                            violation_error_message="行政区应为 6 位区划代码",
                        ),
                        models.UniqueConstraint(
                            fields=("key",),
                            name="concern_is_taken_once_for_a_key",
                            violation_error_message="这一次提交已经收到",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(
                                (
                                    "state__in",
                                    (
                                        "submitted",
                                        "dispatched",
                                        "objected",
                                        "working",
                                        "waiting",
                                        "replied",
                                        "promised",
                                        "common",
                                    ),
                                ),
                                ("subject__isnull", False),
                            ),
                            fields=("subject", "fingerprint"),
                            name="same_concern_of_a_firm_is_open_once",
                            violation_error_message="同样的诉求正在办理，请在那一件里补充或催办",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CoHandling",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("asked", models.TextField(max_length=1000, verbose_name="要什么意见")),
                    ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                    ("due_at", models.DateTimeField(verbose_name="期限")),
                    (
                        "opinion",
                        models.TextField(blank=True, max_length=5000, verbose_name="协办意见"),
                    ),
                    (
                        "given_at",
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
                        "given_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                        ),
                    ),
                    (
                        "concern",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="cohandlings",
                            to="concerns.concern",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "协办",
                    "ordering": ("concern_id", "asked_at", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("given_at__isnull", True)),
                            fields=("concern", "unit"),
                            name="co_unit_is_asked_once_at_a_time",
                            violation_error_message="这个单位已经在协办",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("asked", ""), _negated=True),
                            name="co_unit_is_asked_for_something",
                            violation_error_message="写明请协办单位做什么",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("given_at__isnull", True), ("opinion", "")),
                                models.Q(
                                    ("given_at__isnull", False),
                                    models.Q(("opinion", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="co_unit_answers_in_words",
                            violation_error_message="协办意见要写明内容",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Confirmation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "answer",
                        models.CharField(
                            choices=[
                                ("solved", "解决了"),
                                ("partly", "解决了一部分"),
                                ("not", "没有解决"),
                                ("nobody", "没有人联系过我"),
                            ],
                            max_length=10,
                            verbose_name="确认",
                        ),
                    ),
                    ("text", models.TextField(blank=True, max_length=1000, verbose_name="说明")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "concern",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="confirmations",
                            to="concerns.concern",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "企业确认",
                    "ordering": ("concern_id", "id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("answer__in", ["solved", "partly", "not", "nobody"])
                            ),
                            name="confirmation_is_one_of_four",
                            violation_error_message="选：解决了、部分、没有、没有人联系过我",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Escalation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "cause",
                        models.CharField(
                            choices=[
                                ("ladder", "久办未结"),
                                ("dispute", "重办后企业仍不满意"),
                                ("promise", "承诺到期没有兑现"),
                                ("no_other", "本单位没有别人可以重办"),
                            ],
                            max_length=10,
                            verbose_name="原因",
                        ),
                    ),
                    (
                        "level",
                        models.PositiveSmallIntegerField(
                            choices=[(0, "经办"), (1, "处室负责人"), (2, "专班"), (3, "领导小组")],
                            verbose_name="提到哪一级",
                        ),
                    ),
                    (
                        "day",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="第几天"
                        ),
                    ),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "concern",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="escalations",
                            to="concerns.concern",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "提级",
                    "ordering": ("concern_id", "id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("cause", "ladder"), _negated=True),
                                ("day__isnull", False),
                                _connector="OR",
                            ),
                            name="ladder_names_the_day",
                            violation_error_message="阶梯要写明是第几天",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("cause", "ladder")),
                            fields=("concern", "day"),
                            name="rung_of_the_ladder_is_taken_once",
                            violation_error_message="这一级已经走过",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Extension",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("days", models.PositiveSmallIntegerField(verbose_name="延长的工作日")),
                    ("reason", models.TextField(max_length=1000, verbose_name="理由")),
                    ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                    (
                        "is_granted",
                        models.BooleanField(blank=True, null=True, verbose_name="是否同意"),
                    ),
                    (
                        "decided_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="决定时间"),
                    ),
                    (
                        "answer",
                        models.TextField(blank=True, max_length=1000, verbose_name="决定的说明"),
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
                        "concern",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="extensions",
                            to="concerns.concern",
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
                ],
                options={
                    "verbose_name": "诉求延期",
                    "ordering": ("concern_id", "asked_at", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("decided_at__isnull", True)),
                            fields=("concern",),
                            name="concern_extension_is_asked_once_at_a_time",
                            violation_error_message="已经有一次延期等着决定",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("days__gte", 1), models.Q(("reason", ""), _negated=True)
                            ),
                            name="concern_extension_says_how_long_and_why",
                            violation_error_message="写明延长几个工作日和理由",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("decided_at__isnull", True), ("is_granted__isnull", True)
                                ),
                                models.Q(
                                    ("decided_at__isnull", False), ("is_granted__isnull", False)
                                ),
                                _connector="OR",
                            ),
                            name="decided_extension_says_yes_or_no",
                            violation_error_message="决定了的延期要写明同意还是不同意",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("is_granted", True), _negated=True),
                                models.Q(
                                    ("decided_by__isnull", False),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="extension_is_granted_by_somebody_else",
                            violation_error_message="延期要由提出人以外的人同意",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Objection",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("item", models.CharField(max_length=6, verbose_name="分派的事项")),
                    ("reason", models.TextField(max_length=1000, verbose_name="理由")),
                    ("raised_at", models.DateTimeField(verbose_name="提出时间")),
                    (
                        "outcome",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("moved", "改派"),
                                ("insisted", "维持，不再改派"),
                                ("lapsed", "逾期未裁定，维持"),
                            ],
                            max_length=10,
                            verbose_name="裁定",
                        ),
                    ),
                    (
                        "answer",
                        models.TextField(blank=True, max_length=1000, verbose_name="裁定的理由"),
                    ),
                    (
                        "decided_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="裁定时间"),
                    ),
                    (
                        "concern",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="objections",
                            to="concerns.concern",
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
                        "proposed",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                        ),
                    ),
                    (
                        "raised_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "分派异议",
                    "ordering": ("concern_id", "raised_at", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("outcome", "")),
                            fields=("concern",),
                            name="concern_is_objected_to_once_at_a_time",
                            violation_error_message="已经有一个异议等着裁定",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True),
                            name="dispatch_objection_says_why",
                            violation_error_message="写明为什么不该由本单位办",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("decided_at__isnull", True), ("outcome", "")),
                                models.Q(
                                    ("decided_at__isnull", False),
                                    models.Q(("outcome", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="decided_dispatch_objection_has_a_moment",
                            violation_error_message="裁定了的异议要有时间",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Pause",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "why",
                        models.CharField(
                            choices=[
                                ("supplement", "等企业补充"),
                                ("confirm", "等企业确认"),
                                ("promise", "承诺的日期未到"),
                                ("common", "随共性问题办理"),
                            ],
                            max_length=12,
                            verbose_name="原因",
                        ),
                    ),
                    ("since", models.DateTimeField(verbose_name="自")),
                    (
                        "until",
                        models.DateTimeField(blank=True, null=True, verbose_name="至（不含）"),
                    ),
                    (
                        "reminded",
                        models.PositiveSmallIntegerField(default=0, verbose_name="提醒的次数"),
                    ),
                    (
                        "concern",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="pauses",
                            to="concerns.concern",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "停表",
                    "ordering": ("concern_id", "since", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("until__isnull", True)),
                            fields=("concern",),
                            name="concern_stands_once_at_a_time",
                            violation_error_message="这件诉求的时钟已经停着",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until__isnull", True),
                                ("until__gte", models.F("since")),
                                _connector="OR",
                            ),
                            name="concern_pause_ends_after_it_begins",
                            violation_error_message="停表的结束不能早于开始",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Post",
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
                                ("question", "请企业补充"),
                                ("supplement", "企业补充"),
                                ("reply", "阶段答复"),
                                ("final", "答复"),
                                ("reminder", "提醒"),
                                ("urge", "企业催办"),
                                ("note", "内部记录"),
                                ("notice", "告知"),
                            ],
                            max_length=12,
                            verbose_name="种类",
                        ),
                    ),
                    (
                        "audience",
                        models.CharField(
                            choices=[
                                ("internal", "只限内部"),
                                ("firm", "企业可见"),
                                ("public", "可以公开"),
                            ],
                            max_length=10,
                            verbose_name="可见",
                        ),
                    ),
                    ("version", models.PositiveSmallIntegerField(default=1, verbose_name="第几版")),
                    ("is_substantive", models.BooleanField(default=False, verbose_name="实质答复")),
                    ("text", models.TextField(max_length=5000, verbose_name="内容")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "author",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "concern",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="posts",
                            to="concerns.concern",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "往来",
                    "ordering": ("concern_id", "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("concern", "kind", "version"),
                            name="post_version_is_used_once",
                            violation_error_message="这一版已经有了，请刷新后再写",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True),
                            name="post_says_something",
                            violation_error_message="写明内容",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("is_substantive", False),
                                models.Q(
                                    ("kind__in", ("reply", "final")),
                                    models.Q(("audience", "internal"), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="substantive_answer_is_told_to_the_firm",
                            violation_error_message="实质答复必须给企业看",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Attachment",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                    (
                        "concern",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attachments",
                            to="concerns.concern",
                        ),
                    ),
                    (
                        "post",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attachments",
                            to="concerns.post",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "诉求附件",
                    "ordering": ("id",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("concern", "file"),
                            name="concern_has_a_file_once",
                            violation_error_message="这个文件已经附上",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Promise",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("text", models.TextField(max_length=1000, verbose_name="承诺什么")),
                    ("due_on", models.DateField(verbose_name="到哪一天")),
                    ("made_at", models.DateTimeField(verbose_name="承诺时间")),
                    (
                        "held_at",
                        models.DateTimeField(
                            blank=True, null=True, verbose_name="企业同意等的时间"
                        ),
                    ),
                    (
                        "kept_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="兑现时间"),
                    ),
                    (
                        "broken_at",
                        models.DateTimeField(
                            blank=True, null=True, verbose_name="到期未兑现的时间"
                        ),
                    ),
                    (
                        "concern",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="promises",
                            to="concerns.concern",
                        ),
                    ),
                    (
                        "made_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "承诺",
                    "ordering": ("concern_id", "id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True),
                            name="promise_says_what",
                            violation_error_message="写明承诺什么",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Rating",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("score", models.PositiveSmallIntegerField(verbose_name="评分")),
                    ("text", models.TextField(blank=True, max_length=1000, verbose_name="说明")),
                    ("at", models.DateTimeField(verbose_name="评价时间")),
                    (
                        "due_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="整改答复期限"),
                    ),
                    (
                        "answer",
                        models.TextField(blank=True, max_length=1000, verbose_name="整改答复"),
                    ),
                    (
                        "answered_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="答复时间"),
                    ),
                    (
                        "answered_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
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
                        ),
                    ),
                    (
                        "concern",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="rating",
                            to="concerns.concern",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "好差评",
                    "ordering": ("-at", "-id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("score__gte", 1), ("score__lte", 5)),
                            name="rating_is_from_one_to_five",
                            violation_error_message="评分从 1 到 5",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("due_at__isnull", True), ("score__gt", 2)),
                                models.Q(("due_at__isnull", False), ("score__lte", 2)),
                                _connector="OR",
                            ),
                            name="bad_rating_has_a_clock",
                            violation_error_message="差评要有整改期限",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("answer", ""), ("answered_at__isnull", True)),
                                models.Q(
                                    ("answered_at__isnull", False),
                                    models.Q(("answer", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="bad_rating_is_answered_in_words",
                            violation_error_message="整改答复要写明内容",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Refusal",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "ground",
                        models.PositiveSmallIntegerField(
                            choices=[
                                (1, "不属于本市管辖"),
                                (2, "应当或已经通过诉讼、仲裁、纪检、复议、信息公开等程序处理"),
                                (3, "已经进入信访程序"),
                                (4, "涉及国家秘密、商业秘密、个人隐私"),
                                (5, "违法、辱骂或者没有实质内容"),
                                (6, "同一事实和理由正在办理或者已经办结"),
                                (7, "法律法规另有规定"),
                            ],
                            verbose_name="情形",
                        ),
                    ),
                    ("text", models.TextField(max_length=1000, verbose_name="理由")),
                    ("channel", models.TextField(max_length=500, verbose_name="应当向哪里提出")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "concern",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="refusals",
                            to="concerns.concern",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "不受理",
                    "ordering": ("concern_id", "id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("ground__in", [1, 2, 3, 4, 5, 6, 7])),
                            name="refusal_has_a_lawful_ground",
                            violation_error_message="不受理只有七种情形",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("text", ""), _negated=True),
                                models.Q(("channel", ""), _negated=True),
                            ),
                            name="refusal_says_why_and_where_else",
                            violation_error_message="写明理由和应当向哪里提出",
                        ),
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Responsibility",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("item", models.CharField(max_length=6, verbose_name="事项")),
                    ("district", models.CharField(blank=True, max_length=6, verbose_name="行政区")),
                    ("since", models.DateField(verbose_name="自")),
                    ("until", models.DateField(blank=True, null=True, verbose_name="至（不含）")),
                    ("basis", models.CharField(max_length=200, verbose_name="依据")),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="承办单位",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "责任清单",
                    "ordering": ("item", "district", "since"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("until__isnull", True)),
                            fields=("item", "district"),
                            name="item_is_the_duty_of_one_unit",
                            violation_error_message="这个事项在这个区已经有承办单位",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until__isnull", True),
                                ("until__gt", models.F("since")),
                                _connector="OR",
                            ),
                            name="responsibility_ends_after_it_begins",
                            violation_error_message="责任的止日必须晚于起日",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("district__regex", "^([1-9][0-9]{5})?$"),
                                ("item__regex", "^([0-9]{2}){1,3}$"),
                                models.Q(("basis", ""), _negated=True),
                            ),
                            name="responsibility_names_item_and_basis",
                            violation_error_message="写明事项编码、区划代码和依据",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Seat",
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
                                ("desk", "诉求受理台"),
                                ("task_force", "专班"),
                                ("leading_group", "领导小组办公室"),
                            ],
                            max_length=15,
                            verbose_name="席位",
                        ),
                    ),
                    ("since", models.DateField(verbose_name="自")),
                    ("until", models.DateField(blank=True, null=True, verbose_name="至（不含）")),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                            verbose_name="单位",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "席位",
                    "ordering": ("kind", "since"),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("until__isnull", True)),
                            fields=("kind",),
                            name="concern_seat_is_held_by_one",
                            violation_error_message="这个席位已经有单位，先写明它到哪一天为止",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until__isnull", True),
                                ("until__gt", models.F("since")),
                                _connector="OR",
                            ),
                            name="concern_seat_ends_after_it_begins",
                            violation_error_message="席位的止日必须晚于起日",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SupervisionNote",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "color",
                        models.CharField(
                            choices=[("yellow", "黄色督办单"), ("red", "红色督办单")],
                            max_length=8,
                            verbose_name="种类",
                        ),
                    ),
                    ("text", models.TextField(max_length=1000, verbose_name="要求")),
                    ("due_at", models.DateTimeField(verbose_name="限期")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "concern",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="notes",
                            to="concerns.concern",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="parties.organization",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "督办单",
                    "ordering": ("concern_id", "id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("text", ""), _negated=True),
                                ("due_at__gt", models.F("at")),
                            ),
                            name="supervision_note_demands_something_by_a_day",
                            violation_error_message="督办单要写明要求和限期",
                        )
                    ],
                },
                bases=(huiqi.kernel.append_only.AppendOnly, models.Model),
            ),
            migrations.CreateModel(
                name="Withdrawal",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("reason", models.TextField(max_length=1000, verbose_name="撤回的原因")),
                    ("at", models.DateTimeField(verbose_name="撤回时间")),
                    ("call_due_at", models.DateTimeField(verbose_name="回访期限")),
                    (
                        "finding",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("willing", "企业自愿撤回"),
                                ("pressed", "被要求撤回"),
                                ("unreached", "没有联系上"),
                            ],
                            max_length=10,
                            verbose_name="回访结果",
                        ),
                    ),
                    (
                        "note",
                        models.TextField(blank=True, max_length=1000, verbose_name="回访记录"),
                    ),
                    (
                        "called_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="回访时间"),
                    ),
                    (
                        "by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "called_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "concern",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="withdrawals",
                            to="concerns.concern",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "撤回",
                    "ordering": ("concern_id", "id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True),
                            name="concern_withdrawal_says_why",
                            violation_error_message="写明为什么撤回",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("called_at__isnull", True), ("finding", "")),
                                models.Q(
                                    ("called_at__isnull", False),
                                    ("called_by__isnull", False),
                                    models.Q(("finding", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="called_back_withdrawal_says_what_was_found",
                            violation_error_message="回访过的撤回要写明结果",
                        ),
                    ],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="confirmation",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="5474f3a24ce7d71e24638853ba0762d43a0dde3c",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_9d6d4",
                        table="concerns_confirmation",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="confirmation",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="47bd1fb1d382cd7ac312036e3600b7ad12412314",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_0c09c",
                        table="concerns_confirmation",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="escalation",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="9cd7e7f40e76ffdbb19021bcdb2645567569c0a2",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_2af49",
                        table="concerns_escalation",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="escalation",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="8d1f7e4afc20f83b2fdff8334fc5c300aef287b6",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_840ac",
                        table="concerns_escalation",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="post",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="a422fc86311abb4d1799a7e13fff126f20bd6817",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_fb423",
                        table="concerns_post",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="post",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="225f5811e6d85dfd1d175018b0c6b0cea9b4f612",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_0f155",
                        table="concerns_post",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="attachment",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="a197c30f5b9957cf6c34736d233fc8253859841c",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_35ec3",
                        table="concerns_attachment",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="attachment",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="02a0583a9ce9f249e3eac8b863c1764e50ab02b3",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_96eac",
                        table="concerns_attachment",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="refusal",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="0c6ebe1c2040f74b20c02f2401177498dd77a92e",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_7dd7d",
                        table="concerns_refusal",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="refusal",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="261f094676d58a08c4b576bcdd8849c6729d424a",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_2bdc6",
                        table="concerns_refusal",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="supervisionnote",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="94362a6488fd95d38a6979893e2603664a1527ed",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_58d07",
                        table="concerns_supervisionnote",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="supervisionnote",
                trigger=pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION '只增不改: %', TG_TABLE_NAME USING ERRCODE='insufficient_privilege';",
                        hash="fa6fe3e37c3001b4ca822a2180cdafb7d8f45b81",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_807de",
                        table="concerns_supervisionnote",
                        when="BEFORE",
                    ),
                ),
            ),
        )
    ]
