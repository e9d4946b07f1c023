"""KK and jiwa served are said on one line of a BAST: that line does not go alone while others stand."""

from field_node.records.movement import Movement
from field_node.records.record import Entry, InvalidRecord, blocks
from field_node.store import papers
from field_node.web.daily.words import both, number
from field_node.web.desk import Desk


def demand_counted(desk: Desk, entry: Entry) -> None:
    """Raises InvalidRecord when a void of that line would take along how many the whole paper served."""
    move = entry.record
    if not isinstance(move, Movement) or move.jenis != "salur" or not _says(move):
        return
    found = papers.paper(desk.store, entry.ref)
    others = [line for one, line in found.lines if one.ref != entry.ref] if found else []
    if others and not any(_says(one) for one in others):
        told = both(number(move.kk, "KK"), number(move.jiwa, "jiwa"))
        raise InvalidRecord((blocks("terlayani_di_baris_ini", "alasan", terlayani=told),))


def _says(move: Movement) -> bool:
    return move.kk is not None or move.jiwa is not None
