"""What somebody on air may try: with nothing in hand, with a recording, with the group's key."""

import random
from dataclasses import replace

import pytest

from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.record import Entry, TimeQuality
from field_node.store import neighbours
from hardware.radio.radio import Heard, Priority
from sync.frames import Kind
from tests.mesh.ether import Ether
from tests.mesh.test_receipts import counts, received, sos
from tests.mesh.world import Mesh, MeshUnit, a_count


def on_air(ether: Ether, frame: bytes) -> None:
    """A stranger's transmission."""
    ether.sent.append((ether.clock(), 0, frame, Priority.RELIABLE))
    for radio in ether.radios:
        radio.inbox.append((ether.clock(), Heard(frame, 0)))


def of_strangers(ether: Ether, since: int) -> list[bytes]:
    """What units sent, other than strangers."""
    return [each[2] for each in ether.sent[since:] if each[1]]


def forged_receipt(*units: int, counter: int = 0) -> bytes:
    """A RECEIPT that names units, made of nothing."""
    slips = b"".join(unit.to_bytes(2, "big") + bytes((11,)) + bytes(11) for unit in units)
    return bytes((0x40 | Kind.RECEIPT, 0, 0)) + counter.to_bytes(2, "big") + slips


@pytest.mark.parametrize("kind", range(16))
@pytest.mark.parametrize("sender", [0, 1, 2, 9])
def test_no_frame_of_any_kind_and_length_stops_a_unit(
    mesh: Mesh, ether: Ether, kind: int, sender: int
) -> None:
    far = mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    mesh.run(3)
    before = len(ether.sent)
    for size in (0, 1, 5, 18, 19, 20, 78, 79, 199, 200, 201, 232, 1041):
        frame = bytes((0x40 | kind,)) + sender.to_bytes(2, "big") + random.Random(size).randbytes(size)
        on_air(ether, frame[:size])
        mesh.run(1.5)
    assert [one for one in of_strangers(ether, before) if one[0] & 15 != Kind.DIGEST] == []
    assert far.mesh.lora.budget.used_s(mesh.time()) < 2


def test_forged_receipts_do_not_silence_a_gateway(mesh: Mesh, ether: Ether) -> None:
    far, gateway = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    mesh.run(120)
    far.save(*counts(3))
    for turn in range(1_000):
        on_air(ether, forged_receipt(far.number, gateway.number, counter=turn))
        mesh.run(4, step_s=1)
        if received(far):
            break
    assert received(far)


def test_forged_receipts_do_not_hold_up_the_slip_of_a_call_for_help(mesh: Mesh, ether: Ether) -> None:
    far, gateway = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    mesh.run(120)
    far.save(sos())
    for second in range(60):
        on_air(ether, forged_receipt(far.number, gateway.number, counter=second))
        mesh.run(1, step_s=0.25)
        if received(far):
            break
    assert received(far)


def test_junk_does_not_push_out_what_waits_for_the_internet(mesh: Mesh, ether: Ether) -> None:
    far, gateway = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    assert gateway.door is not None and gateway.mesh.gateway is not None
    gateway.door.down = True
    far.save(*counts(3))
    mesh.run(90, until=lambda: set(far.words()) == {"dipancarkan"})
    ether.radios[0].off = True
    for number in range(1_300):
        on_air(ether, bytes((0x40 | Kind.SOS, 0, far.number)) + number.to_bytes(2, "big") + bytes(40))
        mesh.run(1, step_s=1)
    gateway.door.down = False
    mesh.run(120, until=lambda: len(mesh.at_center(far)) == 3, step_s=1)
    assert mesh.at_center(far) == [1, 2, 3]


def test_junk_with_many_numbers_does_not_cost_a_unit_its_slip(mesh: Mesh, ether: Ether) -> None:
    far, gateway = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    mesh.run(120)
    far.save(*counts(2))
    mesh.run(70, until=lambda: set(far.words()) == {"dipancarkan"}, step_s=1)
    carrier = gateway.mesh.gateway
    assert carrier is not None
    for number in range(1_000, 1_600):
        carrier.carry(b"\x41" + number.to_bytes(2, "big") + bytes(40), proven=False)
        carrier._unproven_at = float("-inf")
    mesh.run(60, until=lambda: received(far))
    assert received(far)


def recorded(ether: Ether, unit: MeshUnit) -> list[bytes]:
    return ether.frames_of(unit.number)


def test_a_recording_played_to_a_restarted_gateway_costs_it_little_air(mesh: Mesh, ether: Ether) -> None:
    units = [mesh.add(ether.join(), percent=20) for _ in range(3)]
    gateway = mesh.add(ether.join(), gateway=True, percent=20)
    for turn in range(10):
        for unit in units:
            unit.save(a_count(Ref(0, turn + 1), 5 + turn, mesh.time()))
        mesh.run(130, step_s=1)
    frames = [frame for unit in units for frame in recorded(ether, unit)]
    assert len(frames) >= 30
    gateway.process.close()
    mesh.units = [mesh.started(gateway.config, ether.radios[3], gateway=True, percent=20)]
    before = len(ether.sent)
    random.Random(3).shuffle(frames)
    for frame in frames:
        on_air(ether, frame)
        mesh.run(31, step_s=1)
    slips = [one for one in of_strangers(ether, before) if one[0] & 15 == Kind.RECEIPT]
    assert len(slips) <= 4, len(slips)


def test_a_statement_about_the_far_future_does_not_hide_later_ones(mesh: Mesh, ether: Ether) -> None:
    far, near = mesh.add(ether.join(), percent=20), mesh.add(ether.join())
    far.save(a_count(Ref(0, 1), 999, 400 * 86_400))
    mesh.run(70, step_s=1)
    far.save(a_count(Ref(0, 1), 55, mesh.time()))
    mesh.run(7_200, step_s=2)
    seen = [one.entry.record for one in neighbours.said(near.store, Headcount)]
    assert [one.jiwa for one in seen if isinstance(one, Headcount)] == [55]


def test_statements_about_made_up_places_do_not_fill_the_card(mesh: Mesh, ether: Ether) -> None:
    near = mesh.add(ether.join())
    by, entries = neighbours.Neighbour(9, 5, 1, 1_000), list[Entry]()
    for number in range(1, neighbours.MOST_OF_UNIT + 300):
        entries.append(Entry(9, number, 900, TimeQuality.NTP, a_count(Ref(0, number), 5, 0)))
    neighbours.hear(near.store, by, entries)
    assert len(neighbours.said(near.store, Headcount, limit=10_000)) == neighbours.MOST_OF_UNIT
    honest = Entry(8, 1, 900, TimeQuality.NTP, a_count(Ref(0, 1), 5, 0))
    neighbours.hear(near.store, replace(by, unit=8), [honest])
    neighbours.hear(near.store, by, [replace(one, seq=one.seq + 5_000) for one in entries])
    assert neighbours.said_entry(near.store, honest.ref) is not None


def test_a_call_for_help_stays_in_the_picture_whatever_else_is_said(mesh: Mesh, ether: Ether) -> None:
    near = mesh.add(ether.join())
    call = Entry(9, 1, 900, TimeQuality.NTP, sos())
    neighbours.hear(near.store, neighbours.Neighbour(9, 5, 1, 1_000), [call])
    talk = [Entry(9, number, 900, TimeQuality.NTP, Message(isi="ya")) for number in range(2, 1_500)]
    neighbours.hear(near.store, neighbours.Neighbour(9, 6, 1, 2_000), talk)
    assert neighbours.said_entry(near.store, call.ref) is not None


def test_what_the_radio_relays_for_others_does_not_keep_a_call_for_help_back(
    mesh: Mesh, ether: Ether
) -> None:
    posko, gateway = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    ether.radios[0].air_use = 8.0  # per cent: junk that every radio in range passes on
    mesh.run(60)
    assert ether.frames_of(posko.number) == []
    posko.save(sos())
    mesh.run(30, until=lambda: received(posko))
    assert received(posko) and gateway.door is not None


def alarms(mesh: Mesh) -> list[str]:
    with mesh.center.reader.connect() as conn:
        return [row[0] for row in conn.exec_driver_sql("SELECT kind FROM alarm ORDER BY id")]


def test_bending_the_tags_of_overheard_frames_raises_no_alarm(mesh: Mesh, ether: Ether) -> None:
    """Of frames that the center gets, and of frames that nobody but the stranger heard."""
    far, gateway = mesh.add(ether.join(), percent=10), mesh.add(ether.join(), gateway=True, percent=10)
    for turn in range(8):
        ether.radios[1].deaf = turn % 2 == 0
        before = len(recorded(ether, far))
        far.save(*counts(2, first=10 * turn + 1))
        mesh.run(70, step_s=1)
        ether.radios[1].inbox.clear()
        ether.radios[1].deaf = False
        for frame in recorded(ether, far)[before:]:
            for bit in (1, 2):
                on_air(ether, frame[:-1] + bytes((frame[-1] ^ bit,)))
            mesh.run(20, step_s=1)
    mesh.run(3_600, until=lambda: received(far), step_s=1)
    assert received(far) and gateway.mesh.gateway is not None and gateway.mesh.gateway.carried > 8
    assert alarms(mesh) == []
