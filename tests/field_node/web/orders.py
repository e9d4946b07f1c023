"""What the center says to a unit, for tests of the pages that answer it."""

from typing import Any

from field_node.records.kinds import Ref
from field_node.records.record import Entry, TimeQuality
from field_node.records.warning import Alert
from field_node.store import journal
from field_node.web.desk import Desk


def from_center(desk: Desk, *records: Any, ago_s: int = 0, first: int = 1) -> list[Ref]:
    """The center said so that long ago; the names of the entries."""
    at = desk.now - ago_s
    found = [Entry(0, seq, at, TimeQuality.CENTER, one) for seq, one in enumerate(records, first)]
    journal.keep(desk.door.writer, found, carrier="internet")
    return [one.ref for one in found]


def minute(desk: Desk, later_s: int = 0) -> int:
    """That many seconds from now, to the minute, as moments are recorded."""
    return (desk.now + later_s) // 60 * 60


def rain(desk: Desk, *places: Ref, **given: Any) -> Alert:
    """Heavy rain for two hours."""
    said = {
        "jenis": "hujan_lebat",
        "keparahan": "berat",
        "asal": "bmkg_nowcast",
        "ringkas": "Hujan lebat di Arahan",
    }
    hours = {"mulai": minute(desk, -600), "sampai": minute(desk, 6_600)}
    return Alert(**{**said, **hours, "lokasi": places or None, **given})
