"""No goods are made or lost: two lumbung, three units, a center; frames lost, late, repeated, out of order; restarts, corrections, voids.

`make stock` looks longer, and makes what it finds small.
"""

import os
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from field_node.records.correction import Void
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.store import carried, journal, neighbours
from field_node.store.neighbours import Neighbour
from tests.field_node.store.stores import new_store
from tests.journeys.ledger import Told, agree, conserved, of_place, sender_knows, told
from tests.journeys.trade import Trade, Trader, founded

EXAMPLES = int(os.environ.get("STOCK_EXAMPLES", "8"))
STEPS = 40
RICE, NOODLES, KIT = 4, 5, 41
GOODS = st.sampled_from([(RICE, None), (NOODLES, "A"), (NOODLES, "B")])
KEEPERS, AMOUNTS = st.sampled_from([0, 1]), st.integers(1, 50)
SIMPLE = st.sampled_from(["saldo_awal", "terima", "salur", "hapus", "penyesuaian"])


@dataclass
class Sheet:
    """A surat jalan: which kirim its QR names, how that is named by now, what of it was not told to have arrived."""

    printed: Ref
    stands: Ref
    by: int
    move: Movement
    left: int
    touched: bool = False


class Goods(RuleBasedStateMachine):
    """Units 1 and 2 keep a lumbung each; unit 3 keeps none and carries frames of the others."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.trade = Trade.copied(self.template, Path(tempfile.mkdtemp()) / "operasi")
        places = (Place(nama=f"Lumbung {n}", jenis="lumbung", unit=n) for n in (1, 2))
        self.places = [self.trade.issue(place) for place in places]
        self.flight: list[bytes] = []
        self.answers: list[tuple[int, list[bytes]]] = []
        self.sheets: list[Sheet] = []
        self.lent: list[tuple[int, Ref, Movement]] = []
        self.moves: list[tuple[int, Ref, Movement]] = []

    def teardown(self) -> None:
        try:
            self.everything_arrives()
        finally:
            self.trade.close()

    def unit(self, index: int) -> Trader:
        self.trade.now += 60
        return self.trade.units[index]

    def move(self, by: int, jenis: str, goods: tuple[int, str | None], **more: Any) -> Movement:
        item, batch = goods
        return Movement(
            jenis=jenis, gudang=self.places[by], **{"barang": item, "batch": batch, "nomor": "1", **more}
        )

    # ---- what people do

    @rule(by=KEEPERS, jenis=SIMPLE, goods=GOODS, amount=AMOUNTS, sign=st.sampled_from([1, -1]))
    def simple(self, by: int, jenis: str, goods: tuple[int, str | None], amount: int, sign: int) -> None:
        move = self.move(by, jenis, goods, jumlah=amount * sign if jenis == "penyesuaian" else amount)
        self.moves.append((by, self.unit(by).save(move)[0], move))

    @rule(by=KEEPERS, amount=AMOUNTS, kits=st.integers(1, 5), sign=st.sampled_from([1, -1]))
    def kit(self, by: int, amount: int, kits: int, sign: int) -> None:
        jenis = "rakit" if sign > 0 else "urai"
        made = self.move(by, jenis, (KIT, None), jumlah=sign * kits)
        used = self.move(by, jenis, (NOODLES, "A"), jumlah=-sign * amount, baris=2)
        self.unit(by).save(made, used)

    @rule(by=KEEPERS, goods=GOODS, amount=AMOUNTS)
    def send(self, by: int, goods: tuple[int, str | None], amount: int) -> None:
        move = self.move(by, "kirim", goods, jumlah=amount, tujuan=self.places[1 - by])
        ref = self.unit(by).save(move)[0]
        self.sheets.append(Sheet(ref, ref, by, move, amount))

    @precondition(lambda self: self.sheets)
    @rule(data=st.data(), whole=st.booleans())
    def arrive(self, data: st.DataObject, whole: bool) -> None:
        sheet = data.draw(st.sampled_from(self.sheets))
        if not sheet.left:
            return
        told_of = sheet.left if whole else data.draw(st.integers(1, sheet.left))
        good = data.draw(st.integers(0, told_of))
        broken = data.draw(st.integers(0, told_of - good))
        goods = (sheet.move.barang, sheet.move.batch)
        parts = {"diterima": good, "rusak": broken, "kurang": told_of - good - broken}
        move = self.move(1 - sheet.by, "terima_kiriman", goods, merujuk=sheet.printed, **parts)
        self.unit(1 - sheet.by).save(move)
        sheet.left, sheet.touched = sheet.left - told_of, True

    @precondition(lambda self: self.sheets)
    @rule(data=st.data())
    def turn_back(self, data: st.DataObject) -> None:
        sheet = data.draw(st.sampled_from(self.sheets))
        if not sheet.left:
            return
        back = data.draw(st.integers(1, sheet.left))
        goods = (sheet.move.barang, sheet.move.batch)
        move = self.move(
            sheet.by, "retur", goods, jumlah=back, merujuk=sheet.stands, tujuan=sheet.move.tujuan
        )
        self.unit(sheet.by).save(move)
        sheet.left, sheet.touched = sheet.left - back, True

    @rule(by=KEEPERS, amount=AMOUNTS)
    def lend(self, by: int, amount: int) -> None:
        move = self.move(by, "pinjam", (57, None), jumlah=amount)
        self.lent.append((by, self.unit(by).save(move)[0], move))

    @precondition(lambda self: self.lent)
    @rule(data=st.data())
    def bring_back(self, data: st.DataObject) -> None:
        by, ref, lent = data.draw(st.sampled_from(self.lent))
        back = data.draw(st.integers(1, lent.jumlah or 1))
        self.unit(by).save(self.move(by, "kembali", (57, None), jumlah=back, merujuk=ref))

    # ---- what people take back

    @precondition(lambda self: self.moves)
    @rule(data=st.data(), amount=AMOUNTS)
    def correct(self, data: st.DataObject, amount: int) -> None:
        by, ref, move = self.moves.pop(data.draw(st.integers(0, len(self.moves) - 1)))
        again = self.move(by, move.jenis, (move.barang, move.batch), jumlah=amount)
        self.moves.append((by, self.unit(by).save(again, corrects=ref)[0], again))

    @precondition(lambda self: self.sheets)
    @rule(data=st.data(), more=AMOUNTS)
    def correct_a_shipment(self, data: st.DataObject, more: int) -> None:
        """Its paper is on the truck already and names what was corrected."""
        sheet = data.draw(st.sampled_from(self.sheets))
        if sheet.touched:
            return
        goods, amount = (sheet.move.barang, sheet.move.batch), (sheet.move.jumlah or 0) + more
        again = self.move(sheet.by, "kirim", goods, jumlah=amount, tujuan=sheet.move.tujuan)
        sheet.stands = self.unit(sheet.by).save(again, corrects=sheet.stands)[0]
        sheet.move, sheet.left = again, amount

    @precondition(lambda self: self.moves)
    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        by, ref, _ = self.moves.pop(data.draw(st.integers(0, len(self.moves) - 1)))
        self.unit(by).save(Void(entri=ref, alasan="salah"))

    @precondition(lambda self: self.sheets)
    @rule(data=st.data())
    def void_a_shipment(self, data: st.DataObject) -> None:
        sheet = data.draw(st.sampled_from(self.sheets))
        if not sheet.touched:
            self.sheets.remove(sheet)
            self.unit(sheet.by).save(Void(entri=sheet.stands, alasan="truk tidak jadi"))

    @precondition(lambda self: self.moves)
    @rule(data=st.data())
    def center_voids(self, data: st.DataObject) -> None:
        """Also what it has not received yet."""
        _, ref, _ = self.moves.pop(data.draw(st.integers(0, len(self.moves) - 1)))
        self.trade.issue(Void(entri=ref, alasan="dobel"))

    # ---- what becomes of frames

    @rule(by=KEEPERS, full=st.booleans())
    def seal(self, by: int, full: bool) -> None:
        self.flight += self.unit(by).seal(full=full)

    @precondition(lambda self: self.flight)
    @rule(data=st.data(), repeat=st.booleans(), heard=st.integers(0, 2))
    def deliver(self, data: st.DataObject, repeat: bool, heard: int) -> None:
        index = data.draw(st.integers(0, len(self.flight) - 1))
        frame = self.flight[index] if repeat else self.flight.pop(index)
        self.answers.append((heard, self.trade.ask([frame])))

    @precondition(lambda self: self.flight)
    @rule(data=st.data())
    def lose(self, data: st.DataObject) -> None:
        self.flight.pop(data.draw(st.integers(0, len(self.flight) - 1)))

    @precondition(lambda self: self.flight)
    @rule()
    def carry(self) -> None:
        carried.change(self.unit(2).store, self.flight, [])
        self.flight = []

    @rule()
    def hand_over(self) -> None:
        store = self.unit(2).store
        frames = carried.carried(store)
        if frames:
            self.answers.append((0, self.trade.ask(reversed(frames))))
            carried.change(store, [], frames)

    @precondition(lambda self: self.answers)
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        """It reaches any unit: what is for another one says nothing there."""
        by, frames = self.answers.pop(data.draw(st.integers(0, len(self.answers) - 1)))
        self.unit(by).end.take(frames, carrier="radio")

    @rule(by=st.integers(0, 2))
    def ask(self, by: int) -> None:
        unit = self.unit(by)
        self.answers.append((by, self.trade.ask([unit.end.digest()])))

    @rule(by=KEEPERS)
    def overhear(self, by: int) -> None:
        """The other lumbung hears what was said; that counts for nothing."""
        other, said = self.unit(1 - by), self.unit(by).entries()[-3:]
        own = [one for one in said if one.unit == by + 1]
        neighbours.hear(other.store, Neighbour(by + 1, 5, 1, int(self.trade.now)), own)

    @rule(number=st.integers(1, 3))
    def restart(self, number: int) -> None:
        self.trade.restart(number)

    @rule()
    def restart_the_center(self) -> None:
        self.trade.restart_center()

    # ---- what must be so

    @rule(by=st.integers(0, 2))
    def look(self, by: int) -> None:
        """At any moment each unit shows what the entries that it has amount to."""
        unit = self.unit(by)
        agree(unit.store, self.places, told(unit.entries()))

    def everything_arrives(self) -> None:
        for unit in (*self.trade.units, *self.trade.units):
            self.trade.bring(unit)
        whole = told(one for unit in self.trade.units for one in unit.entries())
        by_unit = [told(unit.entries()) for unit in self.trade.units]
        for by, unit in enumerate(self.trade.units):
            agree(unit.store, self.places, by_unit[by])
            sender_knows(by + 1, by_unit[by], whole)
        for by, place in enumerate(self.places):
            assert of_place(by_unit[by].shelf, place) == of_place(whole.shelf, place)
        self.center_agrees(whole)
        self.any_order_amounts_to_the_same(whole)
        conserved(whole)

    def center_agrees(self, whole: Told) -> None:
        found = self.trade.at_center()
        for account, sums in (("saldo", whole.shelf), ("pinjam", whole.lent)):
            assert {key[1:]: amount for key, amount in found.items() if key[0] == account} == {
                (*place, item, batch): amount for (place, item, batch), amount in sums.items() if amount
            }
        on_the_way = sum(amount for key, amount in found.items() if key[0] == "jalan")
        assert on_the_way == sum(whole.ways.values())

    def any_order_amounts_to_the_same(self, whole: Told) -> None:
        entries = list({one.ref: one for unit in self.trade.units for one in unit.entries()}.values())
        random.Random(len(entries)).shuffle(entries)
        with tempfile.TemporaryDirectory() as folder:
            store = new_store(Path(folder))
            for one in entries:
                journal.keep(store, [one, one], carrier="file")
            agree(store, self.places, whole)
            store.close()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("dagang"))


def test_no_goods_are_made_or_lost(template: Path) -> None:
    Goods.template = template
    deep = "STOCK_EXAMPLES" in os.environ
    checks = settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate, Phase.shrink] if deep else [Phase.generate],
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=not deep,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Goods, settings=checks)
