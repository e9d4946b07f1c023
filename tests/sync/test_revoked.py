"""A revoked unit hears that it is one, sends nothing more, and asks seldom whether that still holds."""

import time

from sqlalchemy import select, update

from field_node.records.message import Message
from field_node.store import journal, outbox, status
from sync.center.dialect import writing
from sync.center.enrolment import enroll, revoke
from sync.center.schema import ENTRY, FRAME, UNIT
from sync.center.store import Center
from sync.uplink import ASK_S
from tests.sync.parts import AUnit, served


def save(unit: AUnit, text: str) -> None:
    journal.append(unit.store, Message(isi=text), stamp=unit.clock.stamp())


def taken(center: Center) -> list[int]:
    with center.reader.connect() as conn:
        return list(conn.execute(select(ENTRY.c.seq).where(ENTRY.c.unit == 1)).scalars())


def held(center: Center) -> list[str]:
    with center.reader.connect() as conn:
        return list(conn.execute(select(FRAME.c.held).where(FRAME.c.held.is_not(None))).scalars())


def problem(unit: AUnit) -> str:
    said = status.read(unit.store, "link")
    return str(said.body["problem"]) if said else ""


def test_a_revoked_unit_says_so_stops_and_keeps_what_it_has(center: Center, unit: AUnit) -> None:
    with served(center) as url:
        link = unit.internet(url)
        uplink = unit.uplink(link)
        save(unit, "Sebelum")
        uplink.step()
        epoch = revoke(center, 1, now=int(time.time()))
        save(unit, "Sesudah")
        for _ in range(20):
            unit.steps.now += 5
            uplink.step()
        frames = len(held(center))
        link.close()
    assert "dicabut pusat" in problem(unit)
    assert taken(center) == [1]
    assert set(held(center)) == {"revoked"}
    assert frames <= 2
    assert outbox.counts(unit.store).waiting == 1
    assert epoch not in unit.end.enrolled.keys.groups


def test_it_asks_seldom_and_goes_on_once_the_center_says_otherwise(center: Center, unit: AUnit) -> None:
    revoke(center, 1, now=int(time.time()))
    save(unit, "Tim siap")
    with served(center) as url:
        link = unit.internet(url)
        uplink = unit.uplink(link)
        uplink.step()
        assert unit.end.stopped() == "unit_dicabut"
        with center.lock, writing(center.writer) as conn:
            conn.execute(update(UNIT).values(revoked_at=None))
        for _ in range(5):
            unit.steps.now += 5
            uplink.step()
        assert unit.end.stopped() == "unit_dicabut"
        unit.steps.now += ASK_S
        uplink.step()
        assert unit.end.stopped() is None
        unit.steps.now += 60
        uplink.step()
        link.close()
    assert problem(unit) == ""


def test_it_hears_so_after_many_other_revocations_too(center: Center, unit: AUnit) -> None:
    now = int(time.time())
    revoke(center, 1, now=now)
    for name in "ABCDE":
        lost = enroll(center, name, address="http://127.0.0.1:9", now=now)
        revoke(center, lost.keys.unit, now=now)
    with served(center) as url:
        link = unit.internet(url)
        unit.uplink(link).step()
        link.close()
    assert unit.end.stopped() == "unit_dicabut"
