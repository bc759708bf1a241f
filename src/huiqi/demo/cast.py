"""人物: the people of the demonstration city, one at least in every role, and their bodies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from huiqi.parties.enums import Kind, Part, Role

# Known to everybody who reads this: the demonstration's, and nobody else's.
PASSWORD: Final = "huiqi-demo-2021"  # nosec B105


@dataclass(frozen=True)
class Body:
    """单位: one of the bodies that are not firms of the population."""

    key: str
    name: str
    kind: Kind
    part: Part | None = None
    district: str = ""


@dataclass(frozen=True)
class Player:
    """人物: who they are, where, and in which roles; ``firm`` is a body's key."""

    username: str
    name: str
    body: str
    roles: tuple[Role, ...]
    about: str


BODIES: Final = (
    Body("bureau", "深圳市工业和信息化局", Kind.DEPARTMENT, Part.AUTHORITY),
    Body("sme", "深圳市中小企业服务局", Kind.DEPARTMENT, Part.AUTHORITY),
    Body("science", "深圳市科技创新委员会", Kind.DEPARTMENT, Part.AUTHORITY),
    Body("finance", "深圳市财政局", Kind.DEPARTMENT, Part.AUTHORITY),
    Body("audit", "深圳市审计局", Kind.DEPARTMENT, Part.AUTHORITY),
    Body("longgang", "龙岗区企业服务中心", Kind.DISTRICT_OFFICE, Part.AUTHORITY, "440307"),
    Body("nanshan", "南山区企业服务中心", Kind.DISTRICT_OFFICE, Part.AUTHORITY, "440305"),
    Body("platform", "惠企平台运行中心", Kind.OTHER),
    Body("bank", "鹏湾银行深圳分行", Kind.OTHER, Part.BANK),
    Body("guarantor", "南岭融资担保有限公司", Kind.ENTERPRISE, Part.GUARANTOR),
    Body("lab", "湾区检验检测研究院", Kind.INSTITUTE, Part.PROVIDER),
    Body("university", "深湾大学分析测试中心", Kind.UNIVERSITY, Part.INSTRUMENT_HOLDER),
    Body("association", "深圳市传感器行业协会", Kind.ASSOCIATION),
    Body("agency", "深圳市捷办企业服务有限公司", Kind.ENTERPRISE),
)

FIRM: Final = "chenglan"  # of whom the owner, the accountant and the agent are part

CAST: Final = (
    Player("chenlan", "陈岚", FIRM, (Role.OWNER,), "澄澜传感的负责人"),
    Player("zhoumin", "周敏", FIRM, (Role.FINANCE,), "澄澜传感的会计"),
    Player("hejing", "何景行", FIRM, (Role.STAFF,), "澄澜传感的经办"),
    Player("wudi", "吴迪", "agency", (Role.STAFF,), "代办机构的经办，受澄澜委托"),
    Player("qinyue", "覃越", "bureau", (Role.BUREAU_OFFICER,), "市工信局技术改造处经办"),
    Player("liming", "李明川", "bureau", (Role.BUREAU_OFFICER,), "市工信局技术改造处经办"),
    Player("wangruo", "王若溪", "bureau", (Role.BUREAU_OFFICER,), "市工信局技术改造处经办"),
    Player("linyuan", "林予安", "bureau", (Role.SECTION_CHIEF,), "市工信局技术改造处处长"),
    Player("lusiqi", "卢思齐", "sme", (Role.BUREAU_OFFICER,), "市中小企业局经办"),
    Player("shenzhiyuan", "沈知远", "longgang", (Role.COMMISSIONER,), "龙岗区首席企业服务专员"),
    Player("huangruo", "黄若谷", "longgang", (Role.DISTRICT_OFFICER,), "龙岗区经办"),
    Player("suhe", "苏禾", "nanshan", (Role.DISTRICT_OFFICER,), "南山区经办"),
    Player("jiangxing", "江星野", "sme", (Role.SUPERVISOR,), "督办员"),
    Player("fangshu", "方书禾", "finance", (Role.FINANCE_OFFICER,), "市财政局资金经办"),
    Player("tangyi", "唐以宁", "finance", (Role.FINANCE_OFFICER,), "市财政局资金复核"),
    Player("songjia", "宋嘉言", "finance", (Role.FINANCE_OFFICER,), "市财政局资金复核"),
    Player("xuqing", "许清和", "audit", (Role.AUDITOR,), "审计人员"),
    Player("luoyun", "罗云岫", "university", (Role.EXPERT,), "评审专家"),
    Player("dengchu", "邓念初", "lab", (Role.PROVIDER_STAFF,), "检测机构经办"),
    Player("fengwang", "冯望舒", "bank", (Role.BANK_STAFF,), "银行经办"),
    Player("zenghuai", "曾怀瑾", "guarantor", (Role.STAFF,), "担保机构经办"),
    Player("pengjia", "彭嘉树", "platform", (Role.SYSTEM_ADMIN,), "系统管理员"),
    Player("yejiming", "叶既明", "platform", (Role.SECURITY_ADMIN,), "安全管理员"),
    Player("zhongling", "钟令仪", "platform", (Role.AUDIT_ADMIN,), "审计管理员"),
)
