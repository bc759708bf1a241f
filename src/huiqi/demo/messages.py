"""消息样例: what the people of the demonstration city were told, and what they have read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from huiqi.inbox.enums import Kind


@dataclass(frozen=True)
class Told:
    """一条消息: ``sent`` is a moment of 2021; ``read_by`` are the usernames of who read it."""

    whom: str
    kind: Kind
    title: str
    body: str
    sent: str
    url: str = ""
    read_by: tuple[str, ...] = ()


MESSAGES: Final = (
    Told(
        "chenglan:",
        Kind.POLICY,
        "龙岗区租金扶持的条件，你都满足了",
        "按合同面积和上年实付算，最高 20 万元，是上限。",
        "10-12 10:00",
        "/policies/shenzhen_longgang.park_rent/",
        ("chenlan", "zhoumin"),
    ),
    Told(
        "chenglan:",
        Kind.DEADLINE,
        "贴息材料还有 3 个工作日",
        "利息发票差 1 笔，补上才能报。",
        "10-14 09:00",
        "/policies/shenzhen.interest_subsidy/",
        ("zhoumin",),
    ),
    Told(
        "chenlan",
        Kind.PROGRESS,
        "你改的社保人数已经记下",
        "84 人，来源是社保，10月14日。",
        "10-14 15:20",
        "/my/facts/insured_headcount/",
        ("chenlan",),
    ),
    Told(
        "chenlan",
        Kind.SECURITY,
        "吴迪可以查看和填写你单位的材料了",
        "授权到 2022年10月20日，随时可以撤销。",
        "10-15 09:05",
        "/firm/people/",
        ("chenlan",),
    ),
    Told(
        "chenglan:",
        Kind.SUPPLEMENT,
        "利息发票要补 1 份",
        "2020年11月的利息单没有发票号，补扫描件。",
        "10-19 16:40",
        "/my/facts/interest_paid/",
    ),
    Told(
        "chenlan",
        Kind.SURVEY,
        "上周的走访，解决你的问题了吗",
        "说没解决也行，会有人再联系你。",
        "10-19 17:30",
    ),
    Told(
        "wudi",
        Kind.SECURITY,
        "澄澜传感授权你代办",
        "只能查看和填写，不能提交。",
        "10-15 09:05",
        "/me/",
        ("wudi",),
    ),
    Told(
        "bureau:",
        Kind.PROGRESS,
        "10月18日起，咨询改由首接人跟到底",
        "转出去的也由首接人回话。",
        "10-18 09:00",
        "",
        ("qinyue", "linyuan", "liming"),
    ),
    Told(
        "bureau:bureau_officer",
        Kind.DEADLINE,
        "今天有 3 件到期，2 件已超期",
        "先办超期的；办不完的写明原因，请处长改派。",
        "10-20 08:30",
        "/desk/",
    ),
    Told(
        "bureau:section_chief",
        Kind.DEADLINE,
        "处里有 2 件超期，4 件没人领",
        "可以在办理端分派。",
        "10-20 08:30",
        "/desk/",
    ),
    Told(
        "sme:",
        Kind.POLICY,
        "专精特新认定条件有新版本征求意见",
        "意见收到 10月29日。",
        "10-13 10:00",
        "/policies/shenzhen.srdi/",
        ("lusiqi",),
    ),
    Told(
        "longgang:",
        Kind.PROGRESS,
        "澄澜问租金扶持怎么算",
        "走访时提的，经办 3 个工作日内回话。",
        "10-18 11:10",
        "/policies/shenzhen_longgang.park_rent/",
        ("huangruo",),
    ),
    Told(
        "nanshan:",
        Kind.PROGRESS,
        "高企名单已送到",
        "认定部门 10月15日送来，共 41 家。",
        "10-15 14:00",
        "",
        ("suhe",),
    ),
    Told(
        "finance:",
        Kind.DEADLINE,
        "用款计划 10月21日前报",
        "",
        "10-18 09:00",
        "",
        ("fangshu",),
    ),
    Told("audit:", Kind.PROGRESS, "贴息资金抽查名单已定", "12 户。", "10-13 09:30"),
    Told(
        "luoyun",
        Kind.PROGRESS,
        "11 月评审请你参加",
        "先回时间，再申报利益关系。",
        "10-15 10:00",
    ),
    Told("lab:", Kind.DEADLINE, "价目表今天到期", "", "10-20 08:30"),
    Told(
        "bank:",
        Kind.PROGRESS,
        "龙岗区转来 2 家要融资的企业",
        "3 个工作日内见面。",
        "10-18 11:30",
        "",
        ("fengwang",),
    ),
    Told("guarantor:", Kind.POLICY, "担保费资助的费率口径有人问", "", "10-13 10:30"),
    Told(
        "platform:",
        Kind.SECURITY,
        "10月16日夜间演练：从备份恢复，用时 11 分钟",
        "没有丢数据。",
        "10-18 09:10",
        "",
        ("pengjia", "yejiming"),
    ),
)
