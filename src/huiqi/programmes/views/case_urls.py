"""办案的网址: the list of what is in hand, calls, and one case with its stages."""

from __future__ import annotations

from django.urls import path

from huiqi.programmes.views import calls_desk, case_decisions, case_steps, cases, inbox

CASE = "cases/<slug:number>/"

urlpatterns = [
    path("", inbox.index, name="index"),
    path("list.xlsx", inbox.index_sheet, name="sheet"),
    path("print/", inbox.printed, name="print"),
    path("assign/", inbox.assign, name="assign"),
    path("calls/", calls_desk.index, name="calls"),
    path("calls/new/", calls_desk.new, name="call-new"),
    path("calls/<slug:number>/", calls_desk.call, name="call"),
    path("calls/<slug:number>/edit/", calls_desk.edit, name="call-edit"),
    path("calls/<slug:number>/extend/", calls_desk.extend, name="call-extend"),
    path(
        "calls/<slug:number>/extension/<int:pk>/<slug:move>/",
        calls_desk.extension_move,
        name="call-extension",
    ),
    path(
        "calls/<slug:number>/extend/at-once/",
        calls_desk.extend_at_once,
        name="call-extend-at-once",
    ),
    path("calls/<slug:number>/<slug:move>/", calls_desk.move, name="call-move"),
    path(CASE, cases.case, name="case"),
    path(CASE + "materials/<int:pk>/", cases.material, name="material"),
    path(CASE + "accept/", case_decisions.accept, name="accept"),
    path(CASE + "correct/", case_decisions.correct, name="correct"),
    path(CASE + "judge/", case_decisions.judge, name="judge"),
    path(CASE + "refuse/", case_decisions.decide_no, name="refuse"),
    path(CASE + "extend/", case_decisions.extend, name="extend"),
    path(CASE + "reviews/<int:pk>/", case_decisions.answer_review, name="answer-review"),
    path(CASE + "audit/", case_steps.record_audit, name="audit"),
    path(CASE + "audit/<int:pk>/", cases.audit_report, name="audit-report"),
    path(CASE + "audit/finish/", case_steps.finish_audit, name="audit-finish"),
    path(CASE + "visit/", case_steps.record_visit, name="visit"),
    path(CASE + "panel/freeze/", case_steps.freeze_pool, name="panel-freeze"),
    path(CASE + "panel/draws.json", case_steps.draw_records, name="panel-draws"),
    path(CASE + "panel/second/", case_steps.ask_second, name="panel-second"),
    path(CASE + "panel/draw/", case_steps.draw_panel, name="panel-draw"),
    path(CASE + "panel/finish/", case_steps.finish_review, name="panel-finish"),
    path(CASE + "recognize/", case_steps.recognize, name="recognize"),
    path(CASE + "completion/", case_steps.check_completion, name="completion"),
    path(CASE + "performance/", case_steps.accept_performance, name="performance"),
]
