"""办理申报的网址: calls and cases, lists and plans, and what is granted without applying."""

from __future__ import annotations

from huiqi.programmes.views import case_urls, list_urls, money_urls

app_name = "programme_desk"

urlpatterns = [*case_urls.urlpatterns, *list_urls.urlpatterns, *money_urls.urlpatterns]
