"""The sync process states the balance of a lumbung, also while no enrolment can be used; nobody else does."""

from collections.abc import Iterator

import pytest

from field_node.records.balance import Balance
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.records.record import Entry
from field_node.stating import EVERY_S
from field_node.store import journal
from sync.enrolment import FILE_NAME
from sync.station import Station
from tests.sync.parts import AUnit


@pytest.fixture
def station(unit: AUnit) -> Iterator[Station]:
    station = Station(unit.store, unit.clock, unit.config, unit.steps.world())
    yield station
    station.close()


def save(unit: AUnit, record: Movement | Place) -> Entry:
    return journal.append(unit.store, record, stamp=unit.clock.stamp())


def said(unit: AUnit) -> list[int]:
    every = [entry.record for _, entry in journal.entries(unit.store, Balance)]
    return [one.jumlah for one in every if isinstance(one, Balance)]


def test_a_step_states_what_moved_and_what_ran_out(unit: AUnit, station: Station) -> None:
    (unit.config.secrets_dir / FILE_NAME).write_bytes(b"{")
    place = save(unit, Place(nama="Lumbung", jenis="lumbung")).ref
    save(unit, Movement(jenis="terima", gudang=place, barang=21, jumlah=40, nomor="1"))
    station.step()
    assert said(unit) == [40]
    station.step()
    save(unit, Movement(jenis="salur", gudang=place, barang=21, jumlah=40, nomor="2"))
    unit.steps.now += EVERY_S
    station.step()
    assert said(unit) == [0, 40]
