"""保存的查询: what is new since the last visit stands first; opening the page is having seen it."""

import pytest

from huiqi.follow.actions import save_search
from huiqi.follow.actions.searches import MOST
from huiqi.follow.models import SavedSearch
from huiqi.kernel.refusals import Refused
from tests.cast import NOW, Player
from tests.follow.conftest import SignIn, text

INTEREST = "shenzhen.interest_subsidy"


def keep(player: Player, name: str = "贴息", **changed: object) -> SavedSearch:
    asked = {"text": "贴息", "facets": {}, "whose": "firm"} | changed
    return save_search(name=name, actor=player.actor, now=NOW, **asked)  # type: ignore[arg-type]


def test_what_came_since_the_last_visit_is_new_once(lan: Player, sign_in: SignIn) -> None:
    kept = keep(lan)
    assert INTEREST in kept.seen
    kept.seen.remove(INTEREST)
    kept.save()
    client = sign_in(lan)
    assert "1 项新的" in text(client, "/follow/")
    assert '<h2 id="new-h">新的 <span class="count">1</span>' in text(
        client, f"/follow/searches/{kept.pk}/"
    )
    assert "上次看过以后，没有新的。" in text(client, f"/follow/searches/{kept.pk}/")
    assert "项新的" not in text(client, "/follow/")


def test_filters_are_kept_and_narrow_the_hits(lan: Player) -> None:
    everything = keep(lan, "全部", text="", facets={"kind": ["subsidy"]})
    awards = keep(lan, "奖励", text="", facets={"kind": ["award"]})
    assert (everything.facets, awards.facets) == ({"kind": ["subsidy"]}, {"kind": ["award"]})
    assert set(everything.seen) & set(awards.seen) == set()


def test_every_problem_is_told_at_once(lan: Player) -> None:
    with pytest.raises(Refused) as refused:
        keep(lan, "名" * 10_000, text="问" * 201, facets={"colour": ["红"]})
    assert refused.value.problems == (
        "名称最多 40 个字，现在有 10000 个",
        "问题最多 200 个字，现在有 201 个",
        "没有这样的筛选：colour",
    )


def test_what_a_database_cannot_keep_is_refused_in_words(lan: Player) -> None:
    for wrong in ("\x00", "\udca2"):
        with pytest.raises(Refused) as refused:
            keep(lan, f"我的{wrong}", text=f"贴息{wrong}", facets={"district": [f"龙岗{wrong}"]})
        assert refused.value.problems == (
            "名称里有不能保存的字符，请重新输入",
            "问题里有不能保存的字符，请重新输入",
            "筛选里有不能保存的字符，请重新输入",
        )


def test_question_that_asks_nothing_is_not_kept(lan: Player) -> None:
    with pytest.raises(Refused) as refused:
        keep(lan, " ", text=" ")
    assert set(refused.value.problems) == {"给这个查询起个名称", "先查一个词或选一个筛选，再保存"}


def test_name_is_used_once_in_a_firm(lan: Player, min_: Player) -> None:
    keep(lan)
    with pytest.raises(Refused, match="本企业已有一个同名的查询"):
        keep(min_)
    assert keep(min_, whose="person").subject_id is None


def test_there_is_a_limit_and_it_is_said(lan: Player) -> None:
    SavedSearch.objects.bulk_create(
        SavedSearch(
            person=lan.person,
            subject_id=lan.actor.subject_id,
            name=f"第{n}个",
            text="房租",
            created_at=NOW,
            seen_at=NOW,
        )
        for n in range(MOST)
    )
    with pytest.raises(Refused, match=f"最多保存 {MOST} 个查询；先删掉几个不再看的"):
        keep(lan)


def test_question_is_kept_where_it_is_asked_and_removed(
    lan: Player, shan: Player, sign_in: SignIn
) -> None:
    client = sign_in(lan)
    assert "保存这个查询" in text(client, "/search/?q=贴息&kind=subsidy")
    asked = {"name": "贴息", "q": "贴息", "kind": ["subsidy"], "whose": "firm"}
    assert client.post("/follow/searches/", asked).status_code == 302
    kept = SavedSearch.objects.get()
    assert (kept.text, kept.facets) == ("贴息", {"kind": ["subsidy"]})
    stranger = sign_in(shan)
    assert stranger.get(f"/follow/searches/{kept.pk}/").status_code == 404
    assert stranger.post(f"/follow/searches/{kept.pk}/remove/").status_code == 404
    assert client.post(f"/follow/searches/{kept.pk}/remove/").status_code == 302
    assert SavedSearch.objects.count() == 0


def test_long_name_is_told_on_the_page(lan: Player, sign_in: SignIn) -> None:
    answer = sign_in(lan).post("/follow/searches/", {"name": "名" * 10_000, "q": "贴息\x00"})
    assert answer.status_code == 422
    assert "名称最多 40 个字，现在有 10000 个" in answer.content.decode()
    assert "问题里有不能保存的字符" in answer.content.decode()
