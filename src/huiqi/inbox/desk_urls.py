"""办理端的网址: the officer's table of to-dos, and what is done with many at once."""

from __future__ import annotations

from django.urls import path

from huiqi.inbox.views import desk

app_name = "desk"

urlpatterns = [
    path("", desk.index, name="index"),
    path("take/", desk.take, name="take"),
    path("assign/", desk.assign, name="assign"),
    path("undo/", desk.undo, name="undo"),
    path("views/", desk.keep, name="keep-view"),
    path("views/<int:pk>/drop/", desk.drop, name="drop-view"),
    path("todos.xlsx", desk.sheet_of_desk, name="sheet"),
]
