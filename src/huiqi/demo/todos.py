"""待办样例: what the people of the demonstration city have to do on the day of the letter."""

from __future__ import annotations

from typing import Final

from huiqi.demo.jobs import INTEREST, UPGRADE, Job, policy
from huiqi.demo.office_todos import OF_BUREAU, OF_OFFICES

OF_FIRM: Final = (
    Job(
        *(
            "chenglan:finance",
            "补登 2020 年利息发票金额",
            "银行回传的利息和发票差 1 笔，请会计核对",
        ),
        *("10-08", "10-19", INTEREST, "去核对"),
    ),
    Job(
        *("chenlan", "确认周敏、何景行的岗位仍然有效", "每半年确认一次，离职的请结束任职"),
        *("10-13", "10-20", "/firm/people/", "去确认"),
    ),
    Job(
        *("chenglan:", "回答 3 个问题，看能不能报技术改造", "答完才算得出能拿多少"),
        *("10-18", "10-22", "/match/#ask", "去回答"),
    ),
    Job(
        *("chenglan:staff", "核对园区租金：面积和上年实付", "租金扶持按实付算，差 1 平方米也要改"),
        *("10-15", "10-29", "/my/facts/rented_area/", "去核对"),
    ),
    Job(
        *("chenlan", "看高企证书到期前要准备什么", "证书 2022年12月9日到期，复审材料要提前半年备"),
        *("10-12", "", policy("national.high_tech_enterprise"), "去看"),
    ),
    Job(
        *("chenlan", "核对社保人数", "年报写 86 人，社保 84 人"),
        *("09-27", "10-15", "/my/facts/insured_headcount/", "去核对"),
        done="10-14",
    ),
    Job(
        *("zhoumin", "把 2020 年审计报告交给会计事务所盖章", "办完回来勾掉"),
        *("09-24", "10-12"),
        by_hand=True,
        done="10-11",
    ),
    Job(
        *("wudi", "替澄澜整理研发费用明细", "只填写，不提交；授权到 2022年10月20日"),
        *("10-18", "10-27", "/match/", "去看缺什么"),
    ),
)

OF_OTHERS: Final = (
    Job(
        *("luoyun", "确认 11 月评审的时间", "在惠企回话即可，不去也要说"),
        *("10-15", "10-22"),
        by_hand=True,
    ),
    Job(
        *("luoyun", "申报与被评企业的利益关系", "有关系要回避，没有也要写没有"),
        *("10-15", "10-27", "/my/data/", "去看登记"),
    ),
    Job(
        *("lab:provider_staff", "更新检测价目表", "创新券结算按价目表核"),
        *("10-11", "10-20", policy("shenzhen.voucher_redemption"), "去看条款"),
    ),
    Job(
        *("bank:bank_staff", "回传 9 月首贷户名单", "市里按月汇总"),
        *("10-11", "10-21", policy("shenzhen.risk_pool"), "去看条款"),
        taken_by="fengwang",
    ),
    Job(
        *("bank:bank_staff", "联系龙岗区转来的融资企业", "2 家，3 个工作日内见面"),
        *("10-18", "10-22"),
        by_hand=True,
    ),
    Job(
        *("guarantor:staff", "核对担保费率口径", "费率 1.5%，超过的部分不补"),
        *("10-13", "10-26", policy("shenzhen.guarantee_fee"), "去看条款"),
    ),
    Job(
        *("platform:system_admin", "续订系统证书", "到期前 10 个工作日办完"),
        *("10-11", "10-25"),
        by_hand=True,
        taken_by="pengjia",
    ),
    Job(
        *("platform:security_admin", "复核半年没登录的账号", "停用前先问单位"),
        *("10-12", "10-20", "/me/tokens/held/", "去看令牌"),
        taken_by="yejiming",
    ),
    Job(
        *("platform:audit_admin", "核验上周的审计封存", "命令行 huiqi audit verify"),
        *("10-18", "10-22"),
        by_hand=True,
        taken_by="zhongling",
    ),
    Job(
        *("audit:auditor", "退回抽查借阅的 3 份合同", "原件，当面清点"),
        *("10-11", "10-19"),
        by_hand=True,
        taken_by="xuqing",
    ),
    Job(
        *("audit:auditor", "写二季度抽查结论", "已送财政局"),
        *("09-27", "10-15"),
        by_hand=True,
        taken_by="xuqing",
        done="10-14",
    ),
    Job(
        *("lab:provider_staff", "约 2 家送样企业的时间", "一家要加急"),
        *("10-18", "10-22"),
        by_hand=True,
        taken_by="dengchu",
    ),
    Job(
        *("lab:provider_staff", "寄出 9 月检测报告", "4 份"),
        *("10-08", "10-13"),
        by_hand=True,
        taken_by="dengchu",
        done="10-12",
    ),
    Job(
        *("bank:bank_staff", "补 8 月名单里缺的信用代码", "2 户"),
        *("10-11", "10-18"),
        by_hand=True,
        taken_by="fengwang",
        done="10-15",
    ),
    Job(
        *("guarantor:staff", "回传 9 月在保余额", "市里按月汇总"),
        *("10-11", "10-19"),
        by_hand=True,
        taken_by="zenghuai",
    ),
    Job(
        *("guarantor:staff", "确认今天到期的 1 笔解保", "企业已还清"),
        *("10-18", "10-20"),
        by_hand=True,
        taken_by="zenghuai",
    ),
    Job(
        *("platform:system_admin", "看昨夜备份的回执", "两份，一份在异地"),
        *("10-20", "10-20"),
        by_hand=True,
    ),
    Job(
        *("platform:system_admin", "清理满 180 天的页面日志", "规定保存半年"),
        *("10-08", "10-15"),
        by_hand=True,
        taken_by="pengjia",
        done="10-15",
    ),
    Job(
        *("platform:audit_admin", "抽看 20 条查看记录的目的", "写得空的，问本人"),
        *("10-13", "10-20"),
        by_hand=True,
        taken_by="zhongling",
    ),
    Job(
        *("nanshan:district_officer", "回访 9 月转出去的 2 件咨询", "问企业办成没有"),
        *("10-11", "10-19"),
        by_hand=True,
        taken_by="suhe",
    ),
    Job(
        *("hejing", "看完技术改造要交哪些材料", "周五和周敏对一遍"),
        *("10-18", "10-21", UPGRADE, "去看条款"),
    ),
    Job(
        *("wudi", "问澄澜要 2020 年研发项目清单", "要到了回来勾掉"),
        *("10-18", "10-20"),
        by_hand=True,
    ),
)

JOBS: Final = (*OF_FIRM, *OF_BUREAU, *OF_OFFICES, *OF_OTHERS)
