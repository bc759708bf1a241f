"""推演的说法: what came of it in sentences, and everything that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiqi.kernel.days import told as day_told
from huiqi.kernel.money import exact
from huiqi.kernel.words import counted, worded
from huiqi.library import load
from huiqi.rules.industries import SECTIONS
from huiqi.rules.policy import in_edition
from huiqi.rules.simulate import AFTER, Side, Simulated
from huiqi.rules.vocabulary import DISTRICTS, SIZES
from huiqi.sandbox.models import SandboxRun
from huiqi.sandbox.results import read, sentences_of

VERDICTS: Final = {
    "yes": gettext_lazy("符合"),
    "unknown": gettext_lazy("可能符合"),
    "no": gettext_lazy("不符合"),
    "not_in_force": gettext_lazy("不在有效期"),
}
DIMENSIONS: Final = {
    "district": gettext_lazy("各区"),
    "industry": gettext_lazy("各行业"),
    "size": gettext_lazy("各类规模"),
}
_NAMES: Final = {"district": DISTRICTS, "industry": SECTIONS, "size": SIZES}
_NOBODY_KNOWS: Final = {
    "unknown": gettext_lazy("不详"),
    "not_covered": gettext_lazy("不在划型标准内"),
}


def group_name(dimension: str, name: str) -> str:
    """分组名称: of a district, an industry or a size, as people call it."""
    if name in _NOBODY_KNOWS:
        return str(_NOBODY_KNOWS[name])
    return _NAMES[dimension].get(name, name)


def title_of(run: SandboxRun) -> str:
    """名称: as it was given, else what was changed, in a few words."""
    if run.title:
        return run.title
    changed = run.result["changes"] if run.result else []
    if not changed:
        return worded("第 %(number)s 次推演", number=run.pk)
    first = str(changed[0]["text"])
    return (
        first
        if len(changed) == 1
        else counted("%(first)s 等 %(count)d 处", len(changed), first=first)
    )


def headline(found: Simulated) -> str:
    """一句话: who gains, who loses, and by how much the year's sure cost differs."""
    parts = [
        counted("%(count)d 户新符合", found.winners),
        counted("%(count)d 户不再符合", found.losers),
        counted("%(count)d 户能拿的变多", found.raised),
        counted("%(count)d 户变少", found.lowered),
    ]
    rise = found.gain - found.loss
    if rise:
        word = _("一年多 %(money)s") if rise > 0 else _("一年少 %(money)s")
        parts.append(word % {"money": exact(abs(rise))})
    else:
        parts.append(_("一年的费用不变"))
    return "，".join(parts) + "。"


def between(side: Side) -> str:
    """两端: of what a year costs on one side, exact."""
    sure, most = side.cost()
    if most is None:
        return _("%(sure)s 起，至多不详") % {"sure": exact(sure)}
    if sure == most:
        return exact(sure)
    return _("%(sure)s 至 %(most)s") % {"sure": exact(sure), "most": exact(most)}


def assumptions(run: SandboxRun, found: Simulated) -> Iterator[str]:
    """假设: everything that the numbers rest on, one sentence each."""
    register = run.register
    yield counted(
        "企业资料取自 %(day)s 的全市名册，共 %(count)d 户。",
        found.subjects,
        day=day_told(register.on),
    )
    if register.without_code:
        yield counted("另有 %(count)d 户没有统一社会信用代码，不在名册里。", register.without_code)
    yield _("改前改后都按 %(day)s 判断。") % {"day": day_told(run.on)}
    yield from _unknown(found)
    yield from sentences_of(run.result or {})
    yield from _checks(run)


def _unknown(found: Simulated) -> Iterator[str]:
    after = found.sides[AFTER].tally
    if after.unknown:
        yield counted(
            "改后有 %(count)d 户的资料还定不下来，算作可能符合：费用的低端不含，高端含其至多。",
            after.unknown,
        )
    if after.open:
        yield counted("改后有 %(count)d 户的上限不详，所以费用没有高端。", after.open)


def _checks(run: SandboxRun) -> Iterator[str]:
    policy = load().policy(run.programme)
    edition = policy.edition_on(run.on)
    checks = in_edition(policy.text_of(edition).checks, edition) if edition else ()
    if checks:
        listed = "、".join(one.text for one in checks)
        yield counted(
            "要由人核查的 %(count)d 项不在判断之内：%(listed)s。", len(checks), listed=listed
        )


def result_of(run: SandboxRun) -> Simulated:
    """结果: of a run that is finished, read again from what was kept."""
    told: dict[str, Any] | None = run.result
    assert told is not None
    return read(told)
