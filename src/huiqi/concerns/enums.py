"""诉求的选项: what is brought, how, where it stands, and how it ended."""

from __future__ import annotations

from typing import Final

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """诉求种类: what somebody wants of the city; the words are those of the taxonomy."""

    CONSULTATION = "consultation", pgettext_lazy("诉求种类", "咨询")
    HELP = "help", pgettext_lazy("诉求种类", "求助")
    COMPLAINT = "complaint", pgettext_lazy("诉求种类", "投诉")
    REPORT = "report", pgettext_lazy("诉求种类", "举报")
    SUGGESTION = "suggestion", pgettext_lazy("诉求种类", "建议")


class Channel(TextChoices):
    """提交渠道: the way by which a concern came in."""

    WEB = "web", pgettext_lazy("诉求渠道", "网页")
    COUNTER = "counter", pgettext_lazy("诉求渠道", "窗口代填")
    COMMISSIONER = "commissioner", pgettext_lazy("诉求渠道", "专员代填")
    HOTLINE = "hotline", pgettext_lazy("诉求渠道", "12345 热线")
    API = "api", pgettext_lazy("诉求渠道", "接口")


class Confidentiality(TextChoices):
    """保密: who of the city may read it; a report is always kept close."""

    ORDINARY = "ordinary", _("一般")
    CLOSE = "close", _("保密，只给承办的人看")


class Service(TextChoices):
    """办理类别: which service standard counts; the words are those of the taxonomy."""

    CONSULTATION = "consultation", pgettext_lazy("办理类别", "政策咨询")
    ORDINARY = "ordinary", pgettext_lazy("办理类别", "一般事项")
    COMPLEX = "complex", pgettext_lazy("办理类别", "复杂事项")


class State(TextChoices):
    """诉求的状态: where it stands; who is to act is ``unit``, until when is ``due_at``."""

    SUBMITTED = "submitted", _("待分派")
    DISPATCHED = "dispatched", _("待签收")
    OBJECTED = "objected", _("有异议，待裁定")
    WORKING = "working", pgettext_lazy("诉求状态", "办理中")
    WAITING = "waiting", _("待企业补充")
    REPLIED = "replied", _("已答复，待企业确认")
    PROMISED = "promised", _("承诺期内")
    COMMON = "common", _("转为共性问题")
    ENDED = "ended", pgettext_lazy("诉求状态", "已办结")
    REFUSED = "refused", _("不受理")
    WITHDRAWN = "withdrawn", pgettext_lazy("诉求状态", "已撤回")
    FILED = "filed", _("已归档")


OVER: Final = (State.ENDED, State.REFUSED, State.WITHDRAWN, State.FILED)
OPEN: Final = tuple(one for one in State if one not in OVER)
# The firm is to act, or has agreed to wait: neither the clock nor the ladder counts.
WITH_FIRM: Final = (State.WAITING, State.REPLIED)
OFF_CLOCK: Final = (*WITH_FIRM, State.PROMISED, State.COMMON)
WITH_CITY: Final = tuple(one for one in OPEN if one not in WITH_FIRM)


class Resolution(TextChoices):
    """办理结果: how it ended; never merged in any statistics.

    ``SOLVED`` and ``PARTLY`` are only what the firm confirmed; where the office said so and the
    firm said nothing, it is ``UNCONFIRMED``.
    """

    SOLVED = "solved", _("已解决")
    PARTLY = "partly", _("部分解决")
    EXPLAINED = "explained", _("解释说明")
    NO_BASIS = "no_basis", _("无政策依据")
    UNREACHABLE = "unreachable", _("联系不上")
    WITHDRAWN = "withdrawn", _("撤回")
    PROMISED = "promised", _("承诺期内")
    UNCONFIRMED = "unconfirmed", _("企业未确认")


# What an office may say of its own reply.
OFFERED: Final = (
    Resolution.SOLVED,
    Resolution.PARTLY,
    Resolution.EXPLAINED,
    Resolution.NO_BASIS,
    Resolution.PROMISED,
)


class Answer(TextChoices):
    """企业的确认: what the firm says of a reply."""

    SOLVED = "solved", _("解决了")
    PARTLY = "partly", _("解决了一部分")
    NOT = "not", _("没有解决")
    NOBODY = "nobody", _("没有人联系过我")


class PostKind(TextChoices):
    """往来的种类: who says what to whom in a case."""

    QUESTION = "question", _("请企业补充")
    SUPPLEMENT = "supplement", _("企业补充")
    REPLY = "reply", _("阶段答复")
    FINAL = "final", _("答复")
    REMINDER = "reminder", _("提醒")
    URGE = "urge", _("企业催办")
    NOTE = "note", _("内部记录")
    NOTICE = "notice", _("告知")


class Audience(TextChoices):
    """可见: who may read a post; the firm never reads an internal one."""

    INTERNAL = "internal", _("只限内部")
    FIRM = "firm", _("企业可见")
    PUBLIC = "public", _("可以公开")


class Why(TextChoices):
    """停表的原因: why the clock of the city stands."""

    SUPPLEMENT = "supplement", _("等企业补充")
    CONFIRM = "confirm", _("等企业确认")
    PROMISE = "promise", _("承诺的日期未到")
    COMMON = "common", _("随共性问题办理")


class Level(IntegerChoices):
    """提级: how far up a case has gone."""

    OFFICER = 0, _("经办")
    CHIEF = 1, _("处室负责人")
    TASK_FORCE = 2, _("专班")
    LEADING_GROUP = 3, _("领导小组")


class Cause(TextChoices):
    """提级的原因: why a case went up."""

    LADDER = "ladder", _("久办未结")
    DISPUTE = "dispute", _("重办后企业仍不满意")
    PROMISE = "promise", _("承诺到期没有兑现")
    NO_OTHER = "no_other", _("本单位没有别人可以重办")


class SeatKind(TextChoices):
    """席位: which body takes in concerns, and to which they go up."""

    DESK = "desk", _("诉求受理台")
    TASK_FORCE = "task_force", _("专班")
    LEADING_GROUP = "leading_group", _("领导小组办公室")


class NoteColor(TextChoices):
    """督办单: yellow warns, red names a case to the leading group."""

    YELLOW = "yellow", _("黄色督办单")
    RED = "red", _("红色督办单")


class Ground(IntegerChoices):
    """不受理的情形: the seven of the guide, in its order."""

    OUTSIDE = 1, _("不属于本市管辖")
    OTHER_PROCEDURE = 2, _("应当或已经通过诉讼、仲裁、纪检、复议、信息公开等程序处理")
    PETITION = 3, _("已经进入信访程序")
    SECRET = 4, _("涉及国家秘密、商业秘密、个人隐私")
    IMPROPER = 5, _("违法、辱骂或者没有实质内容")
    REPEATED = 6, _("同一事实和理由正在办理或者已经办结")
    OTHER_LAW = 7, _("法律法规另有规定")


class Outcome(TextChoices):
    """异议的裁定: what the desk decides when a unit says it is not the right one.

    ``SETTLED``: the case itself was over before: refused by the desk, or taken back by the firm.
    """

    MOVED = "moved", _("改派")
    INSISTED = "insisted", _("维持，不再改派")
    LAPSED = "lapsed", _("逾期未裁定，维持")
    SETTLED = "settled", _("诉求已了结，不再裁定")


class Finding(TextChoices):
    """撤回的回访: what the call back found out about a withdrawal."""

    WILLING = "willing", _("企业自愿撤回")
    PRESSED = "pressed", _("被要求撤回")
    UNREACHED = "unreached", _("没有联系上")


class Heard(TextChoices):
    """抽样回访听到的: what the firm says on the telephone of a case that is closed."""

    SOLVED = "solved", _("解决了")
    PARTLY = "partly", _("解决了一部分")
    NOT = "not", _("没有解决")
    NOBODY = "nobody", _("没有人联系过")
    UNREACHED = "unreached", _("没有联系上")


# What can have a case opened again, for it was closed as something else.
BAD_NEWS: Final = (Heard.NOT, Heard.NOBODY)
