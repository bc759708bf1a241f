"""推送地址的写法: what each service shows is taken, and nothing that leads elsewhere."""

import pytest

from huiqi.inbox.enums import Service
from huiqi.inbox.places import read
from huiqi.kernel.refusals import Refused

UUID = "693a91f6-7aac-4bc4-97a0-0ec2bcd7a5aa"
TOKEN = "a1" * 32
SIGNING = "SEC" + "0f" * 32
WECOM = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={UUID}"


@pytest.mark.parametrize(
    ("service", "typed", "secret", "hint"),
    [
        (Service.WECOM, WECOM, UUID, "…a5aa"),
        (Service.WECOM, f"  {UUID}\n", UUID, "…a5aa"),
        (
            Service.DINGTALK,
            f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}",
            TOKEN,
            "…a1a1",
        ),
        (
            Service.FEISHU,
            f"https://open.feishu.cn/open-apis/bot/v2/hook/{UUID}",
            UUID,
            "…a5aa",
        ),
        (Service.SMS, "+86 138-0013-8000", "+8613800138000", "138****8000"),
        (Service.SMS, "13800138000", "+8613800138000", "138****8000"),
    ],
)
def test_address_as_its_service_shows_it_is_taken(
    service: Service, typed: str, secret: str, hint: str
) -> None:
    place = read(service, typed)
    assert (place.secret, place.hint) == (secret, hint)


def test_signing_key_of_dingtalk_is_kept_with_the_token() -> None:
    assert read(Service.DINGTALK, TOKEN, SIGNING).secret == f"{TOKEN} {SIGNING}"


ELSEWHERE = "企业微信群机器人的地址要以 https://qyapi.weixin.qq.com/ 开头，不向别的主机推送"


@pytest.mark.parametrize(
    "typed",
    [
        f"http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={UUID}",
        f"https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key={UUID}",
        f"https://qyapi.weixin.qq.com@127.0.0.1/cgi-bin/webhook/send?key={UUID}",
        f"https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key={UUID}",
        f"https://169.254.169.254/latest/meta-data?key={UUID}",
        f"json://localhost/{UUID}",
        f"wecombot://{UUID}",
        f"ftp://qyapi.weixin.qq.com/?key={UUID}",
    ],
)
def test_address_that_leads_elsewhere_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read(Service.WECOM, typed)
    assert refused.value.problems == (ELSEWHERE,)


@pytest.mark.parametrize(
    ("service", "typed"),
    [
        (Service.WECOM, "not-a-key"),
        (Service.WECOM, "https://qyapi.weixin.qq.com/cgi-bin/gettoken?key=" + UUID),
        (Service.WECOM, f"{WECOM}&key={UUID}"),
        (Service.WECOM, ""),
        (Service.DINGTALK, UUID),
        (Service.FEISHU, f"https://open.feishu.cn/open-apis/bot/v2/hook/{UUID}/../../x"),
        (Service.WECOM, f"{UUID}/?redirect=yes"),
        (Service.SMS, "12800138000"),
        (Service.SMS, "138001380001"),
        (Service.SMS, "+85291234567"),
        (Service.SMS, "😀"),
    ],
)
def test_what_is_no_address_of_the_service_is_refused(service: Service, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read(service, typed)
    assert len(refused.value.problems) == 1


@pytest.mark.parametrize("service", list(Service))
def test_hundred_thousand_characters_are_refused_in_one_sentence(service: Service) -> None:
    with pytest.raises(Refused) as refused:
        read(service, "9" * 100_000)
    assert refused.value.problems == ("地址太长，最多 300 个字符；请只粘贴一个地址",)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        read(Service.WECOM, "x", SIGNING)
    assert refused.value.problems[1:] == ("只有钉钉的机器人填加签密钥，别的请留空",)
    assert len(refused.value.problems) == 2
