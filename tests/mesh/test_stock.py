"""A lumbung whose keeper has only a radio: its balance goes out by itself, and a neighbour's page shows it with its age."""

import secrets
from dataclasses import replace

from field_node.records.balance import Balance
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.stating import Rules, Stating
from field_node.store import journal, neighbours
from field_node.store.delivery_news import words
from field_node.store.nearest import Source, holders
from field_node.store.under_way import under_way
from field_node.web.app import create_app
from field_node.web.opening import opened_desk
from sync.center.issue import issue
from tests.mesh.ether import Ether
from tests.mesh.world import START, Mesh, MeshUnit

BLANKETS = 21
RULES = Rules(change_percent=10, pause_s=900, full_s=86_400)


def lumbung(mesh: Mesh, keeper: MeshUnit) -> Ref:
    """The center gives that unit a lumbung; every unit learns of it."""
    record = Place(nama="Lumbung Haurgeulis", jenis="lumbung", lat=-6.45, lon=107.94, unit=keeper.number)
    entry = issue(mesh.center, record, now=int(mesh.time.utc()))
    for unit in mesh.units:
        journal.keep(unit.store, [entry], carrier="file")
    return entry.ref


def moved(place: Ref, jenis: str, amount: int) -> Movement:
    return Movement(jenis=jenis, gudang=place, barang=BLANKETS, jumlah=amount, nomor="1")


def shown(mesh: Mesh, unit: MeshUnit) -> str:
    """The page Lumbung terdekat of that unit, whose process has ended."""
    unit.process.close()
    with opened_desk(unit.config, chance=secrets.token_bytes) as desk:
        at_now = replace(desk, clock=replace(desk.clock, wall=mesh.time.utc))
        client = create_app(at_now, allowed_hosts=("localhost",)).test_client()
        return client.get(f"/lumbung?barang={BLANKETS}").text.replace("\u00a0", " ")


def test_a_balance_is_stated_and_shown_by_a_neighbour_with_its_age(mesh: Mesh, ether: Ether) -> None:
    keeper, near = mesh.add(ether.join()), mesh.add(ether.join())
    place = lumbung(mesh, keeper)
    stating = Stating(keeper.store, keeper.clock, RULES, monotonic=mesh.time)
    keeper.save(moved(place, "terima", 200))
    stating.look()
    mesh.run(300, until=lambda: bool(neighbours.said(near.store, Balance)))
    keeper.save(moved(place, "salur", 80))
    mesh.run(900)
    stating.look()
    mesh.run(600)
    (held,) = holders(near.store, BLANKETS, int(mesh.time.utc()))
    (word,) = held.words
    assert (word.source, word.unit, word.amount()) == (Source.NEIGHBOUR, keeper.number, 120)
    assert word.heard_at is not None and START < word.newest() <= word.heard_at
    page = shown(mesh, near)
    assert "120 lembar" in page and f"menurut tetangga Unit {keeper.number}" in page
    assert "Belum diverifikasi pusat" in page and "menit lalu, didengar" in page


def test_a_neighbour_states_nothing_of_a_store_that_it_does_not_keep(mesh: Mesh, ether: Ether) -> None:
    keeper, near = mesh.add(ether.join()), mesh.add(ether.join())
    place = lumbung(mesh, keeper)
    near.save(moved(place, "terima", 5))
    Stating(near.store, near.clock, RULES, monotonic=mesh.time).look()
    mesh.run(120)
    assert journal.entries(near.store, Balance) == [] and neighbours.said(keeper.store, Balance) == []


def test_a_sender_that_has_only_a_radio_learns_that_its_goods_arrived(mesh: Mesh, ether: Ether) -> None:
    sender, receiver = mesh.add(ether.join()), mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    here, there = lumbung(mesh, sender), lumbung(mesh, receiver)
    (kirim,) = sender.save(replace(moved(here, "kirim", 50), tujuan=there))
    assert [one.left for one in under_way(sender.store)] == [50]
    arrival = Movement(jenis="terima_kiriman", gudang=there, barang=BLANKETS, merujuk=kirim.ref, nomor="1")
    receiver.save(replace(arrival, diterima=48, kurang=2))
    mesh.run(3_600, until=lambda: under_way(sender.store) == [])
    (word,) = words(sender.store, kirim.ref)
    assert (word.news.diterima, word.news.kurang, word.unit) == (48, 2, receiver.number)
