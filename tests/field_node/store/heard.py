"""What neighbours and the center say, for tests of the pictures made of it."""

from field_node.records.balance import Balance
from field_node.records.kinds import Ref
from field_node.records.record import Entry, Record, TimeQuality
from field_node.store import journal, neighbours
from field_node.store.connection import Store
from field_node.store.neighbours import Neighbour
from tests.field_node.store.stores import NOW

LUMBUNG, BLANKETS = Ref(0, 2), 21


def heard(store: Store, unit: int, *records: Record, first: int = 1, at: int = NOW) -> list[Entry]:
    """That unit said so over the air."""
    found = [Entry(unit, seq, at, TimeQuality.GPS, one) for seq, one in enumerate(records, first)]
    neighbours.hear(store, Neighbour(unit, 5, 1, at), found)
    return found


def issued(store: Store, *records: Record, first: int = 1, at: int = NOW) -> list[Entry]:
    """The center said so."""
    found = [Entry(0, seq, at, TimeQuality.CENTER, one) for seq, one in enumerate(records, first)]
    journal.keep(store, found, carrier="radio")
    return found


def saldo(
    amount: int,
    *,
    at: int = NOW,
    place: Ref = LUMBUNG,
    batch: str | None = None,
    kedaluwarsa: int | None = None,
) -> Balance:
    """The owner's statement of blankets."""
    return Balance(
        gudang=place,
        barang=BLANKETS,
        jumlah=amount,
        per_waktu=at // 60 * 60,
        batch=batch,
        kedaluwarsa=kedaluwarsa,
    )
