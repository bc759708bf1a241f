"""免申即享的网址: a firm's own."""

from __future__ import annotations

from django.urls import path

from huiqi.programmes.views import automatic

urlpatterns = [
    path("automatic/<int:pk>/", automatic.case, name="automatic"),
    path("automatic/<int:pk>/<slug:move>/", automatic.answer, name="automatic-answer"),
]
