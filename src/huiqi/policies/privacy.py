"""不留存: what a page says of a firm is for the one who reads it, and no cache keeps it."""

from __future__ import annotations

from django.views.decorators.cache import cache_control

# Neither the browser's history on a shared machine nor a proxy of the office keeps the page.
private = cache_control(private=True, no_store=True, no_cache=True, max_age=0)
