"""规则文本: what answers for a programme, what is being written, and what is wrong with it.

A draft is checked as it would stand in the library: with the other programmes as they are now.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiqi.kernel.now import today
from huiqi.kernel.words import counted
from huiqi.library import load, remembered, shipped
from huiqi.policies.models import RuleDraft
from huiqi.policies.models.reviewed import OPEN
from huiqi.policies.rule_effects import fitting_run
from huiqi.rules.diff import Change
from huiqi.rules.drafts import Drafted, differences, read_draft
from huiqi.rules.files import CASES_FILE, RULES
from huiqi.rules.releases import begins, fingerprint


@dataclass(frozen=True)
class Text:
    """规则文本: both files of a programme; ``version`` None is the one that ships."""

    rules: str
    cases: str
    version: int | None = None


def published_rules() -> QuerySet[RuleDraft]:
    """已发布的规则: of all programmes, in the order in which they were published."""
    return RuleDraft.objects.filter(stage=RuleDraft.Stage.PUBLISHED).order_by("published_at", "id")


def latest_text(programme: str) -> Text:
    """最近的文本: what was published last, else what ships; a new draft begins with it."""
    last = published_rules().filter(programme=programme).last()
    if last is not None:
        return Text(last.rules, last.cases, last.version)
    folder = shipped().policy(programme).path
    rules, cases = ((folder / name).read_bytes() for name in (RULES, CASES_FILE))
    return Text(rules.decode("utf-8-sig"), cases.decode("utf-8-sig"))


def rule_versions(programme: str) -> QuerySet[RuleDraft]:
    """所有版本: of a programme's rule, withdrawn ones too, the latest first."""
    found = RuleDraft.objects.filter(programme=programme).order_by("-version")
    return found.select_related("made_by", "saved_by", "reviewed_by", "proposal")


def open_rules(programme: str) -> RuleDraft | None:
    """在办的规则草稿: of a programme, if there is one."""
    return rule_versions(programme).filter(stage__in=OPEN).first()


def checked(draft: RuleDraft) -> Drafted:
    """检查结果: of a draft, by the library as it is now."""
    return _checked(draft.programme, draft.rules, draft.cases)


def problems_of_draft(draft: RuleDraft) -> Iterator[str]:
    """不能发布的原因: every one, in sentences."""
    yield from _problems_of_day(draft)
    found = checked(draft)
    wrong = sum(not one.agrees for one in found.cases)
    if found.problems:
        yield counted("规则文件还有 %(count)d 处问题，都列在下面；改好再提交", len(found.problems))
    if wrong:
        yield counted("有 %(count)d 个案例和规则不符，都列在下面；改规则或改案例", wrong)
    held = load().policy(draft.programme)
    if found.policy is not None:
        if found.policy.sha256 == held.sha256 and held.written is None:
            yield _("规则文件和现行的一字不差，没有什么可发布")
        if draft.from_on and not begins(found.policy, draft.from_on):
            yield _("从 %(day)s 起，这一稿里没有任何版本；请核对 editions 的起止日期") % {
                "day": draft.from_on.isoformat()
            }
    if draft.based_on != fingerprint(held):
        yield _("您起草以后，这个项目又有新的规则发布；请撤回，从新的现行版另起一稿")
    elif found.is_sound and not _is_counted(draft):
        yield _("还没有算完对企业的影响；请先点「计算影响」，看过结果再提交")


def _is_counted(draft: RuleDraft) -> bool:
    run = fitting_run(draft)
    return run is not None and run.finished_at is not None


def _problems_of_day(draft: RuleDraft) -> Iterator[str]:
    day = today()
    if draft.from_on is None:
        yield _("请写明自何日起施行")
    elif draft.from_on < day:
        yield _(
            "施行日期 %(from)s 已经过去，今天是 %(day)s；已经给出的答复要能复查，"
            "规则只能从今天或以后施行"
        ) % {"from": draft.from_on.isoformat(), "day": day.isoformat()}


def differences_of(draft: RuleDraft, since: date) -> list[tuple[date, list[Change]]]:
    """与现行规则的差异: from a day on; none where the draft cannot be read."""
    policy = checked(draft).policy
    if policy is None or checked(draft).problems:
        return []
    return differences(load(), load().policy(draft.programme), policy, since)


@remembered(64)
def _checked(programme: str, rules: str, cases: str) -> Drafted:
    return read_draft(programme, rules.encode(), cases.encode(), load())
