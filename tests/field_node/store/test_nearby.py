"""What was heard: page by page, less what was taken back; an SOS rings until somebody who may says that it is over."""

import pytest

from field_node.records.correction import Void
from field_node.records.directory import Unit
from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.position import Position
from field_node.records.record import Entry, TimeQuality
from field_node.records.sos import Sos, SosEnd
from field_node.store import journal, nearby
from field_node.store.connection import Store
from tests.field_node.store.heard import heard, issued
from tests.field_node.store.stores import NOW, STAMP, headcount

CALL = Sos(lat=-6.3, lon=108.3)
OVER = SosEnd(sos=Ref(7, 1), hasil="selesai")


def calling(store: Store) -> list[Ref]:
    return [one.entry.ref for one in nearby.open_calls(store)]


def test_pages_hold_every_statement_once_the_newest_first(store: Store) -> None:
    heard(store, 7, *(headcount(place=n, jiwa=n, per_waktu=NOW + 60 * n) for n in range(1, 8)))
    pages = [nearby.said_page(store, Headcount, skip=skip, limit=3) for skip in (0, 3, 6)]
    assert [one.entry.seq for page in pages for one in page] == [7, 6, 5, 4, 3, 2, 1]


def test_what_the_center_took_out_of_force_is_not_told(store: Store) -> None:
    heard(store, 7, headcount())
    issued(store, Void(entri=Ref(7, 1), alasan="keliru"))
    assert nearby.said_page(store, Headcount) == []


def test_each_unit_has_its_newest_position(store: Store) -> None:
    points = [Position(lat=-6.3, lon=108.0 + n / 100, waktu=NOW // 30 * 30 + 30 * n) for n in range(3)]
    heard(store, 7, *points, first=1 << 31)
    heard(store, 8, points[0], first=1 << 31)
    found = nearby.said_by(store, Position, [7, 9])
    assert {unit: one.entry.record for unit, one in found.items()} == {7: points[2]}


def test_the_directory_says_who_was_revoked(store: Store) -> None:
    issued(store, Unit(nomor=7, nama="A", dicabut=True), Unit(nomor=8, nama="B"))
    assert nearby.revoked(store, [7, 8, 9]) == {7}
    issued(store, Unit(nomor=7, nama="A"), first=3, at=NOW + 60)
    assert nearby.revoked(store, [7]) == frozenset()


def test_an_sos_rings_from_the_moment_it_is_heard(store: Store) -> None:
    assert calling(store) == []
    heard(store, 7, CALL)
    assert calling(store) == [(7, 1)]


@pytest.mark.parametrize("unit", [7, 8])
def test_an_sos_goes_when_its_end_is_heard(store: Store, unit: int) -> None:
    heard(store, 7, CALL)
    heard(store, unit, OVER, first=2)
    assert calling(store) == []


def test_a_revoked_unit_silences_nobody(store: Store) -> None:
    heard(store, 7, CALL)
    heard(store, 8, OVER)
    issued(store, Unit(nomor=8, nama="B", dicabut=True))
    assert calling(store) == [(7, 1)]


def test_an_sos_goes_when_the_center_or_this_unit_ends_it(store: Store) -> None:
    heard(store, 7, CALL)
    heard(store, 8, CALL)
    issued(store, OVER)
    assert calling(store) == [(8, 1)]
    journal.append(store, SosEnd(sos=Ref(8, 1), hasil="ditangani"), stamp=STAMP)
    assert calling(store) == []


def test_an_sos_that_the_journal_has_is_not_told_twice(store: Store) -> None:
    heard(store, 7, CALL)
    journal.keep(store, [Entry(7, 1, NOW, TimeQuality.GPS, CALL)], carrier="internet")
    assert calling(store) == []


def test_the_end_of_another_sos_ends_nothing(store: Store) -> None:
    heard(store, 7, CALL)
    heard(store, 7, SosEnd(sos=Ref(7, 9), hasil="selesai"), first=2)
    assert calling(store) == [(7, 1)]
