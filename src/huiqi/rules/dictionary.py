"""事实词典: every key that rules may read and firms may give; extend it, never rename.

Amounts are of the last full accounting year before the day of evaluation unless the label
says otherwise. Sources are ranked: the first that has the fact is believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from huiqi.rules import vocabulary as v
from huiqi.rules.fields import Change, Fact, Kind

MONEY: Final = 10**14  # 1 万亿元 in 分: above every firm, and int64 still has room for products
BANK_ASSETS: Final = 10**16  # 100 万亿元 in 分: twice the largest bank
LOAN: Final = 10**12  # 100 亿元 in 分
ONE: Final = 10**9  # a share of 1 in inner units
NUMBER: Final = 10**6
FIRST_DAY, LAST_DAY = date(1900, 1, 1).toordinal(), date(2199, 12, 31).toordinal()

REGISTRY: Final = ("市场监管登记", "企业自填")
TAX: Final = ("税务数据", "审计报告", "企业自填")
TITLE: Final = ("认定部门名单", "企业自填")
BANK: Final = ("银行数据", "企业自填")
SELF: Final = ("企业自填",)
FINANCE: Final = ("资金拨付台账", "企业自填")

Row = tuple[str, Kind, str, str, int, int, Change]

_IDENTITY: Final[tuple[Row, ...]] = (
    ("credit_code", "text", "统一社会信用代码", "", 0, 0, "never"),
    ("name", "text", "名称", "", 0, 0, "never"),
    ("entity_kind", "code", "主体类型", "", 0, 0, "never"),
    ("registered_on", "date", "注册日期", "", FIRST_DAY, LAST_DAY, "wait"),
    ("district", "district", "所在区", "", 0, 0, "never"),
    ("industry", "industry", "行业", "", 0, 0, "never"),
    ("blacklisted", "flag", "被列入失信名单", "", 0, 0, "never"),
)
_SIZE: Final[tuple[Row, ...]] = (
    ("employees", "count", "从业人员", "人", 0, 10**7, "grow"),
    ("insured_headcount", "number", "近三个月平均参保人数", "人", 0, 10**7 * NUMBER, "grow"),
    ("revenue", "money", "营业收入", "元", 0, MONEY, "grow"),
    ("revenue_prior", "money", "前一年营业收入", "元", 0, MONEY, "never"),
    ("revenue_prior2", "money", "前两年营业收入", "元", 0, MONEY, "never"),
    ("main_revenue", "money", "主营业务收入", "元", 0, MONEY, "grow"),
    ("main_revenue_prior", "money", "前一年主营业务收入", "元", 0, MONEY, "never"),
    ("main_revenue_prior2", "money", "前两年主营业务收入", "元", 0, MONEY, "never"),
    ("assets", "money", "资产总额", "元", 0, MONEY, "grow"),
    ("net_profit", "money", "净利润", "元", -MONEY, MONEY, "grow"),
    ("debt_ratio", "rate", "资产负债率", "", 0, 10 * ONE, "never"),
    ("above_scale_years", "count", "连续纳入规模以上统计年数", "年", 0, 100, "grow"),
    ("construction_qualified", "flag", "有建筑业资质", "", 0, 0, "never"),
    ("hk_macao_invested", "flag", "港澳资企业", "", 0, 0, "never"),
    ("finance_kind", "code", "金融机构类别", "", 0, 0, "never"),
    ("finance_assets_mean", "money", "四个季度末平均资产", "元", 0, BANK_ASSETS, "never"),
)
_INNOVATION: Final[tuple[Row, ...]] = (
    ("rd_spend", "money", "研发费用", "元", 0, MONEY, "grow"),
    ("total_costs", "money", "成本费用总额", "元", 0, MONEY, "never"),
    ("rd_spend_prior", "money", "前一年研发费用", "元", 0, MONEY, "never"),
    ("rd_spend_prior2", "money", "前两年研发费用", "元", 0, MONEY, "never"),
    ("rd_staff", "count", "研发（科技）人员", "人", 0, 10**7, "grow"),
    ("niche_years", "number", "从事细分市场年限", "年", 0, 200 * NUMBER, "grow"),
    ("high_tech_revenue", "money", "高新技术产品（服务）收入", "元", 0, MONEY, "grow"),
    ("class1_ip", "count", "Ⅰ类知识产权", "项", 0, 10**6, "grow"),
    ("class2_ip", "count", "Ⅱ类知识产权", "项", 0, 10**6, "grow"),
    ("own_class1_ip", "count", "自主研发的Ⅰ类知识产权", "项", 0, 10**6, "grow"),
    ("high_value_ip", "count", "Ⅰ类高价值知识产权", "项", 0, 10**6, "grow"),
    ("strategic_industry", "flag", "主导产品属于战略性新兴产业", "", 0, 0, "never"),
    ("product_field", "code", "主导产品所在领域", "", 0, 0, "never"),
    ("digital_level", "count", "数字化水平评测等级", "级", 0, 4, "grow"),
    ("management_certified", "flag", "已通过管理体系认证", "", 0, 0, "never"),
    ("regional_points", "number", "特色化指标得分", "分", 0, 15 * NUMBER, "never"),
    ("recognition_points", "number", "认定评审得分", "分", 0, 100 * NUMBER, "never"),
    ("equity_raised_2y", "money", "近两年新增股权融资", "元", 0, MONEY, "grow"),
    ("titles", "titles", "称号与资质", "", 0, 0, "never"),
    ("awards_paid", "awards", "已领资金", "", 0, 0, "never"),
)
_PREMISES: Final[tuple[Row, ...]] = (
    ("park_kind", "code", "园区类型", "", 0, 0, "never"),
    ("park_level", "code", "园区级别", "", 0, 0, "never"),
    ("rent_paid_last_year", "money", "上一年度场地租金支出", "元", 0, LOAN, "grow"),
    ("rented_area", "number", "租用面积", "平方米", 0, 10**8 * NUMBER, "never"),
    ("rent_subsidy_years", "count", "已享受租金扶持年数", "年", 0, 100, "never"),
)
_UPGRADE: Final[tuple[Row, ...]] = (
    ("upgrade_investment", "money", "技术改造投资额", "元", 0, MONEY, "grow"),
    ("upgrade_kind", "code", "技术改造类别", "", 0, 0, "never"),
    ("fixed_asset_share", "rate", "固定资产投资占比", "", 0, ONE, "never"),
    ("equipment_share", "rate", "设备投资占固定资产投资比", "", 0, ONE, "never"),
    ("maturity_level", "count", "智能制造能力成熟度等级", "级", 0, 5, "grow"),
    ("first_kind", "code", "三首类型", "", 0, 0, "never"),
    ("first_sales_net", "money", "三首产品不含税销售额", "元", 0, MONEY, "grow"),
    ("first_paid_share", "rate", "三首合同回款比例", "", 0, ONE, "grow"),
    ("second_order", "flag", "已签第二份订单", "", 0, 0, "never"),
    ("invention_patent", "flag", "核心技术有授权发明专利", "", 0, 0, "never"),
    ("localisation_share", "rate", "国产化率", "", 0, ONE, "never"),
    ("in_catalogue", "flag", "列入推广应用指导目录", "", 0, 0, "never"),
    ("software_kind", "code", "软件类别", "", 0, 0, "never"),
    ("brand_spend", "money", "质量品牌实际支出", "元", 0, MONEY, "grow"),
    ("quality_certificates", "count", "上一年度取得的质量认证证书", "项", 0, 10**5, "grow"),
    ("industrial_output", "money", "工业总产值", "元", 0, MONEY, "grow"),
    ("project_investment", "money", "项目投入", "元", 0, MONEY, "never"),
    ("central_grant", "money", "同一项目的中央财政资助", "元", 0, MONEY, "never"),
)
_LOANS: Final[tuple[Row, ...]] = (
    ("loan_contract_on", "date", "贷款合同签订日", "", FIRST_DAY, LAST_DAY, "never"),
    ("loan_drawn_on", "date", "贷款发放日", "", FIRST_DAY, LAST_DAY, "never"),
    ("loan_amount", "money", "贷款金额", "元", 0, LOAN, "never"),
    ("loan_rate", "rate", "贷款利率", "", 0, ONE, "never"),
    ("loan_days", "count", "贷款使用天数", "天", 0, 20_000, "never"),
    ("loan_settled", "flag", "贷款已结清", "", 0, 0, "never"),
    ("first_loan", "flag", "首次贷款", "", 0, 0, "never"),
    ("interest_paid", "money", "已付利息", "元", 0, LOAN, "never"),
    ("insurance_premium_paid", "money", "已付保证保险保费", "元", 0, LOAN, "never"),
    ("guarantee_fee_paid", "money", "已付担保费", "元", 0, LOAN, "never"),
    ("guaranteed_amount", "money", "担保金额", "元", 0, LOAN, "never"),
    ("guarantee_fee_rate", "rate", "担保费率", "", 0, ONE, "never"),
    ("bank_rate", "rate", "银行贷款利率", "", 0, ONE, "never"),
    ("pool_applied_year", "count", "申请入库年度", "年", 1900, 2199, "never"),
    ("loan_graded_on", "date", "首次划为不良的日期", "", FIRST_DAY, LAST_DAY, "never"),
    ("loan_grade", "code", "贷款五级分类", "", 0, 0, "never"),
    ("unpaid_principal", "money", "未还本金", "元", 0, LOAN, "never"),
    ("other_cover", "flag", "已有其他担保或补偿", "", 0, 0, "never"),
)
_GUARANTEE: Final[tuple[Row, ...]] = (
    ("guarantee_fees_collected", "money", "合作期内已收担保费", "元", 0, LOAN, "never"),
    ("pool_payouts_so_far", "money", "合作期内已付补偿与代偿", "元", 0, LOAN, "never"),
)
_SUPPORT: Final[tuple[Row, ...]] = (
    ("loans", "loans", "各笔贷款", "", 0, 0, "never"),
    ("subsidy_received_year", "money", "本年度已领贴息贴保", "元", 0, LOAN, "never"),
    ("subsidy_received_life", "money", "累计已领贴息贴保", "元", 0, LOAN, "never"),
    ("total_bank_loans", "money", "银行贷款总额", "元", 0, MONEY, "never"),
    ("voucher_balance", "money", "创新券余额", "元", 0, LOAN, "never"),
    ("service_contract_amount", "money", "服务合同金额", "元", 0, LOAN, "never"),
    ("service_contract_on", "date", "服务合同签订日", "", FIRST_DAY, LAST_DAY, "never"),
    ("service_kind", "code", "服务类别", "", 0, 0, "never"),
    ("provider_admitted", "flag", "服务机构已入库", "", 0, 0, "never"),
)
_BID: Final[tuple[Row, ...]] = (
    ("tender_on", "date", "采购公告日", "", FIRST_DAY, LAST_DAY, "never"),
    ("lot_kind", "code", "标的类别", "", 0, 0, "never"),
    ("lot_budget", "money", "标的预算", "元", 0, LOAN, "never"),
    ("lot_reserved", "flag", "专门面向中小企业", "", 0, 0, "never"),
    ("bid_price", "money", "投标报价", "元", 0, LOAN, "never"),
    ("suitable_budget", "money", "适宜中小企业的预算", "元", 0, MONEY, "never"),
    ("deduction_rate", "rate", "采购文件规定的价格扣除比例", "", 0, ONE, "never"),
    ("bidder_size", "code", "投标人规模", "", 0, 0, "never"),
    ("item_maker_sizes", "codes", "各项货物制造商规模", "", 0, 0, "never"),
    ("consortium_small_share", "rate", "小微企业合同份额", "", 0, ONE, "never"),
    ("members_related", "flag", "联合体成员有控股或管理关系", "", 0, 0, "never"),
)
_PLATFORM: Final[tuple[Row, ...]] = (
    ("platform_years", "number", "平台运营年限", "年", 0, 200 * NUMBER, "grow"),
    ("service_income", "money", "服务收入", "元", 0, MONEY, "grow"),
    ("smes_served", "count", "服务企业数", "家", 0, 10**7, "grow"),
    ("satisfaction", "rate", "满意度", "", 0, ONE, "never"),
    ("non_profit", "flag", "非营利机构", "", 0, 0, "never"),
    ("partners", "count", "合作机构数", "家", 0, 10**6, "grow"),
    ("outside_experts", "count", "外聘专家", "人", 0, 10**6, "grow"),
    ("people_trained", "count", "培训人次", "人次", 0, 10**8, "grow"),
    ("platform_score", "number", "优质服务评分", "分", 0, 100 * NUMBER, "never"),
    ("city_funded_amount", "money", "市财政资金", "元", 0, LOAN, "never"),
    ("instrument_price", "money", "仪器原值", "元", 0, LOAN, "never"),
)

GROUPS: Final[Mapping[str, tuple[tuple[Row, ...], tuple[str, ...]]]] = {
    "identity": (_IDENTITY, REGISTRY),
    "size": (_SIZE, TAX),
    "innovation": (_INNOVATION, TITLE),
    "premises": (_PREMISES, SELF),
    "upgrade": (_UPGRADE, SELF),
    "loans": (_LOANS, BANK),
    "support": (_SUPPORT, FINANCE),
    "guarantee": (_GUARANTEE, ("担保机构数据", "企业自填")),
    "bid": (_BID, ("采购文件", "投标文件")),
    "platform": (_PLATFORM, SELF),
}

VOCABULARIES: Final[Mapping[str, Mapping[str, str]]] = {
    "entity_kind": v.ENTITY_KINDS,
    "district": v.DISTRICTS,
    "finance_kind": v.FINANCE_KINDS,
    "titles": v.TITLES,
    "product_field": v.PRODUCT_FIELDS,
    "park_kind": v.PARK_KINDS,
    "park_level": v.LEVELS,
    "upgrade_kind": v.UPGRADE_KINDS,
    "first_kind": v.FIRST_KINDS,
    "software_kind": v.SOFTWARE_KINDS,
    "loan_grade": v.LOAN_GRADES,
    "service_kind": v.SERVICE_KINDS,
    "lot_kind": v.LOT_KINDS,
    "bidder_size": v.SIZES,
    "item_maker_sizes": v.SIZES,
}

ANNUAL: Final = ("revenue", "main_revenue", "rd_spend")
ANNUAL_ALONE: Final = (
    "finance_assets_mean",
    *("employees", "assets", "net_profit", "debt_ratio", "total_costs", "rd_staff"),
    *("high_tech_revenue", "rent_paid_last_year", "service_income", "brand_spend"),
    "industrial_output",
)

NOTES: Final[Mapping[str, str]] = {
    "debt_ratio": "可以超过 1；不带单位的数最多写 2，更大的请写 500% 或 5倍",
}


def _annual(key: str) -> tuple[str, int] | None:
    for base in ANNUAL:
        for back, suffix in enumerate(("", "_prior", "_prior2")):
            if key == base + suffix:
                return base, back
    return (key, 0) if key in ANNUAL_ALONE else None


def _facts() -> Iterator[Fact]:
    for group, (rows, sources) in GROUPS.items():
        for key, kind, label, unit, lo, hi, change in rows:
            yield Fact(
                key=key,
                kind=kind,
                label=label,
                group=group,
                unit=unit,
                lo=lo,
                hi=hi,
                vocabulary=VOCABULARIES.get(key, {}),
                sources=sources,
                annual=_annual(key),
                change=change,
                note=NOTES.get(key, ""),
            )


FACTS: Final[Mapping[str, Fact]] = {fact.key: fact for fact in _facts()}
"""事实词典: every fact by its key, in the order people are asked."""
