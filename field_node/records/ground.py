"""Coordinates of a record: kinds of their fields, and where they cannot or hardly be."""

import math
from collections.abc import Iterator

from field_node.records.kinds import Choice, Degrees
from field_node.records.record import Known, Notice, blocks, warns

LATITUDE = Degrees(90)
LONGITUDE = Degrees(180)
ACCURACY = Choice(
    (
        ("5m", "Sampai 5 m"),
        ("15m", "Sampai 15 m"),
        ("50m", "Sampai 50 m"),
        ("200m", "Sampai 200 m"),
        ("1km", "Sampai 1 km"),
        ("kasar", "Lebih dari 1 km"),
    )
)
ACCURACY_M = {"5m": 5, "15m": 15, "50m": 50, "200m": 200, "1km": 1000}
FIX_SOURCE = Choice(
    (("unit", "GPS unit"), ("tablet", "GPS tablet"), ("manual", "Diketik"), ("radio", "Radio"))
)
FIX_FIELDS = ("sumber_gps", "akurasi_m")
"""What a receiver says of its position: nobody types it, and a coordinate that is typed has none of it."""
COUNTRY = (-11.1, 6.2, 94.9, 141.1)
"""south, north, west, east of Indonesia with a margin."""
FAR_KM = 30.0
EARTH_KM = 6371.0


def accuracy_class(metres: float) -> str:
    """The code of the smallest class that holds that accuracy."""
    return next((code for code, most in ACCURACY_M.items() if metres <= most), "kasar")


def coordinate_rules(lat: float | None, lon: float | None) -> Iterator[Notice]:
    """Blocks 0,0 and half a coordinate; warns of one outside Indonesia."""
    if lat is None and lon is None:
        return
    if lat is None or lon is None:
        yield blocks("koordinat_separuh", "lat" if lat is None else "lon")
    elif lat == 0 and lon == 0:
        yield blocks("koordinat_nol", "lat")
    elif not (COUNTRY[0] <= lat <= COUNTRY[1] and COUNTRY[2] <= lon <= COUNTRY[3]):
        yield warns("koordinat_di_luar_indonesia", "lat")


def region_rules(lat: float | None, lon: float | None, region: str | None, known: Known) -> Iterator[Notice]:
    """Warns of a coordinate more than 30 km from the middle of its kecamatan, when that is known."""
    if lat is None or lon is None or region is None or len(region) < 8:
        return
    center = known.region_center(region[:8])
    if center is not None and distance_km((lat, lon), center) > FAR_KM:
        yield warns("jauh_dari_kecamatan", "lat", km=round(distance_km((lat, lon), center)))


def distance_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Great-circle distance of two (lat, lon), by the haversine formula."""
    lat1, lon1, lat2, lon2 = (math.radians(angle) for angle in (*here, *there))
    chord = math.sin((lat2 - lat1) / 2) ** 2
    chord += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(chord))
