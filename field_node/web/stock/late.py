"""What is said of counts that a tablet brought after their goods had moved."""

from collections.abc import Iterable

from field_node.records.record import Entry, Notice, warns
from field_node.store.late_counts import Late, late
from field_node.web.desk import Desk
from field_node.web.stock.amounts import packed


def late_notices(desk: Desk, entries: Iterable[Entry]) -> tuple[Notice, ...]:
    """One for each of those counts whose goods moved before it came here."""
    found = (late(desk.store, one) for one in entries)
    return tuple(_notice(desk, one) for one in found if one)


def _notice(desk: Desk, one: Late) -> Notice:
    goods = desk.names.goods(one.item)
    before, after = (packed(much, goods, None) for much in (one.book, one.book + one.moved))
    name = desk.names.goods_name(one.item, one.batch)
    return warns("bergerak_sebelum_tiba", barang=name, awal=before, buku=after)
