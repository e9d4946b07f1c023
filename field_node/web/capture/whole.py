"""Lines of a paper that are not voided alone: what they say, or their other side, would stay wrong."""

from field_node.records.movement import Movement
from field_node.records.record import Entry, InvalidRecord, blocks
from field_node.store import papers
from field_node.web.daily.words import both, number
from field_node.web.desk import Desk

TWO_SIDES = ("rakit", "urai")


def demand_alone(desk: Desk, entry: Entry) -> None:
    """Raises InvalidRecord when a void of that line alone would make goods, or take along how many the paper served."""
    move = entry.record
    if not isinstance(move, Movement):
        return
    found = papers.paper(desk.store, entry.ref)
    others = [line for one, line in found.lines if one.ref != entry.ref] if found else []
    if (move.jenis in TWO_SIDES and others) or (move.jenis == "kembali" and move.kondisi == "hilang"):
        raise InvalidRecord((blocks("batal_seluruh_surat", "alasan"),))
    if others and move.jenis == "salur" and _says(move) and not any(_says(one) for one in others):
        told = both(number(move.kk, "KK"), number(move.jiwa, "jiwa"))
        raise InvalidRecord((blocks("terlayani_di_baris_ini", "alasan", terlayani=told),))


def _says(move: Movement) -> bool:
    return move.kk is not None or move.jiwa is not None
