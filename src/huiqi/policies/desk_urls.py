"""政策维护的网址: the officer's table of policies, the editor, contacts and proposals."""

from __future__ import annotations

from django.urls import path

from huiqi.policies import desk_views, editor_views, effect_views, rule_views, upkeep_views, urls

app_name = "upkeep"

PLACE = "<programme:programme>/"

urlpatterns = [
    path("", desk_views.index, name="index"),
    path("list.xlsx", desk_views.sheet, name="sheet"),
    path(PLACE, editor_views.programme, name="programme"),
    path(PLACE + "begin/", editor_views.begin, name="begin"),
    path(PLACE + "draft/", editor_views.draft, name="draft"),
    path(PLACE + "draft/<slug:move>/", editor_views.move, name="move"),
    path(PLACE + "compare/", editor_views.compare, name="compare"),
    path(PLACE + "contact/", upkeep_views.contact, name="contact"),
    path(PLACE + "propose/", upkeep_views.propose, name="propose"),
    path(PLACE + "proposals/<int:pk>/<slug:move>/", upkeep_views.proposal, name="proposal"),
    path(PLACE + "rules/", rule_views.index, name="rules"),
    path(PLACE + "rules/<int:version>/", rule_views.draft, name="rule_draft"),
    path(PLACE + "rules/<int:version>/count/", effect_views.count, name="rule_count"),
    path(PLACE + "rules/<int:version>/firms/", effect_views.firms, name="rule_firms"),
    path(
        PLACE + "rules/<int:version>/firms.xlsx", effect_views.firms_sheet, name="rule_firms_sheet"
    ),
    path(PLACE + "rules/<int:version>/<slug:name>.yaml", rule_views.file, name="rule_file"),
    path(PLACE + "rules/<int:version>/<slug:move>/", rule_views.move, name="rule_move"),
    path(PLACE + "keeper/", upkeep_views.keeper, name="keeper"),
]

__all__ = ["app_name", "urlpatterns", "urls"]  # urls registers the converter of programmes
