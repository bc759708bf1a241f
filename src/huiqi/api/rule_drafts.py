"""规则草稿的接口: uploaded, with what is wrong and what comes of it, reviewed, published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.body import read_object, text_of, unknown_names
from huiqi.api.door import actor_of, caller_of
from huiqi.api.enums import Scope
from huiqi.api.frame import REPEAT, TEXT, Json, Operation
from huiqi.api.matching import known_programme
from huiqi.api.once import done_once
from huiqi.api.paging import PAGING, Page, page_schema
from huiqi.api.problems import ApiError, not_found
from huiqi.api.tokens import MOMENT, MOMENT_OR_NULL, moment_text
from huiqi.kernel.access import Actor
from huiqi.kernel.now import now, today
from huiqi.kernel.words import worded
from huiqi.policies import actions
from huiqi.policies.access import keeps
from huiqi.policies.models import EffectRun, RuleDraft
from huiqi.policies.rule_effects import fitting_run
from huiqi.policies.rule_texts import checked, differences_of, open_rules, rule_versions
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem

router = Router(tags=["规则草稿"])

LARGEST: Final = 2_000_000  # bytes of a body with both files
PATH: Final = "/programmes/{programme}/rule-drafts"
ASKED: Final = ("rules", "cases", "why", "from_on", "revision")
MOVES: Final = ("effect", "submit", "publish", "return", "withdraw")

DRAFT_LIST: Final = Operation(
    summary="一个项目的各版规则",
    about="只限维护这个项目的单位；新的在前，含草稿和已撤回的。",
    answers="rule_drafts_page",
    parameters=PAGING,
    wanted=Scope.POLICIES,
)
DRAFT: Final = Operation(
    summary="一版规则：问题、案例、差异和影响",
    about="影响由后台计算，done 到 total 为止；finished_at 有值才算完。",
    answers="rule_draft",
    wanted=Scope.POLICIES,
)
UPLOAD: Final = Operation(
    summary="上传规则草稿",
    about=(
        "没有在办的就起草一版，有就改那一版（须带读到的 revision）。rules、cases 是文件全文；"
        f"没写的不变。有问题也存为草稿，全部问题在答复里。{REPEAT}"
    ),
    answers="rule_draft",
    takes="rule_draft_asked",
    wanted=Scope.POLICIES,
    writes=True,
)
MOVE: Final = Operation(
    summary="计算影响、提交、发布、退回或撤回一版规则",
    about=f"发布和退回须由没有写过这一稿的另一个人；退回要写 remark。{REPEAT}",
    answers="rule_draft",
    takes="rule_move_asked",
    wanted=Scope.POLICIES,
    writes=True,
)


@DRAFT_LIST.at(router, "GET", PATH)
def rule_drafts(request: HttpRequest, programme: str) -> Json:
    """各版规则: page by page."""
    written, given = DRAFT_LIST.given(request)
    page = Page.read(written, given)
    name = _kept(request, programme)
    given.refuse()
    return page.of(rule_versions(name), _brief)


@DRAFT.at(router, "GET", PATH + "/{version}")
def rule_draft(request: HttpRequest, programme: str, version: str) -> Json:
    """一版规则: with all that comes of it."""
    _written, given = DRAFT.given(request)
    found = _found(request, programme, version)
    given.refuse()
    return told(found)


@UPLOAD.at(router, "POST", PATH)
def upload_rule_draft(request: HttpRequest, programme: str) -> HttpResponse:
    """上传规则草稿: begun, or saved where one is under way."""
    caller = caller_of(request)
    _written, given = UPLOAD.given(request)
    name = _kept(request, programme)
    body = read_object(request, most=LARGEST)
    given.problems += unknown_names(body, ASKED, _("字段"))
    texts = {key: text_of(given, body, key) for key in ASKED[:-1] if key in body}
    revision = _whole(given, body)
    given.refuse()

    def act() -> Json:
        asked = actions.Given(
            rules=texts["rules"].encode() if "rules" in texts else None,
            cases=texts["cases"].encode() if "cases" in texts else None,
            why=texts.get("why"),
            from_on=texts.get("from_on"),
        )
        draft = open_rules(name)
        if draft is None:
            begun = actions.begin_rules(programme=name, actor=caller.actor, now=now(), given=asked)
            return told(begun)
        saved = actions.save_rules(
            draft=draft, revision=revision, given=asked, actor=caller.actor, now=now()
        )
        return told(saved)

    return done_once(request, caller, body, act)


@MOVE.at(router, "POST", PATH + "/{version}/moves")
def move_rule_draft(request: HttpRequest, programme: str, version: str) -> HttpResponse:
    """办理: one move, by the same actions as the page."""
    caller = caller_of(request)
    _written, given = MOVE.given(request)
    found = _found(request, programme, version)
    body = read_object(request)
    given.problems += unknown_names(body, ("move", "remark"), _("字段"))
    move, remark = text_of(given, body, "move"), text_of(given, body, "remark")
    if move not in MOVES:
        what = worded("没有「%(move)s」这个动作。", move=move[:40])
        fix = worded("可用的有：%(listed)s。", listed="、".join(MOVES))
        given.problems.append(Problem(what, fix=fix, key="move"))
    given.refuse()

    def act() -> Json:
        _ACTS[move](found, remark, caller.actor, now())
        return told(rule_versions(found.programme).get(pk=found.pk))

    return done_once(request, caller, body, act)


_ACTS: Final[Mapping[str, Callable[[RuleDraft, str, Actor, datetime], object]]] = {
    "effect": lambda one, _remark, actor, at: actions.ask_for_effect(
        draft=one, actor=actor, now=at
    ),
    "submit": lambda one, _remark, actor, at: actions.submit_rules(draft=one, actor=actor, now=at),
    "publish": lambda one, _remark, actor, at: actions.publish_rules(
        draft=one, actor=actor, now=at
    ),
    "return": lambda one, remark, actor, at: actions.return_rules(
        draft=one, remark=remark, actor=actor, now=at
    ),
    "withdraw": lambda one, _remark, actor, at: actions.withdraw_rules(
        draft=one, actor=actor, now=at
    ),
}


def told(draft: RuleDraft) -> Json:
    """草稿描述: as it stands, with what the page shows of it."""
    found = checked(draft)
    return _brief(draft) | {
        "problems": [one.to_dict() for one in found.problems],
        "cases": [
            {"name": one.name, "on": one.on.isoformat(), "agrees": one.agrees, "told": [*one.told]}
            for one in found.cases
        ],
        "differences": [
            {"from": day.isoformat(), "changes": [one.to_dict() for one in changes]}
            for day, changes in differences_of(draft, draft.from_on or today())
        ],
        "effect": _effect(fitting_run(draft)),
    }


def _brief(draft: RuleDraft) -> Json:
    return {
        "programme": draft.programme,
        "version": draft.version,
        "stage": draft.stage,
        "revision": draft.revision,
        "from_on": draft.from_on.isoformat() if draft.from_on else None,
        "why": draft.why,
        "remark": draft.remark,
        "digest": draft.digest,
        "made_at": moment_text(draft.made_at),
        "published_at": moment_text(draft.published_at),
    }


def _effect(run: EffectRun | None) -> Json | None:
    if run is None:
        return None
    return {
        "on": run.on.isoformat(),
        "valued_on": run.valued_on.isoformat(),
        "against": run.against,
        "total": run.total,
        "done": run.done,
        "finished_at": moment_text(run.finished_at),
        "moves": [
            {"before": move.split(">")[0], "after": move.split(">")[1], "firms": firms}
            for move, firms in sorted(run.moves.items())
        ],
        "amount_before": run.before_fen // 100,
        "amount_after": run.after_fen // 100,
        "amounts_unknown": run.open_amounts,
    }


def _kept(request: HttpRequest, programme: str) -> str:
    """A programme that the caller's body keeps; another one is not found."""
    name = known_programme(programme)
    if keeps.refusal(actor_of(request), name):
        raise ApiError("not_found", [not_found()])
    return name


def _found(request: HttpRequest, programme: str, version: str) -> RuleDraft:
    name = _kept(request, programme)
    is_number = version.isascii() and version.isdigit() and len(version) < 9
    found = rule_versions(name).filter(version=int(version)).first() if is_number else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    return found


def _whole(given: Given, body: dict[str, object]) -> int:
    value = body.get("revision", 0)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**8:
        return value
    what = worded("「%(key)s」应是一个整数。", key="revision")
    given.problems.append(Problem(what, fix=_("请写读到的数。"), key="revision"))
    return 0


def _object(properties: Json, *, required: bool = True) -> Json:
    found: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": list(properties)} if required else {})


def _several(of: Json) -> Json:
    return {"type": "array", "items": of}


_DAY: Final[Json] = {"type": "string", "format": "date"}
_DAY_OR_NULL: Final[Json] = {"type": ["string", "null"], "format": "date"}
_COUNT: Final[Json] = {"type": "integer", "minimum": 0}
_BRIEF: Final[Json] = {
    "programme": TEXT,
    "version": {"type": "integer"},
    "stage": {"enum": list(RuleDraft.Stage.values)},
    "revision": {"type": "integer", "description": "保存次数；改的时候要带上"},
    "from_on": _DAY_OR_NULL | {"description": "自何日起施行"},
    "why": TEXT,
    "remark": TEXT | {"description": "退回意见"},
    "digest": TEXT | {"description": "两个文件的哈希"},
    "made_at": MOMENT,
    "published_at": MOMENT_OR_NULL,
}
_EFFECT: Final[Json] = _object(
    {
        "on": _DAY | {"description": "事实截至哪天"},
        "valued_on": _DAY | {"description": "按哪天的规则"},
        "against": TEXT | {"description": "现行规则的哈希"},
        "total": _COUNT,
        "done": _COUNT,
        "finished_at": MOMENT_OR_NULL,
        "moves": _several(_object({"before": TEXT, "after": TEXT, "firms": _COUNT})),
        "amount_before": {"type": "integer", "description": "现行规则的上限合计，元"},
        "amount_after": {"type": "integer", "description": "这一稿的上限合计，元"},
        "amounts_unknown": _COUNT | {"description": "金额未定、没有算进合计的户数"},
    }
)
_PROBLEM: Final[Json] = _object(
    {
        **dict.fromkeys(("what", "why", "fix", "file", "key"), TEXT),
        **{key: {"type": "integer"} for key in ("line", "row", "firm")},
    },
    required=False,
)
DRAFT_BRIEF_SCHEMA: Final[Json] = _object(dict(_BRIEF))
DRAFT_SCHEMA: Final[Json] = _object(
    _BRIEF
    | {
        "problems": _several(_PROBLEM),
        "cases": _several(
            _object(
                {"name": TEXT, "on": _DAY, "agrees": {"type": "boolean"}, "told": _several(TEXT)}
            )
        ),
        "differences": _several(
            _object(
                {
                    "from": _DAY,
                    "changes": _several(
                        _object(
                            {"kind": TEXT, "text": TEXT, "clause": {"type": ["string", "null"]}}
                        )
                    ),
                }
            )
        ),
        "effect": {"anyOf": [_EFFECT, {"type": "null"}]},
    }
)
DRAFT_ASKED: Final[Json] = _object(
    {
        "rules": TEXT | {"description": "rules.yaml 的全文"},
        "cases": TEXT | {"description": "cases.yaml 的全文"},
        "why": TEXT | {"description": "改了什么，为什么改"},
        "from_on": TEXT | {"description": "自何日起施行，如 2022-01-01"},
        "revision": {"type": "integer", "minimum": 0, "description": "改在办的一版时必须写"},
    },
    required=False,
)
MOVE_ASKED: Final[Json] = _object(
    {"move": {"enum": list(MOVES)}, "remark": TEXT | {"description": "退回意见"}}, required=False
) | {"required": ["move"]}
SCHEMAS: Final[Json] = {
    "rule_draft": DRAFT_SCHEMA,
    "rule_draft_asked": DRAFT_ASKED,
    "rule_drafts_page": page_schema(DRAFT_BRIEF_SCHEMA),
    "rule_move_asked": MOVE_ASKED,
}
