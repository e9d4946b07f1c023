"""SOS: pressed with or without scripts, its arrival told step by step and never guessed, ended by who may."""

import re

from flask import Flask
from flask.testing import FlaskClient

from field_node.clock import Stamp
from field_node.records.correction import TimeCorrection, Void
from field_node.records.kinds import Ref
from field_node.records.record import Entry, TimeQuality
from field_node.records.sos import Sos, SosEnd
from field_node.store import journal, outbox, status
from field_node.web.desk import Desk
from tests.field_node.store.heard import heard
from tests.field_node.web import tablets_here as tablets
from tests.field_node.web.conftest import UNIT


def hidden(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes there."""
    form = page.split(f'action="{action}"')[1].split("</form>", maxsplit=1)[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def called(client: FlaskClient) -> str:
    """An SOS as a browser without scripts sends it; its page."""
    answer = client.post("/catat/sos", data=hidden(client.get("/sos").text, "/catat/sos"))
    assert answer.status_code == 303
    return str(answer.headers["Location"]).partition("?")[0]


def test_without_scripts_a_tap_opens_the_question_and_a_second_one_sends(
    client: FlaskClient, desk: Desk
) -> None:
    status.say(desk.door.writer, "gps", {"lat": -6.32, "lon": 108.32, "fix_at": desk.now}, desk.now)
    page = client.get("/sos").text
    assert "<summary>Tidak bisa menahan? Ketuk di sini</summary>" in page and "Ya, kirim SOS" in page
    assert "Command Center Kemensos: 171" in page
    assert called(client) == f"/sos/{UNIT}-1"
    (kept,) = [entry.record for _, entry in journal.entries(desk.store, Sos, limit=9)]
    assert (kept.lat, kept.lon) == (-6.32, 108.32)  # type: ignore[attr-defined]


def test_where_it_is_is_told_with_receiver_and_age(client: FlaskClient, desk: Desk) -> None:
    fix = {"lat": -6.32, "lon": 108.32, "fix_at": desk.now - 240, "accuracy_m": 4.0}
    status.say(desk.door.writer, "gps", fix, desk.now)
    page = client.get(called(client)).text
    assert "-6,32000; 108,32000" in page and f'href="/peta#sos-{UNIT}-1"' in page
    assert "GPS unit, akurasi: Sampai 5 m, posisi dari 4 menit lalu" in page


def test_a_call_without_a_position_says_so(client: FlaskClient) -> None:
    assert "SOS ini tidak menyebut posisi." in client.get(called(client)).text


def test_a_neighbours_call_says_how_far_it_is(client: FlaskClient, desk: Desk) -> None:
    status.say(desk.door.writer, "gps", {"lat": -6.32, "lon": 108.32, "fix_at": desk.now}, desk.now)
    heard(desk.door.writer, 12, Sos(lat=-6.30, lon=108.32), at=desk.now)
    page = client.get("/sos/12-1").text
    assert "2,2 km ke utara" in page and "waktu posisi tidak disebut" in page


def test_its_way_is_told_by_what_is_known(client: FlaskClient, desk: Desk) -> None:
    page, writer = called(client), desk.door.writer

    def told() -> list[str]:
        return re.findall(r'<li class="yes">.*?<span>(.*?)</span>', client.get(page).text)

    assert len(told()) == 1 and "Pusat belum menyatakan menerima." in client.get(page).text
    assert client.get(page).text.index("Sampai di mana") < client.get(page).text.index("<h2>Posisi</h2>")
    assert "Tidak diketahui unit mana yang mendengar." in client.get(page).text
    outbox.note_attempt(writer, [1], at=desk.now, how=outbox.Attempt.RADIO_SENT)
    assert len(told()) == 2 and told()[1].startswith("Dipancarkan radio ")
    outbox.note_attempt(writer, [1], at=desk.now, how=outbox.Attempt.ENTRUSTED)
    assert len(told()) == 3 and told()[2].startswith("Unit lain menyatakan memegangnya ")
    assert "Pusat belum menyatakan menerima." in client.get(page).text
    outbox.confirm(writer, outbox.Receipt(upto=2, complete=2), at=desk.now)
    assert told()[-1].startswith("Diterima pusat ") and "belum menyatakan" not in client.get(page).text


def test_a_step_of_its_way_by_a_clock_that_was_put_right_since_has_no_hour(
    client: FlaskClient, desk: Desk
) -> None:
    now = desk.clock.stamp().made_at
    early = Stamp(now - 40 * 86_400, TimeQuality.NONE, 1, 60.0)
    call = journal.append(desk.door.writer, Sos(isi="Tolong"), stamp=early).ref
    outbox.note_attempt(desk.door.writer, [call.seq], at=early.made_at + 60, how=outbox.Attempt.RADIO_SENT)
    shift = TimeCorrection(dari_seq=call.seq, sampai_seq=call.seq, selisih_s=40 * 86_400 - 600)
    journal.append(desk.door.writer, shift, stamp=desk.clock.stamp())
    told = client.get(f"/sos/{call}").text
    assert f"Tersimpan di unit {desk.zone.short(now - 600)} {desk.zone.name}." in told
    assert "Dipancarkan radio pada jam yang belum pasti" in told


def test_a_call_that_the_center_set_aside_arrived_and_is_not_called_unsent(
    client: FlaskClient, desk: Desk
) -> None:
    page, writer = called(client), desk.door.writer
    outbox.confirm(writer, outbox.Receipt(upto=2, complete=2, held=frozenset({1})), at=desk.now)
    told = client.get(page).text
    assert "Sampai di pusat " in told and "ditahan" in told and "Sudah dikirim." in told
    for wrong in ("Belum dipancarkan", "belum menyatakan", "Belum ada unit lain"):
        assert wrong not in told


def test_of_a_broken_receipt_nothing_is_claimed(client: FlaskClient, desk: Desk) -> None:
    page, writer = called(client), desk.door.writer
    outbox.confirm(writer, outbox.Receipt(upto=2, complete=2), at=desk.now)
    writer.run("UPDATE receipt SET proof = ?", (bytes(8),))
    told = client.get(page).text
    assert "tidak diketahui apakah sudah dipancarkan" in told and "apakah pusat menerimanya" in told
    for wrong in ("Belum dipancarkan", "belum menyatakan", "Diterima pusat", "Belum ada unit lain"):
        assert wrong not in told
    given = {**hidden(client.get(page).text, "/catat/sos_akhir"), "kunci": "e"}
    there = client.post("/catat/sos_akhir", data=given).headers["Location"]
    outbox.confirm(writer, outbox.Receipt(upto=3, complete=3), at=desk.now)
    writer.run("UPDATE receipt SET proof = ?", (bytes(8),))
    told = client.get(there).text
    assert "Tidak diketahui apakah pusat tahu" in told and "Pusat belum tahu" not in told


def test_a_call_of_another_unit_that_was_taken_back_is_open_no_more(client: FlaskClient, desk: Desk) -> None:
    entries = [Sos(isi="salah pencet"), Void(entri=Ref(7, 1), alasan="salah")]
    found = [Entry(7, seq, desk.now, TimeQuality.GPS, one) for seq, one in enumerate(entries, 1)]
    heard(desk.door.writer, 8, Sos(), at=desk.now)
    journal.keep(desk.door.writer, found, carrier="internet", at=desk.now)
    heard(desk.door.writer, 8, Void(entri=Ref(8, 1), alasan="salah"), first=2, at=desk.now)
    page = client.get("/sos/7-1").text
    assert "SOS ini sudah dibatalkan." in page and "Sudah ditolong" not in page
    assert client.get("/sos/8-1").status_code == 404, "what a neighbour took back is forgotten"
    assert "/sos/7-1" not in client.get("/sos").text and "/sos/8-1" not in client.get("/sos").text


def test_ending_it_is_one_tap_and_the_center_may_not_know_yet(client: FlaskClient, desk: Desk) -> None:
    page = called(client)
    given = {**hidden(client.get(page).text, "/catat/sos_akhir"), "kunci": "e"}
    assert given["hasil"] == "dicabut"
    there = client.post("/catat/sos_akhir", data=given).headers["Location"]
    assert there.startswith(page)
    told = client.get(there).text
    assert "Pusat belum tahu bahwa SOS ini sudah diakhiri" in told and "Urungkan: masih perlu tolong" in told
    kept_true = told.split('id="akhir" data-segar', maxsplit=1)[1].split("</div>", maxsplit=1)[0]
    assert "Pusat belum tahu" in kept_true
    outbox.confirm(desk.door.writer, outbox.Receipt(upto=3, complete=3), at=desk.now)
    assert "Pusat belum tahu" not in client.get(page).text


def test_a_call_that_only_the_radio_told_says_so(client: FlaskClient, desk: Desk) -> None:
    heard(desk.door.writer, 7, Sos(isi="perahu <b>terbalik</b>", orang=3), at=desk.now)
    page = client.get("/sos/7-1").text
    assert (
        "Didengar lewat radio, belum diverifikasi pusat." in page
        and "3 orang" in page
        and "<b>terbalik" not in page
    )
    assert "Batalkan SOS" not in page and "Sudah ditolong" in page
    assert "/sos/7-1" in client.get("/sos").text


def test_another_units_call_is_ended_by_a_koordinator_not_by_every_volunteer(app: Flask, desk: Desk) -> None:
    officer = tablets.first(app)
    volunteer = tablets.another(app, officer)
    tablets.sign_in(volunteer, tablets.person(officer, "Relawan Satu", "relawan"), tablets.OTHER_PIN)
    heard(desk.door.writer, 7, Sos(), at=desk.now)
    end = {"sos": "7-1", "hasil": "ditangani"}
    assert "hanya diakhiri oleh unit itu" in volunteer.get("/sos/7-1").text
    refused = volunteer.post("/catat/sos_akhir", data={**end, "kunci": "v"})
    assert refused.status_code == 422 and "SOS unit lain hanya diakhiri" in refused.text
    own = volunteer.post("/catat/sos", data={"kunci": "s"}).headers["Location"].partition("?")[0]
    mine = {"sos": own.rpartition("/")[2], "hasil": "dicabut", "kunci": "m"}
    assert volunteer.post("/catat/sos_akhir", data=mine).status_code == 303
    assert officer.post("/catat/sos_akhir", data={**end, "kunci": "o"}).status_code == 303
    assert [entry.record.sos for _, entry in journal.entries(desk.store, SosEnd, limit=9)] == [  # type: ignore[attr-defined]
        Ref(7, 1),
        Ref.parse(mine["sos"]),
    ]


def test_the_button_opens_without_the_unit_and_holds_nothing_of_the_moment(
    client: FlaskClient, desk: Desk
) -> None:
    status.say(desk.door.writer, "gps", {"lat": -6.32, "lon": 108.32, "fix_at": desk.now}, desk.now)
    page = client.get("/kerangka/sos").text
    assert 'name="kunci" value="-"' in page and "-6,32" not in page and 'class="hold"' in page
