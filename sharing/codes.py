"""An address as a QR code, drawn for paper."""

import segno
from django.utils.safestring import SafeString, mark_safe

# A quarter of the squares may be lost to folds, rain and glue.
ERROR_CORRECTION = "q"
QUIET_ZONE = 4  # squares left free around it, as ISO/IEC 18004 wants


def qr_code(address: str) -> SafeString:
    """The QR code of an address as an SVG element without a size: black on white whatever is around it."""
    code = segno.make_qr(address, error=ERROR_CORRECTION)
    drawn = code.svg_inline(
        border=QUIET_ZONE, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # squares only: nothing of the address stands in it
