"""Statements of a store's balance: what matters goes at once, the rest waits, nothing is said of another's ledger."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from field_node.clock import UnitClock, unit_clock
from field_node.config import defaults
from field_node.records.balance import Balance
from field_node.records.correction import Void
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.stating import EVERY_S, MOST, Rules, Stating, rules_of
from field_node.store import journal
from field_node.store.boots import StoreBoots
from field_node.store.connection import Store, writing
from tests.field_node.store.heard import issued
from tests.field_node.store.stores import NOW, UNIT, new_store

LUMBUNG, OTHER = Ref(0, 2), Ref(0, 5)
NOODLES = 5
RULES = Rules(10, 900, 86_400)


class World:
    """A unit with a lumbung, its time, and the process that states."""

    def __init__(self, store: Store) -> None:
        self.store, self.now = store, float(NOW)
        self.clock: UnitClock = replace(
            unit_clock(StoreBoots(store, "boot"), trust="auto"),
            wall=lambda: self.now,
            uptime=lambda: self.now - NOW + 100,
        )
        self.begin()

    def begin(self) -> None:
        """The process starts anew."""
        self.stating = Stating(self.store, self.clock, RULES, monotonic=lambda: self.now)

    def own(self, *moves: Movement | Void | Balance) -> Ref:
        return journal.append_all(self.store, moves, stamp=self.clock.stamp())[0].ref

    def said(self, after_s: float = EVERY_S) -> list[tuple[str, int]]:
        """(batch, amount) of what is stated so much later."""
        before = len(self.every())
        self.now += after_s
        self.stating.look()
        return sorted((one.batch or "", one.jumlah) for one in self.every()[before:])

    def every(self) -> list[Balance]:
        found = [one.record for _, one in journal.entries(self.store, Balance, limit=10_000)]
        return [one for one in reversed(found) if isinstance(one, Balance)]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    store = new_store(tmp_path)
    issued(store, Place(nama="Lumbung", jenis="lumbung", unit=UNIT), first=2)
    issued(store, Place(nama="Lumbung Lain", jenis="lumbung", unit=9), first=5)
    yield World(store)
    store.close()


def move(jenis: str, jumlah: int, batch: str | None = "A", **more: Any) -> Movement:
    return Movement(
        **{"jenis": jenis, "gudang": LUMBUNG, "barang": NOODLES, "jumlah": jumlah, "batch": batch, **more}
    )


def test_a_first_balance_is_stated_with_what_is_known_of_the_batch(world: World) -> None:
    world.own(move("terima", 200, kedaluwarsa=21_000, sumber_dana="apbn"))
    assert world.said() == [("A", 200)]
    (one,) = world.every()
    assert (one.gudang, one.kedaluwarsa, one.sumber_dana) == (LUMBUNG, 21_000, "apbn")
    assert world.now - 60 <= one.per_waktu <= world.now
    assert world.said() == [] and world.said(3_600) == []


def test_a_large_change_waits_for_the_pause_and_a_small_one_for_the_day(world: World) -> None:
    world.own(move("terima", 1_000), move("terima", 1_000, "B"))
    world.said()
    world.own(move("salur", 100), move("salur", 99, "B"))
    assert world.said() == [] and world.said(895) == [("A", 900)]
    assert world.said(3_600) == []
    assert world.said(86_400) == [("A", 900), ("B", 901)]


def test_small_changes_add_up(world: World) -> None:
    world.own(move("terima", 1_000))
    world.said()
    for _ in range(3):
        world.own(move("salur", 40))
        world.now += 1_000
    assert world.said() == [("A", 880)]


def test_what_ran_out_is_said_at_once_and_what_ran_below_too(world: World) -> None:
    world.own(move("terima", 1_000), move("terima", 50, "B"))
    world.said()
    world.own(move("salur", 50, "B"))
    assert world.said() == [("B", 0)]
    world.own(move("salur", 1, "B"))
    assert world.said() == [("B", -1)]
    world.own(move("salur", 3, "C"))
    assert world.said() == [("C", -3)]


def test_what_fell_below_its_minimum_is_said_at_once_and_only_once(world: World) -> None:
    world.own(move("terima", 1_000), move("terima", 1_000, "B"))
    world.said()
    world.own(Balance(gudang=LUMBUNG, barang=NOODLES, jumlah=1_000, per_waktu=NOW, batch="A", minimum=1_990))
    assert world.said() == []
    world.own(move("salur", 20))
    assert world.said() == [("A", 980)]
    assert world.every()[-1].minimum == 1_990
    world.own(move("salur", 20))
    assert world.said() == []


def test_everything_is_said_once_a_day_when_something_moved_and_else_nothing(world: World) -> None:
    world.own(
        move("terima", 1_000), move("terima", 1_000, "B"), move("terima", 5, "C"), move("salur", 5, "C")
    )
    world.said()
    assert world.said(90_000) == [] and world.said(90_000) == []
    world.own(move("salur", 1, "B"))
    assert world.said() == [("A", 1_000), ("B", 999)]
    assert world.said(90_000) == []


def test_a_restart_says_nothing_again(world: World) -> None:
    world.own(move("terima", 1_000))
    world.said()
    world.begin()
    assert world.said() == []
    world.own(move("salur", 300))
    world.begin()
    assert world.said() == [] and world.said(900) == [("A", 700)]


def test_of_another_units_ledger_nothing_is_said(world: World) -> None:
    world.own(move("terima", 10, gudang=OTHER))
    issued(world.store, move("terima", 10, gudang=Ref(0, 30)), first=40)
    assert world.said() == [] and world.said(90_000) == []


def test_a_voided_statement_is_made_anew(world: World) -> None:
    world.own(move("terima", 1_000))
    world.said()
    (_, entry), *_rest = journal.entries(world.store, Balance)
    world.own(Void(entri=entry.ref, alasan="salah"))
    assert world.said() == [("A", 1_000)]


def test_a_clock_that_went_back_does_not_silence_nor_repeat(world: World) -> None:
    world.own(move("terima", 1_000))
    world.said()
    world.now -= 86_400 * 30
    world.begin()
    world.own(move("salur", 500))
    assert world.said() == [("A", 500)]
    assert [world.said(60) for _ in range(5)] == [[]] * 5


def test_two_stores_are_judged_apart(world: World) -> None:
    second = Ref(0, 7)
    issued(world.store, Place(nama="Gudang", jenis="gudang", unit=UNIT), first=7)
    world.own(move("terima", 100), move("terima", 100, gudang=second))
    world.said()
    world.now += 1_000
    world.own(move("salur", 30, gudang=second))
    assert world.said() == [("A", 70)]
    assert world.every()[-1].gudang == second


def test_the_settings_say_what_matters() -> None:
    assert rules_of(defaults().stok) == RULES


def test_nothing_is_looked_up_while_nothing_moves(world: World) -> None:
    world.own(move("terima", 100))
    world.said()
    world.said()
    asked: list[str] = []
    world.store.conn.set_trace_callback(asked.append)
    world.said()
    world.store.conn.set_trace_callback(None)
    assert not [sql for sql in asked if "mutasi" in sql or "stock" in sql]


def test_a_busy_day_costs_a_few_statements(world: World) -> None:
    """40 batches, 300 movements in ten hours: what goes out by itself against a statement for each movement."""
    chance = random.Random(5)
    world.own(*(move("terima", 2_000, f"B{n}") for n in range(40)))
    world.said()
    before = len(world.every())
    for _ in range(300):
        world.own(move("salur", chance.randint(5, 60), f"B{chance.randrange(40)}"))
        world.said(120)
    said = len(world.every()) - before
    assert said < 110
    last = {one.batch: one.jumlah for one in world.every()}
    shelf = {row[0]: row[1] for row in world.store.run("SELECT batch, amount FROM stock")}
    assert all(abs(shelf[batch] - amount) <= amount / 10 for batch, amount in last.items() if batch)


def test_what_a_page_saves_meanwhile_is_in_the_statement(world: World) -> None:
    world.own(move("terima", 100))
    with writing(world.store):
        world.own(move("salur", 40))
    assert world.said() == [("A", 60)]


def test_a_huge_store_goes_out_in_portions_with_what_presses_first(world: World) -> None:
    world.own(*(move("terima", 10, f"B{n:03}") for n in range(450)), move("salur", 3, "Z"))
    first = world.said()
    assert len(first) == MOST and ("Z", -3) in first
    assert world.said() == []
    second, third = world.said(900), world.said(900)
    assert (len(second), len(third)) == (MOST, 451 - 2 * MOST)
    assert len({*first, *second, *third}) == 451
    world.now += 3_600
    world.own(move("salur", 10, "B000"))
    assert world.said() == [("B000", 0)]
    assert [len(world.said(after)) for after in (86_400, 900, 900, 90_000)] == [MOST, MOST, 50, 0]
