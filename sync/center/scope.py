"""What a unit may say: types and places; what it may not is kept, set aside and told."""

from dataclasses import dataclass

import msgspec

from field_node.records.kinds import Ref, Reference
from field_node.records.record import Author, Entry, Record, fields

NOT_ITS_TYPE = "jenis_di_luar_wewenang"
NOT_ITS_PLACE = "lokasi_di_luar_wewenang"
NOT_ITS_ENTRY = "bukan_entri_sendiri"


@dataclass(frozen=True, slots=True)
class Scope:
    """types: slugs a unit may send, None for all that units make. places: lokasi whose goods it may move and whose
    own statements it may make, as "unit-seq"; None for all. Places that a unit made itself are always its own."""

    types: tuple[str, ...] | None = None
    places: tuple[str, ...] | None = None


ALL = Scope()


def to_text(scope: Scope) -> str:
    return msgspec.json.encode(scope).decode()


def from_text(text: str) -> Scope:
    """What `to_text` wrote."""
    return msgspec.json.decode(text, type=Scope)


def outside(entry: Entry, scope: Scope) -> str | None:
    """Why a unit may not say that, None when it may."""
    about = entry.record.about
    if about.author is Author.CENTER or (scope.types is not None and about.slug not in scope.types):
        return NOT_ITS_TYPE
    if any(ref is not None and ref.unit != entry.unit for ref in (entry.corrects, entry.record.replaces())):
        return NOT_ITS_ENTRY
    if scope.places is not None and not all(
        _its_place(entry.unit, ref, scope.places) for ref in _spoken_for(entry.record)
    ):
        return NOT_ITS_PLACE
    return None


def _its_place(unit: int, ref: Ref, places: tuple[str, ...]) -> bool:
    return ref.unit == unit or str(ref) in places


def _spoken_for(record: Record) -> set[Ref]:
    """Places whose goods it takes or adds on the shelf, and places that are the key of its view."""
    moved = {shift.place for shift in record.shifts() if shift.account == "saldo"}
    keys = record.about.newest.key if record.about.newest else ()
    named = {
        getattr(record, one.name)
        for one in fields(type(record))
        if one.name in keys and isinstance(one.kind, Reference) and one.kind.to == "lokasi"
    }
    return moved | {ref for ref in named if ref is not None}
