"""图框: the finding as a title, what is measured below it, and the numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def figure(
    drawing: SafeString,
    *,
    title: str,
    measure: str,
    head: Sequence[str] = (),
    rows: Sequence[Sequence[str]] = (),
) -> SafeString:
    """图: ``title`` states the finding in a sentence, ``measure`` gives unit, period and source.

    ``head`` and ``rows`` are the numbers behind the drawing, the first of each row its name;
    left out where the drawing itself is text.
    """
    return format_html(
        '<figure class="figure"><figcaption><b class="figure__t">{}</b>'
        '<span class="sub">{}</span></figcaption>{}{}</figure>',
        title,
        measure,
        drawing,
        _table(title, head, rows) if rows else "",
    )


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> SafeString:
    return format_html(
        '<details class="figure__d"><summary>{}</summary>'
        '<div class="scroll-x" tabindex="0" role="group" aria-label="{}">'
        '<table class="tbl"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></details>',
        _("看数据"),
        title,
        format_html_join("", '<th scope="col">{}</th>', ((word,) for word in head)),
        format_html_join("", "<tr>{}</tr>", ((_row(row),) for row in rows)),
    )


def _row(row: Sequence[str]) -> SafeString:
    return format_html(
        '<th scope="row">{}</th>{}',
        row[0],
        format_html_join("", '<td class="n">{}</td>', ((word,) for word in row[1:])),
    )
