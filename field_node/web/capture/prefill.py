"""What a new form starts with beside now: the position of an SOS from the unit's own GPS."""

from typing import Any, NamedTuple

from field_node.records.ground import accuracy_class
from field_node.records.record import Record
from field_node.records.sos import Sos
from field_node.web.desk import Desk
from field_node.web.said import numbers


class Prefill(NamedTuple):
    """Typed values, and a sentence that says where they come from."""

    form: dict[str, list[str]]
    note: str


def prefill(desk: Desk, record_type: type[Record]) -> Prefill:
    """The first values of a form of that type."""
    said = desk.status("gps") or {}
    if record_type is not Sos:
        return Prefill({}, "")
    if not isinstance(said.get("lat"), float) or not isinstance(said.get("lon"), float):
        return Prefill(
            {}, "GPS unit belum tahu posisinya. SOS tetap bisa dikirim; tulis tempatnya bila bisa."
        )
    note = f"Posisi dari GPS unit, {desk.age(said.get('fix_at'))}. Ubah atau hapus bila salah."
    return Prefill(_position(desk, said), note)


def _position(desk: Desk, said: dict[str, Any]) -> dict[str, list[str]]:
    found = {"lat": [numbers.degrees_shown(said["lat"])], "lon": [numbers.degrees_shown(said["lon"])]}
    if isinstance(said.get("fix_at"), int):
        found["waktu_posisi"] = [desk.zone.typed(said["fix_at"], seconds=True)]
    if isinstance(said.get("accuracy_m"), int | float):
        found["akurasi"] = [accuracy_class(said["accuracy_m"])]
    return found
