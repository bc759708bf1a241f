"""网址: matching, its questions, and every policy by its number."""

from __future__ import annotations

from django.urls import path, register_converter

from huiqi.policies import document_views, match_views, search_views, views


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
    path("match/", match_views.match, name="match"),
    path("match/list.xlsx", match_views.sheet, name="match_sheet"),
    path("match/ask/<slug:key>/", match_views.question, name="question"),
    path("match/answer/<slug:key>/", match_views.answer, name="answer"),
    path("match/forget/", match_views.forget, name="forget"),
    path("match/share/", match_views.share, name="share"),
    path("match/shared/<str:token>/", match_views.shared, name="shared"),
    path("documents/", document_views.documents, name="documents"),
    path("documents/list.xlsx", document_views.sheet, name="documents_sheet"),
    path("documents/<int:pk>/", document_views.document, name="document"),
    path("policies/<programme:programme>/", views.policy, name="policy"),
]
