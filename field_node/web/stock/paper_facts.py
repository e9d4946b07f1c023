"""The head of a paper: to whom, where to, why, by which truck."""

from collections.abc import Iterable

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.records.record import Entry, Record
from field_node.store import directory, journal, papers
from field_node.store.papers import Paper
from field_node.web.desk import Desk
from field_node.web.said import numbers, times

BACK = ("kembali", "retur")


def address_of(desk: Desk, ref: Ref | None) -> str:
    """Dusun, RT/RW and area of a place; "" while nobody said."""
    named = directory.named(desk.store, ref) if ref is not None else None
    place = named.record if named else None
    if not isinstance(place, Place):
        return ""
    rt = f"RT {place.rt:03}" if place.rt is not None else ""
    rw = f"RW {place.rw:03}" if place.rw is not None else ""
    area = desk.names.region(place.kode_wilayah).rpartition(" (")[0] if place.kode_wilayah else ""
    return ", ".join(filter(None, (place.dusun, " ".join(filter(None, (rt, rw))), area)))


def handed_at(desk: Desk, move: Movement) -> str:
    """Name and address of where goods changed hands: what is given to people is given at its tujuan."""
    where = move.tujuan if move.jenis == "salur" and move.tujuan is not None else move.gudang
    return ", ".join(filter(None, (desk.names.title(where), address_of(desk, where))))


def _keeper(desk: Desk, ref: Ref | None) -> str:
    named = directory.named(desk.store, ref) if ref is not None else None
    return getattr(named.record, "penanggung_jawab", None) or "" if named else ""


def facts_of(
    desk: Desk, entry: Entry, move: Movement, *, delivery: bool, served: str
) -> list[tuple[str, str]]:
    """Label and text of each; a surat jalan shows those of its way also while they are unknown. `served`: as `reached` says it."""
    where = desk.names.title(move.tujuan) if move.tujuan is not None else ""
    keeper = _keeper(desk, move.tujuan)
    found = {
        "Kepada": f"{keeper}, {where}" if keeper and where else where or move.penerima or move.peminjam or "",
        "Alamat tujuan": address_of(desk, move.tujuan),
        "Perihal": _about(desk, entry, move),
        "Kendaraan": move.kendaraan or "",
        "Pengemudi": move.pengemudi or "",
        "Asal barang": move.asal_nama or "",
        "Menjawab surat": _answered(desk, move),
        "Batas kembali": times.day_shown(move.batas_kembali) if move.batas_kembali is not None else "",
        "Penerima": f"{move.penerima}" if move.penerima and where else "",
        "Terlayani": served,
        "Dikeluarkan darurat": f"{move.alasan or ''} (diputuskan {move.darurat_oleh or '-'})"
        if move.darurat
        else "",
    }
    always = ("Kepada", "Alamat tujuan", "Kendaraan", "Pengemudi") if delivery else ()
    return [(label, text or "-") for label, text in found.items() if text or label in always]


def _answered(desk: Desk, move: Movement) -> str:
    """The paper by which goods had left that come back, and to whom; a terima kiriman says it as its origin."""
    known = journal.entry(desk.store, move.merujuk) if move.merujuk and move.jenis in BACK else None
    left = known.record if known else None
    if known is None or not isinstance(left, Movement):
        return ""
    to = desk.names.title(left.tujuan) if left.tujuan is not None else left.penerima or left.peminjam or ""
    return ", ".join(filter(None, (left.nomor or f"catatan {known.ref}", to)))


def _about(desk: Desk, entry: Entry, move: Movement) -> str:
    what = {"kirim": "Pengiriman barang", "salur": "Penyaluran bantuan", "hapus": "Penghapusan barang"}
    event = f", {desk.names.title(entry.incident)}" if entry.incident else ""
    return what[move.jenis] + event if move.jenis in what else event.removeprefix(", ")


def reached(desk: Desk, paper: Paper, moves: Iterable[Movement]) -> str:
    """KK and jiwa that a line says; beside them what the list of receivers makes, where it was changed since."""
    said = next(((one.kk, one.jiwa) for one in moves if (one.kk, one.jiwa) != (None, None)), None)
    if said is None:
        return ""
    served = [one.record for one in papers.recipients(desk.store, paper)] if paper.nomor else []
    listed = (_sum(served, "kk"), _sum(served, "jiwa"))
    return _people(*said) + (f" (daftar penerima: {_people(*listed)})" if served and listed != said else "")


def _sum(served: list[Record], name: str) -> int | None:
    known = [getattr(one, name) for one in served if getattr(one, name) is not None]
    return sum(known) if known else None


def _people(*counts: int | None) -> str:
    kk, jiwa = ("belum didata" if one is None else numbers.shown(one) for one in counts)
    return f"{kk} KK / {jiwa} jiwa"
