"""Calls for help: who has only a radio hears them, whatever the center knows already, and they hold up nobody else."""

from field_node.records.sos import Sos, SosEnd
from field_node.store import neighbours
from hardware.radio.radio import NotSent
from sync.frames import Kind
from tests.mesh.ether import Ether
from tests.mesh.test_attacks import on_air
from tests.mesh.test_receipts import counts, received, sos
from tests.mesh.world import Mesh, MeshUnit


def by_internet(mesh: Mesh, unit: MeshUnit) -> None:
    """The center hears what waits by the unit's other way, and answers."""
    assert unit.door is not None
    sealed = unit.end.sealed(unit.end.waiting(64_000), room=64_000, mtu=1041, full=True)
    unit.end.take(unit.door.exchange([one.frame for one in sealed]).frames, carrier="internet")
    assert received(unit)


def calls(ether: Ether) -> list[bytes]:
    return [each[2] for each in ether.sent if each[2][0] & 15 == Kind.SOS]


def test_a_call_that_the_center_has_already_is_heard_by_neighbours(mesh: Mesh, ether: Ether) -> None:
    near, gateway = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    gateway.online = True
    mesh.run(120)
    ether.radios[1].refuses = NotSent("queue_full", retry_after_s=2.0)
    near.save(*counts(1))
    mesh.run(120)  # a slip waits for the radio, too
    call = gateway.save(sos())[0]
    by_internet(mesh, gateway)
    ether.radios[1].refuses, before = None, len(ether.sent)
    mesh.run(600)
    own = [each[2] for each in ether.sent[before:] if each[1] == ether.radios[1].number]
    assert own[0][0] & 15 == Kind.SOS and len(calls(ether)) == 1
    assert [one.entry.ref for one in neighbours.said(near.store, Sos)] == [call.ref]


def test_a_call_that_was_not_on_air_before_the_restart_is_after_it_and_once(mesh: Mesh, ether: Ether) -> None:
    near, gateway = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    ether.radios[1].refuses = NotSent("queue_full", retry_after_s=2.0)
    call = gateway.save(sos())[0]
    by_internet(mesh, gateway)
    ether.radios[1].refuses = None
    for _ in range(2):
        gateway.process.close()
        mesh.units[1] = gateway = mesh.started(gateway.config, ether.radios[1], gateway=True)
        ether.radios[1].off = False
        mesh.run(60)
    assert [one.entry.ref for one in neighbours.said(near.store, Sos)] == [call.ref]
    assert len(calls(ether)) == 1


def test_a_call_that_is_over_before_the_radio_took_it_is_not_called(mesh: Mesh, ether: Ether) -> None:
    gateway = mesh.add(ether.join(), gateway=True)
    call = gateway.save(sos())[0]
    gateway.save(SosEnd(sos=call.ref, hasil="dicabut"))
    by_internet(mesh, gateway)
    mesh.run(60)
    assert calls(ether) == []


def test_a_call_that_no_packet_holds_does_not_stop_the_others(mesh: Mesh, ether: Ether) -> None:
    far = mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    far.save(Sos(lat=-6.3, lon=108.3, isi="€" * 160), sos(), *counts(1))
    mesh.run(300, until=lambda: mesh.at_center(far) == [2, 3])
    assert mesh.at_center(far) == [2, 3]


def test_answered_calls_do_not_put_off_the_slips_of_others(mesh: Mesh, ether: Ether) -> None:
    """Frames of strangers keep the channel from being quiet."""
    far, caller = mesh.add(ether.join(), percent=10), mesh.add(ether.join(), percent=10)
    mesh.add(ether.join(), gateway=True, percent=10)
    mesh.run(120)
    far.save(*counts(1))
    for number in range(40):
        on_air(ether, bytes((0x41, 0, 9)) + number.to_bytes(2, "big") + bytes(60))
        if number % 7 == 0:
            caller.save(sos())
        mesh.run(15)
        if received(far):
            break
    assert received(far) and received(caller) and mesh.time() < 120 + 360
