"""mutasi: one line of goods that moved in or out of one store. A balance is the fold of these."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, cast

from field_node.records.kinds import (
    Amount,
    Choice,
    Count,
    Day,
    Digest,
    Flag,
    Item,
    Official,
    Ref,
    Reference,
    Text,
)
from field_node.records.movement_changes import recounted
from field_node.records.movement_rules import movement_rules
from field_node.records.record import About, Author, Known, Notice, Record, Shift, Urgency, Variants, holds

MOVE = Choice(
    (
        ("saldo_awal", "Saldo awal"),
        ("terima", "Terima"),
        ("kirim", "Kirim"),
        ("terima_kiriman", "Terima kiriman"),
        ("salur", "Salurkan"),
        ("pinjam", "Pinjamkan"),
        ("kembali", "Kembalikan"),
        ("retur", "Retur"),
        ("penyesuaian", "Penyesuaian"),
        ("hapus", "Hapuskan"),
        ("rakit", "Rakit"),
        ("urai", "Urai"),
    )
)
FUND = Choice(
    (
        ("apbn", "APBN"),
        ("apbd_provinsi", "APBD provinsi"),
        ("apbd_kabkota", "APBD kab/kota"),
        ("donasi", "Donasi"),
    )
)
ORIGIN = Choice((("pengadaan", "Pengadaan"), ("donasi", "Donasi"), ("gudang_luar", "Gudang di luar sistem")))
CONDITION = Choice(
    (("baik", "Baik"), ("rusak", "Rusak"), ("kedaluwarsa", "Kedaluwarsa"), ("hilang", "Hilang"))
)
GOODS = Amount()
PARTS = Amount(0, 10**9)
LINE = ("gudang", "barang", "jumlah", "batch", "nomor", "baris")
ARRIVED = ("gudang", "merujuk", "barang", "batch", "diterima", "rusak", "kurang", "nomor", "baris", "tujuan")
SHOWS = {
    "saldo_awal": (*LINE, "sumber_dana", "kedaluwarsa", "tahun", "isi_per_kemasan", "harga_satuan"),
    "terima": (
        *LINE,
        "asal",
        "asal_nama",
        "sumber_dana",
        "kedaluwarsa",
        "tahun",
        "isi_per_kemasan",
        "harga_satuan",
        "foto",
    ),
    "kirim": (
        *LINE,
        "tujuan",
        "kedaluwarsa",
        "kendaraan",
        "pengemudi",
        "darurat",
        "alasan",
        "darurat_oleh",
        "foto",
    ),
    "terima_kiriman": (*ARRIVED, "kedaluwarsa", "foto"),
    "salur": (
        *LINE,
        "tujuan",
        "penerima",
        "kk",
        "jiwa",
        "bast",
        "kedaluwarsa",
        "darurat",
        "alasan",
        "darurat_oleh",
        "foto",
    ),
    "pinjam": (*LINE, "peminjam", "batas_kembali", "seri", "kondisi"),
    "kembali": (*LINE, "merujuk", "kondisi", "seri"),
    "retur": (*LINE, "merujuk", "tujuan", "kondisi", "alasan"),
    "penyesuaian": (*LINE, "fisik", "alasan", "kondisi"),
    "hapus": (*LINE, "kondisi", "alasan", "seri", "foto"),
    "rakit": (*LINE, "alasan"),
    "urai": (*LINE, "alasan"),
}
"""The fields that a form of each jenis shows; all others stay belum didata."""
MINUS = ("kirim", "salur", "pinjam", "hapus")
"""Movements whose `jumlah` leaves the shelf; that of all others, with its sign, is added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement(Record):
    """One line of a paper. `jumlah` in base units, above 0 but for penyesuaian, rakit and urai, whose sign counts.

    terima_kiriman says diterima, rusak, kurang instead of jumlah. `tujuan`: where a kirim goes; for
    terima_kiriman and retur where the kirim was bound, when that is not `gudang`.
    """

    about: ClassVar[About] = About(
        "mutasi",
        "Mutasi barang",
        Urgency.STOCK,
        author=Author.BOTH,
        menu="Stok",
        variants=Variants("jenis", SHOWS),
    )
    jenis: str = holds(MOVE, "Jenis mutasi", required=True, hxl="#activity+type")
    gudang: Ref = holds(Reference("lokasi"), "Gudang", required=True, hxl="#loc+id")
    barang: int = holds(Item(), "Barang", required=True, hxl="#item")
    jumlah: int | None = holds(GOODS, "Jumlah", hxl="#output+quantity")
    batch: str | None = holds(Text(24), "Batch", hxl="#item+batch")
    nomor: str | None = holds(Text(40), "Nomor bukti", hxl="#meta+document+id")
    baris: int | None = holds(Count(40, usual=2), "Baris")
    tujuan: Ref | None = holds(Reference("lokasi"), "Tujuan", hxl="#loc+destination+id")
    merujuk: Ref | None = holds(Reference("mutasi"), "Mutasi yang dirujuk", hxl="#meta+reference")
    diterima: int | None = holds(PARTS, "Diterima", group="Terima kiriman", hxl="#output+received")
    rusak: int | None = holds(PARTS, "Rusak", group="Terima kiriman", hxl="#output+damaged")
    kurang: int | None = holds(PARTS, "Kurang", group="Terima kiriman", hxl="#output+missing")
    sumber_dana: str | None = holds(FUND, "Sumber dana", hxl="#funding+source")
    kedaluwarsa: int | None = holds(Day(), "Kedaluwarsa", hxl="#date+expiry")
    tahun: int | None = holds(Count(2_999, usual=2_048), "Tahun", hxl="#date+year")
    kk: int | None = holds(Count(99_999, usual=32), "KK terlayani", unit="KK", hxl="#reached+hh")
    jiwa: int | None = holds(Count(999_999, usual=128), "Jiwa terlayani", unit="jiwa", hxl="#reached+ind")
    bast: str | None = holds(Text(40), "Nomor BAST", hxl="#meta+handover+id")
    darurat: bool | None = holds(Flag(), "Keluarkan darurat", hxl="#meta+override", offers=("ya",))
    alasan: str | None = holds(Text(160), "Alasan", hxl="#description+reason")
    kondisi: str | None = holds(CONDITION, "Kondisi", hxl="#item+condition")
    batas_kembali: int | None = holds(Day(), "Batas kembali", hxl="#date+due")
    fisik: int | None = holds(PARTS, "Hitungan fisik", group="Opname", hxl="#item+counted")
    kendaraan: str | None = holds(Text(40), "Kendaraan", group="Surat jalan", hxl="#transport")
    seri: str | None = holds(Text(40), "Nomor seri", hxl="#item+serial")
    asal: str | None = holds(ORIGIN, "Asal", hxl="#org+source+type")
    asal_nama: str | None = holds(Text(60), "Nama asal", hxl="#org+source+name")
    isi_per_kemasan: int | None = holds(Count(99_999, usual=32), "Isi per kemasan", radio=False)
    harga_satuan: int | None = holds(
        Count(10**9, usual=4_096), "Harga satuan", radio=False, unit="rupiah", hxl="#value+idr"
    )
    foto: bytes | None = holds(Digest(), "Foto atau berita acara", radio=False)
    pengemudi: str | None = holds(Official(60), "Pengemudi", group="Surat jalan")
    penerima: str | None = holds(Official(60), "Penerima", group="BAST")
    peminjam: str | None = holds(Official(60), "Peminjam")
    darurat_oleh: str | None = holds(Official(60), "Diputuskan oleh")

    def check(self, known: Known) -> Iterator[Notice]:
        yield from movement_rules(self, known)

    def correcting(self, _old: "Movement") -> "Movement":
        return cast("Movement", recounted(self, _old))

    @property
    def is_lost(self) -> bool:
        """What comes back lost is written off beside it."""
        return self.kondisi == "hilang"

    def arrived(self) -> int:
        """What a terima_kiriman accounts for: received, broken and missing."""
        return sum(part or 0 for part in (self.diterima, self.rusak, self.kurang))

    def shifts(self) -> tuple[Shift, ...]:
        found = [self._shift("saldo", self.gudang, self._on_shelf())]
        if self.jenis == "kirim" and self.tujuan is not None:
            found.append(self._shift("jalan", self.tujuan, self.jumlah or 0))
        elif self.jenis == "terima_kiriman":
            found.append(self._shift("jalan", self.tujuan or self.gudang, -self.arrived()))
        elif self.jenis == "retur" and self.tujuan is not None:
            found.append(self._shift("jalan", self.tujuan, -(self.jumlah or 0)))
        elif self.jenis in ("pinjam", "kembali"):
            sign = 1 if self.jenis == "pinjam" else -1
            found.append(self._shift("pinjam", self.gudang, sign * (self.jumlah or 0)))
        return tuple(one for one in found if one.amount)

    def _on_shelf(self) -> int:
        if self.jenis == "terima_kiriman":
            return self.diterima or 0
        return -(self.jumlah or 0) if self.jenis in MINUS else self.jumlah or 0

    def _shift(self, account: str, place: Ref, amount: int) -> Shift:
        return Shift(account, place, self.barang, self.batch or "", amount)
