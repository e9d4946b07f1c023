"""What the center holds a record against before it issues it."""

import pytest

from field_node.records.kinds import Ref
from field_node.records.ledger import Booked
from field_node.records.movement import Movement
from field_node.records.record import InvalidRecord, examined
from sync.center.known import KnownHere
from sync.center.store import Center
from tests.sync.center.parts import NOW, SealingUnit, bring

STORE = Ref(0, 90)
OPENED = Movement(jenis="saldo_awal", gudang=STORE, barang=21, jumlah=40, nomor="SA/1")


def test_goods_that_were_opened_are_not_opened_again_but_their_opening_may_be_corrected(
    center: Center,
) -> None:
    unit = SealingUnit.enrolled(center, "Gudang")
    first = unit.entry(OPENED)
    bring(center, unit.frame(first))
    with center.reader.connect() as conn:
        known = KnownHere(conn, NOW)
        assert known.booked(STORE, 21, "") == Booked(40, first.made_at)
        assert known.booked(STORE, 21, "A") is None and known.booked(STORE, 22, "") is None
        with pytest.raises(InvalidRecord):
            examined(OPENED, known)
        assert KnownHere(conn, NOW, corrects=first.ref).booked(STORE, 21, "") is None
