"""A store that was put back from a backup is known as one, and gives no number again."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import select

from field_node.records.task import Task
from sync.center.claims import MOST_LOST, SPARE
from sync.center.drawn import Drawn, drawn_in, note_drawn, read_drawn
from sync.center.enrolment import enroll, revoke
from sync.center.issue import issue
from sync.center.restored import LOST
from sync.center.schema import ALARM, ISSUED
from sync.center.state import next_unit, read_operation
from sync.center.store import Center, open_center
from sync.center.units import read_units
from tests.factories import a_headcount
from tests.sync.center.parts import NOW, SealingUnit, bring

Change = Callable[[Center, SealingUnit], object]


@contextmanager
def put_back(center: Center, change: Change, unit: SealingUnit) -> Iterator[Center]:
    """The store as it was before `change`, opened beside the keys of after it."""
    folder = center.secrets.parent
    with (
        closing(sqlite3.connect(folder / "center.db")) as source,
        closing(sqlite3.connect(folder / "old.db")) as copy,
    ):
        source.backup(copy)
    change(center, unit)
    center.close()
    for file in folder.glob("center.db*"):
        file.unlink()
    shutil.move(folder / "old.db", folder / "center.db")
    opened = open_center(folder)
    yield opened
    opened.close()


def incarnation(center: Center) -> int:
    with center.reader.connect() as conn:
        return read_operation(conn).incarnation


def issued(center: Center) -> list[int]:
    with center.reader.connect() as conn:
        return list(conn.execute(select(ISSUED.c.seq).order_by(ISSUED.c.seq)).scalars())


def alarms(center: Center) -> list[tuple[str, int]]:
    with center.reader.connect() as conn:
        return [tuple(row) for row in conn.execute(select(ALARM.c.kind, ALARM.c.unit).order_by(ALARM.c.id))]


def an_order(center: Center, _unit: object = None) -> int:
    return issue(center, Task(isi="Kirim tenda"), now=NOW).seq


CHANGES: dict[str, Change] = {
    "one order": an_order,
    "one bundle": lambda center, unit: bring(center, unit.frame(unit.entry(a_headcount()))),
    "one enrolment": lambda center, _unit: enroll(center, "Baru", address="http://localhost", now=NOW),
    "one revocation": lambda center, unit: revoke(center, unit.keys.unit, now=NOW),
    "slips": lambda center, _unit: [center.counters.draw(1, NOW) for _ in range(40)],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_backup_is_known_by_the_first_thing_that_it_forgot(
    center: Center, unit: SealingUnit, change: Change
) -> None:
    with put_back(center, change, unit) as again:
        assert again.restored
        assert incarnation(again) == 1
        assert alarms(again) == [("dipulihkan", 0)]
        folder = again.secrets.parent
        again.close()
        reopened = open_center(folder)
        assert not reopened.restored, "once"
        assert incarnation(reopened) == 1
        reopened.close()


def test_a_store_that_forgot_nothing_is_no_restored_one(center: Center, unit: SealingUnit) -> None:
    bring(center, unit.frame(unit.entry(a_headcount())))
    with put_back(center, lambda *_: None, unit) as again:
        assert not again.restored
        assert alarms(again) == []


def test_lost_orders_leave_their_numbers_filled(center: Center, unit: SealingUnit) -> None:
    last = issued(center)[-1]
    with put_back(center, lambda *_: [an_order(center) for _ in range(3)], unit) as again:
        assert again.lost == range(last + 1, last + 4)
        assert issued(again)[-1] == last + 3
        assert an_order(again) == last + 4


def test_a_revoked_unit_stays_revoked_and_no_unit_number_is_given_twice(
    center: Center, unit: SealingUnit
) -> None:
    def change(center: Center, unit: SealingUnit) -> None:
        enroll(center, "Hilang", address="http://localhost", now=NOW)
        revoke(center, unit.keys.unit, now=NOW)

    with put_back(center, change, unit) as again, again.lock, again.writer.begin() as conn:
        assert next_unit(conn) == unit.keys.unit + 2
        assert read_operation(conn).epoch == 1
        assert read_units(conn, [unit.keys.unit])[unit.keys.unit].revoked


def test_a_store_put_back_under_a_running_process_is_seen_at_the_next_start(center: Center) -> None:
    ahead = Drawn(10**9, 0, 10**6)
    center.drawn.write_bytes(b'{"counter":1000000000,"incarnation":0,"issued":1000000}')
    note_drawn(center.drawn, center.reader)
    assert read_drawn(center.drawn) == ahead


def test_a_file_of_before_says_less_and_is_believed(center: Center) -> None:
    center.drawn.write_bytes(b'{"counter":1,"incarnation":0}')
    folder = center.secrets.parent
    center.close()
    again = open_center(folder)
    assert not again.restored
    again.close()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"counter":"x"}'])
def test_a_torn_file_is_no_reason_to_begin_anew(center: Center, content: bytes) -> None:
    center.drawn.write_bytes(content)
    folder = center.secrets.parent
    center.close()
    again = open_center(folder)
    assert not again.restored
    again.close()


# ---- told by a unit


def test_a_unit_that_holds_more_than_was_issued_proves_a_restore(center: Center, unit: SealingUnit) -> None:
    last = issued(center)[-1]
    bring(center, unit.digest(last + 4))
    assert incarnation(center) == 1
    assert alarms(center) == [("dipulihkan", unit.keys.unit)]
    assert issued(center)[-1] == last + 3 + SPARE
    assert an_order(center) == last + 4 + SPARE
    assert read_drawn(center.drawn) == drawn_of(center)


def drawn_of(center: Center) -> Drawn:
    with center.reader.connect() as conn:
        return drawn_in(conn)


def test_a_unit_that_holds_all_that_was_issued_proves_nothing(center: Center, unit: SealingUnit) -> None:
    bring(center, unit.digest(issued(center)[-1] + 1))
    assert (incarnation(center), alarms(center)) == (0, [])


def test_one_unit_is_believed_once_in_a_week(center: Center, unit: SealingUnit) -> None:
    """A stolen one must not make all others send again and again."""
    other = SealingUnit.enrolled(center, "Lain")
    bring(center, unit.digest(issued(center)[-1] + 2))
    bring(center, unit.digest(issued(center)[-1] + 2))
    assert incarnation(center) == 1
    assert alarms(center)[-1] == ("mengaku_lebih", unit.keys.unit)
    bring(center, other.digest(issued(center)[-1] + 2))
    assert incarnation(center) == 2
    bring(center, unit.digest(issued(center)[-1] + 2), now=NOW + 8 * 86_400)
    assert incarnation(center) == 3


def test_a_unit_that_names_impossibly_many_is_not_believed(center: Center, unit: SealingUnit) -> None:
    before = issued(center)
    bring(center, unit.digest(before[-1] + 2 + MOST_LOST))
    bring(center, unit.digest(1 << 32))
    assert (incarnation(center), issued(center)) == (0, before)
    assert alarms(center) == [("mengaku_lebih", unit.keys.unit)] * 2


def test_a_revoked_unit_proves_nothing(center: Center, unit: SealingUnit) -> None:
    revoke(center, unit.keys.unit, now=NOW)
    bring(center, unit.digest(issued(center)[-1] + 3))
    assert incarnation(center) == 0


def test_lost_numbers_reach_units_as_what_they_are(center: Center, unit: SealingUnit) -> None:
    from sync.center.answer import broadcasts

    last = issued(center)[-1]
    bring(center, unit.digest(last + 2))
    heard = unit.broadcasts(broadcasts(center, last + 1, mtu=200, now=NOW).frames)[last:]
    assert [entry.seq for entry in heard] == list(range(last + 1, last + 2 + SPARE))
    assert {getattr(entry.record, "isi", "") for entry in heard} == {LOST}
