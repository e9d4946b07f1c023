"""The invented walk of the drill "Gladi banjir", and any walk as GPX or as the sentences of a receiver."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

SEED = 20_260_110
BEGAN = datetime(2026, 1, 10, 1, 0, tzinfo=UTC).timestamp()
SHIPPED = Path("hardware/gps/tracks/gladi-banjir.gpx")
DEGREE_M = 111_195.0
LEGS = [  # seconds, metres a second, heading, sky: by car, on foot through the water, under the market's roof
    (150, 8.5, 95, True), (120, 10.5, 150, True), (90, 6.0, 110, True), (180, 9.5, 185, True), (60, 3.0, 200, True),
    (150, 1.2, 240, True), (90, 1.0, 255, False), (180, 1.1, 290, True), (120, 0.9, 330, True), (90, 1.3, 20, True),
]  # fmt: skip


@dataclass(frozen=True)
class Step:
    time: float
    lat: float
    lon: float
    speed_mps: float
    course_deg: float
    sky: bool


def drill_walk(*, began: float = BEGAN, step_s: float = 5.0) -> list[Step]:
    """About twenty minutes near lat -6.33, lon 108.32; the same every time."""
    chance = random.Random(SEED)
    lat, lon, now = -6.3200, 108.3150, began
    steps = []
    for seconds, speed, heading, sky in LEGS:
        for _ in range(int(seconds / step_s)):
            pace, course = speed * chance.uniform(0.7, 1.2), math.radians(heading + chance.uniform(-12, 12))
            steps.append(Step(now, lat, lon, pace, math.degrees(course) % 360, sky))
            lat += pace * step_s * math.cos(course) / DEGREE_M
            lon += pace * step_s * math.sin(course) / (DEGREE_M * math.cos(math.radians(lat)))
            now += step_s
    return steps


def gpx(steps: list[Step]) -> str:
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gpx version="1.1" creator="tagana-field-node" xmlns="http://www.topografix.com/GPX/1/1">',
        "<trk><name>Gladi banjir (simulasi)</name><desc>Simulasi: jalur karangan, bukan perjalanan nyata</desc><trkseg>",
        *(_trkpt(step) for step in steps),
        "</trkseg></trk></gpx>",
    ]
    return "\n".join(rows) + "\n"


def _trkpt(step: Step) -> str:
    moment = datetime.fromtimestamp(step.time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    sky = "3d" if step.sky else "none"
    return f'<trkpt lat="{step.lat:.6f}" lon="{step.lon:.6f}"><ele>6</ele><time>{moment}</time><fix>{sky}</fix></trkpt>'


def sentence(body: str) -> str:
    check = 0
    for byte in body.encode():
        check ^= byte
    return f"${body}*{check:02X}\r\n"


def _angle(value: float, width: int, letters: str) -> str:
    degrees, minutes = divmod(round(abs(value) * 600_000), 600_000)
    return f"{degrees:0{width}d}{minutes / 10_000:07.4f},{letters[value < 0]}"


def second(step: Step, *, talker: str = "GN", rmc: str = "GN") -> list[str]:
    """RMC, GGA, GSA and two GSV of one second, with checksums; without sky as a receiver says it."""
    moment = datetime.fromtimestamp(step.time, UTC)
    clock, day = moment.strftime("%H%M%S.") + f"{moment.microsecond // 10_000:02d}", moment.strftime("%d%m%y")
    views = ["GPGSV,2,1,08,01,60,010,44,02,50,090,42,03,40,180,40,04,30,270,38",
             "GPGSV,2,2,08,05,60,050,44,06,50,130,42,07,40,220,40,08,30,310,38"]  # fmt: skip
    if not step.sky:
        bodies = [f"{rmc}RMC,{clock},V,,,,,,,{day},,,N", f"{talker}GGA,{clock},,,,,0,00,99.9,,,,,,",
                  f"{talker}GSA,A,1,,,,,,,,,,,,,99.9,99.9,99.9", *views]  # fmt: skip
        return [sentence(body) for body in bodies]
    place = f"{_angle(step.lat, 2, 'NS')},{_angle(step.lon, 3, 'EW')}"
    bodies = [
        f"{rmc}RMC,{clock},A,{place},{step.speed_mps * 3600 / 1852:.2f},{step.course_deg:.1f},{day},,,A",
        f"{talker}GGA,{clock},{place},1,08,1.1,12.0,M,4.0,M,,",
        f"{talker}GSA,A,3,01,02,03,04,05,06,07,08,,,,,1.9,1.1,1.5",
        *views,
    ]
    return [sentence(body) for body in bodies]


def receiver(began: float, *, sky: bool = True) -> Iterator[tuple[Step, str]]:
    """Second after second of a walk at 1.2 m/s, for ever: what is true and what the receiver writes."""
    for i in range(86_400):
        step = Step(began + i, -6.33 + i * 1.2 / DEGREE_M, 108.32, 1.2, 0.0, sky)
        yield step, "".join(second(step))


if __name__ == "__main__":
    SHIPPED.write_text(gpx(drill_walk()), encoding="utf-8")
