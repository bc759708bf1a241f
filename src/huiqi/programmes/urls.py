"""申报的网址: a firm's applications under the calls that are open, and papers to be verified."""

from __future__ import annotations

from django.urls import path

from huiqi.programmes.views import applying, auto_urls

app_name = "applying"

urlpatterns = [
    path("<int:pk>/", applying.application, name="application"),
    *auto_urls.urlpatterns,
]
