"""Numbers as people in Indonesia type and read them: 12.345 and 2,5."""

import re
from decimal import Decimal

from field_node.records.kinds import InvalidValue

_WHOLE = re.compile(r"[-−]?(\d{1,15}|\d{1,3}(\.\d{3}){1,4})")
_SCALED = re.compile(r"([-−]?(?:\d{1,15}|\d{1,3}(?:\.\d{3}){1,4}))(?:,(\d{1,6}))?")
_POINTED = re.compile(r"[-−]?\d{1,15}\.\d{1,2}")
_GROUP = 3
"""Digits between the marks of thousands."""
_POINT = re.compile(r"[-−]?\d{1,3}([.,]\d{1,15})?")


def whole(text: str) -> int:
    """`1.234` or `1234` -> 1234. Raises InvalidValue."""
    kept = text.strip()
    if not (kept.isascii() or "−" in kept) or not _WHOLE.fullmatch(kept):
        if _SCALED.fullmatch(kept):
            raise InvalidValue("bukan_bilangan_bulat")
        raise InvalidValue("bukan_bilangan")
    return int(kept.replace(".", "").replace("−", "-"))


def scaled(text: str, skala: int) -> int:
    """`2,5` at skala 1 -> 25: whole numbers of 10^-skala. Raises InvalidValue.

    `2.5` is that, too: some keyboards have no comma. `1,000` is nothing: one, or a thousand as others write it.
    """
    kept = text.strip()
    found = _SCALED.fullmatch(kept.replace(".", ",") if skala and _POINTED.fullmatch(kept) else kept)
    if not found or not kept.replace("−", "-").isascii():
        raise _no_amount(skala)
    digits, part = found[1].replace(".", "").replace("−", "-"), found[2] or "0"
    if len(part.rstrip("0")) > skala or (skala < _GROUP == len(part) and digits != "0"):
        raise _no_amount(skala)
    return int(Decimal(f"{digits}.{part}").scaleb(skala))


def _no_amount(skala: int) -> InvalidValue:
    return InvalidValue("bukan_jumlah") if skala else InvalidValue("bukan_jumlah_bulat")


def degrees(text: str) -> float:
    """`-6,20881` or `-6.20881` -> degrees. Raises InvalidValue."""
    kept = text.strip()
    if not _POINT.fullmatch(kept) or not kept.replace("−", "-").isascii():
        raise InvalidValue("bukan_koordinat")
    return float(kept.replace("−", "-").replace(",", "."))


def shown(number: int, skala: int = 0) -> str:
    """12345 -> `12.345`; 25 at skala 1 -> `2,5`, 20 at skala 1 -> `2`."""
    big, small = divmod(abs(number), 10**skala)
    rest = f"{small:0{skala}d}".rstrip("0") if skala else ""
    return ("-" if number < 0 else "") + f"{big:,}".replace(",", ".") + (f",{rest}" if rest else "")


def degrees_shown(value: float) -> str:
    """-6.20881 -> `-6,20881`."""
    return f"{value:.5f}".replace(".", ",")
