"""An opname that a tablet brings after goods moved: it is held against the book of its time, and says so wherever it is read."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.store import journal
from field_node.web.capture.keeping import then
from field_node.web.desk import Desk
from tests.field_node.web.stock.moves import a_store, post

BLANKET, HOUR_S = 21, 3_600
AGE_MS = 2 * HOUR_S * 1_000
MOVED = (
    "Sesudah dihitung dan sebelum hitungannya sampai di unit, selimut bergerak: buku waktu dihitung 100\u00a0lembar,"
    " lalu menjadi 80\u00a0lembar."
)


def came(desk: Desk, gudang: Ref, much: int, *, hours_ago: int) -> Ref:
    """Goods that came, or went where it is below zero, so long ago."""
    jenis = "terima" if much > 0 else "hapus"
    record = Movement(jenis=jenis, gudang=gudang, barang=BLANKET, jumlah=abs(much))
    stamp = then(desk, hours_ago * HOUR_S).clock.stamp()
    return journal.append(desk.door.writer, record, stamp=stamp).ref


def brought(client: FlaskClient, gudang: Ref, counted: str, **more: str) -> dict[str, Any]:
    """The answer to an opname of two hours ago."""
    form = {"gudang": str(gudang), "b1-stok": f"{BLANKET}:", "b1-jumlah": counted, **more}
    carried = {"kunci": "o", "alamat": "/stok/opname", "isian": [*map(list, form.items())]}
    answer = client.post("/tablet/kirim", json={**carried, "pada": 10_000, "dikirim": 10_000 + AGE_MS})
    assert answer.status_code == 200
    return dict(answer.get_json())


@pytest.fixture
def gudang(desk: Desk) -> Ref:
    made = a_store(desk)
    came(desk, made, 100, hours_ago=3)
    return made


def test_a_late_count_says_on_the_tablet_and_on_its_pages_that_goods_moved(
    client: FlaskClient, desk: Desk, gudang: Ref
) -> None:
    came(desk, gudang, -20, hours_ago=1)
    told = brought(client, gudang, "97", **{"b1-alasan": "Hilang"})
    (odd,) = told["peringatan"]
    assert odd["sentence"].startswith(MOVED) and "hitung sekali lagi" in odd["sentence"]
    for address in (told["alamat"], f"/stok/tersimpan/{told['entri']}", f"/stok/surat/{told['entri']}"):
        assert client.get(address).text.count(MOVED) == 1, address
    again = client.post(f"/entri/{told['entri']}/koreksi", data=corrected(client, gudang))
    assert again.status_code == 303
    assert MOVED in client.get(f"/stok/surat/{told['entri']}").text


def corrected(client: FlaskClient, gudang: Ref) -> dict[str, str]:
    form = {
        "jenis": "penyesuaian",
        "gudang": str(gudang),
        "barang": str(BLANKET),
        "jumlah": "-3",
        "fisik": "97",
    }
    return {**form, "alasan": "Rusak", "kunci": "c"}


def test_what_moved_before_a_late_count_came_is_told_as_it_is_put_right_later(
    client: FlaskClient, desk: Desk, gudang: Ref
) -> None:
    out = came(desk, gudang, -20, hours_ago=1)
    told = brought(client, gudang, "97", **{"b1-alasan": "Hilang"})
    form = {
        "jenis": "hapus",
        "gudang": str(gudang),
        "barang": str(BLANKET),
        "jumlah": "25",
        "alasan": "Salah",
    }
    assert client.post(f"/entri/{out}/koreksi", data={**form, "kunci": "c"}).status_code == 303
    assert MOVED.replace("80", "75") in client.get(f"/stok/surat/{told['entri']}").text


def test_a_late_count_that_agreed_says_so_too(client: FlaskClient, desk: Desk, gudang: Ref) -> None:
    came(desk, gudang, -20, hours_ago=1)
    told = brought(client, gudang, "100")
    assert [one["sentence"].startswith(MOVED) for one in told["peringatan"]] == [True]
    page = client.get(f"/stok/tersimpan/{told['entri']}").text
    assert "cocok dengan buku" in page and page.count(MOVED) == 1


def test_a_count_before_and_after_which_nothing_moved_says_nothing(
    client: FlaskClient, desk: Desk, gudang: Ref
) -> None:
    told = brought(client, gudang, "97", **{"b1-alasan": "Hilang"})
    assert "peringatan" not in told
    came(desk, gudang, 40, hours_ago=0)
    assert "selimut bergerak" not in client.get(f"/stok/tersimpan/{told['entri']}").text


def test_a_count_at_the_unit_says_nothing_of_what_moved_before_it(
    client: FlaskClient, desk: Desk, gudang: Ref
) -> None:
    came(desk, gudang, -20, hours_ago=1)
    form = {"gudang": str(gudang), "b1-stok": f"{BLANKET}:", "b1-jumlah": "79", "b1-alasan": "Hilang"}
    address = post(client, "opname", form).headers["Location"]
    assert "selimut bergerak" not in client.get(address).text
