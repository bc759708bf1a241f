"""收件箱的网址: to-dos, messages, how and where to be reached, the calendar."""

from __future__ import annotations

from django.urls import path

from huiqi.inbox import views

app_name = "inbox"

urlpatterns = [
    path("", views.index, name="index"),
    path("todos.xlsx", views.todos_sheet, name="todos-sheet"),
    path("todos/<int:pk>/take/", views.take, name="take"),
    path("todos/<int:pk>/release/", views.release, name="release"),
    path("todos/<int:pk>/tick-off/", views.tick, name="tick-off"),
    path("messages/", views.messages, name="messages"),
    path("messages.xlsx", views.messages_sheet, name="messages-sheet"),
    path("messages/read/", views.read_all, name="read-all"),
    path("messages/<int:pk>/", views.message, name="message"),
    path("messages/<int:pk>/unread/", views.unread, name="unread"),
    path("preferences/", views.preferences, name="preferences"),
    path("opt-out/<str:token>/", views.opt_out, name="opt-out"),
    path("addresses/", views.addresses, name="addresses"),
    path("addresses/<int:pk>/", views.address, name="address"),
    path("addresses/<int:pk>/verify/", views.verify, name="verify"),
    path("addresses/<int:pk>/code/", views.resend, name="resend"),
    path("addresses/<int:pk>/end/", views.end, name="end"),
    path("stop/<str:token>/", views.stop, name="stop"),
    path("simulated/", views.simulated, name="simulated"),
    path("deliveries/", views.deliveries, name="deliveries"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/revoke/", views.revoke, name="revoke"),
    path("calendar/<str:token>.ics", views.feed, name="feed"),
]
