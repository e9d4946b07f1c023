"""What is announced as not coming by radio is not shown as delivered for that, and nothing else is announced so."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Event

from field_node.records.correction import Void
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.person import Someone
from field_node.records.record import Record
from sync.center.app import create_app
from sync.center.limits import Limits
from sync.center.store import open_center
from tests.mesh.ether import Ether
from tests.mesh.test_receipts import counts, fix, received
from tests.mesh.world import Mesh, MeshUnit, a_count


def someone(number: int = 0) -> Someone:
    return Someone(nama=b"sealed: %d " % number + b"NAMA" * 20)


def by_internet(unit: MeshUnit, gateway: MeshUnit, *, heard: bool = True) -> None:
    """All that waits goes to the center over another way; `heard`: its answer arrives."""
    assert gateway.door is not None
    frames = [
        one.frame for one in unit.end.sealed(unit.end.waiting(1 << 20), room=1 << 20, mtu=1041, full=True)
    ]
    answer = gateway.door.exchange(frames)
    if heard:
        unit.end.take(answer.frames, carrier="internet")


def false_words(mesh: Mesh, unit: MeshUnit) -> list[int]:
    """Own forms that are shown as delivered and that the center has not."""
    there, words = set(mesh.at_center(unit)), unit.words()
    rows = unit.store.run("SELECT seq FROM entry WHERE unit = ? AND version = 0 ORDER BY seq", (unit.number,))
    return [seq for (seq,), word in zip(rows, words, strict=True) if word == "diterima" and seq not in there]


@contextmanager
def put_back(mesh: Mesh) -> Iterator[None]:
    """At the end the center is as it was at the begin."""
    folder = mesh.folder / "pusat"
    with (
        closing(sqlite3.connect(folder / "center.db")) as source,
        closing(sqlite3.connect(folder / "old.db")) as copy,
    ):
        source.backup(copy)
    yield
    mesh.center.close()
    for file in folder.glob("center.db*"):
        file.unlink()
    shutil.move(folder / "old.db", folder / "center.db")
    mesh.center = open_center(folder)
    mesh.stack.callback(mesh.center.close)
    app = create_app(mesh.center, clock=mesh.time.utc, timer=mesh.time, limits=Limits(), stop=Event())
    mesh.client = app.test_client()
    for unit in mesh.units:
        if unit.door:
            unit.door.to(mesh.client)


def test_more_private_entries_than_are_looked_at_make_no_false_receipt(mesh: Mesh, ether: Ether) -> None:
    posko = mesh.add(ether.join(), percent=10)
    mesh.add(ether.join(), gateway=True, percent=10)
    posko.save(a_count(Ref(0, 1), 9, 0))
    mesh.run(120, until=lambda: received(posko), step_s=1)
    posko.save(*[someone(number) for number in range(1_000)])
    posko.save(*[Message(isi="ya") for _ in range(120)])
    posko.save(a_count(Ref(0, 2), 9, mesh.time()))
    mesh.run(7_200, step_s=2, until=lambda: posko.words().count("diterima") == 122)
    assert false_words(mesh, posko) == []
    assert posko.words().count("diterima") == 122


def test_what_never_goes_by_radio_does_not_starve_what_does(mesh: Mesh, ether: Ether) -> None:
    posko = mesh.add(ether.join(), percent=10)
    mesh.add(ether.join(), gateway=True, percent=10)
    posko.save(*[someone(number) for number in range(1_100)], Message(isi="Jalan putus"))
    mesh.run(3_000, step_s=2, until=lambda: posko.words()[-1] == "diterima")
    assert posko.words()[-1] == "diterima" and mesh.at_center(posko) == [1_101]


def test_a_restored_center_that_forgot_entries_gets_them_again(mesh: Mesh, ether: Ether) -> None:
    posko, gateway = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    posko.save(a_count(Ref(0, 1), 9, 0))
    mesh.run(120, until=lambda: received(posko))
    with put_back(mesh):
        posko.save(Message(isi="Jalan putus"))  # waits long for company
        posko.save(*counts(3, first=10))
        mesh.run(200, until=lambda: posko.words().count("diterima") == 4)
        assert posko.words().count("diterima") >= 4
    posko.save(a_count(Ref(0, 2), 8, mesh.time()))
    mesh.run(3_000, step_s=1, until=lambda: len(mesh.at_center(posko)) == 6)
    assert false_words(mesh, posko) == []
    assert mesh.at_center(posko) == [1, 2, 3, 4, 5, 6]
    assert gateway.door is not None


def test_a_frame_of_before_the_restore_closes_nothing_that_was_forgotten(mesh: Mesh, ether: Ether) -> None:
    """By internet 2 to 4 arrived, the frame with 1 and 5 says so, and reaches only the restored center."""
    posko, gateway = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    assert gateway.door is not None
    with put_back(mesh):
        posko.save(*counts(1))
        mesh.run(20)
        posko.save(*counts(3, first=20))
        first = posko.end.waiting(1 << 20)[1:]
        frames = [one.frame for one in posko.end.sealed(first, room=1 << 20, mtu=1041, full=True)]
        posko.end.take(gateway.door.exchange(frames).frames, carrier="internet")
        assert posko.words()[1:] == ["diterima"] * 3
        gateway.door.down = True
        posko.save(*counts(1, first=30))
        mesh.run(120)
        assert posko.words()[0] == posko.words()[4] == "dipancarkan"
    gateway.door.down = False
    mesh.run(3_000, step_s=1, until=lambda: len(mesh.at_center(posko)) == 5)
    assert false_words(mesh, posko) == []
    assert mesh.at_center(posko) == [1, 2, 3, 4, 5]


def test_an_entry_announced_as_closed_is_received_only_when_it_is_there(mesh: Mesh, ether: Ether) -> None:
    posko, gateway = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    posko.save(*counts(1))
    mesh.run(100, until=lambda: received(posko))
    posko.save(a_count(Ref(0, 2), 100, mesh.time()), someone(), a_count(Ref(0, 2), 110, mesh.time()))
    mesh.run(100, until=lambda: posko.words()[-1] == "diterima")
    assert posko.words() == ["diterima", "di_unit", "di_unit", "diterima"]
    by_internet(posko, gateway, heard=False)
    assert false_words(mesh, posko) == []
    mesh.run(20)
    by_internet(posko, gateway)
    assert received(posko)


def test_a_slip_of_the_internet_and_one_of_the_air_in_any_order_say_the_same(
    mesh: Mesh, ether: Ether
) -> None:
    posko, gateway = mesh.add(ether.join(), percent=10), mesh.add(ether.join(), gateway=True, percent=10)
    assert gateway.door is not None
    late: list[bytes] = []
    for turn in range(12):
        records: list[Record] = [
            *counts(2, first=3 * turn + 2),
            *[fix(10 * turn + each) for each in range(4)],
        ]
        posko.save(*records, someone(turn), a_count(Ref(0, 1), turn, mesh.time()))
        posko.online = turn % 3 == 1
        ether.loss = 0.5 if turn % 2 else 0.0
        mesh.run(90, step_s=1)
        assert false_words(mesh, posko) == []
        if turn % 3 == 1:
            frames = [
                one.frame for one in posko.end.sealed(posko.end.waiting(600), room=600, mtu=1041, full=True)
            ]
            late += gateway.door.exchange(frames).frames
        if turn % 3 == 2:
            posko.end.take(reversed(late), carrier="internet")
        assert false_words(mesh, posko) == []
    posko.online, ether.loss = False, 0.0
    mesh.run(2_000, step_s=1)
    by_internet(posko, gateway)
    assert false_words(mesh, posko) == [] and "dipancarkan" not in posko.words()


def test_a_statement_whose_newer_one_is_voided_is_not_lost(mesh: Mesh, ether: Ether) -> None:
    posko, gateway = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
    posko.save(a_count(Ref(0, 1), 100, mesh.time()))
    mesh.run(10)
    newer = posko.save(a_count(Ref(0, 1), 900, mesh.time() + 60))[0]
    mesh.run(200, until=lambda: posko.words()[1] == "diterima")
    posko.save(Void(entri=newer.ref, alasan="salah ketik"))
    mesh.run(1_000, step_s=1)
    assert false_words(mesh, posko) == []
    by_internet(posko, gateway)
    assert received(posko) and mesh.at_center(posko) == [1, 2, 3]
