"""Siap berangkat: green only for what was looked at and found well."""

import time
from collections.abc import Mapping
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from field_node.records.message import Message
from field_node.records.photo import Photo
from field_node.records.place import Place
from field_node.records.record import Entry, TimeQuality
from field_node.store import crew, journal, outbox, status, tablets
from field_node.store.photos import ledger
from field_node.web.access.roles import LABELS
from field_node.web.desk import Desk
from field_node.web.unit.card import Tone
from field_node.web.unit.check import Check
from field_node.web.unit.ready import checks, summary


def found(desk: Desk, *, has_map: bool = False) -> dict[str, Check]:
    return {one.what: one for one in checks(replace(desk), lambda: has_map)}


def say(desk: Desk, name: str, body: Mapping[str, object], ago: int = 0) -> None:
    status.say(desk.door.writer, name, body, desk.clock.stamp().made_at - ago)


def all_well(desk: Desk, *, news_ago: int = 0) -> None:
    desk.clock.learn(time.time(), TimeQuality.GPS)
    all_seen(desk, news_ago=news_ago)


def all_seen(desk: Desk, *, news_ago: int = 0) -> None:
    """Everything looks well by the clock of this unit, whatever that is worth."""
    now = desk.clock.stamp().made_at
    say(desk, "gps", {"state": "terkunci", "fix_at": now, "accuracy_m": 4.0, "satellites": 9})
    say(desk, "power", {"known": True, "battery_percent": 95, "charging": False, "under_voltage_seen": False})
    say(desk, "disk", {"free": 1 << 40, "floor": 0, "samples": []})
    say(desk, "radio", {"problem": "", "neighbours": [{"number": 1, "heard_s_ago": 60, "snr": 5.0}]})
    say(desk, "link", {"connected": True, "contact_at": now, "code": "", "problem": ""})
    say(desk, "jaringan", {"hotspot": True})
    say(desk, "cadangan", {"problem": "", "last": {"at": now}})
    for name in ("web", "gps", "sync"):
        say(desk, f"proses:{name}", {"since": now, "guarded": True})
    writer = desk.door.writer
    journal.append(writer, Message(isi="Siap"), stamp=desk.clock.stamp())
    tablets.add(writer, "Tablet 1", b"x", at=now, by=None)
    for role in LABELS:
        crew.add(writer, f"Orang {role}", role, "pin", at=now)
    center = Entry(0, 1, now, TimeQuality.CENTER, Place(nama="Posko", jenis="posko", kode_wilayah="32.12.15"))
    journal.keep(writer, [center], carrier="internet", at=now - news_ago)


def test_a_fresh_unit_has_no_green_that_nobody_looked_at(desk: Desk) -> None:
    told = found(desk)
    for what in (
        "GPS",
        "Baterai",
        "Tegangan",
        "Pengaturan radio",
        "Radio lain terdengar",
        "Hotspot Wi-Fi",
        "Layanan unit",
        "Ruang simpan",
    ):
        assert told[what].tone is Tone.UNKNOWN, what
    for what in ("Tablet terpasang", "Peta dasar", "Teknisi", "Lokasi, peringatan, kamus"):
        assert told[what].tone is Tone.BAD, what
    assert all(one.step for one in told.values() if one.tone is not Tone.GOOD)
    assert not summary(list(told.values())).ready


def test_a_kit_that_has_everything_is_ready_but_for_its_certificate(desk: Desk) -> None:
    all_well(desk)
    told = found(desk, has_map=True)
    left = {what for what, one in told.items() if one.tone is not Tone.GOOD}
    assert left <= {"Sertifikat HTTPS", "Belum terkirim dari tugas lalu"}


def unsure(desk: Desk) -> Desk:
    """The unit by a clock that nothing has put right: no network, no satellites, no center."""
    return replace(desk, clock=replace(desk.clock, believes_machine=False))


def test_nothing_is_green_by_an_age_while_the_clock_may_be_wrong(desk: Desk) -> None:
    desk = unsure(desk)
    all_seen(desk)
    told = found(desk, has_map=True)
    aged = {
        *("Layanan unit", "GPS", "Baterai", "Tegangan", "Pengaturan radio", "Radio lain terdengar"),
        *("Kontak dengan pusat", "Lokasi, peringatan, kamus", "Hotspot Wi-Fi", "Cadangan", "Ruang simpan"),
    }
    assert {what for what, one in told.items() if one.tone is Tone.UNSURE} == aged
    assert all("baru diketahui sesudah jam unit tepat" in told[what].step for what in aged)
    assert "umur (… lalu) di baris lain belum pasti" in told["Jam"].step
    assert told["Jam"].tone is Tone.BAD and told["Tablet terpasang"].tone is Tone.GOOD
    total = summary(list(told.values()))
    assert total.unsure == len(aged) and not total.ready
    desk.clock.learn(time.time(), TimeQuality.GPS)
    assert not [one for one in found(desk, has_map=True).values() if one.tone is Tone.UNSURE]


def test_what_is_not_well_stays_so_by_a_clock_that_may_be_wrong(desk: Desk) -> None:
    desk = unsure(desk)
    all_seen(desk)
    say(desk, "cadangan", {"last": {"at": 1_700_000_000}})
    say(desk, "power", {"known": False})
    told = found(desk, has_map=True)
    assert told["Cadangan"].tone is Tone.BAD and "USB" in told["Cadangan"].step
    assert told["Baterai"].tone is Tone.UNKNOWN


def test_a_unit_that_recorded_nothing_needs_no_backup_whatever_its_clock_says(desk: Desk) -> None:
    assert found(unsure(desk))["Cadangan"].tone is Tone.GOOD


def test_the_page_says_what_is_not_sure(client: FlaskClient, desk: Desk) -> None:
    say(desk, "jaringan", {"hotspot": True})
    client.application.extensions["desk"] = unsure(desk)
    page = client.get("/siap").text
    assert "1 belum pasti" in page and "kerjakan dulu baris Jam" in page


def test_every_service_that_stopped_is_named_with_its_command(desk: Desk) -> None:
    all_well(desk)
    for name in ("gps", "sync"):
        say(desk, f"proses:{name}", {"since": 1}, 400)
    one = found(desk, has_map=True)["Layanan unit"]
    assert "tagana gps, tagana sync" in one.found
    assert one.step == "Teknisi: jalankan systemctl restart tagana-gps tagana-sync."


@pytest.mark.parametrize(
    ("name", "body", "ago", "what"),
    [
        ("gps", {"state": "mencari"}, 0, "GPS"),
        ("gps", {"state": "terkunci", "fix_at": 1_700_000_000}, 0, "GPS"),
        ("power", {"known": True, "battery_percent": 40, "charging": False}, 0, "Baterai"),
        ("power", {"known": True, "under_voltage_seen": True}, 0, "Tegangan"),
        ("radio", {"problem": "settings", "wrong_settings": ["region"]}, 0, "Pengaturan radio"),
        ("radio", {"problem": "", "neighbours": []}, 0, "Radio lain terdengar"),
        ("radio", {"problem": "", "neighbours": [{"heard_s_ago": 9_000}]}, 0, "Radio lain terdengar"),
        ("radio", {"problem": ""}, 600, "Pengaturan radio"),
        ("link", {"connected": False, "contact_at": 1_700_000_000, "code": "cut", "problem": "x"}, 0, "Kontak dengan pusat"),
        ("link", {"code": "unit_dicabut", "problem": "Akses perangkat ini dicabut pusat."}, 0, "Pendaftaran"),
        ("jaringan", {"hotspot": False}, 0, "Hotspot Wi-Fi"),
        ("cadangan", {"last": {"at": 1_700_000_000}}, 0, "Cadangan"),
        ("proses:gps", {"since": 1}, 400, "Layanan unit"),
    ],
)  # fmt: skip
def test_one_thing_that_is_not_well_is_not_green_and_says_what_to_do(
    desk: Desk, name: str, body: dict[str, object], ago: int, what: str
) -> None:
    all_well(desk)
    say(desk, name, body, ago)
    one = found(desk, has_map=True)[what]
    assert one.tone is not Tone.GOOD and one.step


def test_news_is_what_came_or_was_asked_for_not_that_the_radio_was_answered(desk: Desk) -> None:
    week, now = 7 * 86_400, desk.clock.stamp().made_at
    all_well(desk, news_ago=week)
    say(desk, "link", {"connected": False, "contact_at": now - week, "code": "cut", "problem": "x"})
    say(desk, "radio", {"problem": "", "receipt_at": now})
    told = found(desk)
    assert told["Kontak dengan pusat"].tone is Tone.GOOD
    assert told["Lokasi, peringatan, kamus"].tone is Tone.BAD


def test_a_photo_that_did_not_go_out_is_left_over_too(desk: Desk) -> None:
    outbox.confirm(desk.door.writer, outbox.Receipt(upto=9, complete=9), at=desk.now)
    assert found(desk)["Belum terkirim dari tugas lalu"].tone is Tone.GOOD
    of = journal.append(desk.door.writer, Message(isi="Foto"), stamp=desk.clock.stamp()).ref
    photo = Photo(entri=of, sidik=bytes(32), ukuran=9, jenis="jpeg")
    journal.append(desk.door.writer, photo, stamp=desk.clock.stamp())
    ledger.note_kept(desk.door.writer, bytes(32), 9, at=desk.now)
    outbox.confirm(desk.door.writer, outbox.Receipt(upto=99, complete=99), at=desk.now)
    left = found(desk)["Belum terkirim dari tugas lalu"]
    assert (left.tone, left.found) == (Tone.BAD, "1 foto") and "internet" in left.step


def test_the_page_tells_the_sum_and_every_step(client: FlaskClient, desk: Desk) -> None:
    page = client.get("/siap").text
    assert "Belum siap:" in page and "tidak diketahui" in page and "Tanda tangan" in page
    for one in found(desk).values():
        assert one.what in page


def test_a_unit_whose_enrolment_cannot_be_read_is_not_well_before_sync_says_so(desk: Desk) -> None:
    all_well(desk)
    told = found(replace(desk, enrolled=dict))["Pendaftaran"]
    assert told.tone is Tone.BAD and told.found == "berkas pendaftaran tidak terbaca"
