"""办理申报的网址: calls, cases, lists, what is granted without applying, sources away."""

from __future__ import annotations

from huiqi.programmes.views import case_urls, list_urls, money_urls, outage_urls

app_name = "programme_desk"

urlpatterns = [
    *case_urls.urlpatterns,
    *list_urls.urlpatterns,
    *money_urls.urlpatterns,
    *outage_urls.urlpatterns,
]
