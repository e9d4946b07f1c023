"""What a change of one mutasi takes along: the other half of a count that is corrected, the lines beside one that is voided."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from field_node.records.notice import Goods
from field_node.records.record import InvalidRecord, Notice, blocks

TWO_SIDES = ("rakit", "urai")


def recounted(move: Any, old: Any) -> Any:
    """The other of fisik and jumlah follows the one that was changed: the book of that moment stays. Raises InvalidRecord when both say otherwise."""
    if _goods(move) != _goods(old) or None in (old.fisik, old.jumlah, move.fisik, move.jumlah):
        return move
    book, fisik, jumlah = old.fisik - old.jumlah, move.fisik, move.jumlah
    if fisik != old.fisik and jumlah == old.jumlah:
        jumlah = fisik - book
    elif jumlah != old.jumlah and fisik == old.fisik:
        fisik = book + jumlah
    if fisik - jumlah != book or fisik < 0:
        raise InvalidRecord((blocks("hitungan_tidak_cocok", "fisik", buku=Goods(move.barang, book)),))
    if jumlah == 0:
        raise InvalidRecord((blocks("hitungan_sama_buku", "fisik"),))
    return replace(move, fisik=fisik, jumlah=jumlah)


def _goods(move: Any) -> tuple[object, ...]:
    return move.jenis, move.gudang, move.barang, move.batch


def left_behind(move: Any, others: Sequence[Any]) -> Iterator[Notice]:
    """Why a line is not voided while those lines of its paper stand: it would make goods, or take along how many the paper served."""
    if (move.jenis in TWO_SIDES and others) or (move.jenis == "kembali" and move.is_lost):
        yield blocks("batal_seluruh_surat", "alasan")
    elif others and move.jenis == "salur" and _says(move) and not any(_says(one) for one in others):
        yield blocks("terlayani_di_baris_ini", "alasan", kk=move.kk, jiwa=move.jiwa)


def _says(move: Any) -> bool:
    return move.kk is not None or move.jiwa is not None
