"""目录的接口: the dictionary of facts, the programmes, the working days."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.frame import DATE, Json, Operation, Parameter
from huiqi.api.matching import known_programme
from huiqi.api.paging import PAGING, Page
from huiqi.kernel import workdays as calendar
from huiqi.library import load
from huiqi.rules.describe import described, described_fact, listed
from huiqi.rules.dictionary import FACTS
from huiqi.rules.problems import Problem, Refused

router = Router(tags=["目录"])

LONGEST: Final = 10**9 - 1  # of a number, as the command line takes it

FACT_LIST: Final = Operation(
    summary="事实词典",
    about="与 huiqi library facts --json 相同，按词典的次序。",
    answers="facts_page",
    parameters=PAGING,
)
PROGRAMME_LIST: Final = Operation(
    summary="政策项目目录",
    about="与 huiqi library list --json 相同，按编号的次序。",
    answers="programmes_page",
    parameters=PAGING,
)
PROGRAMME: Final = Operation(
    summary="一个项目的版次、参数、条件和核查事项",
    about="与 huiqi library show --json 相同。",
    answers="library_show",
)
WORKDAYS: Final = Operation(
    summary="中国工作日（含调休）",
    about="与 huiqi workdays --json 相同；只写 start 时，回答当天是否工作日。",
    answers="workdays",
    parameters=(
        Parameter("start", "起始日", DATE, required=True),
        Parameter(
            "add",
            "第几个工作日；起始日若是工作日即第 1 个",
            {"type": "integer", "minimum": -LONGEST, "maximum": LONGEST},
        ),
        Parameter("until", "到这一天有几个工作日，首尾都算", DATE),
    ),
)


@FACT_LIST.at(router, "GET", "/facts")
def facts(request: HttpRequest) -> Json:
    """事实词典: every key that facts may be written under."""
    written, given = FACT_LIST.given(request)
    page = Page.read(written, given)
    given.refuse()
    return page.of(list(FACTS.values()), described_fact)


@PROGRAMME_LIST.at(router, "GET", "/programmes")
def programmes(request: HttpRequest) -> Json:
    """项目目录: every programme with its editions."""
    written, given = PROGRAMME_LIST.given(request)
    page = Page.read(written, given)
    given.refuse()
    return page.of(list(load().policies.values()), listed)


@PROGRAMME.at(router, "GET", "/programmes/{programme}")
def programme(request: HttpRequest, programme: str) -> Json:
    """项目: one programme as its file states it."""
    _written, given = PROGRAMME.given(request)
    found = known_programme(programme)
    given.refuse()
    return described(load().policies[found])


@WORKDAYS.at(router, "GET", "/workdays")
def workdays(request: HttpRequest) -> Json:
    """工作日: whether, how many, or which."""
    written, given = WORKDAYS.given(request)
    first = given.day(written.get("start"), "start")
    number = given.number(written.get("add"), "add")
    last = given.day(written["until"], "until") if "until" in written else None
    if "add" in written and "until" in written:
        given.problems.append(Problem(_("「add」和「until」只能写一个。"), fix=_("请去掉一个。")))
    given.refuse()
    try:
        return calendar.told(first, number, last)
    except ValueError as error:  # before the calendar, beyond it, or days in the wrong order
        raise Refused([Problem(str(error))]) from None
