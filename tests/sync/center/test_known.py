"""What the center holds a record against before it issues it."""

from dataclasses import replace
from typing import Any

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


def test_of_a_kirim_only_what_no_arrival_accounts_for_comes_back(center: Center) -> None:
    unit = SealingUnit.enrolled(center, "Gudang")
    goods: dict[str, Any] = {"gudang": STORE, "barang": 21}
    went = unit.entry(Movement(jenis="kirim", jumlah=30, tujuan=Ref(0, 91), nomor="SJ/1", **goods))
    came = unit.entry(
        Movement(jenis="terima_kiriman", merujuk=went.ref, diterima=18, rusak=1, kurang=1, **goods)
    )
    bring(center, unit.frame(went, came))
    with center.reader.connect() as conn:
        assert KnownHere(conn, NOW).accounted(went.ref) == 20
        assert KnownHere(conn, NOW, corrects=came.ref).accounted(went.ref) == 0
        back = Movement(jenis="retur", jumlah=10, merujuk=went.ref, nomor="RT/1", **goods)
        examined(back, KnownHere(conn, NOW))
        with pytest.raises(InvalidRecord, match="retur_sudah_di_tujuan"):
            examined(replace(back, jumlah=11), KnownHere(conn, NOW))
