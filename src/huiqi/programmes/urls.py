"""申报的网址: a firm's applications under the calls that are open, from draft to decision."""

from __future__ import annotations

from django.urls import path

from huiqi.programmes.views import (
    applying,
    applying_check,
    applying_evidence,
    applying_invoices,
    applying_pages,
    auto_urls,
    papers,
    reporting,
)

app_name = "applying"

urlpatterns = [
    path("", applying.index, name="index"),
    path("list.xlsx", applying.index_sheet, name="sheet"),
    path("begin/<slug:number>/", applying.begin, name="begin"),
    path("<int:pk>/", applying.application, name="application"),
    path("<int:pk>/pages/<slug:name>/", applying_pages.page, name="page"),
    path("<int:pk>/pages/<slug:name>/save/", applying_pages.autosave, name="autosave"),
    path("<int:pk>/invoices/", applying_invoices.invoices, name="invoices"),
    path("<int:pk>/invoices/list.xlsx", applying_invoices.invoices_sheet, name="invoices-sheet"),
    path("<int:pk>/invoices/blank.xlsx", applying_invoices.blank_sheet, name="invoices-blank"),
    path(
        "<int:pk>/invoices/<int:line>/remove/",
        applying_invoices.remove,
        name="remove-invoice",
    ),
    path("<int:pk>/materials/", applying_evidence.materials, name="materials"),
    path("<int:pk>/materials/reuse/", applying_evidence.reuse, name="reuse"),
    path("<int:pk>/materials/<int:evidence>/", applying_evidence.download, name="material"),
    path(
        "<int:pk>/materials/<int:evidence>/remove/",
        applying_evidence.remove,
        name="remove-material",
    ),
    path("<int:pk>/check/", applying_check.check, name="check"),
    path("<int:pk>/report/", reporting.report, name="report"),
    path("<int:pk>/withdraw/", applying.withdraw, name="withdraw"),
    path("<int:pk>/decisions/<int:decision>/review/", applying.review, name="review"),
    path("<int:pk>/application.pdf", papers.application_pdf, name="pdf"),
    path("<int:pk>/papers/<int:paper>.pdf", papers.paper_pdf, name="paper"),
    *auto_urls.urlpatterns,
]
