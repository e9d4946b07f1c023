"""Peringatan: its hours and what is left, BMKG named, what to do, which posko is silent and for how long, answered by one tap."""

import re

from flask.testing import FlaskClient

from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.store import journal
from field_node.web.desk import Desk
from tests.field_node.web.orders import from_center, minute, rain


def answer(client: FlaskClient, warning: Ref, place: Ref, action: str) -> str:
    """Sends the form of that button as a browser without scripts does; where it leads."""
    page = client.get(f"/peringatan/{warning}").text
    wanted = (f'name="lokasi" value="{place}"', f'name="tindakan" value="{action}"')
    form = next(
        part for part in page.split("<form")[1:] if all(one in part.split("</form>")[0] for one in wanted)
    )
    given = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form.split("</form>")[0]))
    sent = client.post("/catat/peringatan_jawab", data=given)
    assert sent.status_code == 303
    return str(sent.headers["Location"])


def test_a_warning_tells_its_hours_its_source_and_what_to_do(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    (warning,) = from_center(desk, rain(desk, posko), ago_s=720)
    page = client.get(f"/peringatan/{warning}").text
    for words in (
        "Hujan lebat",
        "Berat: berbahaya",
        "sisa 1",
        "Sumber: BMKG (Badan Meteorologi",
        "12 menit lalu",
    ):
        assert words in page
    assert "Jauhi sungai, selokan dan lereng." in page
    assert "Belum ada jawaban dari 1 posko (12 menit)." in page and "dinas sosial" not in page


def test_the_page_says_which_posko_answered_and_which_is_silent(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    other = journal.append(desk.door.writer, Place(nama="SDN 2", jenis="posko"), stamp=desk.clock.stamp()).ref
    (warning,) = from_center(desk, rain(desk, posko, other))
    there = answer(client, warning, posko, "evakuasi")
    assert there.startswith(f"/peringatan/{warning}?kartu=")
    page = client.get(there).text
    assert (
        "<strong>Evakuasi</strong>" in page
        and "Belum ada jawaban dari 1 posko" in page
        and "Tersimpan." in page
    )
    assert f'id="jawaban-{posko}" data-segar' in page and "segar.js" in page, "its mark is kept true"
    assert page.index("<h3>SDN 2</h3>") < page.index("<h3>Balai Desa Contoh</h3>")
    answer(client, warning, other, "tidak_terdampak")
    assert "Belum ada jawaban" not in client.get(f"/peringatan/{warning}").text
    assert "Semua posko sudah menjawab" in client.get("/peringatan").text


def test_a_warning_that_names_no_posko_waits_for_one_answer_and_counts_nobody(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    (warning,) = from_center(desk, rain(desk), ago_s=720)
    for page in ("/", "/peringatan", f"/peringatan/{warning}"):
        told = client.get(page).text
        assert "elum ada posko yang menjawab (12 menit)" in told and "dari 1 posko" not in told
    given = {"peringatan": str(warning), "lokasi": str(posko), "tindakan": "siaga", "kunci": "k"}
    assert client.post("/catat/peringatan_jawab", data=given).status_code == 303
    told = client.get("/peringatan").text
    assert "Sudah ada jawaban" in told and "Semua posko sudah menjawab" not in told
    for page in ("/", f"/peringatan/{warning}"):
        assert "elum ada posko yang menjawab" not in client.get(page).text


def test_what_ended_was_replaced_or_withdrawn_is_said(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    over, old = from_center(
        desk, rain(desk, posko, mulai=minute(desk, -9_000), sampai=minute(desk, -600)), rain(desk, posko)
    )
    (gone,) = from_center(desk, rain(desk, posko, menggantikan=old, dicabut=True), first=9)
    assert "sudah berakhir" in client.get(f"/peringatan/{over}").text
    assert "Sudah diganti peringatan yang lebih baru." in client.get(f"/peringatan/{old}").text
    assert "Peringatan ini sudah dicabut." in client.get(f"/peringatan/{gone}").text
    page = client.get("/peringatan").text
    assert "Tidak ada peringatan yang sedang berlaku di unit ini. Itu belum berarti aman." in page
    assert "Peringatan terbaru di unit ini: baru saja." in page


def test_what_threatens_most_stands_first_and_what_is_to_come_says_so(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    ahead = minute(desk, 3_600)
    late = {"mulai": ahead, "sampai": None}
    mild, coming, grave, both = (
        rain(desk, posko, keparahan="sedang", ringkas="sudah hujan"),
        rain(desk, posko, keparahan="sedang", ringkas="akan hujan", **late),
        rain(desk, posko, jenis="tsunami", keparahan="ringan", ringkas="ombak", mulai=minute(desk, -3_600)),
        rain(desk, posko, ringkas="akan deras", **late),
    )
    *_, named = from_center(desk, mild, coming, grave, both)
    page = client.get("/peringatan").text
    order = [page.index(one) for one in ("ombak", "akan deras", "sudah hujan", "akan hujan")]
    assert order == sorted(order)
    assert f"Mulai {desk.zone.long(ahead)}" in page and "Sejak" not in page
    assert "Mulai" in client.get(f"/peringatan/{named}").text


def test_what_is_no_warning_has_no_such_page(client: FlaskClient, posko: Ref) -> None:
    assert client.get(f"/peringatan/{posko}").status_code == 404
