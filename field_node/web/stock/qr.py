"""A text as a QR code, drawn as SVG."""

from io import BytesIO

import segno
from markupsafe import Markup


def drawn(text: str) -> Markup:
    """The QR with error correction M; other letters than ASCII say in it that they are UTF-8."""
    code = segno.make_qr(
        text, error="m", encoding="utf-8", eci=not text.isascii(), mode="byte", boost_error=False
    )
    lines = BytesIO()
    code.save(lines, kind="svg", xmldecl=False, svgclass="qr", lineclass=None, omitsize=True, border=4)
    return Markup(lines.getvalue().decode())  # noqa: S704  # squares drawn by segno, no letter of the text
