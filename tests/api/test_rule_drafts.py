"""规则草稿的接口和命令: the same actions as the page, by the token of whoever acts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from huiqi.api.enums import Scope
from huiqi.cli import city, main, on_file
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.library import current
from huiqi.policies import actions
from huiqi.policies.models import EffectRun, RuleDraft
from tests.api.conftest import Ask
from tests.api.test_rights import a_token
from tests.cast import Player
from tests.policies.drafting import NEW, begun, counted, rules
from tests.policies.upkeep import AWARD, OTHER, kept

__all__ = ["kept"]

PATH = f"/programmes/{AWARD}/rule-drafts"


def _token(player: Player) -> str:
    return a_token(player, Scope.POLICIES)


def test_draft_is_uploaded_counted_submitted_and_published_by_two(
    kept: None, ask: Ask, qin: Player, he: Player
) -> None:
    writer, reviewer = _token(qin), _token(he)
    text = rules(*NEW).decode()
    asked = {"rules": text, "why": "提高省级奖励", "from_on": "2022-03-01"}
    told = ask(PATH, asked, token=writer)
    assert told.status == 200
    assert (told.json["version"], told.json["stage"]) == (1, "draft")
    assert told.json["problems"] == []
    assert all(case["agrees"] for case in told.json["cases"])
    assert told.json["differences"][0]["from"] == "2022-03-01"
    assert told.json["effect"] is None
    early = ask(f"{PATH}/1/moves", {"move": "submit"}, token=writer)
    assert early.code == (409, "refused")
    assert ask(f"{PATH}/1/moves", {"move": "effect"}, token=writer).json["effect"]["done"] == 0
    actions.run_effect(run_id=EffectRun.objects.get().pk, actor=SYSTEM, clock=now)
    assert ask(f"{PATH}/1", token=writer).json["effect"]["finished_at"]
    assert ask(f"{PATH}/1/moves", {"move": "submit"}, token=writer).status == 200
    own = ask(f"{PATH}/1/moves", {"move": "publish"}, token=writer)
    assert own.code == (403, "denied")
    returned = ask(f"{PATH}/1/moves", {"move": "return", "remark": "写依据"}, token=reviewer)
    assert returned.json["remark"] == "写依据"
    ask(f"{PATH}/1/moves", {"move": "submit"}, token=writer)
    assert ask(f"{PATH}/1/moves", {"move": "publish"}, token=reviewer).json["stage"] == "published"
    assert ask(PATH, token=reviewer).json["total"] == 1


# 错误的请求 -> body, status and a word of the answer
BAD: dict[str, tuple[dict[str, Any], int, str]] = {
    "不认识的字段": ({"rule": "x"}, 422, "rule"),
    "不是文字": ({"rules": 1}, 422, "应是一段文字"),
    "不是整数": ({"revision": "一"}, 422, "应是一个整数"),
    "日期": ({"from_on": "昨天"}, 409, "2021-10-20"),
    "太长的说明": ({"why": "字" * 201}, 409, "最多 200 个字"),
    "太大": ({"rules": "a" * 300_001}, 409, "300,001 字节"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_request_is_told_what_is_wrong(kept: None, ask: Ask, qin: Player, name: str) -> None:
    body, status, words = BAD[name]
    told = ask(PATH, body, token=_token(qin))
    assert told.status == status
    assert words in told.text
    assert not RuleDraft.objects.exists()


def test_problems_of_a_draft_come_with_line_and_fix_and_it_is_kept(
    kept: None, ask: Ask, qin: Player
) -> None:
    told = ask(PATH, {"rules": "id: &a 1\n"}, token=_token(qin)).json
    assert {problem["file"] for problem in told["problems"]} == {"rules.yaml"}
    assert any("锚点" in problem["what"] and problem["line"] == 1 for problem in told["problems"])
    assert told["cases"] == []


def test_whoever_does_not_keep_a_programme_finds_nothing(
    kept: None, ask: Ask, qin: Player, gu: Player
) -> None:
    begun(qin)
    assert ask(f"{PATH}/1", token=_token(gu)).code == (404, "not_found")
    assert ask(f"/programmes/{OTHER}/rule-drafts", token=_token(qin)).code == (404, "not_found")
    assert ask(f"{PATH}/9", token=_token(qin)).code == (404, "not_found")
    assert ask(f"{PATH}/一", token=_token(qin)).code == (404, "not_found")
    assert ask(PATH, token=a_token(qin, Scope.FIRM)).code == (403, "denied")
    bad = ask(f"{PATH}/1/moves", {"move": "burn"}, token=_token(qin))
    assert "没有「burn」这个动作" in bad.text


# The command line


@pytest.fixture
def in_city(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command asks the database of the tests, which is running already."""

    @contextmanager
    def database() -> Iterator[None]:
        yield

    monkeypatch.setattr(city, "database", database)


@pytest.mark.usefixtures("kept", "in_city")
def test_command_does_what_the_page_does_for_whoever_holds_the_token(
    qin: Player,
    he: Player,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "rules.yaml"
    file.write_bytes(rules(*NEW))
    draft = ["policy", "draft"]
    upload = [*draft, "upload", AWARD, str(file), "--from", "2022-03-01", "--why", "提高"]
    assert main(upload) == 1
    assert "没有可用的令牌" in capsys.readouterr().err
    monkeypatch.setenv("HUIQI_TOKEN", _token(qin))
    assert main(upload) == 0
    assert "由 20 万元 改为 25 万元" in capsys.readouterr().out
    assert main([*draft, "effect", AWARD]) == 0
    assert main([*draft, "submit", AWARD]) == 0
    assert main([*draft, "publish", AWARD]) == 1
    assert "须由本部门没有写过它的另一个人复核" in capsys.readouterr().err
    monkeypatch.setenv("HUIQI_TOKEN", _token(he))
    assert main([*draft, "publish", AWARD, "--json"]) == 0
    assert '"stage": "published"' in capsys.readouterr().out
    assert main([*draft, "show", AWARD]) == 1
    assert "没有在办的规则草稿" in capsys.readouterr().err


def test_check_of_the_library_reads_what_the_city_published(
    kept: None, qin: Player, he: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = actions.submit_rules(draft=counted(begun(qin), qin), actor=qin.actor, now=now())
    actions.publish_rules(draft=draft, actor=he.actor, now=now())
    monkeypatch.setattr(on_file, "_look_at", lambda _environment: None)
    assert on_file.published_in_city() == (1, ())


def test_a_file_is_answered_by_what_the_city_published_when_asked_to(
    kept: None,
    qin: Player,
    he: Player,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    draft = actions.submit_rules(draft=counted(begun(qin), qin), actor=qin.actor, now=now())
    actions.publish_rules(draft=draft, actor=he.actor, now=now())
    monkeypatch.setattr(on_file, "_look_at", lambda _environment: None)
    titles = [{"kind": "srdi", "granted_on": "2022-01-01", "valid_until": "2025-01-01"}]
    firm = tmp_path / "firm.json"
    firm.write_text(json.dumps({"titles": titles, "awards_paid": []}), encoding="utf-8")
    asked = ["explain", AWARD, str(firm), "--on", "2022-10-20"]
    told = []
    for words in (asked, [*asked, "--city"]):
        current.put(None)  # a process of its own
        assert main([*words, "--json"]) == 0
        told.append(json.loads(capsys.readouterr().out)["amount_max"])
    assert told == [200_000, 250_000]
    assert main(["match", str(firm), "--on", "2022-10-20", "--city"]) == 0
    assert "按随附的规则和本市发布的 1 份规则文本判断。" in capsys.readouterr().out


def test_command_checks_files_without_a_city(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rules.yaml"
    file.write_bytes(rules(*NEW))
    assert main(["policy", "draft", "check", AWARD, str(file), "--from", "2022-03-01"]) == 0
    assert "17 个案例全部相符" in capsys.readouterr().out
    file.write_bytes(rules(('"2021-03-01": "200000"', '"2021-03-01": "1"')))
    assert main(["policy", "draft", "check", AWARD, str(file)]) == 1
    assert "金额上限应为 200000" in capsys.readouterr().err
    assert main(["policy", "draft", "check", "no.such", str(file)]) == 1
    assert main(["policy", "draft", "check", AWARD, str(tmp_path / "none.yaml")]) == 1
