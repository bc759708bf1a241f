"""没有页面: addresses that are asked by GET and answered with no page of their own."""

from typing import Final

# The address -> why.
NO_PAGE: Final = {
    "/start/": "leads to the page where one begins",
    "/healthz": "for machines",
    "/readyz": "for machines",
    "/metrics": "for machines",
    "/matters/<slug:slug>/plan.ics": "a calendar",
    "/open/data.json": "for machines",
    "/open/awards.360giving.json": "for machines",
    "/open/payments.360giving.json": "for machines",
    "/open/rules.schema.json": "for machines",
    "/open/rules/<str:programme>.json": "for machines",
    "/open/<slug:name>.csv-metadata.json": "for machines",
    "/firm/obligations.ics": "a calendar",
    "/notices/last-days.ics": "a calendar",
    "/concerns/list.csv": "a file to save",
    "/concerns/list.json": "for machines",
    "/concerns/mine/<slug:number>/files/<int:pk>/": "a file to save",
    "/calls/deadlines.ics": "a calendar",
    "/applications/<int:pk>/application.pdf": "a file to save",
    "/applications/<int:pk>/papers/<int:paper>.pdf": "a file to save",
    "/applications/<int:pk>/materials/<int:evidence>/": "a file to save",
    "/desk/applications/cases/<slug:number>/audit/<int:pk>/": "a file to save",
    "/desk/concerns/<slug:number>/files/<int:pk>/": "a file to save",
    "/desk/applications/cases/<slug:number>/materials/<int:pk>/": "a file to save",
    "/desk/applications/cases/<slug:number>/panel/draws.json": "JSON, a file to save",
    "/inbox/calendar/<str:token>.ics": "a calendar",
    "/payments/orders/<int:pk>/file/": "a file to save",
    "/payments/orders/<int:pk>/manifest.json": "for machines",
    "/payments/receipts/<int:pk>.pdf": "a file to save",
    "/my/desk/evidence/<int:pk>/": "a file to save",
    "/desk/policies/<programme:programme>/rules/<int:version>/<slug:name>.yaml": "a file to save",
    "/registers/cases/<int:pk>/errors.csv": "a file to save",
    "/accounts/2fa/recovery-codes/download/": "a file to save",
}
