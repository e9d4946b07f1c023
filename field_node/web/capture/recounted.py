"""An opname that is corrected: what was counted and its difference from the book change together."""

from dataclasses import replace

from field_node.records.movement import Movement
from field_node.records.notice import Goods
from field_node.records.record import InvalidRecord, Record, blocks


def recounted(record: Record, old: Record) -> Record:
    """The other of fisik and jumlah follows the one that was changed: the book of that moment stays. Raises InvalidRecord when both say otherwise."""
    if not (isinstance(record, Movement) and isinstance(old, Movement)) or _goods(record) != _goods(old):
        return record
    if None in (old.fisik, old.jumlah, record.fisik, record.jumlah):
        return record
    book, fisik, jumlah = (old.fisik or 0) - (old.jumlah or 0), record.fisik or 0, record.jumlah or 0
    if fisik != old.fisik and jumlah == old.jumlah:
        jumlah = fisik - book
    elif jumlah != old.jumlah and fisik == old.fisik:
        fisik = book + jumlah
    if fisik - jumlah != book or fisik < 0:
        raise InvalidRecord((blocks("hitungan_tidak_cocok", "fisik", buku=Goods(record.barang, book)),))
    if jumlah == 0:
        raise InvalidRecord((blocks("hitungan_sama_buku", "fisik"),))
    return replace(record, fisik=fisik, jumlah=jumlah)


def _goods(move: Movement) -> tuple[object, ...]:
    return move.jenis, move.gudang, move.barang, move.batch
