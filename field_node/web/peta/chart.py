"""Everything that is on the map at one moment, and a tag that says when it is another one."""

from dataclasses import dataclass
from typing import Any

from flask import g

from field_node.web.access.visitor import Visitor
from field_node.web.around.whereabouts import Spot, own_spot
from field_node.web.desk import Desk
from field_node.web.peta.features import LAYERS, Feature
from field_node.web.peta.places import ground, places
from field_node.web.peta.units import calls, neighbours, own, own_unit
from field_node.web.said.language import language

OLDER_EVERY_S = 600
"""What changes only because time goes by, a place that closes, is told so late at most."""
ORDER = {layer.name: n for n, layer in enumerate(LAYERS)}


@dataclass(frozen=True, slots=True)
class Chart:
    """`hidden`: protected places that were left out, because nobody is signed in."""

    features: tuple[Feature, ...]
    hidden: int

    def geojson(self, now: int) -> dict[str, Any]:
        """One FeatureCollection. `now`: the unit's clock, by which ages are told."""
        return {
            "type": "FeatureCollection",
            "features": [one.geojson() for one in self.features],
            "kini": now,
            "tersembunyi": self.hidden,
        }


def chart(desk: Desk) -> Chart:
    """Layer by layer, the nearest first. Raises StoreError."""
    spot = own_spot(desk)
    found = ground(desk, spot)
    every = [*calls(desk, spot), *own(desk, spot), *neighbours(desk, spot), *places(found)]
    shown = [one for one in every if not one.private or signed_in()]
    here = spot.at if spot else None
    shown.sort(key=lambda one: (ORDER[one.layer], one.distance(here), one.name.casefold()))
    return Chart(tuple(shown), len(every) - len(shown))


def signed_in() -> bool:
    """True when a person of this unit's crew asks: protected places are for them alone."""
    visitor: Visitor | None = g.get("visitor")
    return visitor is not None and visitor.person is not None


def tag(desk: Desk, release: str) -> str:
    """Another text whenever the chart may be another one, but for the unit's own point; four look-ups."""
    newest = desk.store.run("SELECT max(pos) FROM entry")[0][0]
    heard = desk.store.run("SELECT max(heard_at), total(highest) FROM neighbour")[0]
    facts = (
        newest,
        *heard,
        *_roughly(own_spot(desk)),
        desk.now // OLDER_EVERY_S,
        language(),
        signed_in(),
        desk.unit,
        release,
    )
    return "-".join(str(fact) for fact in facts).replace(" ", "").replace('"', "")


def _roughly(spot: Spot | None) -> tuple[float, ...]:
    """To 100 m: a receiver that stands still says a little else each second."""
    return tuple(round(degrees, 3) for degrees in spot.at) if spot else ()


def own_point(desk: Desk) -> dict[str, Any] | None:
    """The unit itself as GeoJSON; None while nobody knows where it is."""
    spot = own_spot(desk)
    return own_unit(desk, spot).geojson() if spot else None
