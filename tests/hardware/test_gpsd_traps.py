"""Each trap of gpsd and of its library, sprung by a scripted gpsd: none gets through the driver."""

import itertools
import socket
import time
from collections.abc import Iterator
from typing import Any

import gpsd as library
import pytest

from hardware.errors import NoFix
from hardware.gps import Clock, Fix, Gps, open_gps
from tests.hardware.gps_stages import believe, until_fix
from tests.hardware.scripted_gpsd import DEVICES, ScriptedGpsd, iso, poll, text, tpv

SLACK_S = 0.6


@pytest.fixture
def gpsd() -> Iterator[ScriptedGpsd]:
    made = ScriptedGpsd()
    yield made
    made.close()


@pytest.fixture
def gps(gpsd: ScriptedGpsd) -> Iterator[Gps]:
    opened = open_gps(gpsd.address, clock=Clock(trusted=believe))
    yield opened
    opened.close()


def told(gps: Gps, timeout_s: float = 0.3) -> str:
    """The reason of the NoFix, which must come in time."""
    began = time.monotonic()
    with pytest.raises(NoFix) as error:
        gps.read(timeout_s)
    assert time.monotonic() - began < timeout_s + SLACK_S
    return error.value.reason


def read_one(gpsd: ScriptedGpsd, gps: Gps, **changes: Any) -> Fix:
    gpsd.answer = lambda: text(poll(tpv(**changes)))
    return gps.read(2.0)


def test_a_good_answer_is_a_whole_fix(gpsd: ScriptedGpsd, gps: Gps) -> None:
    fix = read_one(gpsd, gps)
    assert (fix.lat, fix.lon, fix.mode, fix.altitude_m) == (-6.33, 108.32, 3, 12.5)
    assert (fix.accuracy_m, fix.speed_mps, fix.course_deg, fix.satellites) == (8.0, 1.2, 10.0, 7)
    assert fix.flags == frozenset()


def test_silence_at_the_welcome_does_not_hang(gpsd: ScriptedGpsd, gps: Gps) -> None:
    gpsd.welcome = None
    assert told(gps) == "silent"


def test_silence_after_the_welcome_does_not_hang(gpsd: ScriptedGpsd, gps: Gps) -> None:
    gpsd.ready = None
    assert told(gps) == "silent"


def test_silence_at_a_poll_does_not_hang_and_ends_by_itself(gpsd: ScriptedGpsd, gps: Gps) -> None:
    gpsd.answer = lambda: None
    assert told(gps) == "silent"
    assert read_one(gpsd, gps).mode == 3


def test_an_answer_that_drips_does_not_stretch_the_deadline(gpsd: ScriptedGpsd, gps: Gps) -> None:
    def drip() -> bytes | None:
        peer = gpsd._open[-1]
        for byte in text(poll(tpv())) * 3:
            peer.sendall(bytes([byte]) if byte != 10 else b" ")
            time.sleep(0.05)
        return None

    gpsd.answer = drip
    assert told(gps) == "silent"


def test_an_answer_without_end_is_cut_off(gpsd: ScriptedGpsd, gps: Gps) -> None:
    gpsd.answer = lambda: b"x" * (1 << 20)
    assert told(gps, 10.0) in {"unreachable", "babble"}


@pytest.mark.parametrize(
    "noise", [b"\xff\xfe\x00\n", b"[1, 2]\n", b"null\n", b'{"class": \n', b"[" * 5000 + b"\n", b"\n"]
)
def test_babble_is_no_fix_and_the_next_good_answer_is_one(gpsd: ScriptedGpsd, gps: Gps, noise: bytes) -> None:
    gpsd.answer = lambda: noise
    assert told(gps) == "babble"
    gpsd.answer = lambda: text(poll(tpv()))
    gpsd.welcome = noise
    gpsd.restart()
    assert told(gps) == "babble"
    gpsd.welcome = text({"class": "VERSION"})
    assert until_fix(gps).mode == 3


def test_a_restart_is_survived(gpsd: ScriptedGpsd, gps: Gps) -> None:
    read_one(gpsd, gps)
    for _ in range(5):
        gpsd.restart()
        assert gps.read(3.0).mode == 3
    assert gpsd.connections >= 6


def test_a_notice_of_a_device_is_not_taken_for_an_answer(gpsd: ScriptedGpsd, gps: Gps) -> None:
    answers = itertools.chain(
        [text({"class": "DEVICE", "path": "/dev/ttyACM0"}, poll(tpv()))], iter(lambda: None, 0)
    )
    gpsd.answer = lambda: next(answers) or text(poll(tpv()))
    assert gps.read(3.0).mode == 3
    ready = gpsd.ready or b""
    gpsd.ready = text({"class": "DEVICE", "path": "/dev/ttyACM0"}) + ready
    gpsd.restart()
    assert told(gps) == "babble"
    gpsd.ready = ready
    assert until_fix(gps).mode == 3


def test_no_receiver_is_told_as_such(gpsd: ScriptedGpsd, gps: Gps) -> None:
    gpsd.ready = text(DEVICES | {"devices": []}, {"class": "WATCH"})
    gpsd.answer = lambda: text(poll(active=0, sky=[]))
    assert told(gps) == "no_receiver"


@pytest.mark.parametrize(
    "answer", [poll(), poll(tpv(mode=None)), poll(tpv(mode=1)), poll(tpv(mode=0), sky=[])]
)
def test_no_report_yet_is_no_sky(gpsd: ScriptedGpsd, gps: Gps, answer: dict[str, Any]) -> None:
    gpsd.answer = lambda: text(answer)
    assert told(gps) == "no_sky"


def test_no_view_of_the_sky_yet_is_still_a_fix(gpsd: ScriptedGpsd, gps: Gps) -> None:
    gpsd.answer = lambda: text(poll(tpv(), sky=[]))
    assert gps.read(2.0).satellites is None


@pytest.mark.parametrize(
    "changes",
    [
        {"lat": None, "lon": None}, {"lat": None}, {"lon": None}, {"lat": 0.0, "lon": 0.0}, {"time": None},
        {"time": "soon"}, {"time": "2026-11-22T00:00:00"}, {"lat": "x"}, {"lat": float("nan")}, {"lat": 91.0},
        {"lon": 10**400}, {"lat": True}, {"time": "1999-08-22T00:00:00.000Z"},
    ],
)  # fmt: skip
def test_a_fix_without_place_or_time_never_becomes_one(
    gpsd: ScriptedGpsd, gps: Gps, changes: dict[str, Any]
) -> None:
    gpsd.answer = lambda: text(poll({**tpv(), **changes} if None not in changes.values() else tpv(**changes)))
    assert told(gps) == "unplausible"


def test_a_time_without_fraction_is_understood(gpsd: ScriptedGpsd, gps: Gps) -> None:
    assert read_one(gpsd, gps, time=iso(time.time()).partition(".")[0] + "Z").time % 1 == 0


def test_a_3d_fix_without_altitude_has_none(gpsd: ScriptedGpsd, gps: Gps) -> None:
    assert read_one(gpsd, gps, alt=None, altMSL=None).altitude_m is None


def test_an_unknown_error_is_not_a_perfect_one(gpsd: ScriptedGpsd, gps: Gps) -> None:
    assert read_one(gpsd, gps, eph=None, epx=None, epy=None).accuracy_m is None
    assert read_one(gpsd, gps, eph=None, epx=0.0, epy=0.0).accuracy_m is None
    assert read_one(gpsd, gps, eph=None, epx=3.0, epy=4.0).accuracy_m == pytest.approx(5.0)


def test_an_old_fix_is_not_given_as_current(gpsd: ScriptedGpsd, gps: Gps) -> None:
    old = tpv(time=iso(time.time() - 3600))
    gpsd.answer = lambda: text(poll(old))
    assert told(gps) == "stale"
    assert told(gps) == "stale"


def test_an_old_fix_is_not_given_under_an_untrusted_clock_either(gpsd: ScriptedGpsd) -> None:
    gps = open_gps(gpsd.address, clock=Clock())
    old = tpv(time=iso(time.time() - 3600))
    gpsd.answer = lambda: text(poll(old))
    assert told(gps) == "not_yet"
    gpsd.answer = lambda: text(poll(tpv()))
    assert gps.read(2.0).mode == 3
    gps.close()


def test_the_receiver_that_has_a_fix_wins_over_the_one_that_lost_it(gpsd: ScriptedGpsd, gps: Gps) -> None:
    gpsd.answer = lambda: text(poll(tpv(), tpv(mode=1, device="/dev/ttyUSB9")))
    assert gps.read(2.0).lat == -6.33


def test_two_receivers_do_not_share_anything_and_the_process_keeps_its_settings(
    gpsd: ScriptedGpsd, gps: Gps
) -> None:
    second = ScriptedGpsd()
    second.answer = lambda: text(poll(tpv(lat=-7.0)))
    other = open_gps(second.address, clock=Clock(trusted=believe))
    for _ in range(3):
        assert (gps.read(2.0).lat, other.read(2.0).lat) == (-6.33, -7.0)
    assert library.gpsd_socket is None and library.gpsd_stream is None
    assert socket.getdefaulttimeout() is None
    other.close()
    second.close()
