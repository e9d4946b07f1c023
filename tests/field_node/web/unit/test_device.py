"""Perangkat: each thing of the unit with its state, its age and its source; what nobody looked at is never well."""

from collections.abc import Mapping
from html import unescape

import pytest
from flask.testing import FlaskClient

from field_node.store import requests, status, troubles
from field_node.web.desk import Desk
from field_node.web.unit import center, machine
from field_node.web.unit.card import Tone
from field_node.web.unit.troubles import OTHERS, TOLD, words
from sync.standing import SENTENCES

DAY_S = 86_400


def say(desk: Desk, name: str, body: Mapping[str, object], ago: int = 0) -> None:
    status.say(desk.door.writer, name, body, desk.clock.stamp().made_at - ago)


def power(desk: Desk, said: Mapping[str, object], ago: int = 0) -> None:
    nothing = dict.fromkeys(
        (
            "battery_percent",
            "charging",
            "volts",
            "under_voltage",
            "under_voltage_seen",
            "throttled",
            "temperature_c",
        )
    )
    say(desk, "power", {**nothing, "known": True, "source": "sysfs:", **said}, ago)


def test_a_unit_of_which_nobody_spoke_is_unknown_and_not_well(client: FlaskClient, desk: Desk) -> None:
    assert machine.power(desk).tone is machine.processes(desk).tone is Tone.UNKNOWN
    page = client.get("/perangkat").text
    assert page.count("tidak diketahui") > 3 and "Belum ada gangguan yang tercatat." in page


@pytest.mark.parametrize(
    ("said", "tone", "headline"),
    [
        ({"battery_percent": 82, "charging": True}, Tone.GOOD, "82 %, mengisi"),
        ({"battery_percent": 12, "charging": False}, Tone.BAD, "baterai hampir habis"),
        ({"battery_percent": 12, "charging": True}, Tone.GOOD, "12 %, mengisi"),
        ({"battery_percent": 90, "under_voltage": True}, Tone.BAD, "tegangan kurang"),
        (
            {"battery_percent": 90, "under_voltage": False, "under_voltage_seen": True},
            Tone.LOOK,
            "pernah kurang",
        ),
        ({"temperature_c": 83.0}, Tone.LOOK, "terlalu panas"),
        ({"known": False}, Tone.UNKNOWN, "tidak diketahui"),
        ({"under_voltage": False}, Tone.UNKNOWN, "tidak diketahui"),
        ({"charging": False}, Tone.UNKNOWN, "dari baterai"),
        ({"charging": True}, Tone.GOOD, "mengisi"),
    ],
)
def test_power_is_told_in_words(
    client: FlaskClient, desk: Desk, said: dict[str, object], tone: Tone, headline: str
) -> None:
    power(desk, said)
    card = machine.power(desk)
    assert (card.tone, headline in card.headline) == (tone, True)
    assert headline in client.get("/perangkat").text


def test_an_old_word_about_power_counts_no_more(desk: Desk) -> None:
    power(desk, {"battery_percent": 90}, ago=600)
    assert machine.power(desk).tone is Tone.UNKNOWN


def test_how_long_the_room_lasts_follows_from_the_last_week(desk: Desk) -> None:
    free, now = desk.room()[0], desk.clock.stamp().made_at
    say(desk, "disk", {"free": free, "floor": 0, "samples": [[now - DAY_S, free + free // 10]]})
    left = machine.days_left(desk)
    assert left is not None and 5 < left < 20
    assert "kira-kira" in machine.lasts(desk)
    for samples in ([], [[now - 60, free * 2]], [[now - DAY_S, free // 2]]):
        say(desk, "disk", {"free": free, "floor": 0, "samples": samples})
        assert machine.days_left(desk) is None


def test_room_that_nobody_watches_is_not_well(client: FlaskClient, desk: Desk) -> None:
    card = machine.disk(desk)
    assert card.tone is Tone.UNKNOWN and "tagana-gps" in card.steps[0]
    assert ("Batas bawah", "tidak diketahui") in card.facts
    say(desk, "disk", {"free": 0, "floor": 0, "samples": []})
    assert machine.disk(desk).tone is Tone.GOOD
    say(desk, "disk", {"free": 0, "floor": 0, "samples": []}, ago=600)
    assert machine.disk(desk).tone is Tone.UNKNOWN
    assert "berapa lama cukup tidak diketahui" in client.get("/perangkat").text


@pytest.mark.parametrize("code", sorted(center.STOPPED))
def test_a_unit_that_may_not_send_says_so_whatever_its_radio_does(
    client: FlaskClient, desk: Desk, code: str
) -> None:
    say(desk, "radio", {"problem": ""})
    say(desk, "link", {"connected": False, "code": code, "problem": SENTENCES[code]})
    for page in ("/", "/antrean", "/perangkat"):
        told = unescape(client.get(page).text)
        assert SENTENCES[code] in told and "Pengiriman dihentikan" in told
    client.set_cookie("bahasa", "en")
    english = unescape(client.get("/").text)
    assert SENTENCES[code] not in english and "Sending has been stopped" in english


def test_what_is_wrong_on_the_internet_is_no_stop_while_the_radio_works(
    client: FlaskClient, desk: Desk
) -> None:
    say(desk, "link", {"connected": False, "code": "cut", "problem": SENTENCES["cut"]})
    assert SENTENCES["cut"] in client.get("/").text
    say(desk, "radio", {"problem": ""})
    page = client.get("/").text
    assert SENTENCES["cut"] not in page and "Hanya radio" in page and "dihentikan" not in page


def test_processes_are_told_by_what_they_said_themselves(client: FlaskClient, desk: Desk) -> None:
    for name, ago in (("web", 5), ("gps", 400), ("sync", 5)):
        say(desk, f"proses:{name}", {"since": 1_795_000_000, "guarded": True, "codec": 1}, ago)
    card = machine.processes(desk)
    assert (card.tone, card.headline) == (Tone.LOOK, "tidak terdengar: tagana gps")
    page = client.get("/perangkat").text
    assert "systemctl restart tagana-gps" in page and "dijaga systemd" in page and "versi 1" in page


def test_faults_are_told_with_what_to_do_until_they_end(client: FlaskClient, desk: Desk) -> None:
    say(desk, "gps", {"state": "tidak_ada"}, ago=120)
    say(desk, "link", {"code": "portal", "problem": "Jaringan ini meminta masuk lebih dulu."}, ago=20)
    page = client.get("/perangkat/gangguan").text
    assert "Penerima GPS tidak terbaca" in page and "Periksa kabel penerima GPS" in page and "masih" in page
    say(desk, "gps", {"state": "terkunci"})
    say(desk, "link", {"code": "", "problem": ""})
    page = client.get("/perangkat/gangguan").text
    assert "selesai" in page and "Periksa kabel penerima GPS" not in page
    assert "selama 2 menit" in page and "selama kurang dari 1 menit" in page


def test_every_fault_that_can_be_noted_has_its_words() -> None:
    bodies: dict[str, dict[str, object]] = {
        "gps": {"state": "tidak_ada"},
        "power": {"under_voltage": True, "battery_percent": 1, "temperature_c": 99.0},
        "disk": {"free": 0, "floor": 1},
        "layanan": {"silent": ["web", "gps", "sync"]},
        "cadangan": {"problem": "x"},
        "link": {"code": "cut", "problem": "x"},
        "radio": {"problem": "silent", "sentence": "x"},
    }
    assert bodies.keys() == troubles._RULES.keys()
    codes = [code for name, body in bodies.items() for code in troubles._RULES[name](body)]
    assert len(codes) == 11
    assert [code for code in codes if code not in TOLD and not code.startswith(tuple(OTHERS))] == []
    assert {f"pusat_{code}" for code in center.STOPPED} <= TOLD.keys(), "no stop is tried again by itself"
    assert words("lain") == ("Gangguan lain", "Hubungi teknisi.")


# ---- export


def test_an_export_says_how_much_where_and_what_is_left(client: FlaskClient, desk: Desk) -> None:
    assert client.post("/ekspor").status_code == 303
    taken = requests.take(desk.door.writer, at=1, kind="export")
    assert taken is not None
    result = {
        "file": "/media/tagana/tagana-ekspor/t.tgn",
        "entries": 50,
        "positions": 45,
        "left": 7,
        "on_stick": True,
    }
    requests.done(desk.door.writer, taken.id, result, at=desk.clock.stamp().made_at, blob=b"x")
    page = client.get("/ekspor").text
    assert "5 catatan dan 45 posisi; 7 lagi belum muat" in page and "di USB: /media/tagana" in page
    assert "tagana center import" in page and "Unduh ke tablet" in page


def test_an_export_that_failed_says_why(client: FlaskClient, desk: Desk) -> None:
    client.post("/ekspor")
    taken = requests.take(desk.door.writer, at=1, kind="export")
    assert taken is not None
    requests.done(desk.door.writer, taken.id, {"ok": False, "problem": "Unit dicabut."}, at=1)
    assert "Gagal: Unit dicabut." in client.get("/ekspor").text
