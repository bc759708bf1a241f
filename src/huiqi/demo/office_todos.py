"""经办待办样例: what the officers of the demonstration city have to do on the day of the letter."""

from __future__ import annotations

from typing import Final

from huiqi.demo.jobs import INTEREST, RENT, SRDI, UPGRADE, Job, policy

OF_BUREAU: Final = (
    Job(
        *("bureau:bureau_officer", "答复咨询：设备补贴为什么不含运费", "岑工自动化，电话问过两次"),
        *("10-11", "10-19", UPGRADE, "去看条款"),
        taken_by="qinyue",
    ),
    Job(
        *("bureau:bureau_officer", "核对首台（套）评定标准的文号", "库里标「待核」，要找到原文"),
        *("10-12", "10-18", policy("shenzhen.first_set"), "去核对"),
        taken_by="liming",
    ),
    Job(
        *("bureau:bureau_officer", "答复咨询：首版次软件能否两年连报", "禾屿软件，10月18日来函"),
        *("10-18", "10-20", policy("shenzhen.first_release"), "去看条款"),
        taken_by="qinyue",
    ),
    Job(
        *(
            "bureau:bureau_officer",
            "核对技改项目的投资备案数",
            "鲸湾医疗器械，备案证与申请差 12 万元",
        ),
        *("10-13", "10-20", UPGRADE, "去核对"),
        taken_by="wangruo",
    ),
    Job(
        *("bureau:bureau_officer", "答复咨询：二手设备算不算技改投入", "垣川精密模具，12345 转来"),
        *("10-15", "10-20", UPGRADE, "去看条款"),
    ),
    Job(
        *("bureau:bureau_officer", "写清首批次新材料的保费口径", "三家企业问同一个问题，写进问答"),
        *("10-14", "10-21", policy("shenzhen.first_batch"), "去看条款"),
        taken_by="qinyue",
    ),
    Job(
        *("bureau:bureau_officer", "核对质量品牌项目的商标权属", "珏成精工，商标为授权使用"),
        *("10-14", "10-22", policy("shenzhen.quality_and_brand"), "去核对"),
    ),
    Job(
        *("bureau:bureau_officer", "答复咨询：租来的设备能不能报", "玄朗激光"),
        *("10-18", "10-22", UPGRADE, "去看条款"),
        taken_by="liming",
    ),
    Job(
        *("bureau:bureau_officer", "答复咨询：增长奖励按哪一年算", "沐澜电子"),
        *("10-19", "10-26", policy("shenzhen.growth_award"), "去看条款"),
    ),
    Job(
        *("bureau:bureau_officer", "答复咨询：技术中心能否与技改同报", "启屏显示"),
        *("10-19", "10-28", policy("shenzhen.technology_centre"), "去看条款"),
    ),
    Job(
        *("bureau:bureau_officer", "比对龙华区与市级技改政策的重复支持", "同一台设备不能两级都补"),
        *("10-18", "10-29", policy("shenzhen_longhua.technical_upgrade"), "去比对"),
        taken_by="wangruo",
    ),
    Job(
        *("bureau:bureau_officer", "整理三季度政策咨询的共性问题", "送处长，附每个问题的条款"),
        *("10-11", "11-05"),
        by_hand=True,
        taken_by="wangruo",
    ),
    Job(
        *("bureau:section_chief", "审签三首政策问答", "三家企业等着用"),
        *("10-15", "10-21", policy("shenzhen.first_batch"), "去看"),
    ),
    Job(
        *("bureau:section_chief", "定谁来核对单项冠军奖励的条款", "新政策 11月17日起施行"),
        *("10-19", "11-12", policy("shenzhen.single_champion_award"), "去看"),
    ),
    Job(
        *("bureau:bureau_officer", "答复咨询：技改贷款贴息向谁申请", "楠溪连接器"),
        *("10-08", "10-15", INTEREST, "去看条款"),
        taken_by="qinyue",
        done="10-13",
    ),
    Job(
        *("bureau:bureau_officer", "更新首台（套）联系电话", "科室搬家，旧号停机"),
        *("10-11", "10-18"),
        by_hand=True,
        taken_by="liming",
        done="10-15",
    ),
    Job(
        *("qinyue", "第四季度保密学习，线上 40 分钟", "学完回来勾掉"),
        *("10-11", "10-29"),
        by_hand=True,
    ),
)

OF_OFFICES: Final = (
    Job(
        *("sme:bureau_officer", "答复咨询：专精特新的市场占有率怎么证明", "帆石光电"),
        *("10-11", "10-18", SRDI, "去看条款"),
        taken_by="lusiqi",
    ),
    Job(
        *("sme:bureau_officer", "核对专精特新奖励名单里的更名企业", "两家更名，信用代码未变"),
        *("10-14", "10-20", policy("shenzhen.srdi_award"), "去核对"),
        taken_by="lusiqi",
    ),
    Job(
        *("sme:bureau_officer", "答复咨询：示范平台名称变更要不要重评", "湾区检验检测研究院"),
        *("10-18", "10-27", policy("shenzhen.demonstration_platform"), "去看条款"),
    ),
    Job(
        *("sme:bureau_officer", "回访上月没办完的 5 家企业", "打完电话回来勾掉"),
        *("10-08", "10-15"),
        by_hand=True,
        taken_by="lusiqi",
        done="10-15",
    ),
    Job(
        *("sme:supervisor", "督办：工信局 2 件待办超期", "问明原因，报局领导"),
        *("10-20", "10-21", "/search/?q=%E8%AE%BE%E5%A4%87", "去看"),
    ),
    Job(
        *(
            "sme:supervisor",
            "抽查 10 件已答复的咨询，看企业认不认",
            "两项数一起报：部门说答复、企业说解决",
        ),
        *("10-11", "10-29"),
        by_hand=True,
        taken_by="jiangxing",
    ),
    Job(
        *(
            "longgang:district_officer",
            "答复咨询：加速器外的房租能不能补",
            "园区外租户，附租赁合同",
        ),
        *("10-12", "10-19", RENT, "去看条款"),
        taken_by="huangruo",
    ),
    Job(
        *("longgang:district_officer", "核对澄澜的租赁面积", "合同 1,180 平方米，园区报 1,150"),
        *("10-14", "10-20", RENT, "去核对"),
        taken_by="huangruo",
    ),
    Job(
        *("longgang:", "约 3 家企业 10月下旬上门", "专员和经办谁去都行"),
        *("10-15", "10-22"),
        by_hand=True,
    ),
    Job(
        *("longgang:district_officer", "更新园区名录", "新认定 2 个区级园区"),
        *("10-18", "11-03", RENT, "去看条款"),
    ),
    Job(
        *("longgang:commissioner", "给走访过的企业回话", "融资需求已转鹏湾银行，回话写明找谁"),
        *("10-12", "10-20", INTEREST, "去看条款"),
        taken_by="shenzhiyuan",
    ),
    Job(
        *("longgang:commissioner", "整理走访记录，报区里", "9 家，5 个问题还没有部门认"),
        *("10-13", "10-29"),
        by_hand=True,
        taken_by="shenzhiyuan",
    ),
    Job(
        *("longgang:district_officer", "寄出租金扶持问答", "园区前台各放一份"),
        *("10-08", "10-14"),
        by_hand=True,
        taken_by="huangruo",
        done="10-13",
    ),
    Job(
        *("nanshan:district_officer", "答复咨询：个转企后补贴接不接得上", "蛇口一家个体户"),
        *("10-13", "10-20", policy("national.sole_trader_conversion"), "去看条款"),
        taken_by="suhe",
    ),
    Job(
        *("nanshan:district_officer", "核对辖区高企名单", "认定部门 10月15日送来"),
        *("10-15", "10-26", policy("national.high_tech_enterprise"), "去核对"),
    ),
    Job(
        *("finance:finance_officer", "核对贴息资金的拨付账户", "3 户开户名与登记名不同"),
        *("10-12", "10-19", INTEREST, "去看条款"),
        taken_by="fangshu",
    ),
    Job(
        *("finance:finance_officer", "报 10 月专项资金用款计划", "局里 22 日汇总"),
        *("10-18", "10-21"),
        by_hand=True,
        taken_by="fangshu",
    ),
    Job(
        *("finance:finance_officer", "对 9 月拨付回单", "与银行回单一致"),
        *("10-08", "10-13"),
        by_hand=True,
        taken_by="fangshu",
        done="10-12",
    ),
    Job(
        *("audit:auditor", "抽查贴息资金：2020 年 12 户", "查合同、利息单和回单"),
        *("10-11", "10-29", INTEREST, "去看条款"),
        taken_by="xuqing",
    ),
)
