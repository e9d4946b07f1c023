"""The page Radio: what the sync process said, with its age; nothing that was only sent looks delivered."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from field_node.records.message import Message
from field_node.records.place import Place
from field_node.store import journal, outbox, status
from field_node.store.outbox import Attempt, Receipt
from field_node.web.desk import Desk
from field_node.web.unit.told import BUSY, FULL, HOLD_S, STEPS, channel_use, quality
from sync.mesh import plan
from sync.radio_words import PROBLEMS

WORKS: dict[str, Any] = {
    "problem": "",
    "sentence": "",
    "wrong_settings": [],
    "firmware": "2.7.26",
    "model": "HELTEC_V3",
    "region": "KR",
    "preset": "LONG_FAST",
    "channel_use": 31.2,
    "battery_percent": 87,
    "voltage_v": 4.02,
    "neighbours": [{"number": 7, "name": "radio-<1>", "snr": -9.5, "hops": 0, "heard_s_ago": 20.0}],
    "device": "serial:/dev/tagana-radio",
    "used_s": 10.0,
    "allowed_s": 36.0,
    "for_sos_s": 9.0,
    "queue": [{"class": 2, "unsent": 30, "on_air": 3, "through_s": 1_400}],
    "gateway": {"carried": 12, "waiting": 3},
}


def said(desk: Desk, *, ago_s: int = 0, **more: Any) -> None:
    now = desk.now
    times = {"sent_at": now - 600, "heard_at": now, "receipt_at": now - 7_200}
    status.say(desk.door.writer, "radio", {**WORKS, **times, **more}, now - ago_s)


def test_a_unit_without_radio_says_so(client: FlaskClient) -> None:
    page = client.get("/radio").text
    assert "Belum ada kabar dari radio" in page and "Radio bekerja" not in page


def test_a_working_radio_is_told_in_words_and_numbers(client: FlaskClient, desk: Desk) -> None:
    said(desk)
    page = client.get("/radio").text
    assert "Radio bekerja" in page and "cukup (SNR -9,5 dB), 1 radio terdengar langsung" in page
    assert "31,2 % (ramai: posisi dan catatan lain menunggu)" in page
    assert "10 detik dari 36 detik dalam satu jam terakhir (28 %)" in page
    assert "Masih 17 detik untuk semua, 9 detik disimpan untuk SOS." in page and 'width="28"' in page
    assert (
        "30 antre radio, 3 dipancarkan, belum ada tanda terima" in page and "kira-kira 23 menit lagi" in page
    )
    assert "radio-&lt;1&gt;" in page and "2 jam lalu" in page and "87 %, 4 V" in page
    assert "12 dibawa ke pusat, 3 menunggu internet" in page


def test_an_old_row_means_that_sync_does_not_run(client: FlaskClient, desk: Desk) -> None:
    said(desk, ago_s=61)
    page = client.get("/radio").text
    assert (
        "tagana sync tidak berjalan" in page
        and "Radio bekerja" not in page
        and "sudah lama: dari 1 menit" in page
    )
    said(desk, ago_s=45)
    assert "Radio bekerja" in client.get("/radio").text


def test_a_row_of_the_future_is_not_believed(client: FlaskClient, desk: Desk) -> None:
    said(desk, ago_s=-3_600)
    assert "Radio bekerja" not in client.get("/radio").text


@pytest.mark.parametrize("problem", sorted(PROBLEMS))
def test_every_trouble_says_what_to_do(client: FlaskClient, desk: Desk, problem: str) -> None:
    said(desk, problem=problem, sentence=PROBLEMS[problem], wrong_settings=["Wilayah radio"])
    page = client.get("/radio").text
    assert PROBLEMS[problem] in page and STEPS[problem][0] in page and "Radio bekerja" not in page
    assert "Pengaturan yang belum sesuai: Wilayah radio." in page


def test_a_row_of_another_version_is_told_as_far_as_it_goes(client: FlaskClient, desk: Desk) -> None:
    odd: dict[str, Any] = {
        "neighbours": None,
        "queue": [7, {"class": 99}],
        "used_s": "x",
        "gateway": None,
        "channel_use": None,
    }
    said(desk, **odd, battery_percent=101, voltage_v=None)
    page = client.get("/radio").text
    assert "Kelas 99" in page and "belum diketahui" in page and "daya luar" in page
    status.say(
        desk.door.writer,
        "radio",
        {"problem": "settings", "sentence": "Alamat salah.", "device": "x"},
        desk.now,
    )
    assert "Alamat salah." in client.get("/radio").text


def test_a_spent_budget_says_that_only_sos_goes(client: FlaskClient, desk: Desk) -> None:
    said(desk, used_s=29.4)
    assert (
        "Jatah untuk selain SOS habis: yang lain menunggu. 6,6 detik tersisa untuk SOS."
        in client.get("/radio").text
    )


def test_other_pages_have_a_short_part_with_a_link(client: FlaskClient, desk: Desk) -> None:
    said(desk)
    for path in ("/perangkat", "/antrean"):
        page = client.get(path).text
        assert "Radio bekerja" in page and 'href="/radio"' in page, path


def test_a_unit_with_only_radio_is_not_called_cut_off(client: FlaskClient, desk: Desk) -> None:
    link = {
        "connected": False,
        "contact_at": None,
        "receipt_at": None,
        "problem": "Pusat tidak bisa dihubungi.",
    }
    status.say(desk.door.writer, "link", link, desk.now - 250)
    assert "pengiriman tidak berjalan" in client.get("/antrean").text
    said(desk)
    page = client.get("/antrean").text
    assert "Hanya radio" in page and "2 jam lalu" in page and "tidak berjalan" not in page


def test_the_queue_says_what_waits_and_why(client: FlaskClient, desk: Desk) -> None:
    writer = desk.door.writer
    named = Place(nama="SDN 1", jenis="posko", telepon="0812")
    notes = [Message(isi=f"catatan {number}") for number in range(4)]
    journal.append_all(writer, [named, *notes], stamp=desk.clock.stamp())
    outbox.note_attempt(writer, [2], at=desk.now, how=Attempt.RADIO_SENT)
    outbox.note_attempt(writer, [3], at=desk.now, how=Attempt.ENTRUSTED)
    outbox.note_closed(writer, [4])
    outbox.confirm(writer, Receipt(has=(range(1, 2),)), at=desk.now)
    page = client.get("/antrean").text
    assert "1 angka diterima pusat, nama menunggu internet." in page
    assert (
        "1 dipancarkan, menunggu tanda terima pusat" in page
        and "1 menunggu internet: tidak bisa lewat radio" in page
    )
    assert "1 dititipkan ke unit lain, menunggu tanda terima pusat" in page
    assert "Radio kita sudah mengirimnya; belum tentu sampai." in page
    sent = client.get("/entri/3-2").text
    assert "Radio kita sudah mengirimnya; belum tentu sampai." in sent and "Diterima pusat" not in sent


def test_the_words_follow_the_plan_of_the_mesh() -> None:
    assert (BUSY, FULL) == (plan.BUSY, plan.FULL)
    assert {way: held for way, held in plan.HOLD_S.items() if held} | {3: plan.POSITION_S} == HOLD_S


@pytest.mark.parametrize(
    "percent, word",
    [(None, "belum diketahui"), (3.0, "3 % (longgar)"), (40.0, "40 % (penuh: hanya SOS yang dikirim)")],
)
def test_channel_use_has_its_word(percent: float | None, word: str) -> None:
    assert channel_use(percent) == word


@pytest.mark.parametrize("snr, word", [(5.0, "baik"), (-12.0, "cukup"), (-16.0, "lemah")])
def test_a_signal_is_judged_by_what_its_preset_still_decodes(snr: float, word: str) -> None:
    assert quality({"preset": "LONG_FAST", "neighbours": [{"snr": snr, "hops": 0}]}).startswith(word)


def test_a_radio_that_was_silent_for_an_hour_is_no_link(desk: Desk) -> None:
    silent = {"snr": 5.0, "hops": 0, "heard_s_ago": 4_000.0}
    assert quality({"neighbours": [silent]}) == "belum ada radio lain yang terdengar langsung"
