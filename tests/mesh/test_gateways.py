"""What the center says reaches who has only a radio; carriers repeat, lose, lie and overhear each other harmlessly."""

from dataclasses import dataclass

import pytest

from field_node.records.headcount import Headcount
from field_node.records.incident import Incident
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.place import Place
from field_node.records.record import Record
from field_node.records.task import Task, TaskAnswer
from field_node.store import journal, neighbours, orders, views
from field_node.store.carried import carried
from hardware.radio.radio import Heard, Priority
from sync.center.issue import issue
from sync.frames import Kind
from tests.mesh.ether import Ether
from tests.mesh.test_receipts import counts, received, sos
from tests.mesh.world import START, Mesh, MeshUnit, a_count


def order(mesh: Mesh, *records: Record) -> list[Ref]:
    """Entries that the center issues, and what its own units with internet learn of at once."""
    refs = [issue(mesh.center, record, now=int(mesh.time.utc())).ref for record in records]
    for unit in mesh.units:
        if unit.mesh.gateway:
            unit.mesh.gateway.news()
    return refs


def posko() -> Place:
    return Place(nama="Posko Gladi", jenis="posko", lat=-6.3, lon=108.3, kode_wilayah="32.12.15")


def has(unit: MeshUnit, ref: Ref) -> bool:
    return journal.entry(unit.store, ref) is not None


def test_an_order_reaches_a_unit_without_internet_and_its_answer_comes_back(mesh: Mesh, ether: Ether) -> None:
    far = mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    mesh.run(120)  # everybody has said once what it has
    task = order(mesh, posko(), Task(tujuan=far.number, isi="Dirikan tenda"))[1]
    mesh.run(60, until=lambda: has(far, task))
    assert has(far, task)
    assert [entry.ref for entry in orders.page(far.store)] == [task]
    far.save(TaskAnswer(tugas=task, status="dikerjakan"))
    mesh.run(300, until=lambda: received(far))
    assert received(far) and mesh.at_center(far) == [1]


def test_a_unit_that_was_away_says_what_it_lacks_and_gets_it(mesh: Mesh, ether: Ether) -> None:
    far = mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    mesh.run(120)
    ether.radios[0].off = True
    place = order(mesh, posko())[0]
    mesh.run(300)
    ether.radios[0].off = False
    mesh.run(2400, until=lambda: has(far, place), step_s=1)
    assert has(far, place)


def test_a_broadcast_goes_out_once_when_all_have_it(mesh: Mesh, ether: Ether) -> None:
    mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    mesh.run(120)
    before = len(ether.sent)
    order(mesh, posko())
    mesh.run(5000, step_s=1)
    assert [each[2][0] & 15 for each in ether.sent[before:]].count(Kind.BROADCAST) == 1


def test_of_two_gateways_the_second_is_silent_about_what_it_heard(mesh: Mesh, ether: Ether) -> None:
    far = mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    mesh.add(ether.join(), gateway=True)
    mesh.run(120)
    before = len(ether.sent)
    order(mesh, posko())
    far.save(*counts(4))
    mesh.run(600, step_s=0.5)
    assert received(far) and mesh.at_center(far) == [1, 2, 3, 4]
    assert [each[2][0] & 15 for each in ether.sent[before:]].count(Kind.BROADCAST) == 1
    slips = [each[2] for each in ether.sent if each[2][0] & 15 == Kind.RECEIPT]
    assert len(slips) <= 6 and not set(slips) & {frame for door in _doors(mesh) for frame in door}


def test_nothing_heard_on_air_is_sent_on_air_again(mesh: Mesh, ether: Ether) -> None:
    for gateway in (False, True, True):
        mesh.add(ether.join(), gateway=gateway).save(*counts(3))
    mesh.run(900, step_s=1)
    frames = [each[2] for each in ether.sent]
    assert len(frames) == len(set(frames))


def test_one_entry_by_two_gateways_and_a_cable_is_one(mesh: Mesh, ether: Ether) -> None:
    far = mesh.add(ether.join())
    for _ in range(2):
        mesh.add(ether.join(), gateway=True)
    far.save(*counts(2))
    mesh.run(200)
    waiting = far.end.waiting(64_000)
    frames = [one.frame for one in far.end.sealed(waiting, room=64_000, mtu=1041, full=True)]
    door = mesh.units[1].door
    assert door is not None
    door.exchange(frames)
    mesh.run(300)
    assert mesh.at_center(far) == [1, 2] and received(far)


def test_a_gateway_without_internet_keeps_what_it_heard(mesh: Mesh, ether: Ether) -> None:
    far, gateway = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    assert gateway.door is not None
    gateway.door.down = True
    far.save(*counts(3))
    mesh.run(300)
    assert set(far.words()) == {"dipancarkan"} and mesh.at_center(far) == []
    gateway.door.down = False
    took = mesh.run(300, until=lambda: received(far))
    assert received(far) and took < 180


def test_an_answer_that_is_lost_is_asked_for_again(mesh: Mesh, ether: Ether) -> None:
    far, gateway = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    assert gateway.door is not None
    gateway.door.deaf = True
    far.save(*counts(3))
    mesh.run(120)
    assert mesh.at_center(far) == [1, 2, 3] and set(far.words()) == {"dipancarkan"}
    gateway.door.deaf = False
    mesh.run(300, until=lambda: received(far))
    assert received(far) and mesh.at_center(far) == [1, 2, 3]


@dataclass
class Liar:
    """Says on air what it likes."""

    ether: Ether

    def say(self, frame: bytes) -> None:
        self.ether.sent.append((self.ether.clock(), 0, frame, Priority.RELIABLE))
        for radio in self.ether.radios:
            radio.inbox.append((self.ether.clock(), Heard(frame, 0)))


def test_a_gateway_that_lies_makes_no_receipt(mesh: Mesh, ether: Ether) -> None:
    far, other = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    liar = Liar(ether)
    other.save(*counts(1))
    mesh.run(200, until=lambda: received(other))
    slips = [each[2] for each in ether.sent if each[2][0] & 15 == Kind.RECEIPT]
    assert slips
    far.save(*counts(2))
    ether.radios[1].off = True
    mesh.run(70)
    for slip in slips:
        for unit in (far.number, other.number):
            liar.say(slip[:5] + unit.to_bytes(2, "big") + slip[7:])
    mesh.run(30)
    assert set(far.words()) == {"dipancarkan"}


def test_junk_on_air_makes_nobody_transmit(mesh: Mesh, ether: Ether) -> None:
    mesh.add(ether.join())
    gateway = mesh.add(ether.join(), gateway=True)
    mesh.run(120)
    before = len(ether.sent)
    liar = Liar(ether)
    for number in range(200):
        liar.say(bytes((0x41, 0, 1 + number % 2)) + number.to_bytes(2, "big") + bytes(40))
        mesh.run(1)
    assert [each for each in ether.sent[before:] if each[1] != 0] == []
    assert gateway.mesh.gateway is not None and gateway.mesh.gateway.waiting == 0


def test_a_flood_with_the_number_of_a_unit_does_not_cost_it_its_slip(mesh: Mesh, ether: Ether) -> None:
    far = mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    mesh.run(120)
    liar = Liar(ether)
    far.save(*counts(2))
    for number in range(400):
        liar.say(bytes((0x41, 0, far.number)) + number.to_bytes(2, "big") + bytes(60))
        mesh.run(1)
        if received(far):
            break
    assert received(far)


def test_neighbours_see_the_newest_count_with_who_said_it(mesh: Mesh, ether: Ether) -> None:
    far, near = mesh.add(ether.join()), mesh.add(ether.join())
    far.save(a_count(Ref(0, 1), 120, 0))
    mesh.run(120)
    far.save(a_count(Ref(0, 1), 125, mesh.time()))
    mesh.run(120)
    seen = neighbours.said(near.store, Headcount)
    assert [(one.entry.unit, one.entry.record) for one in seen] == [
        (far.number, a_count(Ref(0, 1), 125, 120))
    ]
    assert START < seen[0].heard_at <= START + mesh.time()
    assert views.headcounts(near.store) == []


def test_a_call_for_help_is_seen_by_every_unit_in_range(mesh: Mesh, ether: Ether) -> None:
    far, near = mesh.add(ether.join()), mesh.add(ether.join())
    call = far.save(sos())[0]
    mesh.run(5)
    seen = neighbours.said(near.store, type(sos()))
    assert [one.entry.ref for one in seen] == [call.ref]


def test_a_unit_with_internet_shows_its_newest_to_neighbours_all_the_same(mesh: Mesh, ether: Ether) -> None:
    near, gateway = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    gateway.online = True
    gateway.save(a_count(Ref(0, 1), 7, 0), Message(isi="hanya untuk pusat"))
    mesh.run(200)
    assert [one.entry.unit for one in neighbours.said(near.store, Headcount)] == [gateway.number]
    assert len(ether.frames_of(gateway.number)) == 1
    assert not neighbours.said(near.store, Message)


@pytest.mark.parametrize("incident", [Incident(nama="Banjir", jenis="banjir", mulai=START)])
def test_what_fits_no_packet_does_not_hold_up_what_does(mesh: Mesh, ether: Ether, incident: Incident) -> None:
    far = mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    mesh.run(120)
    refs = order(mesh, Message(isi="panjang " * 20), incident, posko())
    mesh.run(200, until=lambda: has(far, refs[2]))
    assert has(far, refs[1]) and has(far, refs[2])


def _doors(mesh: Mesh) -> list[list[bytes]]:
    return [[frame for asked in unit.door.asked for frame in asked] for unit in mesh.units if unit.door]


def test_a_digest_names_what_lies_above_an_entry_that_no_packet_holds(mesh: Mesh, ether: Ether) -> None:
    far = mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    mesh.run(120)
    refs = order(mesh, Message(isi="€" * 150), posko())
    mesh.run(200, until=lambda: has(far, refs[1]))
    digest = far.end.holds_by_radio()
    assert digest.center_upto == refs[0].seq
    assert [(one.unit, one.upto, one.runs) for one in digest.holdings] == [(0, refs[0].seq, (1, 1))]
    assert far.end.holds().center_upto == refs[0].seq


def test_many_places_reach_a_unit_one_answer_after_the_other(mesh: Mesh, ether: Ether) -> None:
    far = mesh.add(ether.join(), percent=10)
    mesh.add(ether.join(), gateway=True, percent=10)
    mesh.run(120)
    refs = order(
        mesh,
        *[
            Place(nama=f"Posko nomor {n} di tempat lain", jenis="posko", lat=-6.3, lon=108.3)
            for n in range(30)
        ],
    )
    took = mesh.run(900, until=lambda: all(has(far, ref) for ref in refs))
    assert all(has(far, ref) for ref in refs) and took < 600


def test_what_waits_for_the_internet_outlives_a_restart_of_the_gateway(mesh: Mesh, ether: Ether) -> None:
    far, gateway = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    assert gateway.door is not None
    gateway.door.down = True
    far.save(sos(), *counts(3))
    mesh.run(180, until=lambda: set(far.words()) == {"dipancarkan"})
    mesh.run(120)
    ether.radios[0].off = True  # it cannot say it again
    gateway.process.close()
    mesh.units[1] = again = mesh.started(gateway.config, ether.radios[1], gateway=True)
    mesh.run(30, until=lambda: len(mesh.at_center(far)) == 4)
    assert mesh.at_center(far) == [1, 2, 3, 4]
    mesh.run(10)
    assert again.mesh.gateway is not None and again.mesh.gateway.waiting == 0
    assert carried(again.store) == []


def test_a_gateway_with_internet_writes_no_frame_down(mesh: Mesh, ether: Ether) -> None:
    far, gateway = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    laid: list[bytes] = []
    gateway.store.conn.create_function("laid", 1, laid.append)
    gateway.store.conn.execute(
        "CREATE TEMP TRIGGER seen AFTER INSERT ON main.carried BEGIN SELECT laid(new.frame); END"
    )
    far.save(*counts(3))
    mesh.run(200, until=lambda: received(far))
    assert received(far) and laid == []
    assert gateway.door is not None
    gateway.door.down = True
    far.save(*counts(1, first=9))
    mesh.run(200)
    assert len(laid) == len(set(laid)) >= 1
