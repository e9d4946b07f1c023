"""Who stands beneath a paper: names of those in office, what they drew, room to sign on paper."""

from field_node.records.movement import Movement
from field_node.store import papers
from field_node.store.connection import Store
from field_node.store.papers import Paper
from field_node.web.stock.pen import Signed, signed

PARTIES = {
    "salur": ("Pihak pertama", "Pihak kedua"),
    "kirim": ("Yang menyerahkan", "Yang menerima"),
    "terima_kiriman": ("Yang menyerahkan", "Yang menerima"),
    "terima": ("Yang menyerahkan", "Yang menerima"),
    "pinjam": ("Yang meminjamkan", "Peminjam"),
    "kembali": ("Yang menerima", "Yang mengembalikan"),
}
WITNESS = ("salur", "hapus", "penyesuaian")


def parties_of(store: Store, paper: Paper, move: Movement, *, delivery: bool) -> list[Signed]:
    """The boxes for signatures, in their order; those of a surat jalan name the driver."""
    drawn_by = signed(papers.signatures(store, paper))
    first, second = PARTIES.get(paper.jenis, ("Petugas", "Mengetahui"))
    wanted = [("pihak_pertama", first, ""), ("pihak_kedua", second, move.penerima or move.peminjam or "")]
    if delivery:
        wanted = [wanted[0], ("pihak_kedua", "Pengemudi", move.pengemudi or ""), ("", second, "")]
    elif paper.jenis == "terima_kiriman":
        wanted[0] = ("pihak_pertama", first, move.pengemudi or "")
    if paper.jenis in WITNESS or "saksi" in drawn_by:
        wanted.append(("saksi", "Saksi", ""))
    return [_signed(drawn_by.get(role), role, label, name) for role, label, name in wanted]


def _signed(found: Signed | None, role: str, label: str, name: str) -> Signed:
    if found is None:
        return Signed(role, label, name)
    return Signed(role, label, found.name or name, found.post, found.path)
