"""二维码: an address as a code that a telephone reads, drawn as one path of an SVG."""

from __future__ import annotations

from io import BytesIO
from typing import Any


def svg_of(text: str) -> str:
    """二维码: of a text, with a margin; it still reads when a corner of the paper is stained."""
    import qrcode  # type: ignore[import-untyped]
    from qrcode.constants import ERROR_CORRECT_M  # type: ignore[import-untyped]
    from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped]

    code: Any = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=2)
    code.add_data(text)
    made = BytesIO()
    code.make_image(image_factory=SvgPathImage).save(made)
    return made.getvalue().decode()
