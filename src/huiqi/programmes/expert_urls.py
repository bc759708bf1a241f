"""专家的网址: what an expert is asked to judge, and the sheet."""

from __future__ import annotations

from django.urls import path

from huiqi.programmes.views import experts

app_name = "experts"

urlpatterns = [
    path("", experts.index, name="index"),
    path("<int:pk>/", experts.sheet, name="sheet"),
    path("<int:pk>/save/", experts.autosave, name="autosave"),
    path("<int:pk>/recuse/", experts.recuse, name="recuse"),
]
