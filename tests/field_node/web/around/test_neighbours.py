"""The page Tetangga: said by whom, how old, unverified, apart from the center's word; an SOS rings on every page."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from field_node.records.directory import Unit
from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.records.position import Position
from field_node.records.record import Entry, TimeQuality
from field_node.records.sos import Sos, SosEnd
from field_node.store import journal, neighbours, status
from field_node.store.connection import Store
from field_node.store.neighbours import Neighbour
from field_node.web.desk import Desk
from tests.field_node.store.heard import heard, issued, saldo
from tests.field_node.store.stores import NOW

POSKO = Place(nama="Balai Desa Contoh", jenis="posko", lat=-6.35, lon=108.3)
CALL = Sos(lat=-6.36, lon=108.3, isi="<b>perahu</b>")


@pytest.fixture
def store(desk: Desk) -> Store:
    return desk.door.writer


def counted(desk: Desk, jiwa: int, ago_s: int = 0) -> Headcount:
    return Headcount(lokasi=Ref(0, 1), per_waktu=(desk.now - ago_s) // 60 * 60, kk=40, jiwa=jiwa)


def test_without_neighbours_the_page_says_so(client: FlaskClient) -> None:
    page = client.get("/tetangga").text
    assert "Belum ada unit lain yang terdengar." in page and page.count("Belum ada yang terdengar.") == 2
    assert "Tetangga (0 unit terdengar)" in client.get("/").text


def test_what_was_heard_is_told_with_sayer_age_and_doubt(
    client: FlaskClient, desk: Desk, store: Store
) -> None:
    issued(store, POSKO, Unit(nomor=7, nama="Tim Lohbener"))
    heard(
        store, 7, counted(desk, 188, ago_s=7_200), saldo(40, place=Ref(0, 1), at=desk.now), at=desk.now - 300
    )
    page = client.get("/tetangga").text
    assert "Tim Lohbener (unit 7)" in page and "Terakhir terdengar 5 menit lalu" in page
    assert "40\u00a0KK / 188\u00a0jiwa" in page and "2 jam lalu, didengar 5 menit lalu" in page
    assert "Balai Desa Contoh: selimut" in page and "40\u00a0lembar" in page
    assert page.count("<span>Belum diverifikasi pusat</span>") == 2
    assert "Tetangga (1 unit terdengar)" in client.get("/").text


def test_the_center_is_told_apart_and_first(client: FlaskClient, desk: Desk, store: Store) -> None:
    issued(store, POSKO, counted(desk, 171, ago_s=3_600))
    heard(store, 7, counted(desk, 188))
    page = client.get("/tetangga").text
    assert page.index("Menurut pusat: 40\u00a0KK / 171\u00a0jiwa") < page.index(
        "Kata Unit 7: <strong>40\u00a0KK / 188\u00a0jiwa"
    )


def test_positions_are_told_with_distance_wind_and_age(client: FlaskClient, desk: Desk, store: Store) -> None:
    heard(store, 7, Position(lat=-6.31, lon=108.3, waktu=desk.now // 30 * 30 - 600), first=1 << 31)
    assert "jarak tidak bisa dihitung" in client.get("/tetangga").text
    status.say(store, "gps", {"lat": -6.33, "lon": 108.3, "fix_at": desk.now}, desk.now)
    page = client.get("/tetangga").text
    assert "2,2 km ke utara (-6,31000; 108,30000), posisi 10 menit lalu" in page


def test_a_revoked_unit_is_marked_wherever_it_speaks(client: FlaskClient, desk: Desk, store: Store) -> None:
    issued(store, POSKO, Unit(nomor=7, nama="Hilang", dicabut=True))
    heard(store, 7, counted(desk, 188), CALL, at=desk.now)
    page = client.get("/tetangga").text
    assert "<span>Unit dicabut</span>" in page and "Belum diverifikasi pusat, unit dicabut" in page
    assert "(belum diverifikasi pusat, unit dicabut)" in client.get("/stok").text


@pytest.mark.parametrize("path", ["/", "/stok", "/radio", "/antrean", "/catat/catatan"])
def test_an_sos_of_a_neighbour_rings_on_every_page(
    client: FlaskClient, desk: Desk, store: Store, path: str
) -> None:
    heard(store, 7, CALL, at=desk.now)
    page = client.get(path).text
    assert 'class="alarm"' in page and "SOS dari Unit 7" in page and "(belum diverifikasi pusat)" in page


def test_an_sos_of_a_unit_with_a_wrong_clock_says_when_it_was_heard(
    client: FlaskClient, desk: Desk, store: Store
) -> None:
    call = Entry(7, 1, desk.now - 86_400 * 9, TimeQuality.NONE, CALL)
    neighbours.hear(store, Neighbour(7, 1, 1, desk.now - 60), [call])
    assert "9 hari lalu (usang), didengar 1 menit lalu" in client.get("/").text


def test_an_sos_goes_when_its_end_is_heard_or_this_unit_ends_it(
    client: FlaskClient, desk: Desk, store: Store
) -> None:
    heard(store, 7, CALL, at=desk.now)
    heard(store, 8, CALL, at=desk.now)
    heard(store, 7, SosEnd(sos=Ref(7, 1), hasil="selesai"), first=2)
    assert "SOS dari Unit 7" not in client.get("/").text
    form = client.get("/catat/sos_akhir?sos=8-1").text
    assert '<option value="8-1" selected>' in form or 'value="8-1" checked' in form
    client.post("/catat/sos_akhir", data={"sos": "8-1", "hasil": "ditangani", "kunci": "k"})
    assert "SOS dari Unit 8" not in client.get("/").text


def test_an_overheard_entry_opens_escaped_and_cannot_be_changed(
    client: FlaskClient, desk: Desk, store: Store
) -> None:
    heard(store, 7, CALL, at=desk.now)
    page = client.get("/entri/7-1").text
    assert (
        "Catatan Unit 7, belum diverifikasi pusat." in page
        and "&lt;b&gt;perahu" in page
        and "<b>" not in page
    )
    assert "/entri/7-1/koreksi" not in page
    assert client.get("/entri/7-1/koreksi").status_code == 404
    assert client.get("/entri/7-2").status_code == 404


def test_a_place_that_only_a_neighbour_named_has_its_name(
    client: FlaskClient, desk: Desk, store: Store
) -> None:
    place = Place(nama="Masjid <Besar>", jenis="lumbung")
    heard(store, 7, place, saldo(4, place=Ref(7, 1), at=desk.now))
    assert "Masjid &lt;Besar&gt;: selimut" in client.get("/tetangga").text


def test_long_lists_turn_in_pages(client: FlaskClient, desk: Desk, store: Store) -> None:
    for unit in range(100, 160):
        heard(store, unit, saldo(unit, place=Ref(0, unit), at=desk.now), at=desk.now - unit)
    first, second = client.get("/tetangga").text, client.get("/tetangga?halaman=2").text
    assert "Unit yang terdengar (60)" in first
    assert (first.count("Terakhir terdengar"), second.count("Terakhir terdengar")) == (50, 10)
    assert first.count("Kata Unit") == 10 and "/tetangga/stok" in first
    pages = [client.get(f"/tetangga/stok?halaman={number}").text for number in (1, 2, 3)]
    assert [page.count("Kata Unit") for page in pages] == [50, 10, 0] and "Tidak ada lagi." in pages[2]


@pytest.mark.parametrize(
    "path", ["/tetangga?halaman=0", "/tetangga?halaman=x", "/tetangga/lain", "/tetangga/stok?halaman=-1"]
)
def test_a_page_that_cannot_be_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_what_never_came_by_radio_is_not_said_to_be_on_its_way(
    client: FlaskClient, desk: Desk, store: Store
) -> None:
    fix = Entry(7, 1, desk.now, TimeQuality.GPS, Position(lat=-6.36, lon=108.3, waktu=desk.now))
    neighbours.hear(store, Neighbour(7, 1, 1, desk.now), [replace(fix, complete=False)])
    page = client.get("/entri/7-1").text
    assert "sebagian isi tidak lewat radio; lengkapnya ada di unit yang mencatat" in page
    assert "menunggu internet" not in page and "Kecepatan" not in page


def test_the_rest_of_what_the_center_said_by_radio_comes_with_the_internet(
    client: FlaskClient, store: Store
) -> None:
    said = Entry(0, 1, NOW, TimeQuality.CENTER, POSKO, complete=False)
    journal.keep(store, [said], carrier="radio")
    page = client.get("/entri/0-1").text
    assert "sebagian isi tidak lewat radio; datang bila unit ini tersambung internet" in page
    assert "Penanggung jawab" not in page
