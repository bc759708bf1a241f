"""网址: matching, its questions, and every policy by its number."""

from __future__ import annotations

from django.urls import path, register_converter

from huiqi.policies import search_views, views


class ProgrammeConverter:
    """项目编号: «辖区.项目» in an address."""

    regex = r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*"

    def to_python(self, value: str) -> str:
        """编号: as it is written."""
        return value

    def to_url(self, value: str) -> str:
        """网址: as it is written."""
        return value


register_converter(ProgrammeConverter, "programme")

app_name = "policies"

urlpatterns = [
    path("search/", search_views.search, name="search"),
    path("match/", views.match, name="match"),
    path("match/answer/<slug:key>/", views.answer, name="answer"),
    path("match/forget/", views.forget, name="forget"),
    path("policies/<programme:programme>/", views.policy, name="policy"),
]
