"""接口的意外: whatever happens inside, the caller gets a number and the log gets no data."""

import logging

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, UnreadablePostError
from ninja.errors import ValidationError

from huiqi.api import matching, problems
from huiqi.kernel import refusals
from huiqi.kernel.idempotency import OtherRequest
from huiqi.rules.problems import Problem, Refused
from tests.api.conftest import Ask


@pytest.mark.parametrize(
    ("exc", "code", "status"),
    [
        (Refused([Problem("甲")]), "invalid", 422),
        (refusals.Refused(["甲"]), "refused", 409),
        (refusals.WrongState(["甲"]), "wrong_state", 409),
        (refusals.Denied(["甲"]), "denied", 403),
        (OtherRequest(["甲"]), "key_reused", 422),
        (Http404(), "not_found", 404),
        (ValidationError([{"type": "missing", "loc": ("query", "a")}]), "invalid", 422),
        (ValidationError([{"type": "int_parsing", "loc": ("query", "a")}]), "invalid", 422),
        (RequestDataTooBig(), "too_large", 413),
        (UnreadablePostError(), "bad_request", 400),
        (OperationalError(), "unavailable", 503),
        (ZeroDivisionError(), "unexpected", 500),
    ],
)
def test_every_exception_has_its_code_and_status(exc: Exception, code: str, status: int) -> None:
    error = problems.of(exc)
    assert (error.code, problems.response_to(error).status_code) == (code, status)
    assert len(error.problems) == 1


def test_unexpected_error_is_answered_with_its_number_and_logged_without_data(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise KeyError("陈岚 13800000000")

    monkeypatch.setattr(matching, "load", fail)
    caplog.set_level(logging.ERROR)
    told = ask("/size?industry=C39")
    assert told.code == (500, "unexpected")
    (record,) = (one for one in caplog.records if one.name == "huiqi.api")
    reference = record.getMessage().split()[0]
    assert told.json["problems"][0]["why"] == f"编号 {reference}。"
    assert "KeyError" in record.getMessage()
    assert "陈岚" not in caplog.text


def test_error_outside_of_every_operation_has_the_same_shape(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise KeyError("陈岚")

    monkeypatch.setattr("huiqi.api.views.document_text", fail)
    assert ask("/openapi.json").code == (500, "unexpected")


def test_english_answer_says_when_a_part_of_it_is_chinese(ask: Ask) -> None:
    def language(path: str, body: object = None, wanted: str = "en") -> str:
        told = ask(path, body, headers={"Accept-Language": wanted})
        return str(told.response["Content-Language"])

    wrong = {"facts": {"employees": -1}}
    assert language("/explain/shenzhen_longgang.park_rent", wrong) == "en, zh-Hans"
    assert language("/nowhere") == "en"
    assert language("/nowhere", wanted="zh-CN") == "zh-hans"
