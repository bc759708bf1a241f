"""拨付的接口: a program sends and reconciles what people made and checked; a firm reads its own."""

import base64
from decimal import Decimal

from huiqi.api.enums import Scope
from huiqi.kernel.models import AuditEntry
from huiqi.ledger.enums import Stage
from tests.api.conftest import Ask
from tests.api.test_rights import a_token
from tests.cast import Player
from tests.ledger.books import WAN
from tests.payments.paying import Paying, answer


def test_program_sends_a_checked_order_and_posts_the_banks_answer(
    ask: Ask, paying: Paying, fan: Player, shen: Player, lan: Player, shan: Player
) -> None:
    order = paying.checked()
    token, path = a_token(fan, Scope.PAYMENTS), f"/payments/orders/{order.number}"
    (listed,) = ask("/payments/orders?state=checked", token=token).json["items"]
    assert (listed["number"], listed["total"], listed["count"]) == (order.number, 500_000, 2)
    sent = ask(f"{path}/export", method="POST", token=token)
    again = ask(f"{path}/export", method="POST", token=token)
    assert sent.json == again.json
    assert base64.b64decode(sent.json["content_base64"]).decode("gbk").count(order.number) == 2
    assert paying.books.balance(Stage.ORDERED) == 50 * WAN

    def post(text: str) -> dict[str, object]:
        content = base64.b64encode(text.encode()).decode()
        given = {"name": "回单.csv", "content_base64": content}
        told: dict[str, object] = ask(f"{path}/answers", given, token=token).json
        return told

    bad = post(answer(order, "成功", "成功").replace("300000.00", "3.00"))
    assert (bad["is_taken"], bool(bad["problems"]), bad["results"]) == (False, True, [])
    assert post(answer(order, "成功", "处理中"))["is_taken"] is True
    assert ask("/payments/unsettled", token=token).json["total"] == 1
    audit = ask(path, token=a_token(shen, Scope.PAYMENTS)).json
    assert [one["state"] for one in audit["payments"]] == ["paid", "unknown"]
    assert audit["payments"][0]["amount"] == Decimal(300_000)
    assert AuditEntry.objects.filter(verb="payments.read", person_id=shen.person.pk).count() == 2
    (mine,) = ask("/payments/mine", token=a_token(lan)).json["items"]
    assert (mine["holder"], mine["receipt"]) == (paying.firms[0].name, "HZ-2021-000001")
    (theirs,) = ask("/payments/mine", token=a_token(shan)).json["items"]
    assert theirs["receipt"] is None


def test_whoever_may_not_pay_is_told_so_and_bad_input_gets_every_reason(
    ask: Ask, paying: Paying, fan: Player, qin: Player, lan: Player
) -> None:
    order = paying.order()
    token, path = a_token(fan, Scope.PAYMENTS), f"/payments/orders/{order.number}"
    assert ask("/payments/orders", token=a_token(qin, Scope.PAYMENTS)).code == (403, "denied")
    assert ask("/payments/orders", token=a_token(fan)).code == (403, "denied")
    assert ask(path, token=a_token(lan, Scope.PAYMENTS)).code == (403, "denied")
    assert ask("/payments/orders/BF-1", token=token).code == (404, "not_found")
    assert ask("/payments/orders?state=lost", token=token).keys == ["state"]
    assert ask(f"{path}/export", method="POST", token=token).code == (409, "wrong_state")
    wrong = ask(f"{path}/answers", {"name": 1, "content_base64": "!", "x": 1}, token=token)
    assert sorted(wrong.keys) == ["content_base64", "name", "x"]
