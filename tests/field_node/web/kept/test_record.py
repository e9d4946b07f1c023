"""One record through its life: every version with who, why and what changed; the way to what counts now; what each mark means."""

from flask.testing import FlaskClient

from field_node.clock import Stamp
from field_node.records.correction import TimeCorrection
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.record import TimeQuality
from field_node.store import journal, outbox
from field_node.web.desk import Desk
from field_node.web.said.marks import legend
from tests.field_node.web.conftest import UNIT

GIVEN = {"per_waktu": "2026-11-22T09:30", "jiwa": "488"}


def counted(client: FlaskClient, posko: Ref) -> str:
    answer = client.post("/catat/hitung_pengungsi", data={**GIVEN, "lokasi": str(posko), "kunci": "a"})
    return str(answer.headers["Location"]).partition("?")[0]


def corrected(client: FlaskClient, posko: Ref, page: str, jiwa: str, reason: str) -> str:
    data = {**GIVEN, "lokasi": str(posko), "jiwa": jiwa, "alasan": reason, "kunci": reason}
    return str(client.post(f"{page}/koreksi", data=data).headers["Location"]).partition("?")[0]


def test_every_version_is_told_with_what_changed_and_why(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    first = counted(client, posko)
    second = corrected(client, posko, first, "490", "salah hitung")
    third = corrected(client, posko, second, "491", "satu bayi lahir")
    for page in (first, second, third):
        told = client.get(page).text
        assert "Alasan: salah hitung" in told and "Alasan: satu bayi lahir" in told
        assert "488\u00a0jiwa \u2192 490\u00a0jiwa" in told and "490\u00a0jiwa \u2192 491\u00a0jiwa" in told
        assert told.count('aria-current="true"') == 1
    assert f'<a href="{third}">Buka yang berlaku sekarang</a>' in client.get(first).text
    assert "Buka yang berlaku sekarang" not in client.get(third).text


def test_what_was_just_saved_says_so_also_when_the_center_has_it_already(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    given = {**GIVEN, "lokasi": str(posko), "kunci": "a"}
    there = client.post("/catat/hitung_pengungsi", data=given).headers["Location"]
    assert "Tersimpan." in client.get(there).text and "Akan dikirim otomatis." in client.get(there).text
    outbox.confirm(desk.door.writer, outbox.Receipt(upto=9, complete=9), at=desk.now)
    told = client.get(there).text
    assert "Tersimpan." in told and "Akan dikirim otomatis." not in told and "Urungkan" in told


def test_a_cancelled_record_names_nothing_that_counts_instead(client: FlaskClient, posko: Ref) -> None:
    page = counted(client, posko)
    client.post(f"{page}/batalkan", data={"alasan": "salah lokasi", "kunci": "b"})
    told = client.get(page).text
    assert "Alasan: salah lokasi" in told and "Buka yang berlaku sekarang" not in told


def test_a_record_that_never_changed_has_no_history(client: FlaskClient, posko: Ref) -> None:
    assert "Riwayat" not in client.get(counted(client, posko)).text


def test_every_mark_is_explained_one_tap_away(client: FlaskClient, posko: Ref) -> None:
    assert 'href="/tanda"' in client.get(f"/entri/{UNIT}-1").text
    page = client.get("/tanda").text
    found = legend()
    assert all(one.text in page and one.reason and one.reason in page for one in found)
    order = [page.index(f"<span>{one.text}</span>") for one in found[:9]]
    assert order == sorted(order)


def test_a_time_of_a_wrong_clock_is_told_as_it_was_put_right(client: FlaskClient, desk: Desk) -> None:
    wrong = Stamp(1_795_398_000, TimeQuality.NONE, 1, 60.0)  # 23 Nov 2026 08.40 WIB
    note = journal.append(desk.door.writer, Message(isi="Tiba"), stamp=wrong).ref
    assert "jam belum tepat" in client.get(f"/entri/{note}").text
    right = TimeCorrection(dari_seq=note.seq, sampai_seq=note.seq, selisih_s=-80_400)
    journal.append(desk.door.writer, right, stamp=wrong._replace(quality=TimeQuality.GPS))
    told = client.get(f"/entri/{note}").text
    assert "22 Nov 2026 10.20 WIB" in told and "jam belum tepat" not in told
    assert "dibetulkan sesudah jam unit diketahui; semula tertulis 23 Nov 2026 08.40 WIB" in told
