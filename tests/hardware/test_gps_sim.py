"""The simulated walk, its tracks, and the addresses of receivers."""

from pathlib import Path

import pytest

from hardware.errors import NoFix, PayloadTooBig, RadioGone, UnknownDevice
from hardware.gps import Clock, Fix, Gps, open_gps
from hardware.gps.sim import SHIPPED
from hardware.gps.track import LARGEST, Point, read_track
from tests.hardware.drill_walk import BEGAN, drill_walk, gpx, second


class Turned:
    """Time that a test turns and that waiting moves on."""

    def __init__(self) -> None:
        self.now = 5000.0
        self.clock = Clock(
            utc=lambda: 1_790_000_000.0 + self.now,
            monotonic=lambda: self.now,
            trusted=lambda: True,
            wait=self.rest,
        )

    def rest(self, seconds: float) -> None:
        self.now += seconds

    def walk(self, gps: Gps, seconds: int) -> list[Fix | None]:
        return [self._one(gps) for _ in range(seconds)]

    def _one(self, gps: Gps) -> Fix | None:
        began = self.now
        try:
            return gps.read(0.0)
        except NoFix:
            return None
        finally:
            self.now = began + 1


def open_sim(rest: str, *, seed: int = 0) -> tuple[Turned, Gps]:
    time = Turned()
    return time, open_gps(f"sim:{rest}", clock=time.clock, seed=seed)


def straight(tmp_path: Path, *, seconds: int = 100) -> Path:
    rows = [
        f'<trkpt lat="{-6.33 + i * 1e-5:.6f}" lon="108.32"><time>2026-01-10T01:{i // 60:02d}:{i % 60:02d}Z</time></trkpt>'
        for i in range(0, seconds + 1, 10)
    ]
    path = tmp_path / "straight.gpx"
    path.write_text(f"<gpx><trk><trkseg>{''.join(rows)}</trkseg></trk></gpx>")
    return path


def test_the_shipped_walk_is_what_its_script_makes() -> None:
    assert (SHIPPED / "gladi-banjir.gpx").read_text(encoding="utf-8") == gpx(drill_walk())


def test_the_shipped_walk_is_labelled_plausible_and_loses_the_sky_once() -> None:
    track = read_track(SHIPPED / "gladi-banjir.gpx")
    assert "simulasi" in (SHIPPED / "gladi-banjir.gpx").read_text(encoding="utf-8")
    assert 1000 < track[-1].at_s < 1300
    dark = [point.at_s for point in track if not point.sky]
    assert (dark[0], dark[-1]) == (750, 835)
    time, gps = open_sim("gladi-banjir.gpx")
    seen = time.walk(gps, int(track[-1].at_s))
    assert [i for i, fix in enumerate(seen) if fix is None] == list(range(750, 840))
    assert not any(fix.flags for fix in seen if fix)


def test_it_walks_at_the_recorded_pace_there_and_back(tmp_path: Path) -> None:
    time, gps = open_sim(f"{straight(tmp_path)}?noise=0")
    seen = [fix for fix in time.walk(gps, 250) if fix]
    assert [round(seen[i].lat, 6) for i in (0, 50, 100, 150, 200, 249)] == [
        -6.33,
        -6.3295,
        -6.329,
        -6.3295,
        -6.33,
        -6.32951,
    ]
    assert (seen[50].course_deg, seen[150].course_deg) == (0.0, 180.0)
    assert seen[50].speed_mps == pytest.approx(1.11, abs=0.01)
    assert seen[50].time == 1_790_005_050.0
    assert seen[50].mode == 2


def test_speed_start_and_sky_are_options(tmp_path: Path) -> None:
    time, gps = open_sim(f"{straight(tmp_path)}?noise=0&speed=5&start=20&sky=40-60,90-95")
    seen = time.walk(gps, 16)
    assert [i for i, fix in enumerate(seen) if fix is None] == [4, 5, 6, 7, 14]
    assert seen[1] is not None and seen[1].lat == pytest.approx(-6.33 + 25e-5)
    assert seen[1].speed_mps == pytest.approx(5.56, abs=0.01)


def test_the_same_seed_walks_the_same_way(tmp_path: Path) -> None:
    path = straight(tmp_path)
    runs = [time.walk(gps, 30) for time, gps in (open_sim(str(path), seed=seed) for seed in (1, 1, 2))]
    assert runs[0] == runs[1] != runs[2]


def test_read_waits_for_the_next_second_and_no_longer_than_its_time() -> None:
    time, gps = open_sim("gladi-banjir.gpx")
    first = gps.read(1.0)
    assert gps.read(3.0).time == pytest.approx(first.time + 1.0)
    began = time.now
    with pytest.raises(NoFix) as told:
        gps.read(0.4)
    assert told.value.reason == "not_yet"
    assert time.now - began == pytest.approx(0.4, abs=0.11)


def test_an_nmea_log_is_walked_too(tmp_path: Path) -> None:
    steps = drill_walk()
    path = tmp_path / "walk.nmea"
    path.write_text("".join(text for step in steps for text in second(step)))
    recorded, shipped = read_track(path), read_track(SHIPPED / "gladi-banjir.gpx")
    assert recorded[-1].at_s == shipped[-1].at_s == steps[-1].time - BEGAN
    at = {point.at_s: point for point in recorded}
    assert not at[745].sky and 750 not in at
    assert all(abs(at[p.at_s].lat - p.lat) < 2e-6 for p in shipped if p.sky)


def test_a_gap_in_a_recording_had_no_sky(tmp_path: Path) -> None:
    path = tmp_path / "gap.gpx"
    row = '<trkpt lat="-6.3" lon="108.3"><time>2026-01-10T01:00:{:02d}Z</time></trkpt>'
    path.write_text(
        f"<gpx><trk><trkseg>{''.join(row.format(i) for i in (0, 5, 40, 45))}</trkseg></trk></gpx>"
    )
    assert [point.sky for point in read_track(path)] == [True, False, True, True]
    assert read_track(path)[0] == Point(0.0, -6.3, 108.3, None, True)


BOMB = '<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><gpx>&b;</gpx>'
UNTIMED = '<gpx><trk><trkseg><trkpt lat="1" lon="100"/><trkpt lat="1" lon="101"/></trkseg></trk></gpx>'


@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        UNTIMED,
        "<gpx>",
        "<gpx/>",
        "",
        "x" * 100,
        "$GPRMC,1*00\n",
        UNTIMED.replace("/>", "><time>?</time></trkpt>"),
    ],
)
def test_a_file_that_is_no_track_is_a_setting_to_mend(tmp_path: Path, content: str) -> None:
    path = tmp_path / "track"
    path.write_text(content)
    with pytest.raises(UnknownDevice, match="track"):
        open_gps(f"sim:{path}")


def test_a_good_track_with_entities_is_refused_before_they_expand(tmp_path: Path) -> None:
    path = straight(tmp_path)
    path.write_text(BOMB.partition("<gpx>")[0] + path.read_text())
    with pytest.raises(UnknownDevice, match="no entities"):
        open_gps(f"sim:{path}")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = straight(tmp_path)
    path.write_text("\ufeff" + path.read_text(), encoding="utf-8")
    assert len(read_track(path)) == 11


def test_a_file_that_is_too_big_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.gpx"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(UnknownDevice, match="over"):
        open_gps(f"sim:{path}")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("gpds:localhost:2947", 'did you mean "gpsd"'), ("usb", "known: gpsd, nmea, sim"), ("gpsd", "needs an address"),
        ("gpsd:localhost:x", "HOST:PORT"), ("gpsd::2947", "HOST:PORT"), ("gpsd:h:99999", "HOST:PORT"),
        ("nmea:/dev/tty@9601", "baud"), ("nmea:@9600", "baud"), ("sim:nowhere.gpx", "cannot be read"),
        ("sim:gladi-banjir.gpx?sped=2", 'did you mean "speed"'), ("sim:gladi-banjir.gpx?speed=0", "out of range"),
        ("sim:gladi-banjir.gpx?sky=5", "sim:gladi"),
    ],
)  # fmt: skip
def test_an_address_that_can_never_work_says_what_to_mend(address: str, sentence: str) -> None:
    with pytest.raises(UnknownDevice, match=sentence.replace("?", r"\?")) as told:
        open_gps(address)
    assert told.value.permanent


def test_each_error_knows_whether_trying_again_can_help() -> None:
    assert [NoFix("silent").permanent, RadioGone().permanent] == [False, False]
    assert [NoFix("closed").permanent, PayloadTooBig(300, 233).permanent, UnknownDevice().permanent] == [
        True
    ] * 3
