"""收款账户: entered by the firm, verified by another, over pages, the interface and commands."""

from contextlib import nullcontext
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from huiqi.api.enums import Scope
from huiqi.inbox.models import Message, Todo
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.refusals import Refused
from huiqi.parties.actions.accounts import lapse_bank_accounts
from huiqi.parties.models import BankAccount
from huiqi.payments import actions
from huiqi.payments.accounts import under_way
from tests.api.conftest import Ask
from tests.api.test_rights import a_token
from tests.cast import NOW, Player
from tests.cli.conftest import Huiqi
from tests.payments.conftest import SignedIn
from tests.payments.paying import FORMAT, NUMBERS, Paying, entered_anew

BRANCH = "313584099990"
WRITTEN = {"bank": "鹏湾银行深圳前海支行", "branch_code": BRANCH, "number": "7559 0000 1234 5678"}
PROOF = {"proof": "bank_letter", "note": "证明 2021-118"}
FIRM = "/payments/accounts/"
DESK = "/payments/accounts/desk/"


def test_account_is_entered_verified_and_paid_to_over_pages(
    paying: Paying, signed_in: SignedIn, min_: Player, zheng: Player
) -> None:
    firm, office = signed_in(min_), signed_in(zheng)
    old = BankAccount.objects.get(number=NUMBERS[0])
    page = firm.get(f"{FIRM}new/?replaces={old.pk}").content.decode()
    assert f'value="{old.pk}" selected' in page
    made = firm.post(f"{FIRM}new/", {**WRITTEN, "replaces": old.pk})
    new = BankAccount.objects.get(number="7559000012345678")
    assert (made.status_code, made.headers["Location"]) == (302, f"{FIRM}{new.pk}/")
    shown = firm.get(f"{FIRM}{new.pk}/").content.decode()
    assert ("**** 5678" in shown, new.number in shown, "等主管部门" in shown) == (True, False, True)
    (todo,) = Todo.objects.filter(object_id=new.pk)
    assert (todo.role, todo.url, todo.done_at) == ("finance_officer", f"{DESK}{new.pk}/", None)

    assert "深圳市澄澜智能装备有限公司" in office.get(DESK).content.decode()
    assert "7559 0000 1234 5678" in office.get(f"{DESK}{new.pk}/").content.decode()
    empty = office.post(f"{DESK}{new.pk}/", {"decision": "verify"})
    told = empty.content.decode()
    assert (empty.status_code, "请选择核验方式" in told, "请写明核验凭据" in told) == (
        409,
        True,
        True,
    )
    assert office.post(f"{DESK}{new.pk}/", {"decision": "verify", **PROOF}).status_code == 302
    todo.refresh_from_db()
    assert todo.done_at is not None
    assert Message.objects.filter(title="收款账户已核验", url=f"{FIRM}{new.pk}/").exists()
    old.refresh_from_db()
    assert (old.state, old.closed_why) == ("closed", "replaced")
    line = paying.order(paying.firms[0]).lines.get()
    assert (line.account_id, line.number) == (new.pk, "7559000012345678")


def test_declined_account_comes_back_to_the_firm_with_the_reason(
    paying: Paying, signed_in: SignedIn, lan: Player, zheng: Player
) -> None:
    firm, office = signed_in(lan), signed_in(zheng)
    firm.post(f"{FIRM}new/", WRITTEN)
    new = BankAccount.objects.get(number="7559000012345678")
    office.post(f"{DESK}{new.pk}/", {"decision": "decline", "note": "银行查无此户"})
    shown = firm.get(f"{FIRM}{new.pk}/").content.decode()
    assert ("没有通过的原因：银行查无此户" in shown, "改好重新录入" in shown) == (True, True)
    assert "银行查无此户" in firm.get(FIRM).content.decode()
    mend = Todo.objects.get(text="改正没有通过核验的收款账户")
    assert (mend.organization_id, mend.done_at) == (paying.firms[0].pk, None)
    firm.post(f"{FIRM}new/", WRITTEN)
    mend.refresh_from_db()
    assert mend.done_at is not None


def test_account_that_ends_with_its_registration_asks_nobody_any_more(
    paying: Paying, signed_in: SignedIn, lan: Player
) -> None:
    signed_in(lan).post(f"{FIRM}new/", WRITTEN)
    new = BankAccount.objects.get(number="7559000012345678")
    lapse_bank_accounts(organization=paying.firms[0], actor=SYSTEM, now=NOW)
    assert [one.done_at for one in Todo.objects.filter(object_id=new.pk)] == [NOW]
    new.refresh_from_db()
    assert (new.state, new.closed_why) == ("closed", "lapsed")


def test_page_tells_everything_that_is_wrong_and_keeps_what_was_written(
    paying: Paying, signed_in: SignedIn, min_: Player, shan: Player
) -> None:
    given = {"bank": "", "branch_code": "1", "number": "62A", "holder": "周敏", "replaces": "x"}
    firm = signed_in(min_)
    assert "要接替的账户不是本单位在用的账户" in _post(firm, given, 422)
    told = _post(firm, given | {"replaces": ""}, 422)
    for sentence in (
        "请填写开户银行",
        "联行号应为 12 位数字，现在是 1 位",
        "账号只能是数字，里面有「A」",
        "账号应为 8 至 32 位数字，现在是 3 位",
        "户名应与单位名称",
        'value="周敏"',
    ):
        assert sentence in told
    twice = _post(firm, WRITTEN | {"number": NUMBERS[1]}, 422)
    assert "这个账号已登记在某个单位名下" in twice
    theirs = BankAccount.objects.get(number=NUMBERS[0])
    stranger = signed_in(shan)
    assert stranger.get(f"{FIRM}{theirs.pk}/").status_code == 404
    assert stranger.post(f"{FIRM}{theirs.pk}/stop/").status_code == 404
    assert _post(stranger, WRITTEN | {"replaces": str(theirs.pk)}, 422)


def _post(client: Any, given: dict[str, str], status: int) -> str:
    answer = client.post(f"{FIRM}new/", given)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_officers_reading_is_on_record_and_the_auditor_only_reads(
    paying: Paying, signed_in: SignedIn, lan: Player, shen: Player, gu: Player, qin: Player
) -> None:
    one = BankAccount.objects.get(number=NUMBERS[0])
    audit = signed_in(shen)
    audit.get(f"{DESK}?state=all")
    audit.get(f"{DESK}{one.pk}/")
    sheet = audit.get("/payments/accounts/desk.xlsx?state=verified")
    assert [row[4] for row in rows_of(sheet.content)[1:]] == list(NUMBERS)
    mine = AuditEntry.objects.filter(verb="payments.read", subject_id=paying.firms[0].subject_id)
    assert list(mine.order_by("id").values_list("purpose", flat=True)) == [
        *("查阅收款账户", f"核验收款账户 {one.pk}", "导出收款账户"),
    ]
    assert audit.post(f"{DESK}{one.pk}/", {"decision": "stop", "note": "试"}).status_code == 403
    # The office of a district sees the firms of its district, and no other.
    assert signed_in(gu).get(f"{DESK}{one.pk}/").status_code == (
        200 if paying.firms[0].district == "440305" else 404
    )
    stopped = signed_in(qin).post(f"{DESK}{one.pk}/", {"decision": "stop", "note": "来函停用"})
    assert stopped.status_code == 302
    assert Message.objects.filter(title="收款账户已停用").exists()


def test_order_keeps_the_account_that_it_was_made_with_and_says_so(
    paying: Paying, lan: Player, fan: Player, signed_in: SignedIn
) -> None:
    firm = paying.firms[0]
    account = BankAccount.objects.get(number=NUMBERS[0])
    order = paying.checked(firm)
    draft = (
        "付款 BF-2021-000001-0001 制单时用的是尾号 2333 的账户，不会改付新账户；账户停用后"
        "这一笔会被拦下，由制单人重新加入"
    )
    assert under_way(account) == [draft]
    assert draft in signed_in(lan).get(f"{FIRM}{account.pk}/").content.decode()
    actions.export_order(order=order, actor=paying.maker, now=NOW)
    actions.stop_account(account=account, actor=lan.actor, now=NOW)
    (sent,) = under_way(account)
    assert sent == (
        "付款 BF-2021-000001-0001 已送银行，仍付到尾号 2333 的账户；停用拦不住它，要拦请马上"
        "联系开户银行和拨付部门"
    )
    assert order.lines.get().number == NUMBERS[0]
    shown = signed_in(fan).get(f"/payments/orders/{order.pk}/").content.decode()
    assert "停用（停止使用）。这一笔写着制单时的账户，不会改付新账户。" in shown
    order.refresh_from_db()
    paying.answered(order, "成功")
    assert under_way(account) == []


def test_letter_that_the_bank_cannot_read_stops_the_file(paying: Paying) -> None:
    firm = paying.firms[0]
    entered_anew(firm, holder="深圳市𬭎远公司")
    order = paying.checked(firm)
    with pytest.raises(Refused) as no:
        actions.export_order(order=order, actor=paying.maker, now=NOW)
    assert no.value.problems == (
        (
            "第 1 行「深圳市𬭎远公司」的「𬭎」不在 GBK 字符集里，银行读不出；"
            "请换用 GB18030 或 Excel 格式"
        ),
    )


def test_text_that_a_spreadsheet_would_run_stops_the_file(paying: Paying) -> None:
    firm = paying.firms[0]
    entered_anew(firm, holder="=HYPERLINK(1)")
    order = paying.checked(firm)
    with pytest.raises(Refused) as no:
        actions.export_order(order=order, actor=paying.maker, now=NOW)
    assert no.value.problems == (
        ("第 1 行的「=HYPERLINK(1)」开头的符号会被电子表格当成公式；请改正，或者换用 Excel 格式"),
    )


def test_bank_that_asks_for_the_branch_gets_it_or_the_order_waits(paying: Paying) -> None:
    columns = [*FORMAT["columns"], ["branch", "联行号"]]
    told = FORMAT | {"code": "branch", "columns": columns, "kind": "xlsx"}
    made = actions.set_bank_format(told=told, actor=SYSTEM, now=NOW)
    firm, other = paying.firms
    entered_anew(firm, branch_code=BRANCH)
    paying.format = made
    order = paying.checked()
    with pytest.raises(Refused) as no:
        actions.export_order(order=order, actor=paying.maker, now=NOW)
    assert no.value.problems == (
        (
            f"第 2 行「{other}」的账户（尾号 5666）没有联行号，银行的文件要写；"
            "请企业另录一个写明联行号的账户，核验后重新加入"
        ),
    )
    order = actions.return_order(order=order, reason="没有联行号", actor=paying.first, now=NOW)
    actions.remove_line(order=order, line=order.lines.get(position=2), actor=paying.maker)
    order = actions.submit_order(order=order, actor=paying.maker, now=NOW)
    order = actions.check_order(order=order, actor=paying.first, now=NOW)
    sent = actions.export_order(order=order, actor=paying.maker, now=NOW)
    (_heading, row) = rows_of(bytes(sent.content))
    assert row[-1] == BRANCH


def rows_of(content: bytes) -> list[Any]:
    return list(CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python())


def test_firm_without_an_account_is_asked_for_one_once(
    paying: Paying, signed_in: SignedIn, fan: Player, lan: Player
) -> None:
    office, firm = signed_in(fan), paying.firms[0]
    given = {"firm": str(firm.pk)}
    not_needed = office.post("/payments/accounts/ask/", given)
    assert (not_needed.status_code, "现在不缺账户" in not_needed.content.decode()) == (422, True)
    assert office.post("/payments/accounts/ask/", {"firm": "x"}).status_code == 404
    old = BankAccount.objects.get(number=NUMBERS[0])
    actions.stop_account(account=old, actor=lan.actor, now=NOW)
    assert "提醒企业录入账户" in office.get("/payments/new/").content.decode()
    for _again in range(2):
        assert office.post("/payments/accounts/ask/", given).status_code == 302
    (todo,) = Todo.objects.filter(text="录入收款账户")
    assert (todo.organization_id, todo.url) == (firm.pk, f"{FIRM}new/")
    assert Message.objects.filter(title="请录入收款账户").count() == 1
    assert "已提醒企业录入。" in office.get("/payments/new/").content.decode()
    signed_in(lan).post(f"{FIRM}new/", WRITTEN)
    todo.refresh_from_db()
    assert todo.done_at is not None


def test_firm_and_office_do_the_same_over_the_interface(
    ask: Ask, paying: Paying, lan: Player, shan: Player, zheng: Player, qin: Player
) -> None:
    firm, other = paying.firms
    own = f"/organizations/{firm.credit_code}/accounts"
    token, office = a_token(lan, Scope.ACCOUNTS), a_token(zheng, Scope.ACCOUNTS)
    bad = ask(own, {"bank": " ", "branch_code": 1, "x": 1, "replaces": 10**30}, token=token)
    assert sorted(bad.keys) == ["bank", "branch_code", "number", "replaces", "x"]
    wrong = ask(own, WRITTEN | {"number": "1", "branch_code": BRANCH[:-1] + "1"}, token=token)
    assert (wrong.code, len(wrong.json["problems"])) == ((409, "refused"), 2)
    made = ask(own, WRITTEN, token=token).json
    assert (made["state"], made["account_tail"], "number" in made) == ("waiting", "5678", False)
    assert ask(own, token=a_token(lan)).json["total"] == 2
    assert ask(own, token=a_token(shan)).code == (404, "not_found")
    assert ask(own, WRITTEN, token=a_token(shan, Scope.ACCOUNTS)).code == (404, "not_found")
    assert ask(own, WRITTEN, token=a_token(lan)).code == (403, "denied")

    path = f"/payments/accounts/{made['account']}"
    assert ask(path, token=token).code == (403, "denied")
    assert ask("/payments/accounts?state=lost", token=office).keys == ["state"]
    assert ask("/payments/accounts", token=office).json["total"] == 1
    assert ask(path, token=office).json["number"] == "7559000012345678"
    assert ask(f"{path}/verify", {"proof": "look", "note": "看过"}, token=office).code == (
        *(409, "refused"),
    )
    assert ask(f"{path}/verify", PROOF, token=office).json["state"] == "verified"
    assert ask(f"{path}/decline", {"note": "不对"}, token=office).code == (409, "refused")
    assert ask(f"{path}/stop", {"note": "来函"}, token=office).json["closed_why"] == "stopped"
    theirs = BankAccount.objects.get(organization=other).pk
    assert ask(f"{own}/{theirs}/stop", {}, token=token).code == (404, "not_found")
    mine = BankAccount.objects.get(number=NUMBERS[0]).pk
    assert ask(f"{own}/{mine}/stop", {}, token=token).json["state"] == "closed"


def test_command_lists_shows_enters_and_stops(
    paying: Paying, huiqi: Huiqi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huiqi.cli.city.database", nullcontext)
    firm = paying.firms[0]
    code = str(firm.credit_code)
    words = ("--bank", WRITTEN["bank"], "--branch", BRANCH, "--number", WRITTEN["number"])
    made = huiqi("account", "enter", code, *words, "--json").json
    assert (made["state"], made["account_tail"]) == ("waiting", "5678")
    listed = huiqi("account", "list", "--state", "waiting", "--json").json
    assert [one["account"] for one in listed] == [made["account"]]
    number = str(made["account"])
    assert huiqi("account", "show", number, "--json").json["history"][0]["title"] == "录入"
    assert huiqi("account", "stop", number, "--note", "录错").lines == [
        "已停用 鹏湾银行深圳前海支行 **** 5678。"
    ]
    again = huiqi("account", "stop", number, "--note", "录错", "--json")
    assert (again.code, again.whats) == (1, ["这个账户已经停用（停止使用）"])
    assert huiqi("account", "list", "--state", "lost", "--json").whats == ["没有状态「lost」。"]
    assert huiqi("account", "show", "x", "--json").whats == ["没有账户「x」。"]
    assert huiqi("account", "list", "--firm", "x", "--json").whats == [
        "没有信用代码是「x」的单位。"
    ]
