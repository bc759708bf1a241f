"""网址: what is followed, and what can be done about it."""

from __future__ import annotations

from django.urls import path

from huiqi.follow.views import index, links, reach, searches

app_name = "follow"

urlpatterns = [
    path("", index.index, name="index"),
    path("list.xlsx", index.sheet, name="sheet"),
    path("subscriptions/", index.add, name="subscribe"),
    path("subscriptions/<int:pk>/end/", index.end, name="unsubscribe"),
    path("watches/", index.wait, name="wait"),
    path("watches/<int:pk>/end/", index.stop, name="stop"),
    path("searches/", searches.save, name="save-search"),
    path("searches/<int:pk>/", searches.search, name="search"),
    path("searches/<int:pk>/remove/", searches.remove, name="remove-search"),
    path("links/", links.links, name="links"),
    path("links/<int:pk>/revoke/", links.revoke, name="revoke-link"),
    path("reasons/", reach.why_not, name="why-not"),
    path("reach/", reach.public, name="reach"),
    path("reach/desk/", reach.officers, name="reach-desk"),
    path("reach/desk/list.xlsx", reach.officers_sheet, name="reach-sheet"),
    path("shared/<str:token>/", links.shared, name="shared"),
]
