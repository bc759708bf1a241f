"""图表: drawn on the server as SVG and text, in the page's own colours, for eyes and for ears.

What is not known is drawn as not known, never as zero. Numbers stand in text beside what is
drawn, so that a page without pictures, or read aloud, tells the same. Why our own and no
library: docs/decisions/0008-own-charts.md.
"""

from huiqi.kernel.charts.bars import bars, stacked
from huiqi.kernel.charts.columns import columns
from huiqi.kernel.charts.data import Bar, Line, Number, grouped
from huiqi.kernel.charts.frame import figure
from huiqi.kernel.charts.lines import lines, spark

__all__ = [
    "Bar",
    "Line",
    "Number",
    "bars",
    "columns",
    "figure",
    "grouped",
    "lines",
    "spark",
    "stacked",
]
