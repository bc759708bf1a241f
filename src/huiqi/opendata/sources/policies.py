"""政策的数据: programmes as the library tells them, and every entry of their rule files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from huiqi.library import load
from huiqi.opendata.dataset import Column, Dataset, Row
from huiqi.rules.policy import Policy
from huiqi.rules.strict_yaml import plain_value, read_path

RULES: Final = "rules.yaml"


def _programmes() -> Iterator[Row]:
    for policy in load().policies.values():
        last = policy.editions[-1]
        yield {
            "programme": policy.id,
            "title": policy.title,
            "summary": policy.summary,
            "payer": policy.payer,
            "kind": policy.kind,
            "subject": policy.subject,
            "department": policy.department_on(last.from_) or None,
            "from": policy.editions[0].from_.isoformat(),
            "to": last.to.isoformat() if last.to else None,
            "editions": [
                {"from": one.from_.isoformat(), "to": one.to and one.to.isoformat()}
                for one in policy.editions
            ],
            "document_numbers": list(
                dict.fromkeys(s.document_no for s in policy.sources.values() if s.document_no)
            ),
            "unverified": any(source.unverified for source in policy.sources.values()),
            "sha256": policy.sha256,
        }


def rule_file(policy: Policy) -> dict[str, Any]:
    """规则文件: of a programme as data, in the engine's own format (rules.schema.json)."""
    told: dict[str, Any] = exact(plain_value(read_path(policy.path / RULES).root))
    return told


def exact(value: Any) -> Any:
    """精确值: every fraction of a file, which is a decimal there, as that decimal."""
    match value:
        case dict():
            return {key: exact(one) for key, one in value.items()}
        case list():
            return [exact(one) for one in value]
        case Fraction():
            return Decimal(value.numerator) / Decimal(value.denominator)
    return value


def _rules() -> Iterator[Row]:
    for policy in load().policies.values():
        for section, item, content in _entries(rule_file(policy)):
            yield _rule(policy, section, item, content)


def _entries(file: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Each entry with its section and its name there; what stands alone has no name."""
    for section, held in file.items():
        match held:
            case list():
                yield from _listed(section, held)
            case dict() if section == "amount":
                for part, inner in held.items():
                    if isinstance(inner, list):
                        yield from _listed(f"amount.{part}", inner)
                    else:
                        yield f"amount.{part}", "", inner
            case dict() if section != "stacking":
                yield from ((section, name, inner) for name, inner in held.items())
            case _:
                yield section, "", held


def _listed(section: str, held: list[Any]) -> Iterator[tuple[str, str, Any]]:
    """Those with the same id are texts of other days: they are numbered."""
    for place, one in enumerate(held, 1):
        name = one.get("id") if isinstance(one, dict) else None
        yield section, f"{place}.{name}" if name else str(place), one


def _rule(policy: Policy, section: str, item: str, content: Any) -> Row:
    told = content if isinstance(content, dict) else {}
    cite = told.get("cite") or {}
    source = policy.sources.get(str(cite.get("source", "")))
    return {
        "programme": policy.id,
        "section": section,
        "item": item or None,
        "text": told.get("text"),
        "document": source.title if source else None,
        "document_no": (source.document_no or None) if source else None,
        "clause": cite.get("clause"),
        "unverified": bool(told.get("unverified") or (source and source.unverified)),
        "content": content,
    }


PROGRAMMES: Final = Dataset(
    "programmes",
    "政策项目",
    "每个扶持项目一行：谁付钱、哪一类、谁办、哪天有效。",
    (
        Column("programme", "项目编号", about="辖区.项目，长期不变"),
        Column("title", "名称"),
        Column("summary", "一句话"),
        Column("payer", "谁付钱"),
        Column("kind", "类别代码", about="subsidy 资助、award 奖励、recognition 认定等"),
        Column("subject", "对象代码", about="enterprise 企业、loan 贷款等"),
        Column("department", "主管部门", about="最近一版的；空：未见"),
        Column("from", "最早施行日期", "date"),
        Column("to", "最后有效日期", "date", "当天仍有效；空：没有写止期或未见"),
        Column("editions", "各版本", "json", "每版的起止日期，首尾两天都算"),
        Column("document_numbers", "依据文号", "json"),
        Column("unverified", "有待核的依据", "flag", "至少一份依据没见过原文"),
        Column("sha256", "规则文件哈希", about="规则的文字不变，它就不变"),
    ),
    ("programme",),
    _programmes,
)
RULE_ENTRIES: Final = Dataset(
    "rules",
    "政策规则",
    "规则文件逐条一行。整份文件在 /open/rules/项目编号.json，格式见 /open/rules.schema.json。",
    (
        Column("programme", "项目编号"),
        Column("section", "部分", about="规则文件的键，如 when 条件、parameters 参数、amount.caps"),
        Column("item", "条目", about="部分里的名称或次序；只有一项的为空"),
        Column("text", "说明", about="我们的转述，不是原文"),
        Column("document", "依据文件"),
        Column("document_no", "依据文号", about="空：文号未见"),
        Column("clause", "依据条款"),
        Column("unverified", "待核", "flag", "没见过原文，数字可能不准"),
        Column("content", "内容", "json", "规则文件里的原样"),
    ),
    ("programme", "section", "item"),
    _rules,
)
