"""The rules of goods that move: the emergency gate, expiry, papers, ledgers."""

from collections.abc import Iterator
from typing import Any

from field_node.records.incident import IncidentStatus
from field_node.records.notice import Goods, On, Since
from field_node.records.place import STORES, Place
from field_node.records.record import Known, Notice, blocks, warns

SIGNED = ("penyesuaian", "rakit", "urai")
NEEDS = {
    "kirim": ("tujuan", "nomor"),
    "terima": ("asal", "sumber_dana"),
    "terima_kiriman": ("merujuk",),
    "pinjam": ("peminjam", "batas_kembali"),
    "kembali": ("merujuk",),
    "retur": ("merujuk",),
    "penyesuaian": ("alasan",),
    "hapus": ("kondisi", "nomor"),
    "rakit": ("nomor",),
    "urai": ("nomor",),
}
"""What a kind of movement should say beside its goods; missing ones warn."""
ANSWERS = {"terima_kiriman": ("kirim",), "kembali": ("pinjam",), "retur": ("kirim", "salur")}
"""What a movement that answers another may name."""
BACK = ("kembali", "retur")
"""Movements that bring goods back into the store that they left."""
WENT = ("kirim", "salur", "pinjam")
"""Movements whose goods may come back."""
WESTERNMOST_S = 7 * 3600
"""WIB is UTC+7: the last calendar day of the country."""


def movement_rules(move: Any, known: Known) -> Iterator[Notice]:
    """Every rule of one mutasi (Movement), in the order in which a person would fix them."""
    yield from _kind(move, known)
    yield from _amount(move)
    yield from _owner(move, known)
    yield from _batch(move, known)
    yield from _expiry(move, known)
    yield from _gate(move, known)
    yield from _papers(move)
    yield from _answer(move, known)
    yield from _came_back(move, known)
    yield from _twice(move, known)
    yield from _arrival(move, known)
    yield from _opening(move, known)
    yield from _lending(move, known)
    yield from _shelf(move, known)


def leaves_to_site(move: Any, known: Known) -> bool:
    """True for goods that go to people: salur, and kirim to anything but another store."""
    if move.jenis != "kirim":
        return bool(move.jenis == "salur")
    place = known.record(move.tujuan) if move.tujuan is not None else None
    return not (isinstance(place, Place) and place.jenis in STORES)


def _kind(move: Any, known: Known) -> Iterator[Notice]:
    """Goods that were handed out do not become goods that came: papers, receivers and returns hang on the kind."""
    old = known.record(known.corrects) if known.corrects is not None else None
    if getattr(old, "jenis", move.jenis) != move.jenis:
        yield blocks("jenis_mutasi_tetap", "jenis")
    elif move.jenis == "kembali" and getattr(old, "is_lost", move.is_lost) != move.is_lost:
        yield blocks("batal_seluruh_surat", "kondisi")


def _amount(move: Any) -> Iterator[Notice]:
    if move.jenis == "terima_kiriman":
        if move.arrived() == 0:
            yield blocks("jumlah_nol", "diterima")
    elif not move.jumlah:
        yield blocks("jumlah_nol", "jumlah")
    elif move.jumlah < 0 and move.jenis not in SIGNED:
        yield blocks("jumlah_negatif", "jumlah")


def _owner(move: Any, known: Known) -> Iterator[Notice]:
    place = known.record(move.gudang)
    if isinstance(place, Place) and place.unit not in (None, known.unit):
        yield blocks("buku_milik_unit_lain", "gudang", unit=place.unit)


def _batch(move: Any, known: Known) -> Iterator[Notice]:
    goods = known.goods(move.barang)
    if goods is not None and goods.expires and move.batch is None:
        yield blocks("batch_wajib", "batch", barang=goods.name)


def _expiry(move: Any, known: Known) -> Iterator[Notice]:
    if move.kedaluwarsa is None or move.kedaluwarsa >= _today(known):
        return
    if leaves_to_site(move, known):
        yield (blocks if known.clock_trusted else warns)("barang_kedaluwarsa", "kedaluwarsa")
    elif move.jenis in ("terima", "terima_kiriman", "saldo_awal"):
        yield warns("terima_kedaluwarsa", "kedaluwarsa")


def _today(known: Known) -> int:
    return (known.now + WESTERNMOST_S) // 86_400


def _gate(move: Any, known: Known) -> Iterator[Notice]:
    if not leaves_to_site(move, known):
        return
    if (status := _open_gate(known)) is not None:
        yield from _ran_out(status, known)
    elif not move.darurat:
        yield blocks("belum_ada_sk", "darurat")
    elif move.alasan is None or move.darurat_oleh is None:
        yield blocks("darurat_tanpa_alasan", "alasan" if move.alasan is None else "darurat_oleh")
    else:
        yield warns("keluar_darurat", "darurat")


def _open_gate(known: Known) -> IncidentStatus | None:
    """The status by which goods may leave for people; None while the gate is shut."""
    status = known.newest(IncidentStatus, known.incident) if known.incident is not None else None
    is_open = isinstance(status, IncidentStatus) and status.opens_gate(siaga=known.siaga_opens_gate)
    return status if isinstance(status, IncidentStatus) and is_open else None


def _ran_out(status: IncidentStatus, known: Known) -> Iterator[Notice]:
    """It may have been extended without a word to this unit: goods are not held back by that."""
    if status.berlaku_sampai is not None and status.berlaku_sampai < _today(known):
        yield warns("sk_sudah_berakhir", "darurat", sampai=On(status.berlaku_sampai))


def _papers(move: Any) -> Iterator[Notice]:
    if move.jenis == "kirim" and move.tujuan is None:
        yield blocks("tujuan_wajib", "tujuan")
    elif move.jenis == "kirim" and move.tujuan == move.gudang:
        yield blocks("tujuan_sama", "tujuan")
    elif move.jenis in ("terima_kiriman", "kembali") and move.merujuk is None:
        yield blocks("rujukan_wajib", "merujuk")
    for name in NEEDS.get(move.jenis, ()):
        if getattr(move, name) is None and name not in ("tujuan", "merujuk"):
            yield warns("surat_belum_lengkap", name)
    if move.jenis == "salur" and move.tujuan is None and move.penerima is None:
        yield warns("salur_tanpa_penerima", "tujuan")


def _answer(move: Any, known: Known) -> Iterator[Notice]:
    """Only what went out comes back: the same goods, into the store that they left. What is not here cannot be held against it."""
    named = known.record(move.merujuk) if move.merujuk is not None else None
    if named is None or move.jenis not in ANSWERS:
        return
    same = move.jenis == "terima_kiriman" or _goods(move) == _goods(named)
    if getattr(named, "jenis", "") not in ANSWERS[move.jenis] or not same:
        yield blocks("rujukan_wajib", "merujuk")
    elif move.jenis in BACK:
        left = (named.jumlah or 0) - known.came_back(move.merujuk)
        yield from _too_much(move, left)
        yield from _of_another(move, known, left)


def _of_another(move: Any, known: Known, left: int) -> Iterator[Notice]:
    """What arrived lies in another's book: only the rest of a kirim comes back, or what was back of it before a correction."""
    told = known.accounted(move.merujuk)
    old = known.record(known.corrects) if known.corrects is not None else None
    before = getattr(old, "jumlah", None) or 0
    if told and max(left - told, before) < (move.jumlah or 0) <= left:
        yield blocks("retur_sudah_di_tujuan", "jumlah")


def _too_much(move: Any, left: int) -> Iterator[Notice]:
    """`left`: base units that are out."""
    if left <= 0:
        yield blocks("sudah_kembali_semua", "jumlah")
    elif (move.jumlah or 0) > left:
        yield blocks("kembali_melebihi", "jumlah", sisa=Goods(move.barang, left))


def _came_back(move: Any, known: Known) -> Iterator[Notice]:
    """A correction leaves no less than what is back of it; one of less than what came there would make goods."""
    back = known.came_back() if move.jenis in WENT else 0
    if back > max(0, move.jumlah or 0):
        yield blocks("kurang_dari_yang_kembali", "jumlah", kembali=Goods(move.barang, back))
    came = known.came_there() if move.jenis == "kirim" else 0
    if came > max(0, move.jumlah or 0):
        yield warns("kurang_dari_yang_tiba", "jumlah", tiba=Goods(move.barang, came))


def _goods(move: Any) -> tuple[Any, ...]:
    return tuple(getattr(move, name, None) for name in ("gudang", "barang", "batch"))


def _twice(move: Any, known: Known) -> Iterator[Notice]:
    if move.nomor is not None and known.same_line(move):
        yield warns("baris_sudah_dicatat", "nomor")


def _arrival(move: Any, known: Known) -> Iterator[Notice]:
    sent = known.record(move.merujuk) if move.merujuk is not None else None
    if sent is None or getattr(sent, "jenis", "") != "kirim":
        return
    if move.jenis == "terima_kiriman":
        yield from _differs(move, sent)
        if known.received(move.merujuk):
            yield warns("kiriman_sudah_diterima_sebelumnya", "merujuk")
    elif move.jenis == "retur" and move.tujuan is None and not known.received(move.merujuk):
        yield warns("retur_masih_di_jalan", "tujuan")


def _differs(move: Any, sent: Any) -> Iterator[Notice]:
    if (move.barang, move.batch) != (sent.barang, sent.batch):
        yield warns("kiriman_barang_lain", "barang")
    elif move.arrived() != sent.jumlah:
        sent_goods, told = Goods(move.barang, sent.jumlah or 0), Goods(move.barang, move.arrived())
        yield warns("kiriman_selisih", "diterima", dikirim=sent_goods, jumlah=told)


def _opening(move: Any, known: Known) -> Iterator[Notice]:
    """Goods are opened once. What only went out so far may still be: the book is short of just that."""
    if move.jenis != "saldo_awal":
        return
    goods = (move.gudang, move.barang, move.batch or "")
    if booked := known.booked(*goods):
        left, since = Goods(move.barang, booked.left), Since(booked.since)
        yield blocks("saldo_awal_dua_kali", "barang", saldo=left, usia=since)
    elif known.balance(*goods):
        yield warns("saldo_awal_sudah_ada", "jenis")


def _lending(move: Any, known: Known) -> Iterator[Notice]:
    goods = known.goods(move.barang)
    if move.jenis == "pinjam" and goods is not None and not goods.asset:
        yield warns("pinjam_bukan_aset", "barang", barang=goods.name)
    if move.jenis == "pinjam" and move.batas_kembali is not None and move.batas_kembali < _today(known):
        yield warns("batas_kembali_lewat", "batas_kembali")


def _shelf(move: Any, known: Known) -> Iterator[Notice]:
    change = sum(one.amount for one in move.shifts() if one.account == "saldo")
    left = known.balance(move.gudang, move.barang, move.batch or "") + change
    if change < 0 and left < 0:
        yield warns("saldo_minus", "jumlah", saldo=Goods(move.barang, left))
