"""Places that may be one are found before they are counted twice."""

import pytest

from field_node.records.place import Place, PlaceMerge
from field_node.store import journal
from field_node.store.connection import Store
from field_node.store.twins import Sought, names_alike, pairs, twins
from tests.field_node.store.stores import STAMP

HALL = Place(nama="Balai Desa Contoh", jenis="posko", lat=-6.35, lon=108.3, kode_wilayah="32.12.01.2001")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Balai Desa Contoh", "Posko balai ds. Contoh", True),
        ("Masjid Al-Ikhlas", "Mesjid Al Ikhlas", True),
        ("GOR Singaraja", "GOR Singajaya", True),
        ("SDN 2 Lohbener", "SDN 3 Lohbener", False),
        ("Balai Desa Contoh", "Balai Desa Sukamaju", False),
        ("Posko", "Pos pengungsian", False),
        ("", "Balai Desa Contoh", False),
    ],
)
def test_names_are_alike_whatever_kind_of_place_they_say(one: str, other: str, alike: bool) -> None:
    assert names_alike(one, other) is names_alike(other, one) is alike


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought("Tenda utama", (-6.351, 108.3)), True),  # 111 m away, called otherwise
        (Sought("Tenda utama", (-6.352, 108.3)), False),  # 222 m away
        (Sought("Balai desa contoh", (-6.36, 108.3)), True),  # 1.1 km away, called alike
        (Sought("Balai desa contoh", (-6.45, 108.3)), False),  # in another desa
        (Sought("Balai desa contoh", None, "32.12.01.2001"), True),
        (Sought("Balai desa contoh", None, "32.12.01.2002"), False),
        (Sought("Balai desa contoh"), True),
        (Sought("Masjid Agung"), False),
    ],
)
def test_a_twin_is_near_or_called_alike_in_the_same_area(store: Store, sought: Sought, found: bool) -> None:
    journal.append(store, HALL, stamp=STAMP)
    assert bool(twins(store, sought)) is found


def test_the_likeliest_comes_first_and_merged_places_not_at_all(store: Store) -> None:
    first = journal.append(store, HALL, stamp=STAMP).ref
    near = Place(nama="Dapur", jenis="dapur_umum", lat=-6.3501, lon=108.3)
    second = journal.append(store, near, stamp=STAMP).ref
    sought = Sought("Balai Desa Contoh", (-6.35, 108.3))
    assert [one.place.ref for one in twins(store, sought)] == [first, second]
    journal.append(store, PlaceMerge(ke=first, dari=second), stamp=STAMP)
    assert [one.place.ref for one in twins(store, sought)] == [first]


def test_pairs_among_the_places_here_are_found_with_and_without_coordinates(store: Store) -> None:
    said = [
        HALL,
        Place(nama="Posko Balai Desa Contoh", jenis="posko", lat=-6.3505, lon=108.301),
        Place(nama="Balai Desa Contoh", jenis="posko", lat=-7.35, lon=108.3),
        Place(nama="Balai Ds Contoh", jenis="dapur_umum", lat=-6.35, lon=108.3),
        Place(nama="Gudang Timur", jenis="gudang", kode_wilayah="32.12.01.2003"),
        Place(nama="Gudang timur", jenis="gudang", kode_wilayah="32.12.01.2003"),
    ]
    refs = [journal.append(store, one, stamp=STAMP).ref for one in said]
    found = {frozenset((one.ref, other.ref)) for one, other in pairs(store)}
    assert found == {frozenset(refs[:2]), frozenset(refs[4:])}
