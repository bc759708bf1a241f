"""政策维护: the editor, its effect, contacts, proposals and the desk, over HTTP."""

import pytest
from django.test import Client

from huiqi.kernel.access import ANONYMOUS, SYSTEM
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Denied
from huiqi.library import load
from huiqi.parties.models import Organization
from huiqi.policies.actions import count_firms
from huiqi.policies.effect import changes_between, diff, effect_of
from huiqi.policies.models import (
    Contact,
    FirmCount,
    Proposal,
    Summary,
)
from huiqi.policies.readability import findings
from huiqi.rules.facts import Facts
from tests.cast import TODAY, Player
from tests.policies.upkeep import AWARD, HOME, OTHER, SCRIPT, WORDS, Browser, draft_of, text

# The editor


def test_two_officers_write_review_and_publish_a_new_version(
    kept: None, browser: Browser, qin: Player, he: Player
) -> None:
    writer, reviewer = draft_of(browser(qin)), browser(he)
    page = text(writer.get(f"{HOME}draft/"))
    assert "规则的 " in page
    assert "全部相符" in page
    assert "还没有数过企业" in page
    assert "和已发布的第 1 版比" in page
    assert (
        writer.post(f"{HOME}draft/", {"do": "submit", "revision": "2", **WORDS}).status_code == 302
    )
    own = text(writer.get(f"{HOME}draft/"))
    assert "您写过这一稿，须由本部门没有写过它的另一个人复核" in own
    assert "复核通过并发布" not in own
    assert writer.post(f"{HOME}draft/publish/").status_code == 403
    assert "复核通过并发布" in text(reviewer.get(f"{HOME}draft/"))
    assert reviewer.post(f"{HOME}draft/publish/").status_code == 302
    assert Summary.objects.get(programme=AWARD, state="published").version == 2
    assert WORDS["gist"] in text(Client().get(f"/policies/{AWARD}/"))
    assert "，复核： 何川" in text(reviewer.get(HOME)).replace("：何川", "： 何川")


def test_draft_that_lacks_a_part_is_not_handed_in_and_keeps_what_was_written(
    kept: None, browser: Browser, qin: Player
) -> None:
    client = draft_of(browser(qin))
    given = {**WORDS, "how": "", "why": "", "who": "新写的一句。", "revision": "2", "do": "submit"}
    response = client.post(f"{HOME}draft/", given)
    assert response.status_code == 422
    page = text(response)
    assert "「怎么办」还是空的" in page
    assert "请写明改了什么" in page
    assert "新写的一句。" in page


def test_ten_thousand_characters_are_refused_and_kept_in_the_form(
    kept: None, browser: Browser, qin: Player
) -> None:
    client = draft_of(browser(qin))
    response = client.post(f"{HOME}draft/", {**WORDS, "who": "字" * 10_000, "revision": "2"})
    assert response.status_code == 422
    assert "「谁能拿」最多 600 个字，现在有 10000 个" in text(response)
    assert "字" * 10_000 in text(response)


def test_script_in_every_field_is_only_text(
    kept: None, browser: Browser, qin: Player, he: Player
) -> None:
    client = draft_of(browser(qin), **dict.fromkeys(WORDS, SCRIPT))
    client.post(f"{HOME}draft/", {**dict.fromkeys(WORDS, SCRIPT), "revision": "2", "do": "submit"})
    other = browser(he)
    for page in (
        client.get(f"{HOME}draft/"),
        other.get(f"{HOME}draft/"),
        other.post(f"{HOME}draft/return/", {"remark": SCRIPT}, follow=True),
        client.post(f"{HOME}propose/", {"clause": SCRIPT, "wrong": SCRIPT}),
        client.post(f"{HOME}contact/", {"telephone": SCRIPT, "since": SCRIPT}),
        client.get(f"{HOME}compare/?old={SCRIPT}&new=2"),
    ):
        assert page.status_code in {200, 422}
        assert SCRIPT not in text(page)
        assert "&lt;script&gt;" in text(page)


def test_second_of_two_who_save_sees_both_texts(
    kept: None, browser: Browser, qin: Player, he: Player
) -> None:
    first, second = draft_of(browser(qin)), browser(he)
    second.post(f"{HOME}draft/", {**WORDS, "how": "到窗口办。", "revision": "2"})
    response = first.post(f"{HOME}draft/", {**WORDS, "how": "网上办。", "revision": "2"})
    assert response.status_code == 409
    page = text(response)
    assert "何川保存过这一稿。你的文字没有存进去，都还在下面" in page
    assert "网上办。" in page
    assert "同事存的是：</b><p>到窗口办。" in page
    assert 'name="revision" value="3"' in page
    assert (
        first.post(f"{HOME}draft/", {**WORDS, "how": "都行。", "revision": "3"}).status_code == 302
    )


def test_what_is_typed_is_saved_by_itself(kept: None, browser: Browser, qin: Player) -> None:
    client = draft_of(browser(qin))
    htmx = {"HX-Request": "true"}
    given = {**WORDS, "how": "网上办。", "revision": "2"}
    saved = client.post(f"{HOME}draft/", given, headers=htmx)
    assert "覃越" in text(saved)
    assert 'value="3" hx-swap-oob="true"' in text(saved)
    given |= {"how": "字" * 601, "revision": "3"}
    refused = client.post(f"{HOME}draft/", given, headers=htmx)
    assert "没有存进去，文字都还在" in text(refused)


@pytest.mark.parametrize("who", ["lan", "shan"])
def test_firm_sees_nothing_of_what_is_not_published(
    kept: None, browser: Browser, qin: Player, request: pytest.FixtureRequest, who: str
) -> None:
    draft_of(browser(qin), gist="还没有发布的话。")
    firm = browser(request.getfixturevalue(who))
    for path in (HOME, f"{HOME}draft/", f"{HOME}compare/"):
        assert firm.get(path).status_code == 403
    for path in (f"/policies/{AWARD}/", f"/policies/{AWARD}/?version=2"):
        assert "还没有发布的话" not in text(firm.get(path))
    told = firm.get(f"/api/v1/programmes/{AWARD}/summary").json()
    assert told["summary"]["version"] == 1


def test_programme_of_another_department_is_not_found(
    kept: None, browser: Browser, gu: Player, qin: Player
) -> None:
    draft_of(browser(qin))
    other = browser(gu)
    for path in (HOME, f"{HOME}draft/", f"{HOME}compare/", "/desk/policies/no.such/"):
        assert other.get(path).status_code == 404
    for path in ("begin/", "draft/publish/", "contact/", "propose/"):
        assert other.post(f"{HOME}{path}").status_code == 404
    assert browser(qin).get(f"/desk/policies/{OTHER}/").status_code == 404


def test_any_two_versions_are_compared(kept: None, browser: Browser, qin: Player) -> None:
    client = draft_of(browser(qin))
    page = text(client.get(f"{HOME}compare/?old=1&new=2"))
    assert "第 1 版和第 2 版" in page
    assert "<ins>" in page
    assert "没有第 9 版，请从列表里选。" in text(client.get(f"{HOME}compare/?old=9&new=2"))


def test_restoring_begins_a_draft_with_the_old_words(
    kept: None, browser: Browser, qin: Player
) -> None:
    client = browser(qin)
    assert client.post(f"{HOME}begin/", {"restore": "x"}).status_code == 404
    assert client.post(f"{HOME}begin/", {"restore": "1"}).status_code == 302
    draft = Summary.objects.get(programme=AWARD, version=2)
    assert draft.restored_from == Summary.objects.get(programme=AWARD, version=1)
    assert "已有第 2 版在办" in text(client.post(f"{HOME}begin/"))


# Its effect


def test_pieces_that_change_are_told_in_the_order_of_reading() -> None:
    assert list(diff("最高 20 万元。", "最高 50 万元，一次。")) == [
        ("=", "最高 "),
        ("-", "20"),
        ("+", "50"),
        ("=", " 万元"),
        ("+", "，一次"),
        ("=", "。"),
    ]
    assert list(diff("", "")) == []


def test_effect_tells_which_clauses_the_words_name(
    kept: None, browser: Browser, qin: Player
) -> None:
    draft_of(browser(qin), basis="市政协第20210370号提案答复，一", gist="贵司的 ABCD 予以奖励。")
    draft = Summary.objects.get(programme=AWARD, version=2)
    found = effect_of(draft, None)
    assert {one.clause[:4]: one.is_named for one in found.clauses}
    named = [one.clause for one in found.clauses if one.is_named]
    assert all("20210370" in one for one in named)
    assert 0 < found.named < len(found.clauses)
    assert [one.advice for _label, one in found.readability] == [
        "「予以」：去掉",
        "「贵司」：「你」或企业名称",
        "缩写 ABCD 要写出全称",
    ]
    assert found.cases.count > 0
    assert found.cases.problems == ()
    assert not found.rules_moved
    assert all(change.is_changed for change in changes_between(None, draft))


def test_sentence_that_is_too_long_is_found() -> None:
    [one] = findings("字" * 46 + "。短的。")
    assert one.advice == "有 46 个字，超过 45 个；拆成两句"


def test_firms_are_counted_in_four_and_none_is_named(kept: None) -> None:
    title = {"kind": "little_giant", "granted_on": "2021-01-01", "valid_until": "2024-01-01"}
    firms = [
        Facts.read({"titles": [title]}, TODAY),
        Facts.read({"titles": [], "titles_complete": True}, TODAY),
        Facts.read({}, TODAY),
    ]
    assert count_firms(firms=firms, on=TODAY, actor=SYSTEM, now=now()) == len(load().policies)
    told = FirmCount.objects.get(programme=AWARD)
    assert (told.fits, told.near, told.unknown, told.unfit) == (1, 0, 1, 1)
    assert told.firms == len(firms)
    with pytest.raises(Denied):
        count_firms(firms=[], on=TODAY, actor=ANONYMOUS, now=now())


# Contacts and proposals


def test_officers_write_a_contact_and_its_history_stays(
    kept: None, browser: Browser, qin: Player, he: Player
) -> None:
    client = browser(qin)
    given = {
        "office": "培育处",
        "telephone": "0755-00000001",
        "source": "本处",
        "since": "2021-10-20",
    }
    assert client.post(f"{HOME}contact/", given).status_code == 302
    first = Contact.objects.get(programme=AWARD)
    assert (first.department, first.made_by) == ("市中小企业服务局", qin.person)
    assert "0755-00000001" in text(Client().get(f"/policies/{AWARD}/"))
    again = {**given, "telephone": "0755-00000002", "line": str(first.pk)}
    assert browser(he).post(f"{HOME}contact/", again).status_code == 302
    late = client.post(f"{HOME}contact/", {**given, "telephone": "0755-3", "line": str(first.pk)})
    assert "这一行刚被同事改过" in text(late)
    assert 'value="0755-3"' in text(late)
    page = text(Client().get(f"/policies/{AWARD}/"))
    assert "0755-00000002" in page
    assert "0755-00000001" not in page
    assert "0755-00000001" in text(client.get(HOME))
    line = Contact.objects.get(programme=AWARD, replaced_by=None)
    client.post(f"{HOME}contact/", {"line": str(line.pk), "do": "remove"})
    assert "0755-00000002" not in text(Client().get(f"/policies/{AWARD}/"))


def test_contact_that_cannot_be_is_refused_with_every_reason(
    kept: None, browser: Browser, qin: Player
) -> None:
    client = browser(qin)
    page = text(client.post(f"{HOME}contact/", {"office": "培育处", "since": "2021-10-20"}))
    assert "电话、地址、窗口至少写一项" in page
    assert "联系方式要写明出处" in page
    assert "培育处" in page
    bad = client.post(f"{HOME}contact/", {"since": "昨天", "until": "2021-13-01"})
    assert bad.status_code == 422
    assert "「自」要写成 2021-10-20 这样的日期，现在写的是「昨天」" in text(bad)


def test_proposal_to_change_a_rule_is_answered_by_those_who_keep_the_library(
    kept: None, browser: Browser, qin: Player, system_admin: Player
) -> None:
    client, keeper = browser(qin), browser(system_admin)
    lacking = client.post(f"{HOME}propose/", {"clause": "一", "wrong": "", "evidence": ""})
    assert "建议要写明哪一条、哪里不对、有什么依据" in text(lacking)
    given = {"clause": "一", "wrong": "漏了联合申报", "evidence": "深府规〔2021〕1号第三条"}
    assert client.post(f"{HOME}propose/", given).status_code == 302
    one = Proposal.objects.get()
    place = f"{HOME}proposals/{one.pk}/"
    assert client.post(f"{place}accept/", {"answer": "好"}).status_code == 403
    assert "请写明采纳或者不采纳的理由" in text(keeper.post(f"{place}decline/", {"answer": " "}))
    assert keeper.post(f"{place}accept/", {"answer": "下一版改"}).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.answered_by) == ("accepted", system_admin.person)
    assert "下一版改" in text(client.get(HOME))
    assert keeper.post(f"{place}other/").status_code == 404


def test_administrator_names_who_keeps_a_programme(
    kept: None, browser: Browser, qin: Player, system_admin: Player, bureau: Organization
) -> None:
    admin = browser(system_admin)
    assert browser(qin).post(f"{HOME}keeper/").status_code == 403
    other = f"/desk/policies/{OTHER}/"
    assert admin.post(f"{other}keeper/", {"organization": str(bureau.pk)}).status_code == 302
    assert browser(qin).get(other).status_code == 200
    assert admin.post(f"{other}keeper/", {"organization": "999999"}).status_code == 404
