"""拨付的页面: what each may do and see; the whole way of an order over HTTP; nothing of another."""

from django.core.files.uploadedfile import SimpleUploadedFile

from huiqi.kernel.models import AuditEntry
from huiqi.ledger.enums import Stage
from huiqi.ledger.queries import payables
from huiqi.parties.models import BankAccount
from huiqi.payments.models import PaymentOrder, Receipt
from tests.cast import Player
from tests.ledger.books import WAN
from tests.payments.conftest import SignedIn
from tests.payments.paying import Paying, answer


def _picked() -> list[str]:
    return ["/".join(map(str, one.key)) for one in payables()]


def test_order_goes_its_whole_way_over_pages(
    paying: Paying, signed_in: SignedIn, fan: Player, zheng: Player, hu: Player, lan: Player
) -> None:
    maker, first, second, firm = map(signed_in, (fan, zheng, hu, lan))
    wrong = maker.post("/payments/new/", {"title": "奖励", "pay": ["x", "1/2/3"]})
    assert wrong.status_code == 422
    assert "请选择银行文件格式" in wrong.content.decode()
    made = maker.post(
        "/payments/new/", {"title": "奖励", "format": paying.format.code, "pay": _picked()}
    )
    order = PaymentOrder.objects.get()
    page = f"/payments/orders/{order.pk}/"
    assert (made.status_code, made.headers["Location"]) == (302, page)
    assert "提交复核" in maker.get(page).content.decode()
    assert first.post(f"{page}submit/").status_code == 403
    maker.post(f"{page}submit/")
    own = maker.post(f"{page}check_first/")
    assert (own.status_code, "制单人不能复核自己的拨付单" in own.content.decode()) == (403, True)
    no_reason = first.post(f"{page}return/", {"reason": ""})
    assert (no_reason.status_code, "请写明理由" in no_reason.content.decode()) == (409, True)
    first.post(f"{page}check_first/")
    second.post(f"{page}check_second/")
    maker.post(f"{page}export/")
    order.refresh_from_db()
    assert order.state == "exported"
    file = b"".join(maker.get(f"{page}file/"))
    assert file.decode("gbk").count("BF-2021-000001-") == 2
    assert maker.get(f"{page}manifest.json").json()["合计（元）"] == "500000.00"

    def upload(text: str) -> str:
        sent = SimpleUploadedFile("回单.csv", text.encode("gbk"))
        told = maker.post(f"{page}answers/", {"file": sent}, follow=True)
        return told.content.decode()

    assert "这份回单不可信，一笔也没有记账" in upload(
        answer(order, "成功", "成功").replace("合计", "x")
    )
    assert maker.post(f"{page}answers/", {}).status_code == 422
    assert "已采信" in upload(answer(order, "成功", "处理中"))
    assert paying.books.balance(Stage.PAID) == 30 * WAN
    assert "1 笔付款还没有结果" in maker.get("/payments/").content.decode()
    assert "远山" in maker.get("/payments/unsettled/").content.decode()
    receipt = Receipt.objects.get()
    assert receipt.number in firm.get("/payments/mine/").content.decode()
    printed = firm.get(f"/payments/receipts/{receipt.pk}.pdf")
    assert printed.content.startswith(b"%PDF")
    assert receipt.is_genuine


def test_firm_sees_its_own_payments_and_nothing_of_another(
    paying: Paying, signed_in: SignedIn, lan: Player, shan: Player
) -> None:
    paying.answered(paying.sent(), "成功", "成功")
    mine, theirs = Receipt.objects.order_by("pk")
    firm = signed_in(lan)
    page = firm.get("/payments/mine/").content.decode()
    assert (mine.number in page, theirs.number in page) == (True, False)
    assert firm.get(f"/payments/receipts/{theirs.pk}.pdf").status_code == 404
    assert signed_in(shan).get(f"/payments/receipts/{theirs.pk}.pdf").status_code == 200
    assert firm.get("/payments/").status_code == 403


def test_whoever_looks_at_a_firms_account_is_on_record(
    paying: Paying, signed_in: SignedIn, shen: Player
) -> None:
    order = paying.sent()
    signed_in(shen).get(f"/payments/orders/{order.pk}/")
    reads = AuditEntry.objects.filter(verb="payments.read", person_id=shen.person.pk)
    assert [(one.subject_id, one.purpose) for one in reads.order_by("pk")] == [
        (firm.subject_id, "查阅拨付单 BF-2021-000001") for firm in paying.firms
    ]


def test_draft_is_changed_line_by_line_and_a_firm_that_cannot_be_paid_says_why(
    paying: Paying, signed_in: SignedIn, fan: Player, lan: Player
) -> None:
    order = paying.order(paying.firms[1])
    maker, page = signed_in(fan), f"/payments/orders/{order.pk}/"
    BankAccount.objects.filter(organization=paying.firms[0]).delete()
    told = maker.get(page).content.decode()
    assert "没有收款账户；请企业财务录入账户" in told
    (key,) = [
        "/".join(map(str, one.key))
        for one in payables()
        if one.subject.pk != order.lines.get().subject_id
    ]
    assert maker.post(f"{page}lines/", {"pay": key}).status_code == 409
    line = order.lines.get()
    assert maker.post(f"{page}lines/{line.pk}/").status_code == 302
    empty = maker.post(f"{page}submit/")
    assert (empty.status_code, "拨付单里没有一笔付款" in empty.content.decode()) == (409, True)
    assert maker.post(f"{page}lines/{line.pk}/").status_code == 404
    assert maker.post(f"{page}nonsense/").status_code == 404
