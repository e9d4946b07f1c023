"""One thing on the map, the same for every way to show it: drawn, listed, or kept on a tablet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from field_node.records.ground import distance_km
from field_node.web.said.language import _

HOUR_S, DAY_S = 3_600, 86_400
Point = tuple[float, float]
"""(lat, lon)."""


class Layer(NamedTuple):
    """`title`: what it is called; `icon`: its picture; `fades_s`: what is older looks faded, None: it never does."""

    name: str
    title: Callable[[], str]
    icon: str
    fades_s: int | None


LAYERS = (
    Layer("sos", lambda: _("SOS"), "sos", None),
    Layer("unit", lambda: _("Unit ini"), "unit", HOUR_S),
    Layer("tetangga", lambda: _("Tetangga"), "pancar", HOUR_S),
    Layer("terisolir", lambda: _("Desa terisolir"), "tolak", 2 * DAY_S),
    Layer("posko", lambda: _("Posko dan titik layanan"), "lokasi", DAY_S),
    Layer("lumbung", lambda: _("Lumbung dan gudang"), "kotak", 2 * DAY_S),
    Layer("jejak", lambda: _("Jejak unit hari ini"), "mulai", None),
)
"""In the order of the list; what comes first is drawn on top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """`figure`: its number in words, never 0 for what nobody counted. `since`: as of when, UTC seconds; `what_since`: of what.

    `source`: by whose word; `doubt`: what must be said of it. `way`: how far from the unit. `private`: a protected place.
    """

    id: str
    layer: str
    name: str
    kind: str = ""
    figure: str = ""
    at: Point | None = None
    since: int | None = None
    what_since: str = ""
    source: str = ""
    doubt: str = ""
    way: str = ""
    more: tuple[str, ...] = ()
    link: str = ""
    accuracy_m: int | None = None
    private: bool = False
    line: tuple[Point, ...] = ()

    def distance(self, here: Point | None) -> float:
        """Kilometres from there; what has no point comes last."""
        if self.at is None:
            return float("inf")
        return distance_km(here, self.at) if here else 0.0

    def geojson(self) -> dict[str, Any]:
        """As GeoJSON; without a geometry while nobody told where it is."""
        return {
            "type": "Feature",
            "id": self.id,
            "geometry": self._geometry(),
            "properties": {
                "lapis": self.layer,
                "nama": self.name,
                "jenis": self.kind,
                "angka": self.figure,
                "pada": self.since,
                "pada_apa": self.what_since,
                "sumber": self.source,
                "ragu": self.doubt,
                "jarak": self.way,
                "rinci": list(self.more),
                "alamat": self.link,
                "akurasi_m": self.accuracy_m,
                "terlindung": self.private,
            },
        }

    def _geometry(self) -> dict[str, Any] | None:
        if self.line:
            return {"type": "LineString", "coordinates": [_pair(point) for point in self.line]}
        return {"type": "Point", "coordinates": _pair(self.at)} if self.at else None


def _pair(point: Point) -> list[float]:
    return [round(point[1], 5), round(point[0], 5)]
