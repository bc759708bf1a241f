"""词汇: codes and Chinese names of districts, industries and the other coded facts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final

from huiqi.rules.fields import Fact
from huiqi.rules.industries import DIVISIONS, GROUPS, SECTIONS

# GB/T 2260; the functional areas 大鹏 and 深汕 have no code of their own there: 440312 and
# 440313 are house codes.
DISTRICTS: Final[Mapping[str, str]] = {
    "440300": "深圳市",
    "440303": "罗湖区",
    "440304": "福田区",
    "440305": "南山区",
    "440306": "宝安区",
    "440307": "龙岗区",
    "440308": "盐田区",
    "440309": "龙华区",
    "440310": "坪山区",
    "440311": "光明区",
    "440312": "大鹏新区",
    "440313": "深汕特别合作区",
}


ENTITY_KINDS: Final = {
    "enterprise": "企业",
    "sole_trader": "个体工商户",
    "maker_team": "创客团队",
    "institute": "科研机构",
    "association": "行业协会",
    "other": "其他",
}
LEVELS: Final = {
    "national": "国家级",
    "provincial": "省级",
    "city": "市级",
    "district": "区级",
    "other": "其他",
}
PARK_KINDS: Final = {
    "market": "专业市场",
    "incubator": "孵化器",
    "accelerator": "加速器",
    "tech_park": "科技园",
    "maker_space": "众创空间",
}
TITLES: Final = {
    "high_tech_enterprise": "高新技术企业",
    "tech_sme": "科技型中小企业",
    "innovative_sme": "创新型中小企业",
    "srdi": "专精特新企业",
    "little_giant": "专精特新“小巨人”企业",
    "single_champion": "单项冠军",
    "single_champion_product": "单项冠军产品",
    "contest_winner": "创新创业大赛获奖",
    "science_award": "科学技术奖",
    "rd_institution": "研发机构",
    "technology_centre": "企业技术中心",
    "standard_lead": "主导制定标准",
    "demonstration_platform": "中小企业公共服务示范平台",
    "maker_contest": "创客中国大赛获奖",
    "quality_award": "政府质量奖",
    "ip_demonstration": "知识产权示范企业",
    "ip_advantage": "知识产权优势企业",
    "innovation_demonstration": "技术创新示范企业",
    "brand": "自主品牌",
    "neeq_listed": "新三板挂牌",
    "neeq_innovation": "新三板创新层",
    "listing_tutored": "境内上市辅导验收",
    "overseas_listed": "境外上市",
    "moved_in_listed": "迁入本市的上市公司",
    "listed_company": "上市公司",
}
PRODUCT_FIELDS: Final = {
    "chain_gap": "补短板、锻长板、填空白并有成效",
    "foundation": "工业六基、老字号或为龙头企业配套",
    "other": "其他领域",
}
FINANCE_KINDS: Final = {
    "deposit_bank": "银行业存款类金融机构",
    "other_bank": "银行业非存款类金融机构",
    "loan_company": "贷款公司、小额贷款公司和典当行",
    "securities": "证券业金融机构",
    "insurance": "保险业金融机构",
    "trust": "信托公司",
    "holding": "金融控股公司",
    "guarantee": "融资担保公司",
    "other_finance": "其他金融机构",
}
SIZES: Final = {"large": "大型", "medium": "中型", "small": "小型", "micro": "微型"}
SERVICE_KINDS: Final = {
    "research": "研究开发",
    "technology_transfer": "技术转移",
    "testing": "检验检测",
    "intellectual_property": "知识产权",
    "other": "其他",
}
LOT_KINDS: Final = {"goods": "货物", "services": "服务", "works": "工程"}
LOAN_GRADES: Final = {grade: grade for grade in ("正常", "关注", "次级", "可疑", "损失")}
FIRST_KINDS: Final = {"set": "首台（套）", "batch": "首批次", "release": "首版次"}
SOFTWARE_KINDS: Final = {
    "base": "基础软件",
    "industrial": "工业软件",
    "security": "信息安全软件",
    "other": "其他软件",
}
UPGRADE_KINDS: Final = {
    "intelligent": "智能化改造",
    "equipment": "技术装备升级换代",
    "leasing": "贷款与融资租赁贴息",
}
# What people call a thing when they do not use its full name; only names of one thing.
SHORT_NAMES: Final[Mapping[str, str]] = {
    "高企": "high_tech_enterprise",
    "国高": "high_tech_enterprise",
    "国家高新技术企业": "high_tech_enterprise",
    "小巨人": "little_giant",
    "小巨人企业": "little_giant",
    "专精特新小巨人": "little_giant",
    "专精特新小巨人企业": "little_giant",
    "专精特新": "srdi",
    "专精特新中小企业": "srdi",
    "制造业单项冠军": "single_champion",
    "单项冠军示范企业": "single_champion",
    "首台套": "set",
    "大型企业": "large",
    "中型企业": "medium",
    "小型企业": "small",
    "微型企业": "micro",
}


@lru_cache(maxsize=1024)
def district_code(text: str) -> str | None:
    """区划代码: of a code or a Chinese name with or without 区; None when it is neither."""
    text = re.sub(r"\s", "", text)
    if re.fullmatch(r"[1-9]\d{5}", text):
        return text
    name = re.sub(r"^(广东省)?深圳市?(?=.)", "", text)
    names = {full: code for code, full in DISTRICTS.items()}
    short = {re.sub(r"(新区|特别合作区|区|市)$", "", full): code for full, code in names.items()}
    return (
        names.get(text) or names.get(name) or short.get(name) or short.get(name.removesuffix("区"))
    )


@lru_cache(maxsize=1024)
def industry_code(text: str) -> str | None:
    """行业代码: GB/T 4754-2017 as section letter or 2 to 4 digits; a name is looked up.

    None when it is neither a known division nor a known name.
    """
    text = re.sub(r"\s", "", text)
    if text.upper() in SECTIONS:
        return text.upper()
    digits = re.fullmatch(r"([A-Ta-t]?)(\d{2,4})", text)
    if digits:
        section, code = digits[1].upper(), digits[2]
        known = section_of(code)
        return code if known and section in ("", known) else None
    by_name = {name: code for code, name in (*SECTIONS.items(), *DIVISIONS.items())}
    by_name |= {name: code for code, name in GROUPS.items()}
    return by_name.get(text)


def section_of(code: str) -> str:
    """门类: the section letter of a digit code, or an empty string."""
    if code[:2] not in DIVISIONS:
        return ""
    number = int(code[:2])
    return next(letter for letter, (low, high) in SPANS.items() if low <= number <= high)


SPANS: Final[Mapping[str, tuple[int, int]]] = {
    "A": (1, 5),
    "B": (6, 12),
    "C": (13, 43),
    "D": (44, 46),
    "E": (47, 50),
    "F": (51, 52),
    "G": (53, 60),
    "H": (61, 62),
    "I": (63, 65),
    "J": (66, 69),
    "K": (70, 70),
    "L": (71, 72),
    "M": (73, 75),
    "N": (76, 79),
    "O": (80, 82),
    "P": (83, 83),
    "Q": (84, 85),
    "R": (86, 90),
    "S": (91, 96),
    "T": (97, 97),
}


def industry_within(value: str, prefix: str) -> tuple[bool, bool]:
    """行业属于: (surely, possibly): a value coarser than the prefix may lie in it."""
    prefix = prefix.upper().lstrip("ABCDEFGHIJKLMNOPQRST") or prefix.upper()
    if prefix.isalpha():
        inside = value == prefix or section_of(value) == prefix
        return inside, inside
    if value.isalpha():
        return False, section_of(prefix) == value
    if value.startswith(prefix):
        return True, True
    return False, prefix.startswith(value)


def district_within(value: str, code: str) -> tuple[bool, bool]:
    """区划属于: (surely, possibly): a city holds its districts; where in a city may be open."""
    sure = value.startswith(_area(code))
    return sure, sure or code.startswith(_area(value))


def _area(code: str) -> str:
    """The digits that all codes of an area begin with: two of a province, four of a city."""
    return re.sub("(00){1,2}$", "", code)


# Codes of which one may lie in another, by the kind of the fact.
NESTED: Final[Mapping[str, Callable[[str, str], tuple[bool, bool]]]] = {
    "industry": industry_within,
    "district": district_within,
}


def within(fact: Fact, value: str, codes: Iterable[str]) -> tuple[bool, bool]:
    """属于: (surely, possibly) whether a known code of a fact is, or lies in, one of ``codes``."""
    if fact.kind not in NESTED:
        return (value in codes,) * 2
    rails = [NESTED[fact.kind](value, code) for code in codes]
    return any(sure for sure, _ in rails), any(possible for _, possible in rails)


def code_of(fact: Fact, text: str) -> str | None:
    """代码: of what somebody wrote for a coded fact: a code or a Chinese name; None if unknown."""
    if fact.kind == "district":
        return district_code(text)
    if fact.kind == "industry":
        return industry_code(text)
    if text in fact.vocabulary:
        return text
    lower = text.lower()
    if lower in fact.vocabulary:
        return lower
    name = _plain(text)
    found = (code for code, full in fact.vocabulary.items() if _plain(full) == name)
    short = SHORT_NAMES.get(name)
    return next(found, short if short in fact.vocabulary else None)


@lru_cache(maxsize=1024)
def _plain(name: str) -> str:
    """Full-width brackets and quotation marks do not tell two names apart."""
    return re.sub(r"[“”\"\s]", "", unicodedata.normalize("NFKC", name))
