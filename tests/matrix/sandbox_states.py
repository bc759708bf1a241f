"""政策沙盘的状态: the form, what is wrong in it, a result, two side by side, and its firms."""

from __future__ import annotations

from typing import Final

from huiqi.citywide.actions import write_register
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now, today
from tests.matrix.opening import Link, State, Step

PLACE: Final = "/desk/sandbox/<programme:programme>/"
RENT: Final = "/desk/sandbox/shenzhen_longgang.park_rent/"
WHO: Final = "huangruo"  # of 龙岗区企业服务中心, which keeps the support for rents


def _register() -> None:
    """What the worker does every night."""
    write_register(on=today(), actor=SYSTEM, now=now())


LESS: Final = Step(WHO, RENT, {"p.rate": "40%"})
MORE: Final = Step(WHO, RENT, {"p.max_years": "5", "d.high_tech": "1", "title": "放宽"})
RESULT: Final = Link(RENT, rf"{RENT}\d+/")


def _firms() -> str:
    from huiqi.sandbox.models import SandboxRun

    return f"{RENT}{SandboxRun.objects.order_by('-pk').values_list('pk', flat=True)[0]}/firms/"


def _both() -> str:
    from huiqi.sandbox.models import SandboxRun

    one, other = SandboxRun.objects.order_by("pk").values_list("pk", flat=True)
    return f"{RENT}compare/?a={one}&b={other}"


SANDBOX: Final = (
    State("/desk/sandbox/", "空", "suhe"),
    State("/desk/sandbox/", "一行", WHO, before=(_register, LESS)),
    State("/desk/sandbox/", "无权", "chenlan", status=403),
    State(PLACE, "表单", WHO, path=RENT, before=(_register,)),
    State(PLACE, "等名册", WHO, path=RENT, sent={"p.rate": "40%"}),
    State(
        PLACE,
        "填错",
        WHO,
        path=RENT,
        sent={"p.rate": "400", "r.place": "district =", "years": "99", "on": "昨天"},
        status=422,
        before=(_register,),
    ),
    State(PLACE, "未找到", "suhe", path=RENT, status=404),
    State(f"{PLACE}<int:number>/", "结果", WHO, path=RESULT, before=(_register, MORE)),
    State(f"{PLACE}<int:number>/", "未找到", WHO, path=f"{RENT}999999/", status=404),
    State(f"{PLACE}<int:number>/firms/", "多行", WHO, path=_firms, before=(_register, MORE)),
    State(f"{PLACE}compare/", "两次", WHO, path=_both, before=(_register, LESS, MORE)),
)
