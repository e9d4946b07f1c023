"""Records over the air, and the center's own receipt back."""

from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.person import Someone
from field_node.records.position import Position
from field_node.records.record import Record
from field_node.records.sos import Sos
from field_node.store import journal, outbox
from hardware.radio.radio import NotSent, Priority
from sync.frames import LORA_MTU, Kind
from sync.mesh.plan import FIRST_PAUSE_S
from tests.mesh.ether import Ether
from tests.mesh.world import START, Mesh, MeshUnit, a_count


def received(unit: MeshUnit) -> bool:
    return set(unit.words()) == {"diterima"}


def counts(number: int, first: int = 1) -> list[Record]:
    return [a_count(Ref(0, place), 100 + place, 0) for place in range(first, first + number)]


def sos() -> Sos:
    return Sos(lat=-6.3, lon=108.3, orang=3)


def fix(number: int) -> Position:
    return Position(lat=-6.3 + number * 1e-4, lon=108.3, waktu=START + 30 * number, akurasi="5m")


def test_a_headcount_on_an_offline_tablet_gets_the_receipt_of_the_center(mesh: Mesh, ether: Ether) -> None:
    posko = mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    posko.save(a_count(Ref(0, 1), 120, 0))
    assert posko.words() == ["di_unit"]
    mesh.run(120, until=lambda: posko.words() == ["dipancarkan"])
    assert posko.words() == ["dipancarkan"]
    took = mesh.run(300, until=lambda: received(posko))
    assert received(posko), posko.words()
    assert mesh.at_center(posko) == [1] and took < 60


def test_without_a_gateway_nothing_is_ever_shown_as_delivered(mesh: Mesh, ether: Ether) -> None:
    posko, other = mesh.add(ether.join()), mesh.add(ether.join())
    posko.save(*counts(3))
    mesh.run(7200, step_s=2)
    assert set(posko.words()) == {"dipancarkan"}
    assert other.words() == []


def test_a_frame_that_is_lost_is_repacked_not_repeated(mesh: Mesh, ether: Ether) -> None:
    posko, gateway = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    gateway_radio = ether.radios[1]
    posko.save(*counts(3))
    gateway_radio.off = True
    mesh.run(120)
    gateway_radio.off = False
    posko.save(*counts(2, first=10))
    mesh.run(900, until=lambda: received(posko))
    assert received(posko), posko.words()
    assert mesh.at_center(posko) == [1, 2, 3, 4, 5]
    frames = ether.frames_of(posko.number)
    assert len(set(frames)) == len(frames), "a frame went out twice"
    assert gateway.mesh.gateway is not None and gateway.mesh.gateway.waiting == 0


def test_two_hundred_records_arrive_through_heavy_loss_each_once(mesh: Mesh, ether: Ether) -> None:
    ether.loss = 0.4
    posko = mesh.add(ether.join(), percent=10)
    mesh.add(ether.join(), gateway=True, percent=10)
    posko.save(*counts(60))
    took = mesh.run(7200, until=lambda: received(posko), step_s=1)
    assert received(posko), posko.words()
    assert mesh.at_center(posko) == list(range(1, 61))
    assert took < 3600


def test_sos_leaves_at_once_and_its_receipt_does_not_wait_for_company(mesh: Mesh, ether: Ether) -> None:
    posko = mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    mesh.run(30)
    posko.save(sos())
    took = mesh.run(60, until=lambda: received(posko))
    assert received(posko) and took < 10
    sent = [each for each in ether.sent if each[2][0] & 15 == Kind.SOS]
    assert [each[3] for each in sent] == [Priority.ALERT]


def test_a_gateway_with_nothing_left_for_slips_still_ends_a_call(mesh: Mesh, ether: Ether) -> None:
    """Else the call goes on, is relayed by all, and spends the hour of every radio that might answer it."""
    posko = mesh.add(ether.join())
    gateway = mesh.add(ether.join(), gateway=True)
    mesh.run(30)
    lora = gateway.mesh.lora
    lora.budget = lora.budget.after(28.0, mesh.time())
    assert not lora.may_send(LORA_MTU) and lora.may_send(LORA_MTU, sos=True)
    posko.save(*counts(1), sos())
    mesh.run(60, until=lambda: posko.words()[-1] == "diterima")
    assert posko.words()[-1] == "diterima", posko.words()


def test_sos_goes_on_being_called_until_the_center_has_it(mesh: Mesh, ether: Ether) -> None:
    posko = mesh.add(ether.join())
    posko.save(sos())
    mesh.run(600)
    calls = [each[0] for each in ether.sent if each[2][0] & 15 == Kind.SOS]
    assert len(calls) == 8 and calls[-1] > 450
    gateway = mesh.add(ether.join(), gateway=True)
    mesh.run(200, until=lambda: received(posko))
    assert received(posko)
    assert journal.entry(gateway.store, Ref(posko.number, 1)) is None


def test_no_unit_ever_sends_more_than_its_budget(mesh: Mesh, ether: Ether) -> None:
    posko = mesh.add(ether.join(), percent=1)
    lora = posko.mesh.lora
    for minute in range(75):
        posko.save(
            *counts(5, first=1 + 5 * minute), Message(isi="x" * 150), fix(minute), *[sos()] * (minute == 40)
        )
        mesh.run(60, step_s=1)
        assert lora.budget.used_s(mesh.time()) <= 36.0
    assert lora.budget.used_s(mesh.time()) > 20.0


def test_every_frame_is_as_long_as_a_packet_at_most(mesh: Mesh, ether: Ether) -> None:
    posko = mesh.add(ether.join(), percent=50)
    posko.save(*counts(200), *[fix(number) for number in range(300)])
    mesh.run(900, step_s=1)
    sizes = [len(each[2]) for each in ether.sent]
    assert max(sizes) <= LORA_MTU and sum(size > 165 for size in sizes) > 5


def test_names_never_travel_by_radio_and_do_not_hold_the_others_up(mesh: Mesh, ether: Ether) -> None:
    posko = mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    canary = b"sealed: " + b"SITI-KENARI-1962" * 4
    posko.save(a_count(Ref(0, 1), 9, 0))
    posko.save(Someone(nama=canary))
    posko.save(a_count(Ref(0, 2), 8, 0))
    mesh.run(400, until=lambda: posko.words().count("diterima") == 2)
    assert posko.words() == ["diterima", "di_unit", "diterima"]
    assert mesh.at_center(posko) == [1, 3]
    assert not any(b"KENARI" in each[2] for each in ether.sent)
    waiting = outbox.pending(posko.store)
    assert [one.seq for one in waiting] == [2]


def test_a_note_too_long_for_a_packet_waits_for_the_internet_alone(mesh: Mesh, ether: Ether) -> None:
    posko = mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    posko.save(Message(isi="€" * 160), a_count(Ref(0, 2), 8, 0))
    mesh.run(2000, until=lambda: posko.words()[1] == "diterima", step_s=1)
    assert posko.words() == ["di_unit", "diterima"]


def test_a_radio_that_goes_away_and_comes_back_needs_no_hand(mesh: Mesh, ether: Ether) -> None:
    posko = mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    ether.radios[0].off = True
    posko.save(a_count(Ref(0, 1), 9, 0))
    mesh.run(300)
    assert posko.words() == ["di_unit"]
    ether.radios[0].off = False
    mesh.run(300, until=lambda: received(posko))
    assert received(posko)


def test_a_radio_that_refuses_is_left_alone_for_a_while(mesh: Mesh, ether: Ether) -> None:
    posko = mesh.add(ether.join())
    ether.radios[0].refuses = NotSent("duty_cycle", retry_after_s=120)
    posko.save(a_count(Ref(0, 1), 9, 0))
    mesh.run(100)
    ether.radios[0].refuses = None
    mesh.run(60)
    assert ether.sent == []
    mesh.run(100)
    assert posko.words() == ["dipancarkan"]


def test_a_receipt_over_the_air_survives_a_restart_of_the_unit(mesh: Mesh, ether: Ether) -> None:
    posko = mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    posko.save(*counts(3))
    mesh.run(70)
    posko.process.close()
    again = mesh.started(posko.config, ether.radios[0], gateway=False)
    mesh.units[0] = again
    assert set(again.words()) == {"dipancarkan"}
    mesh.run(1500, until=lambda: received(again), step_s=1)
    assert received(again) and mesh.at_center(again) == [1, 2, 3]


def test_only_the_newest_of_statements_of_one_place_goes_on_air(mesh: Mesh, ether: Ether) -> None:
    posko = mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    for jiwa in (100, 110, 120):
        posko.save(a_count(Ref(0, 1), jiwa, mesh.time()))
        mesh.run(15)
    posko.save(a_count(Ref(0, 2), 7, mesh.time()))
    mesh.run(400, until=lambda: posko.words().count("diterima") == 2)
    assert mesh.at_center(posko) == [3, 4]
    assert posko.words() == ["di_unit", "di_unit", "diterima", "diterima"]
    door = mesh.units[1].door
    assert door is not None
    waiting = posko.end.waiting(64_000)
    door.exchange([one.frame for one in posko.end.sealed(waiting, room=64_000, mtu=1041, full=True)])
    assert mesh.at_center(posko) == [1, 2, 3, 4]


def test_a_statement_that_was_heard_by_the_center_stays_received_when_a_newer_one_comes(
    mesh: Mesh, ether: Ether
) -> None:
    posko = mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    posko.save(a_count(Ref(0, 1), 100, 0))
    mesh.run(70)
    posko.save(a_count(Ref(0, 1), 110, 70))
    mesh.run(400, until=lambda: received(posko))
    assert posko.words() == ["diterima", "diterima"]


def test_numbers_that_never_come_by_radio_are_said_so_that_slips_stay_short(mesh: Mesh, ether: Ether) -> None:
    posko = mesh.add(ether.join(), percent=10)
    mesh.add(ether.join(), gateway=True, percent=10)
    sealed = b"sealed: " + b"NAMA" * 20
    for number in range(1, 9):
        posko.save(a_count(Ref(0, number), 9, mesh.time()), *[Someone(nama=sealed)] * 3)
        mesh.run(
            400,
            until=lambda: "dipancarkan" not in posko.words() and "diterima" in posko.words()[-4:],
            step_s=1,
        )
    mesh.run(400, step_s=1)
    posko.save(a_count(Ref(0, 99), 9, mesh.time()))
    mesh.run(400, until=lambda: posko.words()[-1] == "diterima", step_s=1)
    slips = [each[2] for each in ether.sent if each[2][0] & 15 == Kind.RECEIPT]
    assert len(slips[-1]) <= len(slips[0]) + 3
    assert posko.words().count("di_unit") == 24 and posko.words().count("diterima") == 9
    assert not [each for each in ether.sent if b"NAMA" in each[2]]


def test_a_restarted_unit_does_not_say_again_what_is_on_its_way(mesh: Mesh, ether: Ether) -> None:
    posko = mesh.add(ether.join())
    posko.save(*counts(3))
    mesh.run(70)
    before = len(ether.frames_of(posko.number))
    posko.process.close()
    mesh.units[0] = mesh.started(posko.config, ether.radios[0], gateway=False)
    mesh.run(FIRST_PAUSE_S - 15)
    assert ether.frames_of(posko.number)[before:] == []
    mesh.run(FIRST_PAUSE_S)
    assert [frame[0] & 15 for frame in ether.frames_of(posko.number)[before:]] == [Kind.RECORDS]


def test_what_waits_for_the_radio_says_so_and_what_no_packet_holds_does_not(mesh: Mesh, ether: Ether) -> None:
    posko = mesh.add(ether.join())
    posko.save(a_count(Ref(0, 1), 9, 0), Someone(nama=b"sealed: " + b"N" * 70), Message(isi="€" * 160))
    mesh.run(10)
    assert posko.words() == ["antre_radio", "di_unit", "di_unit"]
    mesh.run(60)
    assert posko.words() == ["dipancarkan", "di_unit", "di_unit"]
