"""办理公示的网址: drafts, notices and objections of one's own department."""

from __future__ import annotations

from django.urls import path

from huiqi.publicity.views import desk, drafting, referring

app_name = "notice_desk"

urlpatterns = [
    path("", desk.index, name="index"),
    path("objections.xlsx", desk.objections_sheet, name="objections-sheet"),
    path("new/", drafting.new, name="new"),
    path("drafts/<int:pk>/", drafting.draft, name="draft"),
    path("drafts/<int:pk>/edit/", drafting.edit, name="edit"),
    path("drafts/<int:pk>/<slug:move>/", drafting.move, name="move"),
    path("objections/<slug:number>/", referring.objection, name="objection"),
    path("objections/<slug:number>/answer/", desk.answer, name="answer"),
    path("objections/<slug:number>/refer/", referring.refer, name="refer"),
    path("objections/<slug:number>/give-back/", referring.give_back, name="give-back"),
    path("<slug:number>/", desk.notice, name="notice"),
    path("<slug:number>/extend/", desk.extend, name="extend"),
    path("<slug:number>/withdraw/", desk.withdraw, name="withdraw"),
    path("<slug:number>/objections/", desk.register, name="register"),
    path("<slug:number>/awards/<int:place>/withdraw/", desk.withdraw_award, name="withdraw-award"),
]
