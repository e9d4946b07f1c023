"""The table of forms with many lines: what each asks for, and what kind of movement its lines become."""

from dataclasses import dataclass

from field_node.records.movement_rules import ANSWERS
from field_node.web.said.language import later

PARTIES = ("pihak_pertama", "pihak_kedua", "saksi")
USED, MADE = "b", "h"
"""Letters before the numbers of lines: goods that the paper is about, and what is made of them."""
GATE = ("darurat", "alasan", "darurat_oleh")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form. kind: its name in addresses. number: the setting of [stok] that its numbers follow.

    head: fields of the paper. line: fields of each line beside goods and amount. must: fields it cannot do without.
    shelf: its goods are chosen from what lies there. parts: groups of lines, each with its heading and the sign of its amounts. of:
    movements that its lines answer. signs: who signs. lists: who was served. gated: it may need an emergency.
    """

    kind: str
    jenis: str
    title: str
    about: str
    head: tuple[str, ...] = ()
    line: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    shelf: bool = True
    parts: tuple[tuple[str, str, int], ...] = ((USED, later("Barang"), 1),)
    of: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    lists: bool = False
    gated: bool = False
    counts: bool = False
    number: str = ""

    @property
    def pattern(self) -> str:
        """The name of its setting."""
        return self.number or self.jenis

    @property
    def picks(self) -> bool:
        """True when a line may name goods that are not on the list of the shelf."""
        return not self.of


BATCH = ("kedaluwarsa", "tahun", "harga_satuan")
ALL = (
    Sheet(
        "terima",
        "terima",
        later("Terima barang"),
        later("Barang masuk dari pengadaan, donasi, atau gudang di luar sistem."),
        head=("asal", "asal_nama", "sumber_dana", "nomor"),
        line=BATCH,
        must=("asal", "sumber_dana"),
        shelf=False,
    ),
    Sheet(
        "kirim",
        "kirim",
        later("Kirim barang"),
        later("Surat jalan: barang keluar dari gudang ini dan dalam perjalanan sampai diterima."),
        head=("tujuan", "kendaraan", "pengemudi", "nomor"),
        must=("tujuan",),
        signs=("pihak_pertama", "pihak_kedua"),
        gated=True,
    ),
    Sheet(
        "salur",
        "salur",
        later("Salurkan"),
        later("Berita acara serah terima kepada warga, RT, atau posko."),
        head=("tujuan", "penerima", "nomor"),
        signs=PARTIES,
        lists=True,
        gated=True,
    ),
    Sheet(
        "pinjam",
        "pinjam",
        later("Pinjamkan"),
        later("Aset yang dipinjamkan dan harus kembali."),
        head=("peminjam", "batas_kembali", "nomor"),
        line=("seri", "kondisi"),
        must=("peminjam", "batas_kembali"),
        signs=("pihak_pertama", "pihak_kedua"),
    ),
    Sheet(
        "kembali",
        "kembali",
        later("Kembalikan"),
        later("Barang pinjaman yang kembali. Yang hilang langsung dihapuskan dari stok."),
        head=("nomor",),
        line=("kondisi", "seri"),
        of=ANSWERS["kembali"],
    ),
    Sheet(
        "retur",
        "retur",
        later("Retur"),
        later("Barang yang tidak jadi dipakai kembali ke gudang ini."),
        head=("alasan", "nomor"),
        line=("kondisi",),
        of=ANSWERS["retur"],
    ),
    Sheet(
        "hapus",
        "hapus",
        later("Hapuskan"),
        later("Barang rusak, kedaluwarsa, atau hilang dikeluarkan dari stok dengan berita acara."),
        head=("alasan", "nomor"),
        line=("kondisi", "seri"),
        must=("alasan", "kondisi"),
        signs=("pihak_pertama", "saksi"),
    ),
    Sheet(
        "rakit",
        "rakit",
        later("Rakit paket"),
        later("Isi diambil dari rak dan menjadi paket."),
        head=("alasan", "nomor"),
        parts=((USED, later("Isi yang dipakai"), -1), (MADE, later("Paket yang jadi"), 1)),
    ),
    Sheet(
        "urai",
        "urai",
        later("Urai paket"),
        later("Paket dibuka dan isinya masuk rak."),
        head=("alasan", "nomor"),
        parts=((USED, later("Paket yang dibuka"), -1), (MADE, later("Isi yang didapat"), 1)),
    ),
    Sheet(
        "penyesuaian",
        "penyesuaian",
        later("Penyesuaian"),
        later("Saldo buku dibetulkan dengan alasan. Untuk menghitung semuanya, pakai Opname."),
        head=("alasan", "nomor"),
        line=("arah", "kondisi"),
        must=("alasan",),
    ),
    Sheet(
        "opname",
        "penyesuaian",
        later("Opname"),
        later("Hitung yang ada di rak. Saldo buku baru tampil sesudah dihitung."),
        head=("nomor",),
        line=("kondisi", "alasan"),
        counts=True,
        number="opname",
        signs=("pihak_pertama", "saksi"),
    ),
    Sheet(
        "saldo-awal",
        "saldo_awal",
        later("Saldo awal"),
        later("Isi gudang saat mulai memakai unit ini, sekali untuk tiap barang dan batch."),
        head=("sumber_dana", "nomor"),
        line=BATCH,
        shelf=False,
    ),
)
SHEETS = {one.kind: one for one in ALL}
KINDS = ",".join(f'"{one.kind}"' for one in ALL)
"""As an address names them."""
ALONE = tuple(one.kind for one in ALL if not one.of)
"""Forms that open away from the unit; the others answer a paper that only the unit knows."""
KEPT = ",".join(f'"{kind}"' for kind in ALONE)
