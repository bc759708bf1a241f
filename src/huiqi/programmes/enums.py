"""资金申报的选项: fixed words for how far calls, applications and stages have come."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Mode(TextChoices):
    """办理方式: of a programme, and so of its calls."""

    APPROVAL = "approval", _("核准制")
    REVIEW = "review", _("评审制")
    AFTERWARDS = "afterwards", _("事后资助")
    AUTOMATIC = "automatic", _("免申即享")


class CallState(TextChoices):
    """申报通知的进展: published it is open or over by its hours alone."""

    DRAFTED = "drafted", _("起草")
    SUBMITTED = "submitted", _("待发布")
    PUBLISHED = "published", _("已发布")
    FINISHED = "finished", _("已办结")
    CANCELLED = "cancelled", _("已作废")


class ApplicationState(TextChoices):
    """申报状态: the same seven words for every programme."""

    DRAFT = "draft", _("草稿")
    ACTIVE = "active", _("办理中")
    RETURNED = "returned", _("退回补正")
    GRANTED = "granted", _("通过")
    REFUSED = "refused", _("不通过")
    WITHDRAWN = "withdrawn", _("已撤回")
    CLOSED = "closed", _("已办结")


class StageState(TextChoices):
    """环节状态: one of an application's stages is open, or returned, at a time."""

    WAITING = "waiting", _("未开始")
    OPEN = "open", _("办理中")
    RETURNED = "returned", _("等企业补正")
    PASSED = "passed", _("已通过")
    FAILED = "failed", _("未通过")
    SKIPPED = "skipped", _("不需要")


class StageKind(TextChoices):
    """环节种类: a closed list; a programme is a sequence of these."""

    FORMAL_CHECK = "formal_check", _("形式审查")
    EXPERT_REVIEW = "expert_review", _("专家评审")
    AUDIT = "audit", _("专项审计")
    SITE_VISIT = "site_visit", _("现场核查")
    PUBLICITY = "publicity", _("公示")
    RECOGNITION = "recognition", _("认定")
    FUNDING_PLAN = "funding_plan", _("资金计划")
    DISBURSEMENT = "disbursement", _("拨付")
    COMPLETION_CHECK = "completion_check", _("验收")
    PERFORMANCE = "performance", _("绩效评价")


class DocumentKind(TextChoices):
    """文书种类: what is given to a firm on paper, and kept as it was given."""

    RECEIPT = "receipt", _("申报回执")
    ACCEPTANCE = "acceptance", _("受理通知书")
    CORRECTION = "correction", _("一次性补正告知书")
    NON_ACCEPTANCE = "non_acceptance", _("不受理决定书")
    REFUSAL = "refusal", _("不予资助决定书")
    GRANT = "grant", _("资助通知书")
    CERTIFICATE = "certificate", _("认定证书")
    RECOVERY = "recovery", _("追回决定书")


class Verdict(TextChoices):
    """决定: what a person decided on an application; a machine decides nothing."""

    ACCEPTED = "accepted", _("受理")
    NOT_ACCEPTED = "not_accepted", _("不受理")
    GRANTED = "granted", _("同意")
    REFUSED = "refused", _("不同意")


class FindingResult(TextChoices):
    """核查结果: of one check that only a person can judge."""

    MET = "met", _("符合")
    UNMET = "unmet", _("不符合")
    UNCLEAR = "unclear", _("不能确定")


class SeatState(TextChoices):
    """评审席位: of an expert drawn for a panel."""

    DRAWN = "drawn", _("已抽取")
    RECUSED = "recused", _("回避")
    SUBMITTED = "submitted", _("已提交评分")


class Sitting(TextChoices):
    """评审次数: the panel that judges first, and another one where its sheets differ too much."""

    FIRST = "first", _("初评")
    SECOND = "second", _("复评")


class ListState(TextChoices):
    """名单进展: from the one who draws it up to those who approve it."""

    DRAFTED = "drafted", _("起草")
    SUBMITTED = "submitted", _("待审定")
    APPROVED = "approved", _("已审定")
    PUBLISHED = "published", _("已公示")
    PLANNED = "planned", _("已下达")
    CANCELLED = "cancelled", _("已作废")


class Recommended(TextChoices):
    """建议: of one line of an award list."""

    FUNDED = "funded", _("拟资助")
    UNFUNDED = "unfunded", _("合格但不资助")
    NOT = "not", _("不建议")


class AutoState(TextChoices):
    """免申即享的进展: from what the data tell to money in the account, or why not."""

    CANDIDATE = "candidate", _("比对入选")
    TO_CONFIRM = "to_confirm", _("待企业确认")
    CONFIRMED = "confirmed", _("已确认")
    DECLINED = "declined", _("企业放弃")
    LAPSED = "lapsed", _("逾期未确认")
    ACCOUNT_PROBLEM = "account_problem", _("账户待核验")
    IN_HAND = "in_hand", _("办理中")
    REMOVED = "removed", _("人工移出")


class RecoveryState(TextChoices):
    """追回的进展: proposed by one, decided by another, over when the ledger has it back."""

    PROPOSED = "proposed", _("待决定")
    DECIDED = "decided", _("待企业退回")
    REPAID = "repaid", _("已退回")
    DROPPED = "dropped", _("不追回")


class ExtensionState(TextChoices):
    """延期的进展: of one by a document: proposed by one, decided by another, or dropped."""

    PROPOSED = "proposed", _("待决定")
    DECIDED = "decided", _("已延期")
    DROPPED = "dropped", _("不延期")


LIVE: Final = (ApplicationState.ACTIVE, ApplicationState.RETURNED, ApplicationState.GRANTED)
EDITABLE: Final = (ApplicationState.DRAFT, ApplicationState.RETURNED)
ENDED: Final = (ApplicationState.REFUSED, ApplicationState.WITHDRAWN, ApplicationState.CLOSED)
# What keeps an invoice from being claimed again: all but what came to nothing.
HOLDING: Final = (
    ApplicationState.DRAFT,
    *LIVE,
    ApplicationState.CLOSED,
)
AT_WORK: Final = (StageState.OPEN, StageState.RETURNED)
# One of these at a time; what they take back is still to be decided, or to come.
UNDER_WAY: Final = (RecoveryState.PROPOSED, RecoveryState.DECIDED)
