"""Where a call for help comes from: the point, how far that is, which receiver gave it, and how old it was."""

from dataclasses import dataclass
from typing import Any

from field_node.records.ground import ACCURACY, FIX_SOURCE
from field_node.records.record import Entry
from field_node.web.around.whereabouts import own_spot, way
from field_node.web.desk import Desk
from field_node.web.said import numbers
from field_node.web.said.language import _


@dataclass(frozen=True, slots=True)
class Where:
    """`way`: from this unit, "" for its own call or without a position of its own. `quality`: receiver, accuracy, age; what was not said is left out."""

    point: str
    way: str
    quality: str


def where(desk: Desk, call: Entry) -> Where | None:
    """None when the call does not say."""
    record: Any = call.record
    if record.lat is None or record.lon is None:
        return None
    here = own_spot(desk) if call.unit != desk.unit else None
    return Where(
        point="; ".join(map(numbers.degrees_shown, (record.lat, record.lon))),
        way=way(here.at, (record.lat, record.lon)) if here else "",
        quality=", ".join(filter(None, (_source(record), _accuracy(record), _taken(desk, record)))),
    )


def _source(record: Any) -> str:
    return _(dict(FIX_SOURCE.options)[record.sumber_gps]) if record.sumber_gps else ""


def _accuracy(record: Any) -> str:
    named = _(dict(ACCURACY.options)[record.akurasi]) if record.akurasi else ""
    return _("akurasi: %(akurasi)s") % {"akurasi": named} if named else ""


def _taken(desk: Desk, record: Any) -> str:
    if record.waktu_posisi is None:
        return _("waktu posisi tidak disebut")
    return _("posisi dari %(age)s") % {"age": desk.age(record.waktu_posisi)}
